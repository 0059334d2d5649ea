"""LinkedIn's Campaign Manager: reports in Portuguese (UTF-16, tabs) and English (preamble)."""

from __future__ import annotations

import pandas as pd
import pytest

from kpikit.errors import ExportError
from kpikit.sources.common.checks import NEGATIVE_COUNT, ROUNDED_ID
from kpikit.sources.common.rows import NOT_A_DATE
from tests.sources.reading import read, reasons, write

PORTUGUESE = [
    "Data de início (em UTC)", "Nome da conta", "Moeda", "Código da campanha", "Nome da campanha",
    "Objetivo da campanha", "Total investido", "Impressões", "Cliques", "Taxa de cliques", "Taxa de abertura",
    "Conversões", "Valor total da conversão", "Leads", "Alcance", "Cliques que levam à página de destino",
]  # fmt: skip
ENGLISH = "Start Date (in UTC),Account Name,Campaign Name,Campaign ID,Total Spent,Impressions,Clicks,Clicks to Landing Page,Conversions,Total Conversion Value,Currency"
ABOVE = "Campaign Performance Report (in UTC)\n"
REPORT = ABOVE + "Report Start: 09/01/2026, Report End: {end}\n\n" + ENGLISH + "\n"


def portuguese(path, *rows):
    """As Campaign Manager writes it: UTF-16 with its mark, tabs, CRLF."""
    lines = ["\t".join(row) for row in (PORTUGUESE, *rows)]
    return write(path, "\ufeff" + "\r\n".join(lines) + "\r\n", "utf-16-le")


def campaign(day="01/09/2023", **cells):
    values = [day, "Bombas Demo", "BRL", "201", "Vendas | Rep 07", "Geração de leads", "1.454,06", "4.900", "47", "0,959%", "104,23%", "3,0", "2.100,50", "2", "3100", "30"]  # fmt: skip
    row = dict(zip(PORTUGUESE, values, strict=True))
    return list((row | cells).values())


def test_portuguese_days(tmp_path):
    """Day before month, decimal commas, percents over 100 are no matter; each row is a day."""
    path = portuguese(tmp_path / "linkedin.csv", campaign(), campaign("02/09/2023", **{"Total investido": "0,5", "Leads": ""}))  # fmt: skip
    found = read(path, "linkedin_ads")
    frame = found.tables["ads_daily"]
    assert frame["date"].tolist() == [pd.Timestamp("2023-09-01"), pd.Timestamp("2023-09-02")]
    assert frame["cost"].tolist() == [1454.06, 0.5]
    assert frame["impressions"].tolist() == [4900, 4900]
    assert frame[["clicks", "link_clicks", "reach", "conversions", "leads"]].iloc[0].tolist() == [
        47,
        30,
        3100,
        3,
        2,
    ]
    assert frame["attributed_revenue"].iloc[0] == 2100.5
    assert frame["leads"].isna().tolist() == [False, True]
    assert set(frame["currency"]) == {"BRL"}
    assert set(frame["platform"]) == {"linkedin"}
    assert frame["campaign"].tolist() == ["Vendas | Rep 07"] * 2
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2023-09-02 23:59:59", tz="UTC")}


def test_one_start_is_a_period_whose_end_something_must_say(tmp_path):
    """Rows of a whole month bear its first day only."""
    rows = [campaign(), campaign(**{"Código da campanha": "202"})]
    with pytest.raises(ExportError, match="nothing says the last day"):
        read(portuguese(tmp_path / "linkedin_08.csv", *rows), "linkedin_ads", received="2023-10-02")
    found = read(portuguese(tmp_path / "linkedin_2023-09-01_2023-09-30.csv", *rows), "linkedin_ads")
    frame = found.tables["ads_periods"]
    assert set(frame["period_start"]) == {pd.Timestamp("2023-09-01")}
    assert set(frame["period_end"]) == {pd.Timestamp("2023-09-30")}
    assert frame["cost"].sum() == pytest.approx(2908.12)
    assert "ads_daily" not in found.tables


def test_english_days_under_a_preamble(tmp_path):
    """Month before day, thousands with commas, a row of totals that is held against the others."""
    text = REPORT.format(end="09/02/2026") + (
        '09/01/2026,Acme,"Leads, north",11,"1,234.50",10000,200,150,3,300.00,USD\n'
        "09/01/2026,Acme,Brand,12,10.25,500,4,2,0,0,USD\n"
        '09/02/2026,Acme,"Leads, north",11,100.00,2000,40,30,1,100.00,USD\n'
        'Total,,,,"1,344.75",12500,244,182,4,400.00,USD\n'
    )
    found = read(write(tmp_path / "report.csv", text), "linkedin_ads")
    frame = found.tables["ads_daily"]
    assert (found.rows_read, len(frame)) == (3, 3)
    assert frame["cost"].tolist() == [1234.5, 10.25, 100]
    assert [(total.stated, total.found) for total in found.totals] == [
        (12500, 12500),
        (244, 244),
        (1344.75, 1344.75),
    ]
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-09-02 23:59:59", tz="UTC")}
    broken = read(write(tmp_path / "broken.csv", text.replace("12500", "12501")), "linkedin_ads")
    assert [total.holds for total in broken.totals] == [False, True, True]


def test_the_preamble_ends_a_period_and_settles_the_order(tmp_path):
    """A report of a month in rows of one start; of the 30th of a month no month is named first."""
    row = "09/01/2026,Acme,Brand,12,10.25,500,4,2,0,0,USD\n"
    frame = read(write(tmp_path / "a.csv", REPORT.format(end="09/30/2026") + row), "linkedin_ads").tables[
        "ads_periods"
    ]
    assert frame[["period_start", "period_end"]].iloc[0].tolist() == [pd.Timestamp("2026-09-01"), pd.Timestamp("2026-09-30")]  # fmt: skip
    british = REPORT.format(end="30/09/2026").replace("09/01/2026", "01/09/2026") + row.replace(
        "09/01", "01/09"
    )
    other = read(write(tmp_path / "b.csv", british), "linkedin_ads").tables["ads_periods"]
    assert other["period_start"].tolist() == frame["period_start"].tolist()
    one = read(write(tmp_path / "c.csv", REPORT.format(end="09/01/2026") + row), "linkedin_ads")
    assert one.tables["ads_daily"]["date"].tolist() == [pd.Timestamp("2026-09-01")]
    words = ABOVE + '"Report Start: September 1, 2026, 12:00 AM"\n"Report End: September 30, 2026, 11:59 PM"\n\n' + ENGLISH + "\n" + row  # fmt: skip
    for text in (words, words.replace('"', "")):
        named = read(write(tmp_path / "d.csv", text), "linkedin_ads").tables["ads_periods"]
        assert named["period_end"].tolist() == frame["period_end"].tolist()


def test_weeks_are_no_days(tmp_path):
    """Rows a week apart may be weeks or months; nothing says their ends."""
    path = portuguese(tmp_path / "l.csv", campaign(), campaign("08/09/2023"), campaign("15/09/2023"))
    with pytest.raises(ExportError, match="a week or more apart"):
        read(path, "linkedin_ads")


def test_divided_reports_are_refused(tmp_path):
    """Demographics by their header, anything else by several different rows of one campaign and day."""
    text = ABOVE + "\n" + ENGLISH + ",Company Name Segment\n09/01/2026,Acme,Brand,12,1,5,4,2,0,0,USD,X\n"
    with pytest.raises(ExportError, match="divided by 'Company Name Segment'"):
        read(write(tmp_path / "a.csv", text), "linkedin_ads")
    path = portuguese(tmp_path / "b.csv", campaign(), campaign(Cliques="1"), campaign("02/09/2023"))
    with pytest.raises(ExportError, match="several rows of one campaign and day"):
        read(path, "linkedin_ads")


def test_damaged_rows_are_set_aside(tmp_path):
    """Counts below zero, an id lost, no campaign, a wrong day, a row and the header twice, years to come."""
    rows = [campaign(f"{day:02}/09/2023") for day in range(1, 9)]
    place = PORTUGUESE.index
    rows[0][place("Cliques")] = "-1"
    rows[1][place("Código da campanha")] = "2,01E+17"
    rows[2][place("Nome da campanha")] = ""
    rows[3][place("Data de início (em UTC)")] = "09/30/2023"
    rows[5] = rows[4]
    rows[6][place("Total investido")] = "viel"
    rows[7][place("Data de início (em UTC)")] = "01/09/2043"
    found = read(portuguese(tmp_path / "l.csv", *rows, PORTUGUESE, campaign("20/09/2023")), "linkedin_ads", received="2023-10-01")  # fmt: skip
    assert reasons(found) == {
        2: NEGATIVE_COUNT,
        3: ROUNDED_ID,
        4: "a cell that every row needs is empty",
        5: NOT_A_DATE,
        7: "stands in the file a second time",
        8: "not a number",
        9: "a day before 2004 or after the export",
        10: "the header once more",
    }
    assert len(found.tables["ads_daily"]) == 2


def test_addresses_leave_names_of_campaigns(tmp_path):
    """A campaign keeps its name; an address or handle in it goes."""
    path = portuguese(tmp_path / "l.csv", campaign(**{"Nome da campanha": "Vendas rep@example.org @rep07 Sul"}), campaign("02/09/2023"))  # fmt: skip
    assert (
        read(path, "linkedin_ads").tables["ads_daily"]["campaign"].iloc[0] == "Vendas [e-mail] [handle] Sul"
    )


def test_money_without_a_currency_is_said(tmp_path):
    """The parameters' currency, and a note that the file names none."""
    text = (
        ENGLISH.replace(",Currency", "")
        + "\n09/01/2026,Acme,Brand,12,1.5,5,4,2,0,0\n09/02/2026,Acme,Brand,12,1,5,4,2,0,0\n"
    )
    found = read(write(tmp_path / "a.csv", text), "linkedin_ads", currency="SGD", account="Demo Ads")
    assert set(found.tables["ads_daily"]["currency"]) == {"SGD"}
    assert set(found.tables["ads_daily"]["account"]) == {"Demo Ads"}
    assert found.notes == ["the file doesn't name a currency: taken as that of the parameters"]


def test_headers_alone_are_an_empty_export(tmp_path):
    """No rows is no error."""
    found = read(portuguese(tmp_path / "l.csv"), "linkedin_ads")
    assert (found.tables, found.notes) == ({}, ["no rows"])
