"""Variants are judged once planned numbers are there."""

from datetime import date

import pytest

from kpikit.evaluation import experiment_results
from kpikit.statistics.ratios import ratio_of_sums
from tests.evaluation.fakes import OCTOBER, FakeFigures, brand

A = ([12, 30, 9, 41, 15, 13], [900, 1100, 850, 1250, 1000, 900])
B = ([22, 19, 48, 16, 37, 14], [1000, 950, 1200, 900, 1150, 900])


def side(y, x):
    """A variant's row as the figures give it."""
    found = ratio_of_sums(y, x)
    return {"value": found.value, "low": found.low, "high": found.high, "n": found.n}


def result(sides, *, starts=date(2026, 9, 1), ends=date(2026, 10, 20), posts=6, least=2, period=OCTOBER):
    """The result of one experiment on click-through rates."""
    last = min(ends, period.end)
    figures = FakeFigures(
        {("click_through_rate", f"{starts}..{last}", name): row for name, row in sides.items()}
    )
    plan = {"id": "hook", "question": "q", "metric": "click_through_rate", "starts": starts, "ends": ends}
    entry = plan | {"variants": ["a", "b"], "planned_posts": posts}
    found = experiment_results(
        figures, brand(experiments=[entry], thresholds={"event_rate_least_posts": least}), period
    )
    return found[0] if found else None


def test_posts_are_the_unit():
    """Oracle ab_clustered: naive p 0.04, with posts as clusters 0.35, so no clear difference."""
    found = result({"a": side(*A), "b": side(*B)})
    assert found.verdict == "no_clear_difference"
    (gap,) = found.against
    assert gap.difference == pytest.approx(0.025573770491803278 - 0.02, rel=1e-8)
    half = (gap.high - gap.low) / 2
    # t = difference / se, df 9.982: the interval's half width is 2.2289 standard errors.
    assert half / gap.difference == pytest.approx(2.22886 / 0.974489770290928, rel=1e-4)


def test_a_clear_difference_has_a_winner():
    """Twice the clicks in every post."""
    found = result({"a": side(*A), "b": side([y * 3 for y in B[0]], B[1])})
    assert (found.verdict, found.winner) == ("winner", "b")


def test_the_control_can_win():
    """The new variant is worse beyond doubt."""
    found = result({"a": side([y * 3 for y in B[0]], B[1]), "b": side(*A)})
    assert (found.verdict, found.winner) == ("winner", "a")


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"ends": date(2026, 11, 20)}, "running"),
        ({"posts": 7}, "too_few"),
        ({"posts": None, "least": 8}, "too_few"),
    ],
)
def test_no_verdict_before_the_end_or_on_too_little(facts, verdict):
    """However clear it looks."""
    found = result({"a": side(*A), "b": side([y * 3 for y in B[0]], B[1])}, **facts)
    assert (found.verdict, found.winner) == (verdict, None)


def test_a_variant_without_posts_is_too_few():
    """Nothing to compare with."""
    found = result({"a": side(*A)})
    assert (found.verdict, found.variants[1].posts, found.variants[1].value) == ("too_few", 0, None)


def test_what_has_not_begun_is_not_shown():
    """An experiment of November is none in October."""
    assert result({}, starts=date(2026, 11, 1), ends=date(2026, 11, 30)) is None
