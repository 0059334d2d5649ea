"""Real exports that no other test recounts, where they are at hand: control totals from the bytes alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.sources.reading import read

REAL = Path(__file__).parents[3] / "shared" / "exports" / "real"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not REAL.is_dir(), reason="no real exports here")]

CASES = [
    ("shopify", "Steproac__Shopify 2024 - Customer behavior.csv", "conversions", "count", None),
    ("google_ads", "londonclean__seo__Locations(Geographic_Report_2026.02.05).csv", "ads_periods", "impressions", None),
    ("google_ads", "londonclean__seo__Search_keywords(2026.02.05).csv", "ads_periods", "clicks", ["Clicks"]),
    ("google_ads", "londonclean__seo__Time_series(2026.02.05).csv", "ads_periods", "clicks", ["Clicks"]),
    ("google_ads", "londonclean__src__ads__Time_series(2026.02.05-2026.02.10).csv", "ads_daily", "impressions", ["Impressions"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "name", "table", "column", "written"), CASES, ids=lambda case: str(case)[-40:]
)
def test_totals(kind, name, table, column, written):
    """All rows are used, and a figure adds up to what the csv module finds."""
    path = REAL / kind / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = read(path, kind, received="2026-06-30")
    names = written or list(rows[0])[1:]
    assert (found.rows_read, found.used) == (len(rows), len(rows))
    assert found.tables[table][column].sum() == sum(
        int(row[name].replace(",", "")) for row in rows for name in names
    )
