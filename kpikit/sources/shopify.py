"""Shopify orders export: rows are order lines, and only the first line of an order carries its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources import headers, values
from kpikit.sources.base import ControlTotal, Layout, Reading
from kpikit.sources.rows import TWICE, Rows, reading
from kpikit.sources.snapshots import snapshot_at

if TYPE_CHECKING:
    from typing import Any

    from kpikit.reader import RawFile
    from kpikit.sources.base import Context

# Names, addresses, telephone numbers and notes are not among the columns read; the e-mail address leaves as a
# keyed pseudonym only.
ORDERS = Layout(
    id="shopify-orders/1",
    what="Shopify orders export",
    headers={
        "order_id": ("name",),
        "email": ("email",),
        "status": ("financial status",),
        "currency": ("currency",),
        "subtotal": ("subtotal",),
        "shipping": ("shipping",),
        "taxes": ("taxes",),
        "total": ("total",),
        "refunded": ("refunded amount",),
        "created_at": ("created at",),
        "paid_at": ("paid at",),
        "cancelled_at": ("cancelled at",),
        "source": ("source",),
        "quantity": ("lineitem quantity",),
        "product": ("lineitem name",),
        "price": ("lineitem price",),
        "sku": ("lineitem sku",),
    },
    required=("order_id", "status", "total", "created_at", "quantity", "product", "price"),
    languages=("en",),
    tried=False,
    feeds=("orders", "order_lines"),
)


def _analytics(name: str, what: str, *columns: str) -> Layout:
    return Layout(
        id=f"shopify-{name}/1",
        what=f"Shopify Analytics report, {what}",
        headers={column: (column,) for column in columns},
        required=columns,
        languages=("en",),
        tried=True,
        feeds=(),
    )


LAYOUTS = (
    ORDERS,
    _analytics("sessions", "sessions over time", "online store visitors", "sessions"),
    _analytics("checkout", "checkout", "sessions that reached checkout", "sessions that completed checkout"),
    _analytics("customers", "new and returning customers", "new or returning customer", "customers"),
)


def read(file: RawFile, context: Context) -> Reading:
    """Read an orders export: one row an order in `orders`, one a line in `order_lines`.

    Raises:
        ExportError: It is no orders export, or nothing says of which day it is.
    """
    parts, orders, lines, totals = [], [], [], []
    for table, match in headers.recognise(file, LAYOUTS):
        rows = Rows(table, match.columns)
        parts.append(rows)
        of_orders, of_lines = _split(rows, context)
        orders.append(of_orders)
        lines.append(of_lines)
        totals += _totals(rows)
    last = max((frame.pop("last_seen").max() for frame in orders if len(frame)), default=None)
    notes = list(file.notes)
    if last is not None:
        zone = context.source.timezone or context.brand.timezone
        moment = pd.Timestamp(snapshot_at(context, zone, last_day=last.tz_convert(zone).date()))
        for frame in (*orders, *lines):
            frame["snapshot_at"] = moment
    if any(frame["customer_key"].isna().any() for frame in orders):
        notes.append("orders without an e-mail address have no customer: left out of repeat purchases")
    return reading(ORDERS, parts, {"orders": orders, "order_lines": lines}, notes=notes, totals=totals)


def _split(rows: Rows, context: Context) -> tuple[pd.DataFrame, pd.DataFrame]:
    order_id = rows.cells("order_id")
    rows.set_aside(order_id.isna(), "no order number", "order_id")
    created = rows.instant_with_offset("created_at")
    columns: dict[str, Any] = {
        "cancelled_at": rows.instant_with_offset("cancelled_at"),
        "status": rows.cells("status").str.casefold(),
        "total": rows.number("total"),
        "refunded": rows.number("refunded"),
    }
    paid = rows.instant_with_offset("paid_at")
    line = {
        "quantity": rows.integer("quantity"),
        "price": rows.number("price"),
        "sku": rows.text("sku", 200),
        "product": rows.text("product", 500),
    }
    opens = _set_aside_orphans(rows, order_id)
    kept = pd.Series(rows.kept)
    items = line["quantity"].where(kept).groupby(order_id).transform("sum")
    source = rows.text("source", 100)
    platforms = {
        name: platform for platform, names in context.vocabularies["social_sources"].items() for name in names
    }
    orders = rows.frame(
        {
            "order_id": order_id,
            "created_at": created,
            **columns,
            "currency": rows.cells("currency").fillna(context.source.currency or context.brand.currency),
            "customer_key": values.keyed(rows.cells("email"), context.pseudonym),
            "platform": source.str.casefold().map(platforms).astype("string"),
            "channel": source,
            "items": items,
            "last_seen": pd.concat([created, paid, columns["cancelled_at"]], axis=1).max(axis=1),
        }
    )
    lines = rows.frame({"order_id": order_id, **line})
    lines["line_no"] = (lines.groupby("order_id").cumcount() + 1).astype("Int64")
    return orders[opens[rows.kept].to_numpy()].reset_index(drop=True), lines


def _set_aside_orphans(rows: Rows, order_id: pd.Series) -> pd.Series:
    """Mask of the rows that open an order; repeated orders and lines without their order are set aside.

    Files of a split export may overlap, and a file may be glued to itself: an order that is opened twice
    counts once, with the lines that follow its first opening.
    """
    opens = rows.cells("status").notna() | rows.cells("total").notna()
    again = opens & order_id.where(opens).duplicated() & order_id.notna()
    # Lines belong to the opening last seen above them.
    block = opens.cumsum()
    rows.set_aside(block.isin(block[again]) & order_id.notna(), TWICE, "order_id")
    opener = order_id.where(opens).ffill()
    unread = opens & ~pd.Series(rows.kept)
    rows.set_aside(block.isin(block[unread]) & ~opens, "line of an order that is set aside", "order_id")
    orphan = ~opens & ((opener != order_id) | opener.isna())
    rows.set_aside(orphan, "line of an order that is not opened just above it", "order_id")
    return opens


def _totals(rows: Rows) -> list[ControlTotal]:
    """Order totals against subtotal + shipping, with taxes on top or within."""
    names = ("total", "subtotal", "shipping", "taxes")
    if not all(rows.has(name) for name in names):
        return []
    total, subtotal, shipping, taxes = (rows.number(name) for name in names)
    whole = total.notna() & subtotal.notna() & rows.kept
    with_taxes = subtotal + shipping.fillna(0) + taxes.fillna(0)
    without = subtotal + shipping.fillna(0)
    agrees = ((total - with_taxes).abs() < 0.011) | ((total - without).abs() < 0.011)
    what = "orders whose Total is Subtotal + Shipping (+ Taxes)"
    return [ControlTotal(what, float(whole.sum()), float(agrees[whole].sum()))]
