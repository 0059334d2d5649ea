"""Shopify's orders export: 79 columns, one row a line, an order's own figures on its first row only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.examples.days import local
from tests.examples.formats.tables import csv_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_ADDRESS = [
    "Name",
    "Street",
    "Address1",
    "Address2",
    "Company",
    "City",
    "Zip",
    "Province",
    "Country",
    "Phone",
]
COLUMNS = [
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing", "Currency",
    "Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount", "Shipping Method", "Created at",
    "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem compare at price", "Lineitem sku",
    "Lineitem requires shipping", "Lineitem taxable", "Lineitem fulfillment status",
    *(f"Billing {part}" for part in _ADDRESS), *(f"Shipping {part}" for part in _ADDRESS),
    "Notes", "Note Attributes", "Cancelled at", "Payment Method", "Payment Reference", "Refunded Amount", "Vendor",
    "Outstanding Balance", "Employee", "Location", "Device ID", "Id", "Tags", "Risk Level", "Source", "Lineitem discount",
    "Tax 1 Name", "Tax 1 Value", "Tax 2 Name", "Tax 2 Value", "Tax 3 Name", "Tax 3 Value", "Tax 4 Name", "Tax 4 Value",
    "Tax 5 Name", "Tax 5 Value", "Phone", "Receipt Number", "Duties", "Billing Province Name", "Shipping Province Name",
    "Payment ID", "Payment Terms Name", "Next Payment Due At", "Payment References",
]  # fmt: skip


@dataclass(frozen=True)
class Order:
    """An order, with what became of it and when."""

    number: int
    created: datetime
    email: str
    lines: tuple[tuple[int, str, str, int], ...]
    """Pieces, article, article number, price a piece in cents."""
    shipping: int
    source: str = "web"
    status: str = "paid"
    refunded: int = 0
    changed: datetime | None = None
    """When it was refunded or cancelled."""

    @property
    def subtotal(self) -> int:
        """Cents."""
        return sum(pieces * price for pieces, _, _, price in self.lines)

    @property
    def total(self) -> int:
        """Cents."""
        return self.subtotal + self.shipping

    def as_of(self, moment: datetime) -> Order:
        """The order as an export of that moment knew it."""
        known = self.changed is not None and self.changed <= moment
        return (
            self if known or self.changed is None else replace(self, status="paid", refunded=0, changed=None)
        )


def export(orders: Sequence[Order], zone: str, currency: str, moment: datetime) -> bytes:
    """All orders, newest first, as known at a moment."""
    rows: list[list[str]] = [list(COLUMNS)]
    for order in sorted(orders, key=lambda one: -one.number):
        known = order.as_of(moment)
        for place, (pieces, article, sku, price) in enumerate(known.lines):
            cells = _first(known, zone, currency) if place == 0 else {}
            cells |= {
                "Name": f"#{known.number}", "Email": known.email, "Created at": _time(known.created, zone),
                "Lineitem quantity": str(pieces), "Lineitem name": article, "Lineitem price": _money(price), "Lineitem sku": sku,
            }  # fmt: skip
            rows.append([cells.get(name, "") for name in COLUMNS])
    return csv_text(rows).encode("utf-8")


def _first(order: Order, zone: str, currency: str) -> dict[str, str]:
    voided = order.status == "voided"
    return {
        "Financial Status": order.status,
        "Paid at": "" if voided else _time(order.created + timedelta(seconds=40), zone),
        "Currency": currency,
        "Subtotal": _money(order.subtotal),
        "Shipping": _money(order.shipping),
        "Total": _money(order.total),
        "Cancelled at": _time(order.changed, zone) if voided and order.changed else "",
        "Refunded Amount": _money(order.refunded),
        "Id": str(5_400_000_000_000 + order.number * 7919),
        "Source": order.source,
    }


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _time(moment: datetime, zone: str) -> str:
    return f"{local(moment, zone):%Y-%m-%d %H:%M:%S %z}"
