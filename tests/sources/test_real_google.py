"""Real exports of Google Ads, Business Profile, Trends: totals against plain Python on the raw bytes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read

REAL = Path(__file__).parents[3] / "shared" / "exports" / "real"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not REAL.is_dir(), reason="no real exports here")]


def rows(path, above=0):
    """Rows below some lines, by the csv module alone."""
    lines = path.read_text(encoding="utf-8-sig").split("\n", above)[above]
    return list(csv.DictReader(io.StringIO(lines, newline="")))


def amount(text):
    """A number of an English report, without sign and thousands marks."""
    return float(text.strip().removeprefix("US$").replace(",", ""))


@pytest.mark.parametrize(
    ("name", "count", "days"),
    [
        ("1123alberto__Campaign report.csv", 3, ("2026-03-27", "2026-04-23")),
        ("VishalMotling__Campaign report.csv", 2, ("2025-07-08", "2025-07-31")),
    ],
)
def test_google_ads_campaigns(name, count, days):
    """Campaigns only: what the naive sum counts four or three times over stands once."""
    path = REAL / "google_ads" / name
    raw = rows(path, above=2)
    campaigns = [row for row in raw if not row["Campaign status"].startswith("Total:")]
    found = read(path, "google_ads")
    frame = found.tables["ads_periods"]
    assert found.used == len(campaigns) == count < len(raw)
    for written, column in {"Cost": "cost", "Impr.": "impressions", "Conversions": "conversions"}.items():
        assert frame[column].sum() == pytest.approx(sum(amount(row[written]) for row in campaigns))
    assert set(frame["currency"]) == {row["Currency code"] for row in campaigns}
    assert {str(day.date()) for day in frame["period_start"]} == {days[0]}
    assert {str(day.date()) for day in frame["period_end"]} == {days[1]}
    assert found.totals
    assert all(total.holds for total in found.totals)


CARDS = sorted((REAL / "google_ads").glob("londonclean*"))


@pytest.mark.parametrize(
    "path", [path for path in CARDS if "Optimisation" not in path.name], ids=lambda path: path.stem[13:60]
)
def test_google_ads_cards(path):
    """Rows, impressions, clicks and cost, for the days of the name."""
    raw = rows(path)
    found = read(path, "google_ads")
    ((table, frame),) = found.tables.items()
    assert len(frame) == found.used == len(raw)
    columns = {"Impressions": "impressions", "Clicks": "clicks", "Cost": "cost"}
    for written, column in columns.items():
        if written in raw[0]:
            assert frame[column].sum() == pytest.approx(sum(amount(row[written]) for row in raw))
    if "Cost" in raw[0]:
        assert set(frame["currency"]) == {"USD"}
    assert table == ("ads_daily" if "Date" in raw[0] else "ads_periods")
    end = "2026-02-10" if "2026.02.10" in path.name else "2026-02-05"
    assert set(frame["snapshot_at"]) == {pd.Timestamp(f"{end} 23:59:59", tz="UTC")}
    assert all(total.holds for total in found.totals)


def test_google_ads_score():
    """Refused by name."""
    (path,) = (path for path in CARDS if "Optimisation" in path.name)
    with pytest.raises(ExportError, match="optimisation score"):
        read(path, "google_ads")


def test_google_business():
    """Four locations; the line of descriptions is none."""
    (path,) = (REAL / "google_business").glob("*.csv")
    raw = rows(path)[1:]
    found = read(path, "google_business")
    frame = found.tables["account_periods"]
    assert found.used == len(raw) == frame["account"].nunique() == 4
    sums = frame.groupby(["metric", "bucket"])["value"].sum()
    for written, key in {
        "Google Search - Mobile": ("visitors", "search_mobile"),
        "Google Maps - Desktop": ("visitors", "maps_desktop"),
        "Directions": ("direction_requests", ""),
        "Website clicks": ("link_clicks", ""),
    }.items():
        assert sums[key] == sum(int(row[written]) for row in raw)


@pytest.mark.parametrize(
    ("name", "delimiter", "above"), [("CMSC-291", ",", 2), ("Fede-Rausa", ";", 0)], ids=["native", "resaved"]
)
def test_google_trends(name, delimiter, above):
    """Each column with a place, cell by cell."""
    (path,) = (REAL / "google_trends").glob(f"{name}*")
    lines = path.read_text(encoding="utf-8-sig").splitlines()[above:]
    header, *body = csv.reader(lines, delimiter=delimiter)
    frame = read(path, "google_trends").tables["search_interest"]
    places = [place for place, title in enumerate(header) if title.endswith(")")]
    cells = [row[place] for row in body for place in places]
    assert len(frame) == len(cells) == len(body) * len(places)
    assert frame["value"].sum() == sum(int(cell) for cell in cells if cell != "<1")
    assert frame["below_one"].sum() == cells.count("<1")
    assert frame["term"].nunique() == len(places)


def test_google_trends_related_queries():
    """Refused by name."""
    (path,) = (REAL / "google_trends").glob("*relatedQueries*")
    with pytest.raises(ExportError, match="related queries"):
        read(path, "google_trends")


@pytest.mark.parametrize(
    "kind", ["google_ads", "google_business", "google_trends", "microsoft_ads", "tiktok", "tiktok_ads"]
)
def test_no_source_takes_another_platforms_file(kind):
    """Every real CSV of another platform is refused, with words."""
    for path in sorted(REAL.glob("*/*.csv")):
        if path.parent.name != kind:
            with pytest.raises(ExportError):
                read(path, kind, received="2026-06-22")
