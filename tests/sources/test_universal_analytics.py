"""Universal Analytics: a report's table and one by day, each above its totals."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, write

RULE = "# ----------------------------------------\n"


def report(table, days="", span="20150401-20150403", name="Pages"):
    return f"{RULE}# All Web Site Data\n# {name}\n# {span}\n{RULE}\n{table}\n{days}"


PAGES = (
    "Page,Pageviews,Unique Pageviews,Avg. Time on Page,Entrances,Bounce Rate,% Exit,Page Value\n"
    '/,"3,215","2,068",00:00:17,"1,900",55.43%,40.10%,£0.00\n'
    "/about,85,80,00:01:02,10,40.00%,12.50%,£1.20\n"
    ',"3,300","2,148",00:00:19,"1,910",55.30%,39.00%,£0.03\n'
)
DAYS = 'Day Index,Pageviews\n{},"1,000"\n{},"1,500"\n{},800\n,"3,300"\n'
AMERICAN = DAYS.format("4/1/15", "4/2/15", "4/3/15")


def test_pages_stand_above_their_totals(tmp_path):
    """Thousands in quotes, percents, clock times; the row without a name is no page."""
    found = read(write(tmp_path / "x.csv", report(PAGES)), "universal_analytics")
    frame = found.tables["web_pages"]
    assert frame["page"].tolist() == ["/", "/about"]
    assert frame["views"].tolist() == [3215, 85]
    assert frame["sessions"].tolist() == [2068, 80]
    assert frame["entrances"].tolist() == [1900, 10]
    assert set(frame["named_by"]) == {"path"}
    assert set(frame["period_start"]) == {pd.Timestamp("2015-04-01")}
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2015-04-03 23:59:59", tz="UTC")}
    assert [(total.stated, total.holds) for total in found.totals] == [
        (3300, True),
        (2148, True),
        (1910, True),
    ]
    assert found.rows_read == found.used == 2


@pytest.mark.parametrize(
    "days",
    [
        ("4/1/15", "4/2/15", "4/3/15"),
        ("01/04/2015", "02/04/2015", "03/04/2015"),
        ("01.04.2015", "02.04.2015", "03.04.2015"),
        ("2015-04-01", "2015-04-02", "2015-04-03"),
    ],
)
def test_the_stated_days_say_which_number_is_the_month(tmp_path, days):
    """Dates are written as the country does; only one way lies within the report's days."""
    found = read(write(tmp_path / "x.csv", report(PAGES, DAYS.format(*days))), "universal_analytics")
    frame = found.tables["account_daily"]
    assert frame["date"].dt.strftime("%Y-%m-%d").tolist() == ["2015-04-01", "2015-04-02", "2015-04-03"]
    assert frame["value"].tolist() == [1000, 1500, 800]
    assert set(frame["metric"]) == {"site_views"}
    assert all(total.holds for total in found.totals)


def test_days_that_read_both_ways_are_refused(tmp_path):
    """3 April or 4 March: both lie in a report of a year."""
    days = "Day Index,Sessions\n03/04/2015,5\n,5\n"
    with pytest.raises(ExportError, match="read both ways"):
        read(write(tmp_path / "x.csv", report(PAGES, days, "20150101-20151231")), "universal_analytics")


def test_users_of_days_are_not_added_up(tmp_path):
    """The total counts a visitor of two days once."""
    days = "Day Index,Users,Sessions\n4/1/15,5,6\n4/2/15,5,7\n,8,13\n"
    found = read(write(tmp_path / "x.csv", report(days, name="Audience Overview")), "universal_analytics")
    frame = found.tables["account_daily"]
    assert frame.groupby("metric")["value"].sum().to_dict() == {"sessions": 13, "visitors": 10}
    assert [(total.what, total.holds) for total in found.totals] == [("total of Sessions", True)]


def test_a_total_that_differs_is_told(tmp_path):
    """A row that was cut out shows."""
    text = report(PAGES.replace("/about,85", "/about,84"))
    found = read(write(tmp_path / "x.csv", text), "universal_analytics")
    assert [total.holds for total in found.totals] == [False, True, True]


def test_a_table_of_ten_rows_may_be_cut(tmp_path):
    """The totals are those of all pages; how much of them the rows hold is told."""
    rows = "".join(f"/{number},10,8,00:00:10,5,50.00%,10.00%,£0.00\n" for number in range(10))
    text = PAGES.splitlines()[0] + f"\n{rows},400,160,00:00:10,50,50.00%,10.00%,£0.00\n"
    found = read(write(tmp_path / "x.csv", report(text)), "universal_analytics")
    assert found.notes == [
        "its rows hold 25 % of Pageviews: as many as the screen showed",
        "its rows hold 50 % of Unique Pageviews: as many as the screen showed",
    ]
    assert [(total.what, total.holds) for total in found.totals] == [("total of Entrances", True)]


LANDING = (
    "Landing Page,Sessions,% New Sessions,New Users,Bounce Rate,Pages / Session,Avg. Session Duration,"
    "Goal Conversion Rate,Goal Completions,Revenue\n"
    '/,"1,200",95.43%,"1,100",50.00%,2.10,00:00:17,0.10%,3,"{sign}1,020.50"\n'
    "(not set),15,80.00%,12,20.00%,1.10,00:00:05,0.00%,0,{sign}0.00\n"
    ',"1,215",95.00%,"1,112",49.00%,2.00,00:00:16,0.10%,3,"{sign}1,020.50"\n'
)


@pytest.mark.parametrize(
    ("sign", "currency", "noted"), [("£", "GBP", False), ("US$", "USD", False), ("$", "EUR", True)]
)
def test_sessions_of_landing_pages_are_entrances(tmp_path, sign, currency, noted):
    """Amounts carry their currency, the brand's where the sign is that of many."""
    text = report(LANDING.format(sign=sign), name="Landing Pages")
    found = read(write(tmp_path / "x.csv", text), "universal_analytics")
    frame = found.tables["web_pages"]
    assert frame["entrances"].tolist() == [1200, 15]
    assert frame["key_events"].tolist() == [3, 0]
    assert frame["revenue"].tolist() == [1020.5, 0]
    assert set(frame["currency"]) == {currency}
    assert set(frame["named_by"]) == {"landing"}
    assert bool(found.notes) == noted


def test_numbers_with_points_between_thousands(tmp_path):
    """The percents of the file tell that a comma divides decimals: 3.215 is no three."""
    text = PAGES.replace('"3,215"', "3.215").replace('"2,068"', "2.068").replace('"1,900"', "1.900")
    text = text.replace('"3,300"', "3.300").replace('"2,148"', "2.148").replace('"1,910"', "1.910")
    text = text.replace("55.43%", '"55,43 %"').replace("40.10%", '"40,10 %"').replace("40.00%", '"40,00 %"')
    text = text.replace("12.50%", '"12,50 %"').replace("55.30%", '"55,30 %"').replace("39.00%", '"39,00 %"')
    text = text.replace("£0.00", '"0,00 €"').replace("£1.20", '"1,20 €"').replace("£0.03", '"0,03 €"')
    found = read(write(tmp_path / "x.csv", report(text)), "universal_analytics")
    assert found.tables["web_pages"]["views"].tolist() == [3215, 85]
    assert all(total.holds for total in found.totals)


def workbook(path, summary):
    book = openpyxl.Workbook()
    book.active.title = "Summary"
    for line in summary:
        book.active.append([line])
    pages = book.create_sheet("Dataset1")
    for row in (
        ["Page", "Pageviews", "Unique Pageviews", "Avg. Time on Page", "Entrances", "Bounce Rate", "% Exit", "Page Value"],
        ["/", 900, 800, 41.5, 700, 0.55, 0.4, 0],
        ["/about", 100, 90, 12.25, 10, 0.3, 0.2, 0.5],
        [None, 1000, 890, 40, 710, 0.54, 0.39, 0.1],
    ):  # fmt: skip
        pages.append(row)
    days = book.create_sheet("Dataset2")
    for row in (
        ["Day Index", "Pageviews"],
        [datetime(2015, 4, 1), 600],
        [datetime(2015, 4, 2), 400],
        [None, 1000],
    ):
        days.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    "summary", [("All Web Site Data", "Pages", "20150401-20150402"), ("All Web Site Data", "Pages")]
)
def test_a_workbook_says_its_days_in_the_summary_or_by_day(tmp_path, summary):
    """Typed numbers and dates, the last row of each sheet its totals."""
    found = read(workbook(tmp_path / "x.xlsx", summary), "universal_analytics")
    pages, days = found.tables["web_pages"], found.tables["account_daily"]
    assert pages["views"].tolist() == [900, 100]
    assert days["value"].tolist() == [600, 400]
    assert days["date"].dt.date.tolist() == [date(2015, 4, 1), date(2015, 4, 2)]
    assert set(pages["period_end"]) == {pd.Timestamp("2015-04-02")}
    assert all(total.holds for total in found.totals)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (PAGES, "says no days"),
        (report("Source / Medium,Users\ngoogle / organic,5\n"), "no layout"),
        (report("Page,Device Category,Pageviews,Unique Pageviews\n/,mobile,5,4\n/,desktop,5,4\n"), "second dimension"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_truthfully_is_refused(tmp_path, text, words):
    """With the reason."""
    with pytest.raises(ExportError, match=words):
        read(write(tmp_path / "x.csv", text), "universal_analytics")


def test_wrong_rows_are_set_aside(tmp_path):
    """Words for counts, counts below zero, a page without a name above the last row, addresses with e-mail."""
    text = PAGES.replace(
        "/about",
        ",7,7,00:00:01,1,1%,1%,£0\n/x,many,1,00:00:01,1,1%,1%,£0\n/y,-4,1,00:00:01,1,1%,1%,£0\n/t?e=ann%40mail.example,4,1,00:00:01,1,1%,1%,£0\n/about",
    )
    found = read(write(tmp_path / "x.csv", report(text)), "universal_analytics")
    assert found.tables["web_pages"]["page"].tolist() == ["/", "/about"]
    assert list(reasons(found).values()) == [
        "a cell that every row needs is empty", "not a whole number", "a count below zero",
        "an e-mail address stands in it",
    ]  # fmt: skip


def test_days_outside_of_the_report_are_set_aside(tmp_path):
    """A day beyond the stated ones is none of them."""
    days = AMERICAN.replace("4/3/15", "4/30/15")
    found = read(write(tmp_path / "x.csv", report(PAGES, days)), "universal_analytics")
    assert found.tables["account_daily"]["value"].tolist() == [1000, 1500]
    assert list(reasons(found).values()) == ["not a date in the format of this export"]


def test_tables_without_a_home_are_named(tmp_path):
    """Weeks counted from the report's start are not read."""
    text = report(PAGES, "Week Index,Pageviews\n0,1000\n1,2300\n")
    found = read(write(tmp_path / "x.csv", text), "universal_analytics")
    assert found.notes == ["table 'Week Index, Pageviews' is not read: it has no home among the tables"]
