"""Shopify orders: lines are not orders."""

from __future__ import annotations

import csv
import io
import zipfile

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


def parts(tmp_path, *files):
    """Parts of an export that was split, as Shopify names them."""
    return [
        write(tmp_path / f"orders_export_{number}.csv", orders(*rows)) for number, rows in enumerate(files, 1)
    ]


def test_an_order_may_go_on_in_the_next_part(tmp_path):
    """Its pieces are all counted where it is opened; its lines are numbered on where they stand."""
    socks = CONTINUED | {"Lineitem quantity": "4"}
    first, second = parts(tmp_path, [FIRST, CONTINUED], [socks, WINTER])
    one, two = read(first, "shopify"), read(second, "shopify")
    assert one.tables["orders"]["items"].tolist() == [7]
    assert two.tables["orders"]["order_id"].tolist() == ["#5938"]
    assert two.tables["orders"]["items"].tolist() == [2]
    lines = pd.concat([one.tables["order_lines"], two.tables["order_lines"]])
    assert lines[["order_id", "line_no", "quantity"]].to_numpy().tolist() == [
        ["#5937", 1, 2],
        ["#5937", 2, 1],
        ["#5937", 3, 4],
        ["#5938", 1, 2],
    ]
    assert one.set_aside == two.set_aside == []
    assert list(one.rests_on) == ["orders_export_2.csv"]
    assert list(two.rests_on) == ["orders_export_1.csv"]


def test_parts_that_overlap_give_the_same_rows_twice(tmp_path):
    """The same key with the same figures in both: counted once in the store."""
    first, second = parts(tmp_path, [FIRST, CONTINUED], [FIRST, CONTINUED, WINTER])
    one, two = (read(path, "shopify").tables for path in (first, second))
    for name, key in (("orders", ["order_id"]), ("order_lines", ["order_id", "line_no"])):
        both = pd.concat([one[name], two[name]]).drop(columns=["line", "snapshot_at"]).drop_duplicates()
        assert not both.duplicated(key).any()


def test_parts_in_one_archive_count_an_order_once(tmp_path):
    """Members overlap or go on in the next one, as files do."""
    with zipfile.ZipFile(tmp_path / "orders_export.zip", "w") as archive:
        archive.writestr("orders_export_1.csv", orders(FIRST, CONTINUED, WINTER))
        archive.writestr("orders_export_2.csv", orders(CONTINUED | {"Name": "#5938"}, FIRST, CONTINUED))
    found = read(tmp_path / "orders_export.zip", "shopify")
    assert found.tables["orders"]["order_id"].tolist() == ["#5937", "#5938"]
    assert found.tables["orders"]["items"].tolist() == [3, 3]
    assert len(found.tables["order_lines"]) == 4
    assert {remark.line for remark in found.set_aside} == {3, 4}


def test_checkouts_without_payment_are_no_orders(tmp_path):
    """A row with a total and no payment status was never ordered, nor were its lines."""
    left = FIRST | {"Name": "#C1", "Financial Status": ""}
    found = read(write(tmp_path / "o.csv", orders(left, CONTINUED | {"Name": "#C1"}, FIRST)), "shopify")
    assert found.tables["orders"]["order_id"].tolist() == ["#5937"]
    assert reasons(found) == {
        2: "no payment status: a checkout, no order",
        3: "line of an order that is set aside",
    }


SESSIONS = (
    '"Month","Online store visitors","Sessions","Month (previous_year)","Online store visitors (previous_year)",'
    '"Sessions (previous_year)","Online store visitors (previous_year) ","Sessions (previous_year) "\n'
    '"2026-01-01",1100,1500,"2025-01-01",1200,1900,-8.3,-21.05\n'
    '"2026-02-01",900,1100,"2025-02-01",1300,1800,-30.7,-38.8\n'
)


def test_sessions_are_figures_of_the_shop_by_month(tmp_path):
    """Periods end with the month; the comparison's figures and changes in per cent are not read."""
    found = read(write(tmp_path / "Sessions over time.csv", SESSIONS), "shopify")
    frame = found.tables["account_periods"]
    assert set(found.tables) == {"account_periods"}
    assert frame.groupby("metric")["value"].apply(list).to_dict() == {
        "sessions": [1500, 1100],
        "visitors": [1100, 900],
    }
    assert set(frame["platform"]) == {"shop"}
    assert frame["period_end"].unique().tolist() == [pd.Timestamp("2026-01-31"), pd.Timestamp("2026-02-28")]
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-02-28 23:59:59", tz="UTC")}
    assert "figures of the comparison period are not read" in found.notes


def test_sessions_by_a_breakdown_are_not_the_whole(tmp_path):
    """Each row names what it is a part of."""
    text = '"Referrer source","Referrer name","Session city","Week","Online store visitors","Sessions"\n"direct",,"Hill","2026-01-05",3,4\n"social","facebook","Hill","2026-01-05",1,1\n'
    frame = read(write(tmp_path / "x.csv", text), "shopify").tables["account_periods"]
    assert set(frame["dimension"]) == {"referrer_source|referrer|city"}
    assert sorted(set(frame["bucket"])) == ["direct|(none)|Hill", "social|facebook|Hill"]
    assert set(frame["period_end"]) == {pd.Timestamp("2026-01-11")}


def test_an_unknown_breakdown_is_refused(tmp_path):
    """A column that isn't known might divide the figures."""
    text = '"Week","Moon phase","Online store visitors","Sessions"\n"2026-01-05","full",3,4\n'
    with pytest.raises(ExportError, match="columns foreign to it: Moon phase"):
        read(write(tmp_path / "x.csv", text), "shopify")


def test_steps_to_checkout_are_events_by_name(tmp_path):
    """Three steps a week; the stated rate is checked."""
    text = '"Week","Sessions with cart additions","Sessions that reached checkout","Sessions that completed checkout","Checkout conversion rate"\n"2026-01-05",69,62,26,0.41935483870967744\n"2026-01-12",142,130,67,0.9\n"01/19/2026",1,1,1,1\n'
    found = read(write(tmp_path / "x.csv", text), "shopify")
    frame = found.tables["conversions"]
    assert frame.groupby("name")["count"].sum().to_dict() == {
        "sessions that completed checkout": 93,
        "sessions that reached checkout": 192,
        "sessions with cart additions": 211,
    }
    assert set(frame["grain"]) == {"week"}
    assert [(total.stated, total.found) for total in found.totals] == [(2, 1)]
    assert reasons(found) == {4: "not a date in the format of this export"}


def test_new_and_returning_customers_need_their_days(tmp_path):
    """The report has none: the name says them, or it is refused."""
    text = '"New or returning customer","Customers"\n"New",1584\n"Returning",942\n'
    with pytest.raises(ExportError, match="nothing says which days it counts"):
        read(write(tmp_path / "New vs returning customers.csv", text), "shopify")
    found = read(write(tmp_path / "customers 2026-01-01 2026-03-31.csv", text), "shopify")
    frame = found.tables["account_periods"]
    assert frame[["metric", "dimension", "bucket", "value"]].to_numpy().tolist() == [
        ["customers", "customer", "new", 1584],
        ["customers", "customer", "returning", 942],
    ]
    assert set(frame["period_start"]) == {pd.Timestamp("2026-01-01")}
