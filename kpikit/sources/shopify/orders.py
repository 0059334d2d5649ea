"""Shopify orders export: rows are order lines, and only the first line of an order carries its figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError
from kpikit.reader import read_file
from kpikit.sources.base import ControlTotal, Layout
from kpikit.sources.common import headers, values
from kpikit.sources.common.rows import TWICE, Rows, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.common.social import social

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.headers import Match

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


_PART = re.compile(r"(?P<export>.+)_(?P<number>\d{1,3})")
"""Name of a part of an export that was split: orders_export_1, orders_export_2 …"""


@dataclass
class _Open:
    """The order whose lines go on across the end of a table.

    Attributes:
        order_id: Its number.
        lines: How many of its lines stand on the other side.
        items: How many pieces these are.
    """

    order_id: str
    lines: int = 0
    items: int = 0


@dataclass
class _Around:
    """What stands before and after a table in other parts of the same export.

    Attributes:
        opened: Orders that were opened in an earlier table of the same file.
        before: The order that the part before leaves open.
        after: The order whose lines the part after begins with.
        rests_on: Files looked into → SHA-256.
    """

    opened: set[str] = field(default_factory=set)
    before: _Open | None = None
    after: _Open | None = None
    rests_on: dict[str, str] = field(default_factory=dict)


def read(file: RawFile, matches: list[tuple[RawTable, Match]], context: Context) -> Reading:
    """Read an orders export: one row an order in `orders`, one a line in `order_lines`.

    Raises:
        ExportError: Nothing says of which day it is.
    """
    parts, orders, lines, totals = [], [], [], []
    around = _Around()
    if len(matches) == 1 and file.kind == "csv":
        _look_beside(context.path, around)
    for place, (table, match) in enumerate(matches):
        if len(matches) > 1:
            around.before = _tail(*matches[place - 1]) if place else None
            around.after = _head(*matches[place + 1]) if place + 1 < len(matches) else None
        rows = Rows(table, match.columns)
        parts.append(rows)
        of_orders, of_lines = _split(rows, context, around)
        orders.append(of_orders)
        lines.append(of_lines)
        totals += _totals(rows)
    last = max((frame.pop("last_seen").max() for frame in orders if len(frame)), default=None)
    notes = list(file.notes)
    if last is None:
        last = max((moment for rows in parts if pd.notna(moment := _created(rows).max())), default=None)
    if last is not None:
        zone = context.zone
        moment = pd.Timestamp(snapshot_at(context, zone, last_day=last.tz_convert(zone).date()))
        for frame in (*orders, *lines):
            frame["snapshot_at"] = moment
    if any(frame["customer_key"].isna().any() for frame in orders):
        notes.append("orders without an e-mail address have no customer: left out of repeat purchases")
    found = reading(ORDERS, parts, {"orders": orders, "order_lines": lines}, notes=notes, totals=totals)
    found.rests_on = around.rests_on
    return found


def _created(rows: Rows) -> pd.Series:
    return values.instant_with_offset(rows.cells("created_at")).values  # noqa: PD011 - a field of `Parsed`


def _look_beside(path: Path, around: _Around) -> None:
    """Look into the parts before and after this one: an order may go on across their ends."""
    own = _PART.fullmatch(path.stem)
    if own is None:
        return
    for step in (-1, 1):
        other = path.with_name(f"{own['export']}_{int(own['number']) + step}{path.suffix}")
        if not other.is_file():
            continue
        try:
            beside = read_file(other)
        except ExportError:
            continue
        match = headers.match([ORDERS], beside.tables[0].header)
        if match is None or len(beside.tables) > 1:
            continue
        around.rests_on[other.name] = beside.sha256
        if step < 0:
            around.before = _tail(beside.tables[0], match)
        else:
            around.after = _head(beside.tables[0], match)


def _tail(table: RawTable, match: Match) -> _Open | None:
    """The order that a table's last row belongs to, with the lines it has there."""
    rows = Rows(table, match.columns)
    order_id = rows.cells("order_id")
    if not len(rows) or pd.isna(order_id.iloc[-1]):
        return None
    others = order_id.ne(order_id.iloc[-1]).fillna(value=True).to_numpy(dtype=bool)
    lines = len(rows) - (int(others.nonzero()[0].max()) + 1 if others.any() else 0)
    return _Open(str(order_id.iloc[-1]), lines)


def _head(table: RawTable, match: Match) -> _Open | None:
    """The order whose lines a table begins with, opened in the table before."""
    rows = Rows(table, match.columns)
    order_id = rows.cells("order_id")
    opened = _opens(rows).cumsum() > 0
    if not len(rows) or opened.iloc[0] or pd.isna(order_id.iloc[0]):
        return None
    same = order_id.eq(order_id.iloc[0]).fillna(value=False) & ~opened
    pieces = rows.integer("quantity")[same].sum()
    return _Open(str(order_id.iloc[0]), lines=int(same.sum()), items=int(pieces))


def _opens(rows: Rows) -> pd.Series:
    """Mask of the rows that open an order: only they carry its figures."""
    return rows.cells("status").notna() | rows.cells("total").notna()


def _split(rows: Rows, context: Context, around: _Around) -> tuple[pd.DataFrame, pd.DataFrame]:
    order_id = rows.cells("order_id")
    rows.set_aside(order_id.isna(), "no order number", "order_id")
    opens = _opens(rows)
    rows.set_aside(opens & rows.cells("status").isna(), "no payment status: a checkout, no order", "status")
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
    continued = _set_aside_orphans(rows, order_id, opens, around)
    kept = pd.Series(rows.kept)
    items = line["quantity"].where(kept & ~continued).groupby(order_id).transform("sum")
    if around.after is not None and len(rows) and order_id.iloc[-1] == around.after.order_id:
        items = items.mask(order_id.eq(around.after.order_id).fillna(value=False), items + around.after.items)
    source = rows.text("source", 100)
    orders = rows.frame(
        {
            "order_id": order_id,
            "created_at": created,
            **columns,
            "currency": rows.cells("currency").fillna(context.source.currency or context.brand.currency),
            "customer_key": values.keyed(rows.cells("email"), context.pseudonym),
            "platform": social(source, context),
            "channel": source,
            "items": items,
            "last_seen": pd.concat([created, paid, columns["cancelled_at"]], axis=1).max(axis=1),
        }
    )
    around.opened |= set(order_id[opens & kept])
    lines = rows.frame({"order_id": order_id, **line})
    before = continued[rows.kept].to_numpy() * (around.before.lines if around.before else 0)
    lines["line_no"] = (lines.groupby("order_id").cumcount() + 1 + before).astype("Int64")
    return orders[opens[rows.kept].to_numpy()].reset_index(drop=True), lines


def _set_aside_orphans(rows: Rows, order_id: pd.Series, opens: pd.Series, around: _Around) -> pd.Series:
    """Set aside repeated orders and lines without their order; mask of lines that the part before opened.

    Parts of a split export may overlap, and a file may be glued to itself: an order that is opened twice
    counts once, with the lines that follow its first opening.
    """
    first = order_id.where(opens)
    again = opens & (first.duplicated() | first.isin(around.opened)) & order_id.notna()
    # Lines belong to the opening last seen above them.
    block = opens.cumsum()
    rows.set_aside(block.isin(block[again]) & order_id.notna(), TWICE, "order_id")
    opener = order_id.where(opens).ffill()
    unread = opens & ~pd.Series(rows.kept)
    rows.set_aside(block.isin(block[unread]) & ~opens, "line of an order that is set aside", "order_id")
    continued = pd.Series(data=False, index=range(len(rows)))
    if around.before is not None:
        continued = (block == 0) & order_id.eq(around.before.order_id).fillna(value=False)
    orphan = ~opens & ~continued & ((opener != order_id) | opener.isna())
    rows.set_aside(orphan, "line of an order that is not opened just above it", "order_id")
    return continued


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
