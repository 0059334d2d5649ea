"""Meta Ads Manager: what was spent by day, in a period, by age or place; totals are never data."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, write

SAMPLES = Path(__file__).parents[1] / "samples" / "meta_ads"
BY_DAY = (SAMPLES / "Kopi-Ads-1-May-2026-3-May-2026.csv").read_text(encoding="utf-8-sig")
BY_NAME = (SAMPLES / "Creative-Analysis.csv").read_text(encoding="utf-8-sig")
BY_AGE = (SAMPLES / "Pumpen-age.csv").read_text(encoding="utf-8-sig")
PORTUGUESE = (SAMPLES / "Relatório-mai-1-2026-a-mai-31-2026.csv").read_text(encoding="utf-8-sig")
HEADER, TOTAL, *ROWS = BY_DAY.splitlines()


def ads(path, **source):
    return read(path, "meta_ads", **({"platform": "meta_ads"} | source))


def report(tmp_path, *rows, header=HEADER):
    return write(tmp_path / "report.csv", "\ufeff" + "\n".join([header, *rows, ""]))


def columns(text):
    """Plain sums of a report's columns over the rows that have a campaign or an ad."""
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["Ad name"]]
    return {name: sum(float(row[name] or 0) for row in rows) for name in ("Impressions", "Link clicks")}


def test_a_report_by_day_is_read_by_day_and_ad(tmp_path):
    """Ids are text; the currency stands in the column's name; a blank is missing."""
    found = ads(report(tmp_path, TOTAL, *ROWS))
    assert found.layout == "meta-ads-days/1"
    frame = found.tables["ads_daily"]
    first = frame.iloc[0]
    assert first[["date", "campaign", "campaign_id", "ad_group", "ad_group_id", "ad", "ad_id"]].tolist() == [
        pd.Timestamp("2026-05-01"), "Kopi launch", "120200000000000001", "Manila 18-34", "120200000000000011",
        "Clip A", "120200000000000101",
    ]  # fmt: skip
    assert first[["impressions", "reach", "clicks", "link_clicks", "video_views", "results", "cost"]].tolist() == [
        1000, 800, 14, 9, 150, 9, 10.25,
    ]  # fmt: skip
    assert first[["currency", "result_type", "attribution", "platform"]].tolist() == [
        "PHP", "Link clicks", "7-day click or 1-day view", "meta_ads",
    ]  # fmt: skip
    assert pd.isna(first["conversions"])
    assert frame["attributed_revenue"].sum() == 450
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-05-03 23:59:59", tz="UTC")}


@pytest.mark.parametrize("place", [0, 5])
def test_the_summary_row_is_a_check_figure_wherever_it_stands(tmp_path, place):
    """Blank names on top or at the bottom: 61.50 spent is not 123.00; reach of the total is compared with nothing."""
    rows = list(ROWS)
    rows.insert(place, TOTAL)
    found = ads(report(tmp_path, *rows))
    frame = found.tables["ads_daily"]
    assert (frame["cost"].sum(), frame["impressions"].sum()) == (61.5, 6150)
    assert found.rows_read == found.used == 5
    stated = {total.what.rpartition(", ")[2]: (total.stated, total.found) for total in found.totals}
    assert stated == {
        "Impressions": (6150, 6150),
        "Clicks (all)": (81, 81),
        "Link clicks": (52, 52),
        "3-second video plays": (900, 900),
        "Purchases": (3, 3),
        "Purchases conversion value": (450, 450),
        "Amount spent (PHP)": (61.5, 61.5),
    }


def test_a_total_that_its_rows_do_not_make_is_told(tmp_path):
    """A report filtered after it was summed, or a row lost."""
    found = ads(report(tmp_path, TOTAL, *ROWS[:-1]))
    (spent,) = (total for total in found.totals if "Amount" in total.what)
    assert (spent.stated, spent.found, spent.holds) == (61.5, 57.5, False)


def test_sums_of_campaigns_and_days_are_totals_as_well(tmp_path):
    """A campaign without a day, a day without a campaign, and the word Total of a spreadsheet."""
    header = "Day,Campaign name,Amount spent (EUR),Impressions,Reporting starts,Reporting ends"
    found = ads(
        report(
            tmp_path,
            ",A,5,50,2026-05-01,2026-05-02",
            "2026-05-01,A,2,20,2026-05-01,2026-05-02",
            "2026-05-02,A,3,30,2026-05-01,2026-05-02",
            "2026-05-01,B,1,10,2026-05-01,2026-05-02",
            "2026-05-01,,3,30,2026-05-01,2026-05-02",
            "All,B,1,10,2026-05-01,2026-05-02",
            ",Total,6,60,,",
            header=header,
        )
    )
    assert found.tables["ads_daily"]["cost"].tolist() == [2, 3, 1]
    assert found.rows_read == 3
    spent = [(total.stated, total.found) for total in found.totals if "Amount" in total.what]
    assert sorted(spent) == [(3, 3), (6, 6), (6, 6)]


def test_names_of_ads_are_no_key(tmp_path):
    """Two ads of one name on one day are added up, their reach is not, results only where they mean one thing."""
    found = ads(write(tmp_path / "x.csv", BY_NAME))
    frame = found.tables["ads_daily"].sort_values(["date", "line"])
    (stated,) = {tuple(columns(BY_NAME).items())}
    assert dict(stated) == {
        "Impressions": frame["impressions"].sum(),
        "Link clicks": frame["link_clicks"].sum(),
    }
    assert frame["cost"].tolist() == [13, 6]
    assert set(frame["currency"]) == {"CAD"}
    assert frame["results"].tolist() == [3, 1]
    assert found.rows_read == found.used == 4
    assert "3 rows have the key of another: added up into 1, without their reach" in found.notes


def test_reach_is_never_added_up(tmp_path):
    """Who saw both ads would count twice; neither as reach nor as a result of the type Reach."""
    header = (
        "Day,Ad name,Amount spent (EUR),Result type,Results,Reach,Impressions,Reporting starts,Reporting ends"
    )
    row = "2026-05-01,A,2,{},90,90,100,2026-05-01,2026-05-01"
    (one,) = (
        ads(report(tmp_path, row.format("Reach"), row.format("Reach"), header=header))
        .tables["ads_daily"]
        .itertuples()
    )
    assert (one.impressions, one.cost) == (200, 4)
    assert pd.isna(one.reach)
    assert pd.isna(one.results)
    (two,) = (
        ads(report(tmp_path, row.format("Leads"), row.format("Clicks"), header=header))
        .tables["ads_daily"]
        .itertuples()
    )
    assert pd.isna(two.results)
    assert pd.isna(two.result_type)


def test_ad_sets_of_a_campaign_are_its_day(tmp_path):
    """The table of days has campaigns and ads: ad sets are added up to their campaign."""
    header = "Day,Campaign name,Campaign ID,Ad set name,Ad set ID,Impressions,Reach,Amount spent (EUR),Reporting starts,Reporting ends"
    rows = [
        f"2026-05-01,A,11,{name},{number},100,90,2,2026-05-01,2026-05-01"
        for name, number in (("x", 21), ("y", 22))
    ]
    (day,) = ads(report(tmp_path, *rows, header=header)).tables["ads_daily"].itertuples()
    assert (day.campaign_id, day.impressions, day.cost) == ("11", 200, 4)
    assert pd.isna(day.reach)
    assert pd.isna(day.ad_group)


def test_the_same_row_again_is_set_aside(tmp_path):
    """By its id, or where the header stands there a second time."""
    found = ads(report(tmp_path, *ROWS, ROWS[0]))
    assert reasons(found) == {7: "stands in the file a second time"}
    header, *rows = BY_NAME.splitlines()
    found = ads(report(tmp_path, *rows, header, *rows, header=header))
    assert found.tables["ads_daily"]["cost"].sum() == 19
    assert len(found.set_aside) == 5


def test_a_breakdown_that_is_not_known_is_refused(tmp_path):
    """One ad, one day, two rows: what divides them may count the same impression in each."""
    with pytest.raises(ExportError, match=r"several rows of one ad.*not read"):
        ads(report(tmp_path, ROWS[0], ROWS[0].replace(",1000,", ",400,")))


def test_ages_and_genders_are_figures_of_a_period(tmp_path):
    """A breakdown never goes into the days; several at once are one dimension."""
    found = ads(write(tmp_path / "x.csv", BY_AGE))
    assert set(found.tables) == {"ads_periods"}
    frame = found.tables["ads_periods"]
    assert frame[["dimension", "bucket", "impressions", "reach", "cost", "currency"]].to_numpy().tolist() == [
        ["age_gender", "18-24|women", 100, 90, 20, "EUR"],
        ["age_gender", "25-34|men", 500, 400, 40, "EUR"],
        ["age_gender", "25-34|unknown", 4, 3, 0.1, "EUR"],
    ]
    assert set(frame["period_start"]) == {pd.Timestamp("2026-05-01")}
    assert set(frame["period_end"]) == {pd.Timestamp("2026-05-31")}
    assert frame["result_type"].tolist()[:2] == ["actions:link_click"] * 2
    assert pd.isna(frame["results"].iloc[2])


@pytest.mark.parametrize(
    ("names", "cells", "dimension", "bucket"),
    [
        ("Country", "PH", "country", "PH"),
        ("Platform,Placement,Device platform", "instagram,Feed,Mobile app", "platform_placement_device", "instagram|Feed|Mobile app"),
        ("Idade", "18-24", "age", "18-24"),
    ],
)  # fmt: skip
def test_days_by_place_are_no_days_of_the_whole(tmp_path, names, cells, dimension, bucket):
    """With Day and a breakdown a row is a period of one day; the campaign's own total is held against them."""
    header = f"Day,Campaign name,{names},Amount spent (EUR),Reach,Reporting starts,Reporting ends"
    blank = "," * cells.count(",")
    rows = [
        f"2026-05-01,A,{cells},2,9,2026-05-01,2026-05-01",
        f"2026-05-01,A,{blank},2,9,2026-05-01,2026-05-01",
    ]
    found = ads(report(tmp_path, *rows, header=header))
    (row,) = found.tables["ads_periods"].itertuples()
    assert (row.dimension, row.bucket, row.cost) == (dimension, bucket, 2)
    assert row.period_start == row.period_end == pd.Timestamp("2026-05-01")
    assert [(total.stated, total.found) for total in found.totals] == [(2, 2)]


def test_a_report_of_a_period_is_no_day(tmp_path):
    """Portuguese headers, decimal commas in quotes; what a campaign did in May stays a figure of May."""
    found = ads(write(tmp_path / "x.csv", "\ufeff" + PORTUGUESE))
    frame = found.tables["ads_periods"]
    assert frame["cost"].tolist() == [33.5, 11.25]
    assert set(frame["currency"]) == {"BRL"}
    assert frame[["campaign", "impressions", "reach", "link_clicks"]].to_numpy().tolist() == [
        ["Café novo", 1500, 900, 12], ["Café da manhã", 600, 400, 3],
    ]  # fmt: skip
    assert frame["dimension"].isna().all()
    assert frame["results"].tolist()[0] == 12
    assert pd.isna(frame["results"].tolist()[1])


def test_rows_of_one_day_each_are_days(tmp_path):
    """Without the column Day the period of each row says the same."""
    header = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR)"
    rows = [f"2026-05-0{day},2026-05-0{day},A,{day}" for day in (1, 2)]
    found = ads(report(tmp_path, *rows, header=header))
    assert found.tables["ads_daily"]["cost"].tolist() == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "Reporting starts,Reporting ends,Campaign name,Amount spent (HKD)\nNo data available.\n",
        "Anúncios,Impressões,Resultados,Início dos relatórios,Término dos relatórios\n",
    ],
)
def test_an_empty_report_has_no_rows_and_says_so(tmp_path, text):
    """A header with "No data available." or with nothing below it is no failure and no zero."""
    found = ads(write(tmp_path / "x.csv", "\ufeff" + text))
    assert (found.rows_read, found.tables) == (0, {})
    assert any("the report is empty" in note for note in found.notes)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (",1000,", ",-1000,", "a count below zero"),
        (",10.25,", ",-10.25,", "an amount below zero"),
        (",10.25,", ",ten,", "not a number"),
        ("120200000000000101", "1.202E+17", "an id that a spreadsheet made a rounded number of"),
        ("2026-05-01,Kopi", "2026-05-09,Kopi", "a day outside of the period reported"),
        ("2026-05-01,2026-05-03", "2026-05-03,2026-05-01", "a period that ends before it begins"),
        ("2026-05-01,Kopi", "1 May,Kopi", "not a date in the format of this export"),
        ("2026-05-01", "1900-01-01", "a day before 2004 or after the export"),
    ],
)
def test_what_cannot_be_true_is_set_aside(tmp_path, old, new, reason):
    """The row alone; the others count."""
    found = ads(report(tmp_path, ROWS[0].replace(old, new), ROWS[1]))
    assert reasons(found) == {2: reason}
    assert found.tables["ads_daily"]["ad_id"].tolist() == ["120200000000000102"]


def test_days_after_the_day_received_are_set_aside(tmp_path):
    """Nothing was spent tomorrow."""
    found = ads(report(tmp_path, *ROWS), received="2026-05-02")
    assert set(reasons(found).values()) == {"a day before 2004 or after the export"}
    assert found.used == 3


def test_a_period_that_was_not_over_is_of_the_day_received(tmp_path):
    """ "This month" ends at its end; its figures are of the day of the export."""
    frame = ads(write(tmp_path / "x.csv", PORTUGUESE), received="2026-05-20").tables["ads_periods"]
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-05-20 23:59:59", tz="UTC")}
    assert set(frame["period_end"]) == {pd.Timestamp("2026-05-31")}


def test_a_report_cut_off_loses_its_last_row(tmp_path):
    """A piece of a row is neither data nor a total."""
    found = ads(write(tmp_path / "x.csv", "\n".join([HEADER, ROWS[0], ROWS[1][:22]])))
    assert found.used == 1
    assert reasons(found) == {3: "the last line is cut off"}


def test_days_with_slashes_are_read_in_the_order_that_the_file_shows(tmp_path):
    """A day above 12 tells; where none does, Portuguese puts the day first and English is refused."""
    header = "Reporting starts;Reporting ends;Campaign name;Amount spent (EUR)"
    told = report(tmp_path, "01/05/2026;31/05/2026;A;1.234,50", header=header)
    (row,) = ads(told).tables["ads_periods"].itertuples()
    assert (row.period_start, row.period_end, row.cost) == (
        pd.Timestamp("2026-05-01"), pd.Timestamp("2026-05-31"), 1234.5,
    )  # fmt: skip
    with pytest.raises(ExportError, match="which of them is the month"):
        ads(report(tmp_path, "01/05/2026;02/05/2026;A;3", header=header))
    with pytest.raises(ExportError, match="both orders"):
        ads(report(tmp_path, "01/15/2026;31/05/2026;A;3", header=header))
    pt = "Início dos relatórios;Término dos relatórios;Nome da campanha;Valor usado (BRL)"
    (row,) = ads(report(tmp_path, "01/05/2026;02/05/2026;A;3", header=pt)).tables["ads_periods"].itertuples()
    assert (row.period_start, row.period_end) == (pd.Timestamp("2026-05-01"), pd.Timestamp("2026-05-02"))


def test_amounts_without_a_currency_are_told(tmp_path):
    """A column says it, else the parameters, and the log says that it was them."""
    header = "Reporting starts,Reporting ends,Campaign name,Amount spent,Currency"
    found = ads(report(tmp_path, "2026-05-01,2026-05-31,A,3,USD", header=header))
    assert (found.tables["ads_periods"]["currency"].tolist(), found.notes) == (["USD"], [])
    found = ads(report(tmp_path, "2026-05-01,2026-05-31,A,3,", header=header), currency="MYR")
    assert found.tables["ads_periods"]["currency"].tolist() == ["MYR"]
    assert any("currency" in note for note in found.notes)


def test_handles_of_creators_do_not_leave(tmp_path):
    """Ads are named after those who made the film."""
    rows = [ROWS[0].replace("Clip A", "UGC @aminah.makes maria@example.com")]
    (ad,) = ads(report(tmp_path, *rows)).tables["ads_daily"]["ad"]
    assert ad == "UGC [handle] [e-mail]"


def test_a_workbook_that_writes_its_report_twice_is_read_once(tmp_path):
    """The sheet laid out for eyes holds the same spending as the raw one."""
    book = openpyxl.Workbook()
    book.active.title = "Formatted Report"
    for sheet in (book.active, book.create_sheet("Raw Data Report")):
        for row in csv.reader([HEADER, *ROWS]):
            sheet.append(row)
    book.save(tmp_path / "report.xlsx")
    found = ads(tmp_path / "report.xlsx")
    assert found.tables["ads_daily"]["cost"].sum() == 61.5
    assert "section 'Formatted Report' is not read" in found.notes


def test_the_other_source_is_named(tmp_path):
    """A report given to the source of posts is refused, with the format that reads it."""
    with pytest.raises(ExportError, match="format: meta_ads"):
        read(report(tmp_path, *ROWS), "meta")
    with pytest.raises(ExportError, match="missing: reporting ends"):
        ads(write(tmp_path / "y.csv", "Reporting starts,Campaign name,Results\n2026-01-01,x,4\n"))
