"""Google Ads: totals are no data, periods stand above the header or in the name, money bears its currency."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, write

SAMPLES = Path(__file__).parents[1] / "samples" / "google_ads"
HEADER = "Campaign status,Campaign,Currency code,Clicks,Impr.,CTR,Cost,Conversions\n"


def report(*rows, preamble="Campaign report\n1 October 2026 - 31 October 2026\n", header=HEADER):
    return preamble + header + "".join(f"{row}\n" for row in rows)


def test_totals_are_check_figures_and_never_data():
    """The file's column of cost adds up to four times what was spent; read is what was spent."""
    path = SAMPLES / "Campaign report.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8").split("\n", 2)[2])))
    naive = sum(float(row["Cost"]) for row in rows)
    found = read(path, "google_ads")
    frame = found.tables["ads_periods"]
    assert naive == pytest.approx(4 * 1164.09)
    assert frame["cost"].sum() == pytest.approx(1164.09)
    assert found.rows_read == found.used == 3
    assert frame["clicks"].tolist() == [1204, 310, 95]
    assert frame["impressions"].tolist() == [40_585, 9_120, 4_750]
    assert frame["attributed_revenue"].tolist() == [2127.81, 350.0, 112.5]
    stated = {total.what: total.stated for total in found.totals}
    assert stated["Total: Campaigns, Cost"] == 1164.09
    assert all(total.holds for total in found.totals)


def test_the_days_counted_stand_above_the_header():
    """They are the period and, by their end in the account's zone, the moment of the figures."""
    frame = read(SAMPLES / "Campaign report.csv", "google_ads", timezone="Europe/London").tables[
        "ads_periods"
    ]
    assert set(frame["period_start"]) == {pd.Timestamp("2026-10-01")}
    assert set(frame["period_end"]) == {pd.Timestamp("2026-10-31")}
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-10-31 23:59:59", tz="UTC")}
    assert set(frame["currency"]) == {"GBP"}
    assert set(frame["dimension"]) == set(frame["bucket"]) == {""}


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ('"July 8, 2025 - July 31, 2025"', ("2025-07-08", "2025-07-31")),
        ("27 January 2026 - 23 February 2026", ("2026-01-27", "2026-02-23")),
        ("8 de julio de 2025 - 31 de julio de 2025", ("2025-07-08", "2025-07-31")),
        ("1. März 2026 - 31. März 2026", ("2026-03-01", "2026-03-31")),
        ("1 Ogos 2026 - 31 Ogos 2026", ("2026-08-01", "2026-08-31")),
        ("2026年7月1日 - 2026年7月31日", ("2026-07-01", "2026-07-31")),
        ("1/7/2026 - 31/7/2026", ("2026-07-01", "2026-07-31")),
        ("7/1/2026 - 7/31/2026", ("2026-07-01", "2026-07-31")),
        ("August 3, 2026 - August 3, 2026", ("2026-08-03", "2026-08-03")),
    ],
)
def test_ranges_are_read_in_many_languages(tmp_path, line, days):
    """However the account's language writes a day."""
    text = report("Enabled,A,EUR,1,10,10.00%,1.00,0.00", preamble=f"Campaign report\n{line}\n")
    frame = read(write(tmp_path / "Campaign report.csv", text), "google_ads").tables["ads_periods"]
    assert (str(frame["period_start"][0].date()), str(frame["period_end"][0].date())) == days


@pytest.mark.parametrize(
    "line", ["03/04/2026 - 05/06/2026", "All time", "October 31, 2026 - October 1, 2026"]
)
def test_a_range_that_is_not_clear_is_refused(tmp_path, line):
    """03/04 may be March or April; both days in the file's name settle it."""
    text = report("Enabled,A,EUR,1,10,10.00%,1.00,0.00", preamble=f"Campaign report\n{line}\n")
    with pytest.raises(ExportError, match="no range of days"):
        read(write(tmp_path / "Campaign report.csv", text), "google_ads")
    named = write(tmp_path / "Campaign report 2026-04-03_2026-06-05.csv", text)
    assert read(named, "google_ads").tables["ads_periods"]["period_start"][0] == pd.Timestamp("2026-04-03")


def test_a_report_by_day_in_utf_16_feeds_days():
    """Tabs, a byte-order mark, thousands marks in one column only."""
    frame = read(SAMPLES / "Campaign report (1).csv", "google_ads").tables["ads_daily"]
    assert frame["date"].dt.day.tolist() == [1, 1, 2, 2]
    assert frame["campaign_id"].tolist() == ["21001", "21002", "21001", "21002"]
    assert frame["impressions"].tolist() == [1310, 290, 1205, 310]
    assert frame["cost"].tolist() == [20.5, 10.8, 18.2, 0.0]
    assert "dimension" not in frame


def test_missing_is_not_zero(tmp_path):
    """` --` is null, 0 stays 0."""
    text = report("Enabled,A,EUR,0,0, --, --,0.00", "Enabled,B,EUR, --,5, --,0.00, --")
    frame = read(write(tmp_path / "x.csv", text), "google_ads").tables["ads_periods"]
    assert frame["cost"].isna().tolist() == [True, False]
    assert frame["clicks"].isna().tolist() == [False, True]
    assert frame["conversions"].isna().tolist() == [False, True]


def test_ad_groups_keywords_and_search_terms_stand_apart(tmp_path):
    """Divided figures never feed the days; strangers' searches lose what is personal."""
    header = "Day,Campaign,Ad group,Currency code,Clicks,Impr.,Cost\n"
    text = report("2026-10-03,A,G1,EUR,1,10,1.00", "2026-10-03,A,G2,EUR,2,10,1.00", header=header)
    found = read(write(tmp_path / "groups.csv", text), "google_ads")
    assert list(found.tables) == ["ads_periods"]
    assert found.tables["ads_periods"]["ad_group"].tolist() == ["G1", "G2"]
    assert set(found.tables["ads_periods"]["period_end"]) == {pd.Timestamp("2026-10-03")}
    header = "Search term,Match type,Campaign,Ad group,Currency code,Clicks,Impr.,Cost\n"
    text = report("pump anna.muster@example.org,Broad match,A,G1,EUR,1,10,1.00", header=header)
    frame = read(write(tmp_path / "terms.csv", text), "google_ads").tables["ads_periods"]
    assert frame[["dimension", "bucket"]].to_numpy().tolist() == [
        ["search_term", "pump [e-mail]|Broad match"]
    ]


def test_weeks_and_months_are_cut_to_the_range(tmp_path):
    """A week that begins before the range counts from the range's first day."""
    header = "Week,Campaign,Currency code,Clicks,Cost\n"
    text = report(
        "2026-09-28,A,EUR,1,1.00", "2026-10-05,A,EUR,2,1.00", "2026-11-02,A,EUR,2,1.00", header=header
    )
    found = read(write(tmp_path / "weeks.csv", text), "google_ads")
    frame = found.tables["ads_periods"]
    assert frame["period_start"].dt.strftime("%m-%d").tolist() == ["10-01", "10-05"]
    assert frame["period_end"].dt.strftime("%m-%d").tolist() == ["10-04", "10-11"]
    assert reasons(found) == {6: "not one week of the report's range"}


def test_a_card_bears_its_days_in_its_name_and_its_currency_in_its_cells():
    """`US$135.81` on 6 October; the name's range fixes the moment."""
    found = read(SAMPLES / "Time_series(2026.10.05-2026.10.08).csv", "google_ads")
    frame = found.tables["ads_daily"]
    assert frame["cost"].tolist() == [0.0, 135.81, 48.0, 31.5]
    assert frame["impressions"].tolist() == [0, 1081, 400, 350]
    assert set(frame["currency"]) == {"USD"}
    assert frame["date"].dt.day.tolist() == [5, 6, 7, 8]
    assert any("count twice" in note for note in found.notes)


def test_a_card_of_one_day_is_by_hour():
    """The same name, other rows: hours feed no days."""
    found = read(SAMPLES / "Time_series(2026.10.09).csv", "google_ads")
    frame = found.tables["ads_periods"]
    assert list(found.tables) == ["ads_periods"]
    assert (frame["dimension"].unique().tolist(), frame["bucket"][0]) == (["hour"], "00 - 01")
    assert set(frame["period_start"]) == set(frame["period_end"]) == {pd.Timestamp("2026-10-09")}
    assert frame["cost"].sum() == 36.0


def test_keywords_and_demographics_are_divisions():
    """The match type belongs to the keyword; a keyword that reads "total" is one."""
    frame = read(SAMPLES / "Search_keywords(2026.10.05-2026.10.08).csv", "google_ads").tables["ads_periods"]
    assert frame["bucket"].tolist() == [
        "cellar pump|Broad match",
        "cellar pump|Exact match",
        "total|Broad match",
    ]
    assert set(frame["currency"]) == {"GBP"}
    frame = read(SAMPLES / "Demographics(Gender_Age_2026.10.05-2026.10.08).csv", "google_ads").tables[
        "ads_periods"
    ]
    assert frame["dimension"].unique().tolist() == ["age_gender"]
    assert frame["bucket"].tolist() == ["18-24|men", "65+|men", "18-24|women", "65+|women"]
    assert "currency" not in frame


@pytest.mark.parametrize(
    ("sign", "source", "currency"),
    [
        ("CA$", {}, "CAD"),
        ("€", {}, "EUR"),
        ("MYR ", {}, "MYR"),
        ("$", {"currency": "AUD"}, "AUD"),
        ("", {}, "EUR"),
    ],
)
def test_a_sign_says_the_currency(tmp_path, sign, source, currency):
    """`$` only where the parameters name a dollar; no sign: the brand's currency, with a note."""
    text = f'Device,Cost,Impressions,Clicks\nComputers,"{sign}1,200.50",10,1\n'
    found = read(write(tmp_path / "Devices(2026.10.05-2026.10.08).csv", text), "google_ads", **source)
    frame = found.tables["ads_periods"]
    assert frame[["cost", "currency"]].to_numpy().tolist() == [[1200.5, currency]]
    assert bool(found.notes) == (not sign)


@pytest.mark.parametrize("cells", [("$1.00", "$2.00"), ("€1.00", "£2.00")])
def test_a_sign_of_several_currencies_is_refused(tmp_path, cells):
    """The brand counts in euros, so `$` says nothing."""
    text = "Device,Cost,Impressions,Clicks\n" + "".join(f"D{cell},{cell},1,1\n" for cell in cells)
    with pytest.raises(ExportError, match="sign"):
        read(write(tmp_path / "Devices(2026.10.05-2026.10.08).csv", text), "google_ads")


def test_rows_that_cannot_be_read_are_set_aside(tmp_path):
    """And a total that the rest no longer reaches doesn't hold."""
    text = report(
        "Enabled,A,EUR,12,100,12.00%,5.00,1.00",
        "Enabled,B,EUR,-3,100, --,5.00,1.00",
        "Enabled,C,EUR,x,100, --,5.00,1.00",
        HEADER.strip(),
        "Enabled,D,EUR,1",
        "Total: Campaigns, --,EUR,20,300, --,15.00,3.00",
    )
    found = read(write(tmp_path / "x.csv", text), "google_ads")
    assert reasons(found) == {5: "a count below zero", 6: "not a whole number", 7: "the header once more"}
    assert [remark.line for remark in found.repaired] == [8]
    assert not next(total for total in found.totals if total.what.endswith("Cost")).holds


def test_rows_of_one_name_that_differ_are_not_told_apart(tmp_path):
    """A division that isn't known must not lose half of a campaign; true repeats count once."""
    text = report(
        "Enabled,A,EUR,1,10,10.00%,1.00,0.00",
        "Enabled,A,EUR,2,10,20.00%,2.00,0.00",
        "Enabled,B,EUR,3,10,30.00%,3.00,0.00",
        "Enabled,B,EUR,3,10,30.00%,3.00,0.00",
    )
    found = read(write(tmp_path / "x.csv", text), "google_ads")
    assert found.tables["ads_periods"]["campaign"].tolist() == ["B"]
    assert set(reasons(found)) == {4, 5, 7}


def test_a_part_of_the_account_is_told(tmp_path):
    """A filter was set: the account's own total is larger."""
    text = report(
        "Enabled,A,EUR,1,10,10.00%,1.00,0.00",
        "Total: Filtered campaigns,,EUR,1,10,10.00%,1.00,0.00",
        "Total: Account,,EUR,5,50,10.00%,9.00,0.00",
    )
    assert any(
        "a part of the account" in note for note in read(write(tmp_path / "x.csv", text), "google_ads").notes
    )


@pytest.mark.parametrize("word", ["Optimisation", "Optimization"])
def test_scores_are_refused_by_name(tmp_path, word):
    """In both spellings."""
    path = write(tmp_path / "Optimisation_score(2026.10.05).csv", f"{word} score,Campaign Name\n81%,A\n")
    with pytest.raises(ExportError, match=r"optimisation score.*known, but not served"):
        read(path, "google_ads")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (
            "Asset status,Asset type,Level,Campaign,Ad group,Currency code,Impr.,Cost",
            "asset report.*not served",
        ),
        (
            "Ad status,Headline 1,Ad type,Campaign,Ad group,Currency code,Impr.,Cost",
            "without Ad ID.*not served",
        ),
    ],
)
def test_reports_whose_rows_have_no_identity_are_refused(tmp_path, header, words):
    """Assets share impressions; ads without their id can't be told apart."""
    row = ",".join("1" for _ in header.split(","))
    with pytest.raises(ExportError, match=words):
        read(write(tmp_path / "x.csv", report(row, header=header + "\n")), "google_ads")


def test_a_card_without_days_in_its_name_is_refused(tmp_path):
    """What would help is said."""
    path = write(tmp_path / "devices.csv", "Device,Cost,Impressions,Clicks\nComputers,€1.00,1,1\n")
    with pytest.raises(ExportError, match=r"which days it counts.*last day in its name"):
        read(path, "google_ads")


def test_a_workbook_and_a_copy_saved_by_a_spreadsheet(tmp_path):
    """The lines above the header may be as wide as the table, the cells may be numbers."""
    commas = "," * 7
    above = f'Campaign report{commas}\n"October 1, 2026 - October 31, 2026"{commas}\n'
    text = report("Enabled,A,EUR,1,10,10.00%,1.00,0.00", preamble=above)
    saved = read(write(tmp_path / "x.csv", text), "google_ads").tables["ads_periods"]
    book = openpyxl.Workbook()
    for row in (
        ["Campaign report"],
        ["October 1, 2026 - October 31, 2026"],
        HEADER.strip().split(","),
        ["Enabled", "A", "EUR", 1, 10, "10.00%", 1.0, 0.0],
    ):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    sheet = read(tmp_path / "x.xlsx", "google_ads").tables["ads_periods"]
    pd.testing.assert_frame_equal(saved, sheet)
    assert sheet["period_end"][0] == pd.Timestamp("2026-10-31")
