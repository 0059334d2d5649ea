"""Amounts with a sign before them, and the currency that the sign stands for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from babel import Locale
from babel.numbers import get_currency_symbol

from kpikit.errors import ExportError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from kpikit.sources.base import Context

_SIGNED = r"^(?P<minus>-?)(?P<sign>[^\d\s.,+-][^\d\s,+-]{0,4})\s*(?P<number>[-+]?[\d.,]+)$"
_SHARED = frozenset({"$", "\u00a5", "\u00a4"})
"""Signs that several currencies write."""


class Amounts(NamedTuple):
    """A column of amounts.

    Attributes:
        numbers: The amounts as text, without their signs.
        signs: Sign before each; null where there is none.
    """

    numbers: pd.Series
    signs: pd.Series


@cache
def _currencies() -> dict[str, str]:
    """Sign → currency, for signs that stand for one currency only; codes stand for themselves."""
    found: dict[str, str] = {}
    for language in ("en_GB", "en"):
        symbols = {str(code): str(sign) for code, sign in Locale.parse(language).currency_symbols.items()}
        found |= {sign: code for code, sign in symbols.items() if sign not in _SHARED}
        found |= {code: code for code in symbols}
    return found


def split(texts: pd.Series) -> Amounts:
    """Take the signs off: `US$135.81` is 135.81 and `US$`."""
    parts = texts.str.extract(_SIGNED)
    numbers = (parts["minus"] + parts["number"]).astype("string")
    return Amounts(numbers.fillna(texts), parts["sign"].astype("string"))


def currency(signs: pd.Series, context: Context) -> str | None:
    """The currency that all signs of a file stand for; None where it has none.

    Raises:
        ExportError: Several currencies, or a sign of several that the parameters don't tell apart.
    """
    written = list(signs.dropna().unique())
    if not written:
        return None
    declared = context.source.currency or context.brand.currency
    own = get_currency_symbol(declared, locale="en").removeprefix("US")[-1:]
    found = {
        _currencies().get(sign, declared if sign in _SHARED and sign == own else None) for sign in written
    }
    if len(found) == 1 and (only := found.pop()) is not None:
        return only
    raise ExportError(
        Problem(
            "its amounts bear a sign that doesn't say one currency",
            file=context.path,
            allowed=f"`currency:` under sources.{context.key}, of the currency that the sign stands for",
        )
    )
