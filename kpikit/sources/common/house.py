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

from kpikit.sources.common import advice, values
from kpikit.sources.common.house_columns import HouseColumns
from kpikit.sources.common.mapping import COMPUTED, own_columns, required
from kpikit.sources.common.personal import PUBLIC_AUTHORS, handle
from kpikit.sources.common.rows import EMPTY
from kpikit.sources.common.snapshots import named_in

if TYPE_CHECKING:
    from datetime import date

    from kpikit.parameters import Mapping
    from kpikit.reader import RawTable
    from kpikit.sources.base import Context

FUTURE = "a moment after the day of the export"

_PLANS = frozenset({"calendar", "media_plan", "manual"})
"""Tables of what is to come."""

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


class HouseTable(HouseColumns):
    """One table of a file, read by a mapping.

    Attributes:
        rows: The raw rows, with what became of each.
        last_day: Day of the newest row, once `frame` was called.
        hints: What the mapping should say instead, once `frame` was called.
    """

    def __init__(self, raw: RawTable, positions: dict[str, int], mapping: Mapping, context: Context) -> None:
        super().__init__(raw, positions, mapping, context)
        self.last_day: date | None = None

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
        before = self.rows.kept.sum()
        self.rows.set_aside_repeats(*key)
        if self._table.name == "orders":
            hint = advice.on_repeats(len(self.rows), int(before - self.rows.kept.sum()))
            self.hints += [] if hint is None else [hint]

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
