"""WooCommerce: one row an order, amounts as the shop writes them, products in one cell."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import pseudonym, read, reasons, write

SAMPLE = Path(__file__).parents[1] / "samples" / "woocommerce" / "orders-report-2026-05-01.csv"
TEXT = SAMPLE.read_text(encoding="utf-8")


def orders(path, **source):
    return read(path, "woocommerce", timezone="Asia/Dhaka", platform="shop", **source)


def test_orders_have_totals_refunds_and_currency():
    """Formatted text becomes an amount and its currency; two amounts are before and after a refund."""
    found = orders(SAMPLE)
    frame = found.tables["orders"]
    assert frame["order_id"].tolist() == ["1001", "1002", "1003"]
    assert frame["total"].tolist() == [2999, 1050.5, 500]
    assert frame["refunded"].fillna(0).tolist() == [0, 250.5, 0]
    assert set(frame["currency"]) == {"BDT"}
    assert frame["status"].tolist() == ["paid", "paid", "voided"]
    assert frame["is_new_customer"].tolist() == [True, False, True]
    assert reasons(found) == {
        4: "a refund: the order it belongs to tells it",
        6: "no payment status: a checkout, no order",
    }


def test_times_are_the_shops():
    """Dhaka is six hours ahead of UTC."""
    frame = orders(SAMPLE).tables["orders"]
    assert frame["created_at"].iloc[0] == pd.Timestamp("2026-04-09 20:46:45", tz="UTC")
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-05-01 17:59:59", tz="UTC")}


def test_products_become_lines():
    """A comma within a name is no border; the pieces are those sold."""
    found = orders(SAMPLE)
    lines = found.tables["order_lines"]
    assert lines[["order_id", "line_no", "product", "quantity"]].to_numpy().tolist() == [
        ["1001", 1, "Green tea, loose", 2],
        ["1001", 2, "Cup", 1],
        ["1002", 1, "Kettle", 1],
        ["1003", 1, "Cup", 1],
    ]
    assert [(total.stated, total.found) for total in found.totals] == [(5, 5)]


def test_customers_leave_as_pseudonyms():
    """Their name is the only thing that tells them apart; it doesn't leave."""
    found = orders(SAMPLE)
    frame = found.tables["orders"]
    assert frame["customer_key"].fillna("").tolist() == [pseudonym("ann person"), pseudonym("bo person"), ""]
    assert "person" not in "".join(table.to_csv() for table in found.tables.values()).casefold()
    assert "customers are told apart by their names: two of one name count as one" in found.notes


def test_attribution_is_a_platform_where_it_stands_for_one():
    """What stands behind the colon is looked up."""
    frame = orders(SAMPLE).tables["orders"]
    assert frame["platform"].fillna("").tolist() == ["", "instagram", ""]
    assert frame["channel"].tolist() == ["Organic: Google", "Referral: Instagram.com", "Direct"]


def test_decimal_commas_and_dollars_are_read(tmp_path):
    """The comma divides where another amount shows it; a dollar sign stands for no currency."""
    text = TEXT.replace("৳2,999", "2.999,00 $").replace("৳1,050.50 ৳800.00", "1.050,50 $ 800,00 $")
    text = text.replace("৳500.00", "500,00 $").replace("৳99.00", "99,00 $")
    found = orders(write(tmp_path / SAMPLE.name, text), currency="CAD")
    frame = found.tables["orders"]
    assert frame["total"].tolist() == [2999, 1050.5, 500]
    assert set(frame["currency"]) == {"CAD"}
    assert "amounts taken to be in the declared currency: the file doesn't say" in found.notes


@pytest.mark.parametrize(
    ("amounts", "currency", "expected"),
    [
        (["Rp150.000", "Rp75.000 Rp50.000", "Rp20.000"], "IDR", [150000, 75000, 20000]),
        (["KWD 12.500", "KWD 1.250 KWD 1.000", "KWD 20.000"], "KWD", [12.5, 1.25, 20]),
        (["KWD 12,500", "KWD 1,250 KWD 1,000", "KWD 20,000"], "KWD", [12.5, 1.25, 20]),
        (["₹1,50,000.00", "₹750.00 ₹500.00", "₹20.00"], "INR", [150000, 750, 20]),
        (["₹1,50,00.00", "₹750.00 ₹500.00", "₹20.00"], "INR", None),
    ],
)
def test_three_digits_behind_a_mark_are_thousands(tmp_path, amounts, currency, expected):
    """Unless the currency is divided into thousandths; what can't be read is set aside."""
    text = TEXT
    for before, after in zip(("৳2,999", "৳1,050.50 ৳800.00", "৳500.00"), amounts, strict=True):
        text = text.replace(before, after)
    found = orders(write(tmp_path / SAMPLE.name, text.replace("৳99.00", amounts[0])))
    frame = found.tables["orders"]
    assert set(frame["currency"]) == {currency}
    if expected is None:
        assert reasons(found)[2] == "not a number"
    else:
        assert frame["total"].tolist() == expected


def test_an_older_report_has_net_sales_alone(tmp_path):
    """Then totals are net, with a note."""
    rows = [line.split(",") for line in ("Date,Order #,Status,Customer,Customer type,Product(s),Items sold,N. Revenue", "2026-04-10 02:46:45,1001,processing,Ann P,new,1× Cup,1,80.5")]  # fmt: skip
    found = orders(write(tmp_path / "orders 2026-05-01.csv", "\n".join(map(",".join, rows)) + "\n"))
    assert found.tables["orders"]["total"].tolist() == [80.5]
    assert "totals are net: without shipping and taxes" in found.notes


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (",1001,", ",1.0E+3,", "an id that a spreadsheet made a rounded number of"),
        (",1001,", ",,", "no order number"),
        ("2026-04-10 02:46:45", "2026-04-31 02:46:45", "not a date in the format of this export"),
        ("2026-04-10 02:46:45", "2027-04-10 02:46:45", "a moment before 2004 or after the export"),
        ('"৳2,999"', "free", "not a number"),
        (",1001,", ",1003,", "stands in the file a second time"),
    ],
)
def test_rows_that_cannot_be_true_are_set_aside(tmp_path, before, after, reason):
    """The row says why; the other orders stand."""
    found = orders(write(tmp_path / SAMPLE.name, TEXT.replace(before, after, 1)))
    assert reason in reasons(found).values()
    assert len(found.tables["orders"]) == 2


def test_days_that_cannot_be_told_are_refused(tmp_path):
    """3/4 is March or April: a day above 12 settles it, else nothing does."""
    text = TEXT.replace("2026-04-10", "3/4/2026").replace("2026-04-11", "4/4/2026")
    settled = write(tmp_path / SAMPLE.name, text.replace("2026-04-12", "4/13/2026"))
    assert orders(settled).tables["orders"]["created_at"].iloc[0] == pd.Timestamp("2026-03-03 20:46:45Z")
    with pytest.raises(ExportError, match="which of them is the month"):
        orders(write(tmp_path / "b" / SAMPLE.name, text))


def test_another_report_of_the_shop_is_refused(tmp_path):
    """Products and revenue reports are no orders."""
    path = write(tmp_path / "x.csv", "Product title,SKU,Items sold,Net Revenue,Orders\nCup,c,1,2,1\n")
    with pytest.raises(ExportError, match="nearest: WooCommerce Analytics orders"):
        orders(path)
