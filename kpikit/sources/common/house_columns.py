# ruff: noqa: PD011 - `Parsed.values` and `Mapping.values` are no pandas attributes
"""Cells of a house table as values of the canonical columns that a mapping names.

Cells that can't be read set their row aside; negative durations, and labels that are none of the canonical
words, become missing, and the row is repaired.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit import dictionary
from kpikit.sources.common import advice, cells, values
from kpikit.sources.common.checks import NEGATIVE_DURATION, ids, set_aside_negative
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import (
    CLOCK_CHANGE,
    NOT_A_DATE,
    NOT_A_NUMBER,
    NOT_WHOLE,
    NOT_YES_OR_NO,
    UNKNOWN_WORD,
    Rows,
)
from kpikit.sources.common.social import platforms
from kpikit.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.dictionary import Column
    from kpikit.parameters import Mapping
    from kpikit.reader import RawTable
    from kpikit.sources.base import Context

_COUNTS = ("count", "exposures", "accounts")
_DURATIONS = {"hours": 1, "seconds": 3600}
_WORDS = {
    ("mentions", "sentiment"): {"positive", "neutral", "negative"},
    ("tickets", "sentiment"): {"positive", "neutral", "negative"},
    ("mentions", "author_kind"): {"own", "user", "influencer", "media"},
    ("community_messages", "author_kind"): {"member", "own", "bot"},
    ("surveys", "metric"): {"nps", "csat"},
}


class HouseColumns:
    """One table of a file and its mapping, column by column.

    Attributes:
        rows: The raw rows, with what became of each.
        hints: What the mapping should say instead, once columns were read.
    """

    def __init__(self, raw: RawTable, positions: dict[str, int], mapping: Mapping, context: Context) -> None:
        self.rows = Rows(raw, positions, cells.MISSING)
        self.hints: list[str] = []
        self._table = dictionary.table(mapping.table)
        self._positions = positions
        self._mapping = mapping
        self._context = context
        self._scrub = Scrubber.of(context.brand)
        self._day_only: pd.Series | None = None
        self._platforms = platforms(context.vocabularies)

    def cells_of(self, column: Column) -> tuple[pd.Series, pd.Series | None]:
        """One column alone, and of its instants which are days without a time."""
        return self._column(column), self._day_only

    def _column(self, column: Column) -> pd.Series:
        match column.type:
            case "text":
                return self._text(column)
            case "int":
                parsed = values.integer(self._texts(column.name), self._mapping.decimal)
                return self._counted(column, self._checked(parsed, NOT_WHOLE, column.name))
            case "float":
                return self._float(column)
            case "bool":
                return self._checked(cells.boolean(self._texts(column.name)), NOT_YES_OR_NO, column.name)
            case "date":
                parsed = cells.days(self._texts(column.name), self._mapping.dates)
                self._advise(column.name, parsed.unreadable)
                return self._checked(parsed, NOT_A_DATE, column.name)
            case _:
                return self._instant(column.name)

    def _texts(self, name: str) -> pd.Series:
        """The column's cells in the canonical words of `values`, null where missing."""
        texts = self.rows.cells(name)
        words = self._mapping.values.get(name)
        if not words:
            return texts
        written = values.column(self.rows.table.column(self._positions[name])).str.casefold()
        meanings = {word.strip().casefold(): self._as_written(value) for word, value in words.items()}
        return written.map(meanings).astype("string").where(written.isin(meanings), texts)

    def _as_written(self, value: object) -> str | None:
        """A canonical value as a cell would hold it."""
        if isinstance(value, float):
            return str(value).replace(".", self._mapping.decimal)
        return None if value is None else str(value)

    def _checked(self, parsed: values.Parsed, reason: str, name: str) -> pd.Series:
        self.rows.set_aside(parsed.unreadable, reason, name)
        return parsed.values

    def _counted(self, column: Column, numbers: pd.Series) -> pd.Series:
        if column.unit in _COUNTS or column.name == "n":
            set_aside_negative(self.rows, {column.name: numbers})
        return numbers

    def _float(self, column: Column) -> pd.Series:
        texts, decimal = self._texts(column.name), self._mapping.decimal
        if column.unit in _DURATIONS:
            numbers = self._checked(cells.hours(texts, decimal), NOT_A_NUMBER, column.name)
            clocks = texts.str.contains(":", regex=False).fillna(value=False)
            numbers = numbers.mask(clocks, numbers * _DURATIONS[column.unit])
            self.rows.repair(numbers < 0, NEGATIVE_DURATION, column.name)
            return numbers.mask(numbers < 0)
        parser: Callable[..., values.Parsed] = cells.money if column.unit == "money" else values.number
        return self._counted(column, self._checked(parser(texts, decimal), NOT_A_NUMBER, column.name))

    def _instant(self, name: str) -> pd.Series:
        brand_zone = self._context.brand.timezone
        zone = self._context.zone
        parsed = cells.moments(self._texts(name), self._mapping.dates, zone)
        self._advise(name, parsed.unreadable)
        self.rows.set_aside(parsed.unreadable, NOT_A_DATE, name)
        self.rows.repair(parsed.ambiguous, CLOCK_CHANGE, name)
        if not parsed.day_only.any():
            return parsed.values
        if name == self._table.clock:
            self._day_only = parsed.day_only.astype("boolean")
            return parsed.values
        begins = parsed.values.dt.tz_localize(None).dt.tz_localize(
            brand_zone, ambiguous="NaT", nonexistent="shift_forward"
        )
        return parsed.values.mask(parsed.day_only, begins.dt.tz_convert("UTC"))

    def _advise(self, name: str, unreadable: pd.Series) -> None:
        header = self.rows.table.header[self._positions[name]]
        hint = advice.on_dates(self._texts(name), unreadable, header, self._mapping.dates)
        self.hints += [] if hint is None else [hint]

    def _text(self, column: Column) -> pd.Series:
        name, texts = column.name, self._texts(column.name)
        if column.personal == "pseudonym":
            return values.keyed(texts, self._context.pseudonym)
        if name == "platform":
            return self._platform(texts)
        if name.endswith("_id"):
            return ids(self.rows, name, texts)
        if (words := self._words(column)) is not None:
            lower = texts.str.casefold()
            known = lower.isin(words)
            self.rows.repair(texts.notna() & ~known, UNKNOWN_WORD, name)
            return lower.where(known)
        if column.personal == "public_only":
            return _each(texts, clean_line)
        return values.text(texts) if name == "link" else _each(texts, self._scrub)

    def _words(self, column: Column) -> set[str] | None:
        """The canonical words, of a column that holds nothing else."""
        return _WORDS.get((self._table.name, column.name))

    def _platform(self, texts: pd.Series) -> pd.Series:
        """Canonical names; where it says what something came from, only social platforms are named."""
        lower = texts.str.casefold()
        canonical = lower.map(self._platforms, na_action="ignore").astype("string")
        return canonical.fillna(lower) if "platform" in self._table.key else canonical

    def _constant(self, name: str) -> pd.Series:
        """One value for all rows, read as a cell of the column would be."""
        written = self._as_written(self._mapping.constants[name])
        column = self._table.readable[name]
        texts = pd.Series(written, index=range(len(self.rows)), dtype="string")
        match column.type:
            case "text":
                return self._platform(texts) if name == "platform" else texts
            case "int":
                return values.integer(texts, self._mapping.decimal).values
            case "float":
                return values.number(texts, self._mapping.decimal).values
            case "bool":
                return cells.boolean(texts).values
            case "date":
                return cells.days(texts, None).values
            case _:
                return cells.moments(texts, None, self._context.brand.timezone).values


def _each(texts: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Distinct texts changed once each; empty becomes null."""
    changed = {value: change(value) for value in texts.dropna().unique()}
    result = texts.map(changed, na_action="ignore").astype("string")
    return result.mask(result == "")
