"""WooCommerce, Analytics > Orders: one row an order, amounts as formatted text, products in one cell.

`N. Revenue (formatted)` is the order's total as the shop writes it: of an order refunded in part "$100.00
$80.00", before and after. `N. Revenue` and `Net Sales` are without shipping and taxes. An order that was
refunded may stand a second time with negative figures.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.sources.base import ControlTotal, Layout
from kpikit.sources.common import headers, values
from kpikit.sources.common.checks import ids, set_aside_impossible
from kpikit.sources.common.numeric_days import moments
from kpikit.sources.common.rows import CLOCK_CHANGE, NOT_A_DATE, NOT_A_NUMBER, Rows, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.common.social import social

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading

ORDERS = Layout(
    id="woocommerce-orders/1",
    what="WooCommerce Analytics orders",
    headers={
        "created_at": ("date",),
        "order_id": ("order #", "order number"),
        "formatted": ("n. revenue (formatted)", "net sales (formatted)"),
        "net": ("net sales", "n. revenue", "net revenue"),
        "status": ("status",),
        "customer": ("customer",),
        "customer_type": ("customer type",),
        "products": ("product(s)", "products"),
        "items": ("items sold",),
        "attribution": ("attribution", "origin"),
    },
    required=("created_at", "order_id", "status", "customer_type", "products", "items"),
    languages=("en",),
    tried=False,
    feeds=("orders", "order_lines"),
)
LAYOUTS = (ORDERS,)

_STATUSES = {
    "completed": "paid",
    "processing": "paid",
    "on-hold": "pending",
    "on hold": "pending",
    "pending": "pending",
    "pending payment": "pending",
    "refunded": "refunded",
    "cancelled": "voided",
    "canceled": "voided",
    "failed": "voided",
    "trash": "voided",
}
_DRAFTS = ("checkout-draft", "draft", "auto-draft")
_PRODUCT = re.compile(r"(?:^|, )(-?\d+)\s?[×x] (.+?)(?=, -?\d+\s?[×x] |$)")
_AMOUNT = re.compile(r"-?\d[\d.,'\u00a0\u202f ]*\d|-?\d")
_SIGNS = {
    "€": "EUR", "£": "GBP", "৳": "BDT", "₹": "INR", "₺": "TRY", "₩": "KRW", "฿": "THB", "₫": "VND",
    "₽": "RUB", "₴": "UAH", "₦": "NGN", "₱": "PHP", "zł": "PLN", "Kč": "CZK", "RM": "MYR",
    "R$": "BRL", "Rp": "IDR",
}  # fmt: skip
"""Signs that stand for one currency; "$", "¥" and "kr" stand for several."""
_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Currencies that are divided into thousandths."""


def read(file: RawFile, context: Context) -> Reading:
    """Read the report: one row an order in `orders`, one a product in `order_lines`.

    Raises:
        ExportError: It is no such report, its days can't be told, or nothing says of which day it is.
    """
    parts, orders, lines, totals = [], [], [], []
    notes = list(file.notes)
    zone = context.zone
    for table, match in headers.recognise(file, LAYOUTS):
        rows = Rows(table, match.columns)
        parts.append(rows)
        if not len(rows):
            continue
        of_orders, of_lines = _split(rows, context, notes)
        orders.append(of_orders)
        lines.append(of_lines)
        totals += _items(of_orders, of_lines)
    if not any(len(frame) for frame in orders):
        notes.append("no rows")
    last = max((frame["created_at"].max() for frame in orders if len(frame)), default=None)
    if last is not None:
        moment = pd.Timestamp(snapshot_at(context, zone, last_day=last.tz_convert(zone).date()))
        for frame in (*orders, *lines):
            frame["snapshot_at"] = moment
    return reading(ORDERS, parts, {"orders": orders, "order_lines": lines}, notes=notes, totals=totals)


def _split(rows: Rows, context: Context, notes: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    order_id = ids(rows, "order_id")
    rows.set_aside(order_id.isna(), "no order number", "order_id")
    created = _created(rows, context)
    status = rows.text("status", 100).str.casefold()
    rows.set_aside(status.isin(_DRAFTS), "no payment status: a checkout, no order", "status")
    items, net = rows.integer("items"), rows.number("net")
    rows.set_aside((items < 0) | (net < 0), "a refund: the order it belongs to tells it", "items")
    currency = _currency(rows, context, notes)
    total, refunded = _amounts(rows, net, currency, notes)
    rows.set_aside_repeats(order_id)
    customer = rows.cells("customer")
    notes.append("customers are told apart by their names: two of one name count as one")
    origin = rows.text("attribution", 200)
    kind = rows.cells("customer_type").str.casefold()
    columns: dict[str, Any] = {
        "order_id": order_id,
        "created_at": created,
        "status": status.map(_STATUSES).astype("string").fillna(status),
        "total": total,
        "refunded": refunded,
        "currency": currency,
        "customer_key": values.keyed(customer, context.pseudonym),
        "platform": social(origin.str.replace(r"^.*: *", "", regex=True), context),
        "channel": origin,
        "items": items,
        "is_new_customer": kind.map({"new": True, "returning": False}).astype("boolean"),
    }
    orders = rows.frame(columns)
    return orders, _lines(rows.frame({"order_id": order_id, "products": rows.text("products")}))


def _created(rows: Rows, context: Context) -> pd.Series:
    found = moments(rows, ("created_at",), context)["created_at"]
    rows.set_aside(found.unreadable | found.values.isna() | found.day_only, NOT_A_DATE, "created_at")  # noqa: PD011
    rows.repair(found.ambiguous, CLOCK_CHANGE, "created_at")
    zone = context.zone
    created = found.values  # noqa: PD011 - a field of `Moments`
    if created.notna().any():
        last = created[created.notna()].max().tz_convert(zone).date()
        set_aside_impossible(rows, created, "created_at", snapshot_at(context, zone, last_day=last), zone)
    return created


def _amounts(
    rows: Rows, net: pd.Series, currency: pd.Series, notes: list[str]
) -> tuple[pd.Series, pd.Series]:
    """Total and what was refunded of it."""
    if not rows.has("formatted"):
        notes.append("totals are net: without shipping and taxes")
        rows.set_aside(net.isna(), NOT_A_NUMBER, "net")
        return net, pd.Series(pd.NA, index=range(len(rows)), dtype="Float64")
    found = rows.cells("formatted").map(_AMOUNT.findall, na_action="ignore")
    first, second = (_nth(found, place) for place in (0, 1))
    decimal = values.decimal_mark(first, second, otherwise=_untold(first, currency))
    total, wrong = values.number(first, decimal)
    after, also_wrong = values.number(second, decimal)
    rows.set_aside(wrong | also_wrong | total.isna(), NOT_A_NUMBER, "formatted")
    return total, (total - after).astype("Float64")


def _untold(amounts: pd.Series, currency: pd.Series) -> str:
    """The decimal mark where all amounts are like "150.000": thousands, or the mils of a dinar."""
    points = bool(amounts.str.contains(".", regex=False).any())
    thousandths = bool(currency.isin(_THOUSANDTHS).all())
    return "," if points != thousandths else "."


def _nth(found: pd.Series, place: int) -> pd.Series:
    texts = [
        amounts[place].strip() if isinstance(amounts, list) and place < len(amounts) <= 2 else pd.NA
        for amounts in found
    ]
    return pd.Series(texts, dtype="string")


def _currency(rows: Rows, context: Context, notes: list[str]) -> pd.Series:
    """By the sign or code around the amount where it stands for one currency, else as declared."""
    bare = rows.cells("formatted").str.replace(r"[-\d.,'\s]+", " ", regex=True).str.strip()
    signs = bare.str.split(" ").str[0]
    codes = signs.where(signs.str.fullmatch("[A-Z]{3}").fillna(value=False))
    found = signs.map(_SIGNS).astype("string").fillna(codes)
    if found.isna().any():
        notes.append("amounts taken to be in the declared currency: the file doesn't say")
    return found.fillna(context.source.currency or context.brand.currency)


def _lines(orders: pd.DataFrame) -> pd.DataFrame:
    """Products of a cell, "2× A, 1× B"; a comma within a name is no border."""
    records = [
        (line, order_id, number, product, int(quantity))
        for line, order_id, products in orders.itertuples(index=False)
        if isinstance(products, str)
        for number, (quantity, product) in enumerate(_PRODUCT.findall(products), 1)
    ]
    frame = pd.DataFrame(records, columns=["line", "order_id", "line_no", "product", "quantity"])
    types = {
        "line": "Int64",
        "order_id": "string",
        "line_no": "Int64",
        "product": "string",
        "quantity": "Int64",
    }
    return frame.astype(types)


def _items(orders: pd.DataFrame, lines: pd.DataFrame) -> list[ControlTotal]:
    """Items sold of the orders that list their products, against the products listed."""
    listed = orders["order_id"].isin(lines["order_id"])
    stated = float(orders.loc[listed, "items"].sum())
    return [ControlTotal("items sold", stated, float(lines["quantity"].sum()))] if listed.any() else []
