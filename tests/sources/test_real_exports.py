"""Real exports, where they are at hand: totals against what plain Python makes of the raw bytes."""

from __future__ import annotations

import csv
import io
from itertools import dropwhile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read

REAL = Path(__file__).parents[3] / "shared" / "exports" / "real"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not REAL.is_dir(), reason="no real exports here")]


def sections(path):
    """Title → rows of a UTF-16 file, by splitting at empty lines."""
    text = path.read_bytes().decode("utf-16").split("\n", 1)[1]
    return {
        block.splitlines()[0].strip('"'): list(csv.reader(block.splitlines()[1:]))
        for block in text.replace("\r", "").split("\n\n")
        if block.strip()
    }


META_DAILY = sorted(
    path
    for path in (REAL / "meta").glob("*.csv")
    if not any(word in path.name for word in ("Audience", "Público", "1493633672508178"))
)


@pytest.mark.parametrize("path", META_DAILY, ids=lambda path: path.stem[-30:])
def test_meta_days(path):
    """Sum and number of days; follows gain days of 0 between the first and the last."""
    found = read(path, "meta", platform="instagram")
    ((_, rows),) = sections(path).items()
    frame = found.tables["account_daily"]
    # Meta prints 0 for months before it counted a figure; where the days from then on are busy, that tells.
    leading = len(rows) - 1 - len([*dropwhile(lambda row: row[1] == "0", rows[1:])])
    busy = any(word in path.name for word in ("Visualizações", "Interações"))
    early = leading if busy and leading >= 28 else 0
    assert (found.used, len(found.set_aside)) == (len(rows) - 1 - early, early)
    assert frame["value"].sum() == sum(int(value) for _, value in rows[1:])
    assert set(frame["platform"]) == {"instagram"}
    days = pd.to_datetime([day[:10] for day, _ in rows[1:]])
    assert len(frame) == (
        (days.max() - days.min()).days + 1 if "Seguidores" in path.name else len(days) - early
    )


def test_meta_posts():
    """21 posts of an Instagram account: sums of counters, and Pacific summer time."""
    (path,) = (REAL / "meta").glob("*1493633672508178.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    posts = read(path, "meta").tables["posts"].set_index("post_id")
    names = {"Views": "views", "Likes": "reactions", "Shares": "shares", "Comments": "comments", "Saves": "saves", "Follows": "follows"}  # fmt: skip
    for written, name in names.items():
        assert posts[name].sum() == sum(int(row[written]) for row in rows if row[written])
    assert posts["reach"].isna().sum() == sum(row["Reach"] == "" for row in rows)
    for row in rows:
        local = pd.to_datetime(row["Publish time"], format="%m/%d/%Y %H:%M")
        assert posts.loc[row["Post ID"], "published_at"] == (local + pd.Timedelta(hours=7)).tz_localize("UTC")
    assert set(posts["snapshot_at"]) == {pd.Timestamp("2026-06-22 06:59:59", tz="UTC")}


@pytest.mark.parametrize("name", ["fts__Audience.csv", "popsci_ptbr__data_14_09_24_a_14_09_25__Público.csv"])
def test_meta_audience(name):
    """Shares of each dimension add up to those in the file."""
    path = REAL / "meta" / name
    frame = read(path, "meta", received="2026-06-22").tables["audience"]
    stated = sections(path)
    by_dimension = frame.groupby("dimension")["value"].sum()
    for title, rows in stated.items():
        cells = [cell for row in rows[1:] for cell in row]
        total = sum(float(cell) for cell in cells if cell.replace(".", "", 1).isdigit()) / 100
        key = "city" if "cit" in title or "cidades" in title else "country" if "countr" in title or "pa" in title else "age_gender"  # fmt: skip
        assert by_dimension[key] == pytest.approx(total)


def sheet(path, name):
    book = openpyxl.load_workbook(path)
    return [list(row) for row in book[name].iter_rows(values_only=True)]


def test_linkedin_followers():
    """New followers by day and the stock by group, against openpyxl."""
    (path,) = (REAL / "linkedin").glob("polly*_followers_*.xlsx")
    found = read(path, "linkedin")
    rows = sheet(path, "New followers")
    total = rows[0].index("Total followers")
    assert found.tables["account_daily"]["value"].sum() == sum(row[total] for row in rows[1:]) == 153
    for dimension, name in {"seniority": "Seniority", "industry": "Industry"}.items():
        frame = found.tables["audience"]
        stated = sum(row[1] for row in sheet(path, name)[1:])
        assert frame.loc[frame["dimension"] == dimension, "value"].sum() == stated
    assert all(total.holds for total in found.totals)


def test_linkedin_visitors():
    """Page views of a year."""
    (path,) = (REAL / "linkedin").glob("polly*_visitors_*.xlsx")
    rows = sheet(path, "Visitor metrics")
    place = rows[0].index("Total page views (total)")
    frame = read(path, "linkedin").tables["account_daily"]
    assert (
        frame.loc[frame["metric"] == "page_views", "value"].sum()
        == sum(row[place] for row in rows[1:])
        == 166
    )


def test_linkedin_visitors_of_a_real_xls():
    """A BIFF workbook with an Arabic name: 90 days, 122 page views (122 of them in the layouts' notes)."""
    (path,) = (REAL / "linkedin").glob("alroshdi*_visitors_*.xls")
    found = read(path, "linkedin")
    frame = found.tables["account_daily"]
    assert frame.loc[frame["metric"] == "page_views", "value"].agg(["size", "sum"]).tolist() == [90, 122]
    assert set(frame["snapshot_at"]) == {pd.Timestamp(1_774_355_114_381, unit="ms", tz="UTC")}


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
def test_linkedin_competitors():
    """Ten pages in a stated period."""
    (path,) = (REAL / "linkedin").glob("polly*competitor*")
    (name,) = openpyxl.load_workbook(path).sheetnames
    rows = sheet(path, name)
    frame = read(path, "linkedin").tables["competitors"]
    assert frame["posts"].sum() == sum(row[4] for row in rows[2:])
    assert set(frame["period_end"]) == {pd.Timestamp("2025-02-10")}


@pytest.mark.parametrize(
    ("export", "clicks"), [("Iman__", 1_211_534), ("Setheryd__", 50), ("dentplant__dentplant.gr-Performance-on-Search-2026-06-03__", None)]
)  # fmt: skip
def test_search_console(export, clicks):
    """Clicks by date, country and device agree, item by item with the bytes."""
    sums = {}
    for name in ("Dates", "Chart", "Countries", "Devices"):
        path = REAL / "search_console" / f"{export}{name}.csv"
        if not path.exists():
            continue
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        frame = read(path, "search_console").tables["search"]
        assert frame["clicks"].sum() == sum(int(row["Clicks"]) for row in rows)
        assert frame["impressions"].sum() == sum(int(row["Impressions"]) for row in rows)
        assert frame["position"].isna().sum() == sum(row["Position"] == "" for row in rows)
        sums[name] = int(frame["clicks"].sum())
    assert len(set(sums.values())) == 1
    assert clicks is None or set(sums.values()) == {clicks}


def test_ga4_reports():
    """Events and user acquisition against plain CSV below nine comment lines."""
    for pattern, table, column, written in (
        ("*Events_Event_name.csv", "conversions", "count", "Event count"),
        ("*User_acquisition*", "web", "new_users", "New users"),
    ):
        (path,) = (REAL / "ga4").glob(pattern)
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
        frame = read(path, "ga4").tables[table]
        assert frame[column].sum() == sum(int(row[written]) for row in rows)


def test_tiktok_overview():
    """CSV and xlsx of one export give the same rows."""
    frames = [
        read(REAL / "tiktok" / f"bosszy__Overview.{kind}", "tiktok", received="2026-04-20").tables[
            "account_daily"
        ]
        for kind in ("csv", "xlsx")
    ]
    assert frames[0].equals(frames[1])
    text = (REAL / "tiktok" / "bosszy__Overview.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert frames[0]["value"].sum() == sum(int(row[name]) for row in rows for name in row if name != "Date")


@pytest.mark.parametrize("kind", ["meta", "linkedin", "tiktok", "ga4", "search_console", "shopify"])
def test_no_source_takes_another_platforms_file(kind):
    """Every real file of another platform is refused, with words."""
    own = {"ga4": {"ga4", "ga4_api"}}.get(kind, {kind})
    for path in sorted(REAL.glob("*/*.csv")):
        if path.parent.name not in own:
            with pytest.raises(ExportError):
                read(path, kind, received="2026-06-22", surface="instagram")
