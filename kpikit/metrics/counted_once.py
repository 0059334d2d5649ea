"""Accounts and stocks: figures in which one person may stand twice are never added up."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from kpikit import dictionary
from kpikit.metrics import expressions, model

UNIQUE_WORDS = (
    "reach", "reach_unique", "engaged_accounts", "visitors", "new_viewers", "returning_viewers", "followers",
)  # fmt: skip
"""Words of the long tables that count accounts; those of other tables have accounts as their unit."""

STOCKS = ("followers", "members")
"""Of these, what stands at a moment: its last value counts."""


def added_up(entry: dict[str, Any]) -> str | None:
    """Which count of accounts a definition adds up over days, posts or platforms; None where it doesn't.

    Args:
        entry: A definition whose expressions have been checked.
    """
    if entry["form"] != "sum":
        return None
    table, value = entry["table"], expressions.parse_value(str(entry["value"]))
    known = dictionary.tables()[table].columns if table in dictionary.tables() else {}
    names = [name for name in expressions.columns(value) if name in known]
    if table in model.LONG and "where" in entry:
        where = expressions.parse_filter(str(entry["where"]))
        words = {text.name for text in where.find_all(exp.Literal) if text.is_string}
        return next((word for word in UNIQUE_WORDS if word in words), None)
    return next((name for name in names if known[name].unit == "accounts"), None)


def instead_of_adding(name: str) -> str:
    """What to write in place of a sum of accounts."""
    if name in STOCKS:
        return "`form: last` with `parts`, the last value of each account"
    return (
        "`form: bounds` with `kind: unique`, shown as a lower bound between the largest part and the sum of "
        "parts; or a mean, `form: ratio` with `denominator: 1`"
    )
