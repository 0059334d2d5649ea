"""Real exports of web analytics and web search: sums against what plain Python makes of the raw bytes."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from tests.sources.reading import read

REAL = Path(__file__).parents[3] / "shared" / "exports" / "real"
GA4, API, SEARCH = (REAL / name for name in ("ga4", "ga4_api", "search_console"))
pytestmark = [pytest.mark.real, pytest.mark.skipif(not REAL.is_dir(), reason="no real exports here")]


def cards(path):
    """(start, header) → rows of each table, by splitting the lines at comments."""
    found, start, open_table = {}, None, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# Start date: "):
            start, open_table = line.removeprefix("# Start date: "), None
        elif line.startswith("#") or not line.strip():
            continue
        elif open_table is None:
            open_table = found.setdefault((start, line), [])
        else:
            open_table.append(next(csv.reader([line])))
    return found


def of(path, *header):
    """Rows of the one table with these column names."""
    (rows,) = (rows for (_, names), rows in cards(path).items() if names == ",".join(header))
    return rows


def total(rows, place=1):
    return sum(float(row[place]) for row in rows)


def test_ga4_snapshot_of_sources_pages_and_cities():
    """Eight tables: five are read, each sum is the file's own; three are named."""
    (path,) = GA4.glob("Setheryd__*.csv")
    found = read(path, "ga4")
    tables = found.tables
    web = tables["web"]
    assert web["sessions"].sum() == total(of(path, "Session source / medium", "Sessions")) == 1301
    assert web["users"].sum() == total(of(path, "First user source / medium", "Active users")) == 1291
    pages = of(path, "Page title and screen class", "Views", "Active users", "Event count", "Bounce rate")
    assert tables["web_pages"]["views"].sum() == total(pages) == 2523
    assert tables["web_pages"]["event_count"].sum() == total(pages, 3) == 8019
    assert tables["audience"]["value"].sum() == total(of(path, "City", "Active users"))
    assert tables["account_periods"]["value"].tolist() == [1291]
    assert len(cards(path)) == 8
    assert len(found.notes) == 3
    assert (found.rows_read, found.used) == (295, 295)
    # The whole property's events are those of its pages, and its users those of its first sources.
    (whole,) = of(path, "Active users", "New users", "Average engagement time per active user", "Event count")
    assert int(whole[3]) == tables["web_pages"]["event_count"].sum()


def test_ga4_snapshot_of_days_and_countries():
    """Sixteen tables: days get their dates, the full list of countries counts, ten tables are named."""
    (path,) = GA4.glob("ryanpate__*.csv")
    found = read(path, "ga4")
    tables = found.tables
    days = tables["account_daily"].set_index("date")["value"]
    for nth, users in of(path, "Nth day", "Active users"):
        assert days[pd.Timestamp(date(2025, 12, 11) + timedelta(days=int(nth)))] == int(users)
    assert len(days) == 28
    web = tables["web"].groupby("basis")[["sessions", "new_users"]].sum()
    group = "primary channel group (Default Channel Group)"
    assert web.loc["session", "sessions"] == total(of(path, f"Session {group}", "Sessions")) == 1481
    assert web.loc["first_user", "new_users"] == total(of(path, f"First user {group}", "New users")) == 1193
    full, first = of(path, "Country ID", "Active users"), of(path, "Country", "Active users")
    assert tables["audience"]["value"].sum() == total(full) > total(first)
    assert len(tables["audience"]) == len(full) == 78
    assert tables["conversions"]["count"].sum() == total(of(path, "Event name", "Event count"))
    assert tables["web_pages"]["views"].sum() == total(of(path, "Page title and screen class", "Views"))
    assert len(cards(path)) == 16
    assert len(found.notes) == 10
    assert [check.holds for check in found.totals] == [True]


@pytest.mark.parametrize("path", sorted(GA4.glob("*Pages_and_screens*")), ids=lambda path: path.stem[-30:])
def test_ga4_pages(path):
    """Views, users, events and time, custom columns beside them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    frame = read(path, "ga4").tables["web_pages"]
    written = {"views": "Views", "users": "Total users" if "Total users" in rows[0] else "Active users", "event_count": "Event count", "key_events": "Key events"}  # fmt: skip
    for name, column in written.items():
        assert frame[name].sum() == sum(float(row[column]) for row in rows)
    time = "Average engagement time per active user"
    stated = sum(float(row[time]) * int(row["Active users"]) for row in rows)
    assert frame["engagement_seconds"].sum() == pytest.approx(stated)
    assert set(frame["named_by"]) == {"title" if "(2)" in path.name else "path"}


@pytest.mark.parametrize("path", sorted(API.glob("*.csv")), ids=lambda path: path.stem)
def test_ga4_api_pages(path):
    """A day of pages by channel group."""
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    found = read(path, "ga4")
    frame = found.tables["web_pages"]
    assert frame["views"].sum() == sum(int(row["screenPageViews"]) for row in rows)
    assert frame["sessions"].sum() == sum(int(row["sessions"]) for row in rows)
    assert found.used == len(rows)
    assert {f"{day:%Y-%m-%d}" for day in frame["period_start"]} == {path.stem[-10:]}
    groups = frame.groupby("channel_group")["sessions"].sum()
    for group, sessions in groups.items():
        assert sessions == sum(
            int(row["sessions"]) for row in rows if row["sessionDefaultChannelGroup"] == group
        )


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(SEARCH.glob("*.csv")) if "Filters" not in path.name and "appearance" not in path.name],
    ids=lambda path: path.stem[-30:],
)  # fmt: skip
def test_search_console_tables(path):
    """Clicks, impressions and positions of every table; queries hold about half of the clicks."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = read(path, "search_console")
    frame = found.tables["search"]
    assert found.used == len(frame) == len(rows)
    assert frame["clicks"].sum() == sum(int(row["Clicks"]) for row in rows)
    assert frame["impressions"].sum() == sum(int(row["Impressions"]) for row in rows)
    assert frame["position"].sum() == pytest.approx(sum(float(row["Position"] or 0) for row in rows))
    assert set(frame["surface"]) == {"web"}
    assert all(check.holds for check in found.totals)
    if "Queries" in path.name:
        (days,) = (path.with_name(path.name.replace("Queries", name)) for name in ("Chart",))
        with days.open(encoding="utf-8", newline="") as file:
            clicks = sum(int(row["Clicks"]) for row in csv.DictReader(file))
        share = round(100 * frame["clicks"].sum() / clicks)
        assert found.notes == [f"queries hold {share} % of the clicks: rare ones are withheld"]
