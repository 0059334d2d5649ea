"""Shopify orders: lines are not orders."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import pseudonym, read, reasons, write

HEADER = [
    "Name",
    "Email",
    "Financial Status",
    "Paid at",
    "Currency",
    "Subtotal",
    "Shipping",
    "Taxes",
    "Total",
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
    "Lineitem sku",
    "Billing Name",
    "Billing Phone",
    "Cancelled at",
    "Refunded Amount",
    "Id",
    "Source",
]
FIRST = {
    "Name": "#5937",
    "Email": "Ann@Mail.example",
    "Financial Status": "paid",
    "Paid at": "2026-04-09 19:46:50 -0700",
    "Currency": "USD",
    "Subtotal": "90.00",
    "Shipping": "8.00",
    "Taxes": "0.00",
    "Total": "98.00",
    "Created at": "2026-04-09 19:46:45 -0700",
    "Lineitem quantity": "2",
    "Lineitem name": "Boots",
    "Lineitem price": "30.00",
    "Lineitem sku": "B-1",
    "Billing Name": "Ann Person",
    "Billing Phone": "+1 555 0100",
    "Refunded Amount": "10.00",
    "Id": "5400009233554",
    "Source": "instagram",
}
CONTINUED = {
    "Name": "#5937",
    "Email": "ann@mail.example",
    "Created at": "2026-04-09 19:46:45 -0700",
    "Lineitem quantity": "1",
    "Lineitem name": "Socks",
    "Lineitem price": "30.00",
    "Lineitem sku": "S-1",
}
WINTER = FIRST | {
    "Name": "#5938",
    "Email": "ann@mail.example ",
    "Created at": "2026-01-09 23:00:00 -0800",
    "Financial Status": "voided",
    "Cancelled at": "2026-01-10 01:00:00 -0800",
    "Source": "web",
}


def orders(*rows):
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows([row.get(name, "") for name in HEADER] for row in rows)
    return buffer.getvalue()


def test_an_order_counts_once_and_its_lines_each(tmp_path):
    """Totals stand on the first line only; the others are lines of the same order."""
    found = read(
        write(tmp_path / "orders_export_2026-05-01.csv", orders(FIRST, CONTINUED, WINTER)), "shopify"
    )
    frame = found.tables["orders"]
    assert frame["order_id"].tolist() == ["#5937", "#5938"]
    assert frame["total"].sum() == 196
    assert frame["items"].tolist() == [3, 2]
    assert frame["refunded"].tolist() == [10, 10]
    lines = found.tables["order_lines"]
    assert lines[["order_id", "line_no", "sku", "quantity", "price"]].to_numpy().tolist() == [
        ["#5937", 1, "B-1", 2, 30.0],
        ["#5937", 2, "S-1", 1, 30.0],
        ["#5938", 1, "B-1", 2, 30.0],
    ]
    assert found.rows_read == 3
    assert all(total.holds for total in found.totals)


def test_store_time_with_its_offset_becomes_an_instant(tmp_path):
    """The offset changes with the clock; the last hour of a month may be the next month in UTC."""
    frame = read(write(tmp_path / "orders.csv", orders(FIRST, WINTER)), "shopify").tables["orders"]
    assert frame["created_at"].tolist() == [
        pd.Timestamp("2026-04-10 02:46:45", tz="UTC"),
        pd.Timestamp("2026-01-10 07:00:00", tz="UTC"),
    ]
    assert frame["cancelled_at"].iloc[1] == pd.Timestamp("2026-01-10 09:00", tz="UTC")
    assert frame["status"].tolist() == ["paid", "voided"]


def test_customers_leave_as_pseudonyms_only(tmp_path):
    """One key for one e-mail address however it is written; no name, address or number anywhere."""
    found = read(write(tmp_path / "orders.csv", orders(FIRST, CONTINUED, WINTER)), "shopify")
    assert set(found.tables["orders"]["customer_key"]) == {pseudonym("ann@mail.example")}
    written = "".join(frame.to_csv() for frame in found.tables.values()).casefold()
    assert not any(word in written for word in ("mail.example", "person", "555"))


def test_the_channel_is_a_platform_where_it_stands_for_one(tmp_path):
    """`web` is a channel and no platform."""
    frame = read(write(tmp_path / "orders.csv", orders(FIRST, WINTER)), "shopify").tables["orders"]
    assert frame["platform"].fillna("").tolist() == ["instagram", ""]
    assert frame["channel"].tolist() == ["instagram", "web"]


def test_overlapping_parts_count_an_order_once(tmp_path):
    """Files glued together open an order twice: the second opening and its lines are set aside."""
    found = read(write(tmp_path / "orders.csv", orders(FIRST, CONTINUED, FIRST, CONTINUED)), "shopify")
    assert len(found.tables["orders"]) == 1
    assert len(found.tables["order_lines"]) == 2
    assert set(reasons(found)) == {4, 5}


def test_lines_without_their_order_are_set_aside(tmp_path):
    """A part that starts inside an order, and an order whose total can't be read."""
    broken = FIRST | {"Name": "#1", "Total": "n/a?"}
    found = read(
        write(tmp_path / "o.csv", orders(CONTINUED, broken, CONTINUED | {"Name": "#1"}, WINTER)), "shopify"
    )
    assert found.tables["orders"]["order_id"].tolist() == ["#5938"]
    assert len(found.tables["order_lines"]) == 1
    assert reasons(found) == {
        2: "line of an order that is not opened just above it",
        3: "not a number",
        4: "line of an order that is set aside",
    }


def test_an_undated_export_is_of_its_last_moment(tmp_path):
    """The latest order, payment or cancellation: later the file can't be older than."""
    frame = read(write(tmp_path / "orders_export_1.csv", orders(FIRST, WINTER)), "shopify").tables["orders"]
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-04-10 23:59:59", tz="UTC")}


def test_analytics_reports_are_refused_by_name(tmp_path):
    """Sessions by Shopify's count are another basis than web analytics."""
    with pytest.raises(ExportError, match=r"sessions over time.*not served"):
        read(
            write(tmp_path / "x.csv", '"Month","Online store visitors","Sessions"\n"2024-01-01",1,2\n'),
            "shopify",
        )
