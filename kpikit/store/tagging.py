"""Rules of the parameters tag rows when they are read: content type, campaign, advertising, and so on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kpikit import dictionary
from kpikit.errors import nearest
from kpikit.sources.common.mapping import Misfit, own_columns
from kpikit.text import at_word_starts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.parameters import TagRule

_TEXTS = frozenset({"title", "text", "comment", "question"})
"""Columns of free text: a word of a rule may stand anywhere in them."""


def tagged(frame: pd.DataFrame, table: str, rules: list[TagRule]) -> tuple[pd.DataFrame, dict[int, int]]:
    """Rows with the words of all rules for their table, and without the columns that are not kept.

    A rule fills what is still empty: what the export says stays, and of several rules the first counts.

    Returns:
        The rows, and position of each rule that fits any of them → rows it fits.
    """
    frame, fitting = frame.copy(), {}
    for position, rule in enumerate(rules):
        if rule.table != table:
            continue
        fits = _fits(frame, rule)
        if fits.any():
            fitting[position] = int(fits.sum())
        for column, word in rule.put.items():
            kind = "boolean" if isinstance(word, bool) else "string"
            given: pd.Series = frame[column] if column in frame else pd.Series(pd.NA, index=frame.index)
            frame[column] = given.astype(kind).mask(given.isna() & fits, word)  # type: ignore[call-overload]
    return frame.drop(columns=list(dictionary.table(table).unkept), errors="ignore"), fitting


def _fits(frame: pd.DataFrame, rule: TagRule) -> pd.Series:
    fits = pd.Series(data=True, index=frame.index)
    for column, wanted in rule.where.items():
        if column not in frame:
            return pd.Series(data=False, index=frame.index)
        if isinstance(wanted, bool):
            fits &= frame[column].astype("boolean").eq(other=wanted).fillna(value=False)
            continue
        words = [wanted] if isinstance(wanted, str) else wanted
        lower = frame[column].astype("string").str.casefold()
        if column in _TEXTS:
            found = lower.map(re.compile(at_word_starts(words)).search, na_action="ignore").notna()
        else:
            found = lower.isin([word.casefold() for word in words])
        fits &= found.fillna(value=False)
    return fits.astype(bool)


def rule_misfits(rule: TagRule) -> Iterator[Misfit]:
    """All that is wrong in a rule, whatever files there are."""
    tables = dictionary.tables()
    if rule.table not in tables:
        yield Misfit(("table",), f"no table {rule.table!r}", ", ".join(tables), nearest(rule.table, tables))
        return
    table = tables[rule.table]
    seen = own_columns(table)
    for column in rule.where:
        if column not in seen:
            what = f"table {rule.table!r} has no column {column!r}"
            yield Misfit(("where", column), what, ", ".join(seen), nearest(column, seen))
    writable = [
        name
        for name in seen
        if name in table.columns and table.columns[name].type in ("text", "bool") and name not in table.key
    ]
    for column, word in rule.put.items():
        if column not in writable:
            what = f"a rule can't write column {column!r} of table {rule.table!r}"
            yield Misfit(("put", column), what, ", ".join(writable), nearest(column, writable))
        elif isinstance(word, bool) != (table.columns[column].type == "bool"):
            allowed = "true or false" if table.columns[column].type == "bool" else "a word"
            yield Misfit(("put", column), f"column {column!r} holds something else than that", allowed)
