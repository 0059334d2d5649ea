"""The whole job on real exports: figures of a month against what the raw bytes give by other means."""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from kpikit.chapters import metrics_frame, open_chapter
from kpikit.metrics import Figures
from kpikit.parameters import load_brand
from kpikit.periods import parse_period
from kpikit.project import Project
from kpikit.store import Store, import_brand

REAL = Path(__file__).parents[3] / "shared" / "exports" / "real"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not REAL.is_dir(), reason="no real exports here")]

HEAD = "brand: {brand}\nname: {brand}\ntimezone: {zone}\ncurrency: USD\nsources:\n  given: {source}\n"
SOURCES = {
    "popsci": (
        "America/Sao_Paulo",
        "{format: meta, platform: instagram, account: popsci, surface: instagram}",
    ),
    "fts": (
        "America/New_York",
        "{format: meta, platform: instagram, surface: instagram, received: 2026-06-22}",
    ),
    "polly": ("Africa/Johannesburg", "{format: linkedin, platform: linkedin, account: polly}"),
    "doorly": ("Asia/Muscat", "{format: linkedin, platform: linkedin, account: doorly}"),
    "emptied": ("Europe/Madrid", "{format: linkedin, platform: linkedin, account: emptied}"),
    "iman": ("UTC", "{format: search_console, platform: web, received: 2024-11-04}"),
    "setheryd": ("Europe/Stockholm", "{format: search_console, platform: web, received: 2026-03-03}"),
    "dentplant": ("Europe/Athens", "{format: search_console, platform: web}"),
    "helpdesk": (
        "Europe/London",
        (
            "{format: mapped, platform: helpdesk, received: 2025-03-07, mapping: {table: tickets, "
            "dates: '%d/%m/%Y %H:%M', columns: {ticket_id: Ticket ID, created_at: Created time, "
            "first_response_at: Initial response time, resolved_at: Resolved time, status: Status}}}"
        ),
    ),
    "cdshop": (
        "America/New_York",
        (
            "{format: mapped, platform: shop, mapping: {table: orders, dates: '%Y%m%d', header: false, "
            "delimiter: spaces, constants: {status: paid}, "
            "columns: {customer_key: '1', created_at: '3', items: '4', total: '5'}}}"
        ),
    ),
}
FILES = {
    "popsci": "meta/popsci_ptbr__*",
    "fts": "meta/fts__*",
    "polly": "linkedin/polly-r__*",
    "doorly": "linkedin/alroshdi__*",
    "emptied": "linkedin/pablomolteni__*",
    "iman": "search_console/Iman__*",
    "setheryd": "search_console/Setheryd__*",
    "dentplant": "search_console/dentplant__*",
    "helpdesk": "helpdesk/*",
    "cdshop": "orders/CDNOW_sample.txt",
}


def place(path: Path, folder: Path) -> None:
    """Copy an export as it was downloaded: what the collection put before its name becomes a folder."""
    *folders, name = path.name.split("__")
    target = folder.joinpath(*folders[1:])
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, target / name)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A project with a brand for each of the real exports' owners."""
    project = Project(tmp_path_factory.mktemp("real"))
    project.params.mkdir()
    for brand, (zone, source) in SOURCES.items():
        text = HEAD.format(brand=brand, zone=zone, source=source)
        project.brand_file(brand).write_text(text, encoding="utf-8")
        for path in REAL.glob(FILES[brand]):
            place(path, project.data / brand / "given")
        records = import_brand(project, load_brand(project, brand))
        assert {record.status for record in records} == {"imported"}, brand
    return project


@pytest.fixture(scope="module")
def figure(root):
    """(brand, metric, period) → the value, through the public API."""
    opened = {}

    def read(brand: str, metric: str, period: str) -> float:
        if brand not in opened:
            opened[brand] = Figures(root, load_brand(root, brand), Store(root, brand))
        (row,) = opened[brand].value(metric, parse_period(period)).to_dict("records")
        assert row["state"] == "reported"
        return row["value"]

    return read


def table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV in UTF-8."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def days_of(name: str) -> dict[str, int]:
    """Day → figure of a daily file of Meta, read by position."""
    rows = csv.reader((REAL / "meta" / name).read_bytes().decode("utf-16").splitlines()[3:])
    return {day[:10]: int(value) for day, value in (row for row in rows if row)}


def in_month(days: dict[str, int], month: str) -> int:
    return sum(value for day, value in days.items() if day.startswith(month))


PORTUGUESE = {
    "views": "Visualizações",
    "interactions": "Interações",
    "link_clicks": "Cliques no link",
    "follows_gained": "Seguidores",
    "profile_visits": "Visitas",
}


@pytest.mark.parametrize("metric", PORTUGUESE)
def test_portuguese_instagram_days(figure, metric):
    """August and April 2025 of views, interactions, clicks, follows, visits."""
    days = days_of(f"popsci_ptbr__data_14_09_24_a_14_09_25__{PORTUGUESE[metric]}.csv")
    for month in ("2025-08", "2025-04"):
        assert figure("popsci", metric, month) == in_month(days, month)


def test_reach_is_averaged_over_days_and_never_added_up(figure):
    """The day that two exports share counts once, and the period's reach is no sum of days."""
    first = days_of("popsci_ptbr__data_14_09_23_a_14_09_24__Alcance.csv")
    days = first | days_of("popsci_ptbr__data_14_09_24_a_14_09_25__Alcance.csv")
    assert first.keys() & days.keys() >= {"2024-09-14"}
    for month, length in (("2024-09", 30), ("2025-08", 31)):
        assert figure("popsci", "reach_daily_average", month) == pytest.approx(in_month(days, month) / length)
        own = [value for day, value in days.items() if day.startswith(month)]
        assert figure("popsci", "reach", month) == max(own)


def test_english_instagram_posts_and_days(figure):
    """Posts of June by New York's days, though the file has Pacific hours; days of a range of one's own."""
    (path,) = (REAL / "meta").glob("fts__May*.csv")
    sums = defaultdict(int)
    for row in table(path):
        pacific = datetime.strptime(row["Publish time"], "%m/%d/%Y %H:%M").replace(
            tzinfo=ZoneInfo("America/Los_Angeles")
        )
        if pacific.astimezone(ZoneInfo("America/New_York")).month == 6:
            sums["posts_published"] += 1
            sums["post_views"] += int(row["Views"])
            sums["reactions"] += int(row["Likes"])
            sums["public_engagements"] += sum(int(row[name]) for name in ("Likes", "Comments", "Shares"))
            sums["saves"] += int(row["Saves"])
    assert {name: figure("fts", name, "2026-06") for name in sums} == sums
    for metric, name in (
        ("views", "Views"),
        ("interactions", "Interactions"),
        ("link_clicks", "Link clicks"),
    ):
        days = days_of(f"fts__{name}.csv")
        assert figure("fts", metric, "2026-05-25..2026-06-21") == sum(days.values())


def test_linkedin_followers_and_visits(figure):
    """New followers and page views of months, from an .xlsx and from a real .xls."""

    def of_month(rows: list[list[object]], name: str, month: str, year: str) -> int:
        column = list(rows[0]).index(name)
        return sum(row[column] for row in rows[1:] if row[0][:2] == month and row[0][-4:] == year)

    for kind, sheet, column, metric in (
        ("followers", "New followers", "Total followers", "follows_gained"),
        ("visitors", "Visitor metrics", "Total page views (total)", "profile_visits"),
    ):
        (path,) = (REAL / "linkedin").glob(f"polly*_{kind}_*.xlsx")
        rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
        assert figure("polly", metric, "2024-11") == of_month(rows, column, "11", "2024") > 0
        assert figure("polly", metric, "2025-01") == of_month(rows, column, "01", "2025") > 0
    (path,) = (REAL / "linkedin").glob("alroshdi*.xls")
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Visitor metrics").to_python()
    got = figure("doorly", "profile_visits", "2026-02")
    assert got == of_month(rows, "Total page views (total)", "02", "2026") > 0


@pytest.mark.parametrize(
    ("brand", "name", "month"),
    [
        ("iman", "Iman__Dates.csv", "2024-10"),
        ("setheryd", "Setheryd__Chart.csv", "2026-02"),
        ("dentplant", "dentplant__*__Chart.csv", "2026-05"),
    ],
)
def test_search_console_months(root, figure, brand, name, month):
    """Clicks, impressions, and the mean position weighed by impressions; days without any have no position."""
    (path,) = (REAL / "search_console").glob(name)
    rows = [row for row in table(path) if row["Date"].startswith(month)]
    seen = sum(int(row["Impressions"]) for row in rows)
    assert figure(brand, "search_clicks", month) == sum(int(row["Clicks"]) for row in rows)
    assert figure(brand, "search_impressions", month) == seen
    weighed = sum(float(row["Position"]) * int(row["Impressions"]) for row in rows if row["Position"]) / seen
    got = Store(root, brand).frame(
        "SELECT sum(position * impressions) / sum(impressions) AS position FROM search "
        "WHERE dimension = 'date' AND strftime(period_start, '%Y-%m') = $month",
        month=month,
    )
    assert got["position"].item() == pytest.approx(weighed)


def test_tickets_count_those_that_wait(root, figure):
    """21 questions, ten answered: half never got a reply by the export, so the median is a lower bound."""
    (path,) = (REAL / "helpdesk").glob("*.csv")
    rows = table(path)
    moments = [
        [
            datetime.strptime(row[name], "%d/%m/%Y %H:%M") if row[name] else None
            for name in ("Created time", "Initial response time")
        ]
        for row in rows
    ]
    waits = [answered - asked for asked, answered in moments if answered]
    assert figure("helpdesk", "support_tickets", "2025-01") == len(rows)
    quick = sum(wait <= timedelta(hours=1) for wait in waits) / len(rows)
    assert figure("helpdesk", "first_response_within_promise", "2025-01") == pytest.approx(quick)
    answered = Store(root, "helpdesk").frame(
        "SELECT count(*) AS n, median(date_diff('minute', created_at, first_response_at)) AS minutes "
        "FROM tickets WHERE first_response_at IS NOT NULL"
    )
    assert answered["n"].item() == len(waits) < len(rows) / 2
    assert answered["minutes"].item() == median(waits).total_seconds() / 60
    assert figure("helpdesk", "first_response_median", "2025-01") > max(waits).total_seconds() / 3600


def test_the_cd_shop_month_by_month(figure):
    """Orders and revenue of two months, and customers of a year that came on two days."""
    orders = [line.split() for line in (REAL / "orders" / "CDNOW_sample.txt").read_text().splitlines()]
    for month in ("1997-03", "1998-06"):
        cents = [int(row[4].replace(".", "")) for row in orders if row[2].startswith(month.replace("-", ""))]
        assert figure("cdshop", "orders", month) == len(cents)
        assert figure("cdshop", "revenue", month) == pytest.approx(sum(cents) / 100)
    first, last = date(1998, 6, 30) - timedelta(days=364), date(1998, 6, 30)
    days = defaultdict(set)
    for customer, _, day, *_ in orders:
        if first <= datetime.strptime(day, "%Y%m%d").date() <= last:
            days[customer].add(day)
    repeating = sum(len(own) > 1 for own in days.values())
    assert figure("cdshop", "repeat_purchase_rate", "1998-06") == pytest.approx(repeating / len(days))


def test_a_page_that_only_has_visitors_gets_its_figures(root):
    """Sources that offer no core metric make a file of figures and a chapter all the same."""
    frame = metrics_frame(root, load_brand(root, "doorly"), parse_period("2026-02"))
    assert set(frame["metric"]) == {"profile_visits"}
    empty = metrics_frame(root, load_brand(root, "emptied"), parse_period("2022-01"))
    assert empty.empty
    assert list(empty.columns) == list(frame.columns)


def test_what_has_a_figure_is_never_called_not_offered(root):
    """Profile visits stand in the table of the chapter on community, not in the note under it."""
    given = {"brand": "popsci", "period": "2025-08", "root": str(root.root)}
    shown = open_chapter("community", given).metrics()
    assert [row[0].text for row in shown.rows] == ["Follows gained", "Profile visits"]
    assert "Profile visits" not in shown.note


def test_search_clicks_are_told_where_nothing_else_is(root):
    """A brand with Search Console alone has an awareness chapter with figures."""
    chapter = open_chapter("awareness", {"brand": "iman", "period": "2024-10", "root": str(root.root)})
    shown = chapter.metrics()
    assert [row[0].text for row in shown.rows][:2] == ["Clicks from web search", "Impressions in web search"]
    assert "222,671" in shown.rows[0][1].text


def test_posts_without_reach_are_shown_with_a_dash(root):
    """Reels that have views and no reach stand in the table of posts, their text in one line."""
    given = {"brand": "fts", "period": "2026-05-25..2026-06-21", "root": str(root.root)}
    rows = open_chapter("engagement", given).content().rows
    assert len(rows) == 10
    assert not any("\n" in cell.text for row in rows for cell in row)


WRONG = {
    "search_console/Iman__Dates.csv": "`format: search_console` reads",
    "tiktok/bosszy__Overview.csv": "`format: tiktok` reads",
    "linkedin/pablomolteni__Linkedin_updates.xlsx": "`format: linkedin` reads",
    "x/vianarafael__account_overview_analytics.csv": "`format: x` reads",
    "discord/progressEdd__guild-communicators.csv": "`format: discord` reads",
    "youtube/dangertv__viewer_age.csv": "`format: youtube` reads",
    "google_trends/DanielTheC__relatedQueries.csv": "format: mapped",
    "whatsapp/lucasrodes__lorem.txt": "format: mapped",
    "slack/hfaran__testarchive.zip": "archive without a table",
}


def test_files_of_other_platforms_are_refused_by_name(root):
    """Each with whose layout it is, the nearest one, or the way by a mapping; the good ones stay."""
    source = "{format: meta, platform: instagram, surface: instagram}"
    root.brand_file("wrong").write_text(HEAD.format(brand="wrong", zone="UTC", source=source))
    for name in WRONG:
        place(REAL / name, root.data / "wrong" / "given")
    place(REAL / "meta" / "fts__Views.csv", root.data / "wrong" / "given")
    records = {Path(record.file).name: record for record in import_brand(root, load_brand(root, "wrong"))}
    assert records.pop("Views.csv").status == "imported"
    for name, words in WRONG.items():
        record = records[name.split("__")[-1]]
        assert record.status == "refused"
        assert words in (record.problem or ""), name
