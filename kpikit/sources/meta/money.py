"""Amounts of Meta's exports: the currency stands in the column's name, "Amount spent (PHP)"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kpikit.text import header_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CURRENCY = re.compile(r"(?P<name>.*\S) \((?P<code>[a-z]{3})\)")


class Amount(NamedTuple):
    """A column of amounts.

    Attributes:
        place: Its position.
        currency: What its name says; None where it says nothing.
    """

    place: int
    currency: str | None


def amount(header: Sequence[str], names: Iterable[str]) -> Amount | None:
    """The column of amounts of the first of these names that the header has, with or without a currency."""
    keys = [header_key(column) for column in header]
    for name in names:
        for place, key in enumerate(keys):
            if key == name:
                return Amount(place, None)
            match = _CURRENCY.fullmatch(key)
            if match is not None and match["name"] == name:
                return Amount(place, match["code"].upper())
    return None
