"""Amazon Brand Analytics: searches on the marketplace and the brand's part in them, by stated periods."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, write

SAMPLES = Path(__file__).parents[1] / "samples" / "amazon_brand"
BRAND = (SAMPLES / "brand_week.csv").read_text(encoding="utf-8-sig")
UNQUOTED, REST = BRAND.split("\n", 1)
WEEK = 'Select week=["Week 28 | 2026-07-05 - 2026-07-11 2026"]'


def amazon(path):
    return read(path, "amazon_brand", platform="amazon")


def period(found):
    frame = found.tables["marketplace_search"]
    ((start, end, grain),) = set(
        frame[["period_start", "period_end", "grain"]].itertuples(index=False, name=None)
    )
    return str(start.date()), str(end.date()), grain


def test_queries_have_totals_and_the_brands_part():
    """Counts of all and of the brand; the score is a rank; stated shares hold."""
    found = amazon(SAMPLES / "brand_week.csv")
    row = found.tables["marketplace_search"].iloc[0]
    names = [
        "query",
        "product",
        "rank",
        "volume",
        "impressions",
        "brand_impressions",
        "clicks",
        "brand_clicks",
    ]
    assert row[names].tolist() == ["green tea", "", 1, 103376, 2779737, 27797, 10000, 500]
    assert row[["cart_adds", "brand_cart_adds", "purchases", "brand_purchases"]].tolist() == [
        4000,
        400,
        1000,
        125,
    ]
    assert [(total.stated, total.found) for total in found.totals] == [(2, 2), (1, 1), (1, 1), (1, 1)]
    assert period(found) == ("2026-07-05", "2026-07-11", "week")
    assert set(found.tables["marketplace_search"]["snapshot_at"]) == {pd.Timestamp("2026-07-11 23:59:59Z")}


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        (UNQUOTED, ("2026-07-05", "2026-07-11", "week")),
        (
            '"Brand=[""Larkspur""]","Reporting Range=[""Weekly""]","Select week=[""Week 28 | 2026-07-05 - 2026-07-11 2026""]"',
            ("2026-07-05", "2026-07-11", "week"),
        ),
        (
            'Brand=["A, B"],Reporting Range=["Monthly"],Select month=["July | 2026-07-01 - 2026-07-31 2026"]',
            ("2026-07-01", "2026-07-31", "month"),
        ),
        (
            'Brand=["X"],Reporting Range=["Weekly"],Select week=["Week 28"]',
            ("2026-07-05", "2026-07-11", "week"),
        ),
        (
            'Brand=["X"],Reporting Range=["Monthly"],Select year=["2026"],Select month=["July"]',
            ("2026-07-01", "2026-07-31", "month"),
        ),
        (
            'Brand=["X"],Reporting Range=["Quarterly"],Select year=["2026"],Select quarter=["Q3"]',
            ("2026-07-01", "2026-09-30", "quarter"),
        ),
        ('Brand=["X"],Select year=["2026"],Select month=["July"]', ("2026-07-01", "2026-07-31", "month")),
    ],
)
def test_the_line_above_says_the_period(tmp_path, above, expected):
    """Both quotings; days, words, or the range with the reporting date."""
    assert period(amazon(write(tmp_path / "x.csv", above + "\n" + REST))) == expected


def test_a_file_without_its_line_is_refused(tmp_path):
    """A reporting date alone may end a week or a month."""
    with pytest.raises(ExportError, match="nothing says which week, month or quarter"):
        amazon(write(tmp_path / "2026-07-11.csv", REST))


def test_the_asin_view_is_of_a_product():
    """The product is named above the table; its counts stand where the brand's would."""
    found = amazon(SAMPLES / "asin_month.csv")
    frame = found.tables["marketplace_search"]
    assert set(frame["product"]) == {"B0TEAGREEN"}
    assert frame["brand_clicks"].sum() == 500
    assert period(found) == ("2026-06-01", "2026-06-30", "month")


def test_an_asin_view_without_its_product_is_refused(tmp_path):
    """Figures of no product would pass for the brand's."""
    text = (SAMPLES / "asin_month.csv").read_text(encoding="utf-8-sig").replace("B0TEAGREEN", "all")
    with pytest.raises(ExportError, match="nothing says of which ASIN"):
        amazon(write(tmp_path / "x.csv", text))


def test_the_catalogue_has_products_without_queries():
    """The brand's counts alone, in a quarter."""
    found = amazon(SAMPLES / "catalog_quarter.csv")
    frame = found.tables["marketplace_search"]
    assert set(frame["query"]) == {""}
    assert frame["brand_impressions"].tolist() == [9000, 1200]
    assert "impressions" not in frame
    assert period(found) == ("2026-04-01", "2026-06-30", "quarter")


def test_italian_names_and_numbers_are_served(tmp_path):
    """Points group thousands; a share is never turned back into a count."""
    text = (
        'Brand=["X"],Intervallo=["Settimanale"],Settimana=["Settimana 28 | 2026-07-05 - 2026-07-11 2026"]\n'
        '"Query di ricerca","Volume delle query di ricerca","Impressioni: numero totale","Impressioni: % quota del marchio"\n'
        '"tè verde","1.234","27.797","1,00"\n"tè","12","30","0,00"\n'
    )
    found = amazon(write(tmp_path / "x.csv", text))
    frame = found.tables["marketplace_search"]
    assert frame[["volume", "impressions"]].to_numpy().tolist() == [[1234, 27797], [12, 30]]
    assert "brand_impressions" not in frame
    assert found.notes == ["the brand's own counts are not among the columns"]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('"103376"', '"-1"', "a count below zero"),
        ('"103376"', '"10.5"', "not a whole number"),
        ('"2026-07-11"', '"2026-08-11"', "a day outside the report's period"),
        ('"2026-07-11"', '"07/11/2026"', "not a date in the format of this export"),
        ('"green tea"', '""', "no name of the item"),
        ('"tea, loose"', '"green tea"', "stands in the file a second time"),
    ],
)
def test_rows_that_cannot_be_true_are_set_aside(tmp_path, before, after, reason):
    """The row says why."""
    found = amazon(write(tmp_path / "x.csv", UNQUOTED + "\n" + REST.replace(before, after, 1)))
    assert list(reasons(found).values()) == [reason]
    assert len(found.tables["marketplace_search"]) == 1


def test_a_share_that_does_not_hold_is_seen(tmp_path):
    """A stated share that is no count by the total."""
    found = amazon(write(tmp_path / "x.csv", UNQUOTED + "\n" + REST.replace('"5.00"', '"9.00"')))
    assert [total.holds for total in found.totals] == [True, False, True, True]


def test_other_reports_are_refused(tmp_path):
    """Market baskets are no searches."""
    with pytest.raises(ExportError, match="of no layout that this source reads"):
        amazon(write(tmp_path / "x.csv", 'Brand=["X"]\n"#1 Purchased","Combination %"\n"a","1"\n"b","2"\n'))
