"""A rate's change split into rate and mix."""

import pytest

from kpikit.evaluation import decompose
from tests.evaluation.fakes import OCTOBER, SEPTEMBER, FakeFigures

PLATFORMS = ("LinkedIn", "Instagram", "TikTok")


def figures(before, now):
    """Click-through by platform: platform → (clicks, exposures)."""
    return FakeFigures(
        {
            ("click_through_rate", month.id, name): {"value": y / x, "numerator": y, "denominator": x}
            for month, sums in ((SEPTEMBER, before), (OCTOBER, now))
            for name, (y, x) in sums.items()
        }
    )


def test_every_platform_rises_and_the_whole_falls():
    """Oracle rate_decomposition: it was the mix."""
    before = dict(zip(PLATFORMS, [(300, 10000), (500, 50000), (200, 40000)], strict=True))
    now = dict(zip(PLATFORMS, [(192, 6000), (490, 45000), (588, 105000)], strict=True))
    found = decompose(figures(before, now), "click_through_rate", OCTOBER)
    assert found.before == pytest.approx(0.01, rel=1e-9)
    assert found.now == pytest.approx(0.00814102564102564, rel=1e-9)
    assert found.change == pytest.approx(-0.00185897435897436, rel=1e-9)
    assert found.within == pytest.approx(0.0008108119658119658, rel=1e-9)
    assert found.mix == pytest.approx(-0.002669786324786325, rel=1e-9)
    assert (found.mainly, found.opposed) == ("mix", True)
    parts = {part.name: part for part in found.parts}
    assert parts["LinkedIn"].mix == pytest.approx(-0.0013495069033530572, rel=1e-9)
    assert parts["TikTok"].within == pytest.approx(0.0003219230769230769, rel=1e-9)
    assert found.parts[0].name == "LinkedIn"
    assert sum(part.weight for part in found.parts) == pytest.approx(1)


def test_a_new_platform_is_mix_alone():
    """It has no rate before; nothing of its effect is called a change of its rate."""
    found = decompose(
        figures({"a": (10, 100)}, {"a": (10, 100), "b": (50, 100)}), "click_through_rate", OCTOBER
    )
    parts = {part.name: part for part in found.parts}
    assert parts["b"].rate_before is None
    assert parts["b"].within == 0
    assert found.within + found.mix == pytest.approx(0.3 - 0.1)


def test_what_has_no_parts_is_not_split():
    """One platform, or a count."""
    one = figures({"a": (10, 100)}, {"a": (20, 100)})
    assert decompose(one, "click_through_rate", OCTOBER) is None
    assert decompose(one, "mentions", OCTOBER) is None
