# ruff: noqa: PD011 - `Parsed.values` and `Mapping.values` are no pandas attributes
"""Rows of a house table on their way to a canonical one.

- An export without an id gets one: a keyed digest of what identifies the row (`mapping.COMPUTED`).
- Cells that can't be read, impossible dates, negative counts, empty cells where a row needs one: the row is
  set aside. Negative durations, and labels that are none of the canonical words, become missing; the row is
  repaired.
- Business hours to a reply or a solution count only where that moment is there: else help desks write
  0:00:00.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit import dictionary
from kpikit.sources.common import cells, values
from kpikit.sources.common.checks import NEGATIVE_DURATION, ids, set_aside_negative
from kpikit.sources.common.mapping import COMPUTED, own_columns, required
from kpikit.sources.common.personal import PUBLIC_AUTHORS, Scrubber, handle
from kpikit.sources.common.rows import (
    CLOCK_CHANGE,
    EMPTY,
    NOT_A_DATE,
    NOT_A_NUMBER,
    NOT_WHOLE,
    NOT_YES_OR_NO,
    UNKNOWN_WORD,
    Rows,
)
from kpikit.sources.common.snapshots import named_in
from kpikit.sources.common.social import platforms
from kpikit.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kpikit.dictionary import Column
    from kpikit.parameters import Mapping
    from kpikit.reader import RawTable
    from kpikit.sources.base import Context

FUTURE = "a moment after the day of the export"

_PLANS = frozenset({"calendar", "media_plan", "manual"})
"""Tables of what is to come."""

_COUNTS = ("count", "exposures", "accounts")
_DURATIONS = {"hours": 1, "seconds": 3600}
_WORDS = {
    ("mentions", "sentiment"): {"positive", "neutral", "negative"},
    ("tickets", "sentiment"): {"positive", "neutral", "negative"},
    ("mentions", "author_kind"): {"own", "user", "influencer", "media"},
    ("community_messages", "author_kind"): {"member", "own", "bot"},
    ("surveys", "metric"): {"nps", "csat"},
}
_OTHERWISE = {
    ("mentions", "kind"): "mention",
    ("mentions", "subject"): "own",
    ("mentions", "author_kind"): "user",
    ("community_messages", "author_kind"): "member",
}
"""What a row is where the mapping doesn't name the column."""

_ONLY_WITH = {
    "first_response_business_hours": "first_response_at",
    "resolution_business_hours": "resolved_at",
}


class HouseTable:
    """One table of a file, read by a mapping.

    Attributes:
        rows: The raw rows, with what became of each.
        last_day: Day of the newest row, once `frame` was called.
    """

    def __init__(self, raw: RawTable, positions: dict[str, int], mapping: Mapping, context: Context) -> None:
        self.rows = Rows(raw, positions, cells.MISSING)
        self.last_day: date | None = None
        self._table = dictionary.table(mapping.table)
        self._positions = positions
        self._mapping = mapping
        self._context = context
        self._scrub = Scrubber.of(context.brand)
        self._day_only: pd.Series | None = None
        self._platforms = platforms(context.vocabularies)

    def frame(self) -> pd.DataFrame:
        """Rows of the canonical table, without those set aside."""
        columns = {}
        for name in own_columns(self._table):
            if name in self._mapping.columns:
                columns[name] = self._column(self._table.readable[name])
            elif name in self._mapping.constants:
                columns[name] = self._constant(name)
        self._complete(columns)
        self._require(columns)
        self._set_aside_future(columns)
        self._identify(columns)
        if self._day_only is not None:
            columns["day_only"] = self._day_only
        frame = self.rows.frame(dict(columns))
        self._note_last_day(frame)
        return frame

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
        zone = self._context.source.timezone or brand_zone
        parsed = cells.moments(self._texts(name), self._mapping.dates, zone)
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

    def _complete(self, columns: dict[str, pd.Series]) -> None:
        """Fill in what the parameters know, and what follows from other columns."""
        source, brand = self._context.source, self._context.brand
        own = self._table.columns
        if "currency" in own:
            currency = source.currency or brand.currency
            columns["currency"] = self._filled(columns.get("currency"), currency)
        if "community" in own:
            columns["community"] = self._filled(columns.get("community"), source.account or self._context.key)
        if "platform" in own and "platform" not in columns and source.platform in self._platforms:
            columns["platform"] = self._filled(None, self._platforms[source.platform])
        for (table, name), word in _OTHERWISE.items():
            if table == self._table.name and name not in columns:
                columns[name] = self._filled(None, word)
        for hours, moment in _ONLY_WITH.items():
            if hours in columns and moment in columns:
                columns[hours] = columns[hours].mask(columns[moment].isna())
        if "author_key" in columns:
            self._authors(columns)

    def _filled(self, given: pd.Series | None, value: str) -> pd.Series:
        if given is None:
            return pd.Series(value, index=range(len(self.rows)), dtype="string")
        return given.fillna(value)

    def _authors(self, columns: dict[str, pd.Series]) -> None:
        """The brand's own accounts are known by their handles; names and profile links of others go."""
        written = self.rows.cells("author_key")
        distinct = written.dropna().unique()
        own = written.isin([name for name in distinct if self._scrub.is_own(name)])
        columns["author_kind"] = columns["author_kind"].mask(own, "own")
        private = ~columns["author_kind"].isin(PUBLIC_AUTHORS)
        if "author_name" in columns:
            columns["author_name"] = columns["author_name"].mask(private)
        if "link" in columns:
            pairs = zip(columns["link"].fillna(""), written.fillna(""), strict=True)
            named = [bool(who) and handle(who) in link.casefold() for link, who in pairs]
            names = pd.Series(named, dtype="bool")
            profile = columns["link"].str.contains("/@", regex=False).fillna(value=False)
            columns["link"] = columns["link"].mask(private & (names | profile))

    def _require(self, columns: dict[str, pd.Series]) -> None:
        for name in required(self._table):
            self.rows.set_aside(columns[name].isna(), EMPTY, name)

    def _identify(self, columns: dict[str, pd.Series]) -> None:
        """Compute the id where the export has none; set rows aside whose own id stood in an earlier one."""
        name, of = COMPUTED.get(self._table.name, ("", ()))
        if name and name not in columns:
            parts = [
                columns[part].astype("string").fillna("") for part in ("platform", *of) if part in columns
            ]
            content = reduce(lambda one, other: one + "\x1f" + other, parts).str.casefold()
            numbered = content + "\x1f" + content.groupby(content).cumcount().astype("string")
            columns[name] = values.keyed(numbered, self._context.pseudonym)
        elif name and columns[name].isna().any():
            self.rows.set_aside(columns[name].isna(), EMPTY, name)
        if "line_no" in self._table.key and "line_no" not in columns:
            columns["line_no"] = columns["order_id"].groupby(columns["order_id"]).cumcount() + 1
        self._set_aside_repeats(columns)

    def _set_aside_repeats(self, columns: dict[str, pd.Series]) -> None:
        key: list[Any] = [columns[part] for part in self._table.key if part in columns]
        self.rows.set_aside_repeats(*key)

    def _set_aside_future(self, columns: dict[str, pd.Series]) -> None:
        """What is said of the time after the export hasn't happened (a day more: zones differ)."""
        moment = self._table.clock or self._table.day
        stated = named_in(self._context)
        last = stated.end if stated is not None else self._context.source.received
        if moment not in columns or last is None or self._table.name in _PLANS:
            return
        days = columns[moment]
        wall = days.dt.tz_localize(None) if days.dt.tz is not None else days
        self.rows.set_aside(wall >= pd.Timestamp(last) + pd.Timedelta(days=2), FUTURE, moment)

    def _note_last_day(self, frame: pd.DataFrame) -> None:
        moment = self._table.clock or self._table.day
        if moment is None or frame[moment].isna().all():
            return
        newest = frame[moment].max()
        if newest.tzinfo is not None and self._day_only is None:
            newest = newest.tz_convert(self._context.brand.timezone)
        self.last_day = newest.date()


def _each(texts: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Distinct texts changed once each; empty becomes null."""
    changed = {value: change(value) for value in texts.dropna().unique()}
    result = texts.map(changed, na_action="ignore").astype("string")
    return result.mask(result == "")
