"""The default month of brands with ranges, single days and posts alone, on real exports."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from kpikit.errors import PeriodError
from kpikit.metrics import Figures
from kpikit.parameters import load_brand
from kpikit.periods import Period, parse_period
from kpikit.project import Project
from kpikit.store import Store, import_brand

REAL = Path(__file__).parents[3] / "shared" / "exports" / "real"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not REAL.is_dir(), reason="no real exports here")]

HEAD = "brand: real\nname: Real\ntimezone: UTC\ncurrency: USD\nsources:\n  given: {source}\n"
GA4 = "{format: ga4, platform: web, received: 2026-03-03}"
META = "{format: meta, platform: instagram, surface: instagram, account: popsci}"


@pytest.fixture
def opened(tmp_path):
    """A function: source and files → project and brand, imported."""

    def of(source, pattern):
        project = Project(tmp_path)
        project.params.mkdir()
        project.brand_file("real").write_text(HEAD.format(source=source), encoding="utf-8")
        for path in REAL.glob(pattern):
            *folders, name = path.name.split("__")
            target = project.data.joinpath("real", "given", *folders[1:])
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target / name)
        brand = load_brand(project, "real")
        import_brand(project, brand)
        return project, brand

    return of


@pytest.mark.parametrize(
    ("source", "pattern", "first", "last"),
    [
        (GA4, "ga4_api/*", date(2026, 5, 25), date(2026, 6, 21)),
        (GA4, "ga4/Steproac__*", date(2025, 1, 1), date(2025, 12, 12)),
        (GA4, "ga4/Setheryd__*", date(2025, 12, 3), date(2026, 3, 2)),
    ],
)
def test_days_and_ranges_make_no_month(opened, source, pattern, first, last):
    """Four single days; a year; ninety days: the period that they do tell is proposed."""
    project, _ = opened(source, pattern)
    with pytest.raises(PeriodError, match=f"--period {first}..{last}"):
        Store(project, "real").whole_month()


def test_posts_of_a_month_make_it_whole(opened):
    """The last of 37 is of 23 December 2016; the name says that all of December is in it."""
    project, _ = opened("{format: x, platform: x}", "x/ropensci*")
    found = Store(project, "real").whole_month()
    assert (found.period, found.by_day) == (Period.month(2016, 12), False)


def test_zeros_before_a_figure_was_counted_make_no_change(opened):
    """Views of January 2025 are missing, not 0; those of March have nothing to be compared with."""
    project, brand = opened(META, "meta/popsci*")
    figures = Figures(project, brand, Store(project, "real"))
    assert list(figures.value("views", parse_period("2025-01"))["state"]) == ["missing"]
    assert figures.value("reach", parse_period("2025-01"))["value"].item() > 0
    before = figures.compare("views", parse_period("2025-03"), parse_period("2025-01"))
    assert before["other"].isna().all()
