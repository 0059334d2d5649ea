"""Shopify: the orders export, whole or in parts, and reports of Shopify Analytics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.sources.common import headers
from kpikit.sources.shopify import analytics, orders
from kpikit.sources.shopify.orders import ORDERS

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading

LAYOUTS = (ORDERS, *analytics.LAYOUTS)


def read(file: RawFile, context: Context) -> Reading:
    """Read an orders export or a report.

    Raises:
        ExportError: It is of none of the layouts, or nothing says of which day or period it is.
    """
    matches = headers.recognise(file, LAYOUTS)
    if all(match.layout is ORDERS for _, match in matches):
        return orders.read(file, matches, context)
    return analytics.read(file, matches, context)
