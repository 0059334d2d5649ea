"""Rows of one raw table on their way to a canonical one: columns by name, and what became of each row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kpikit.sources.base import Reading, Remark
from kpikit.sources.common import values
from kpikit.text import LONGEST, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpikit.reader import RawTable
    from kpikit.sources.base import ControlTotal, Layout

NOT_A_NUMBER = "not a number"
NOT_WHOLE = "not a whole number"
NOT_A_DATE = "not a date in the format of this export"
CLOCK_CHANGE = "hour of a clock change; the first of both taken"
TWICE = "stands in the file a second time"
EMPTY = "a cell that every row needs is empty"
NOT_YES_OR_NO = "neither yes nor no"
UNKNOWN_WORD = "a word that `values` gives no meaning; read as missing"


class Rows:
    """The data rows of a raw table.

    Parsers hand back whole columns, all of one length, null where a cell is missing or the export has no such
    column. A row with an unreadable cell is set aside, with the column named. Each row ends up used, repaired
    or set aside: the first remark on it counts, setting aside outweighs a repair. Rows that state totals are
    taken out first (`take_out`).
    """

    def __init__(self, table: RawTable, columns: dict[str, int], missing: Iterable[str] = ()) -> None:
        self.table = table
        self._columns = columns
        self._missing = tuple(missing)
        self._read: dict[str, pd.Series] = {}
        self._aside: dict[int, Remark] = {}
        self._stated = pd.Series(data=False, index=range(table.height))
        place = {line: index for index, line in enumerate(table.lines)} if table.repaired else {}
        self._repaired = {
            place[remark.line]: Remark(remark.line, remark.reason, table=self._name)
            for remark in table.repaired
            if remark.line in place
        }
        self._damaged = [Remark(remark.line, remark.reason, table=self._name) for remark in table.damaged]

    @property
    def _name(self) -> str | None:
        name = self.table.title or self.table.member
        return clean_line(name, 100) if name else None

    def __len__(self) -> int:
        return self.table.height

    def has(self, name: str) -> bool:
        """Whether the export has the column."""
        return name in self._columns

    def place(self, name: str) -> int:
        """Position of a column that the export has."""
        return self._columns[name]

    def cells(self, name: str) -> pd.Series:
        """A column as text, null where missing."""
        if name not in self._columns:
            return pd.Series(pd.NA, index=range(len(self)), dtype="string")
        if name not in self._read:
            self._read[name] = self.at(self._columns[name])
        return self._read[name]

    def at(self, position: int) -> pd.Series:
        """The column at a position as text, null where missing."""
        return values.column(self.table.column(position), self._missing)

    def text(self, name: str, longest: int = LONGEST) -> pd.Series:
        """A column of outside text, made harmless."""
        return values.text(self.cells(name), longest)

    def number(self, name: str, decimal: str = ".") -> pd.Series:
        """A column of numbers (Float64)."""
        return self._checked(values.number(self.cells(name), decimal), NOT_A_NUMBER, name)

    def integer(self, name: str, decimal: str = ".") -> pd.Series:
        """A column of whole numbers (Int64)."""
        return self._checked(values.integer(self.cells(name), decimal), NOT_WHOLE, name)

    def day(self, name: str, formats: Sequence[str]) -> pd.Series:
        """A column of calendar days (datetime64 at midnight)."""
        return self._checked(values.day(self.cells(name), formats), NOT_A_DATE, name)

    def instant(self, name: str, formats: Sequence[str], zone: str) -> pd.Series:
        """A column of wall-clock times in `zone` as UTC instants; those of a clock change are repaired."""
        instants, unreadable, ambiguous = values.instant(self.cells(name), formats, zone)
        self.set_aside(unreadable, NOT_A_DATE, name)
        self.repair(ambiguous, CLOCK_CHANGE, name)
        return instants

    def instant_with_offset(self, name: str) -> pd.Series:
        """A column of times with their offset as UTC instants."""
        return self._checked(values.instant_with_offset(self.cells(name)), NOT_A_DATE, name)

    def _checked(self, parsed: values.Parsed, reason: str, name: str) -> pd.Series:
        column, unreadable = parsed
        self.set_aside(unreadable, reason, name)
        return column

    def set_aside(self, mask: pd.Series, reason: str, name: str | None = None) -> None:
        """Use none of the rows where `mask` is true."""
        self._mark(self._aside, mask, reason, name)

    def repair(self, mask: pd.Series, reason: str, name: str | None = None) -> None:
        """Say of the rows where `mask` is true that they were mended."""
        self._mark(self._repaired, mask, reason, name)

    def _mark(self, marks: dict[int, Remark], mask: pd.Series, reason: str, name: str | None) -> None:
        column = clean_line(self.table.header[self._columns[name]], 100) if name in self._columns else None
        for index in np.flatnonzero(mask.fillna(value=False).to_numpy(dtype=bool)):
            remark = Remark(self.table.lines[index], reason, column, self._name)
            marks.setdefault(int(index), remark)

    def adopt(self, other: Rows, codes: np.ndarray[Any, Any], name: str) -> None:
        """Say of rows what was said of their cells of one column, which `other` holds once each.

        Args:
            other: Rows of one cell each.
            codes: Per row the position of its cell in `other`; -1 where it isn't there.
            name: The column.
        """
        for marks, mark in ((other._aside, self.set_aside), (other._repaired, self.repair)):
            for reason in dict.fromkeys(remark.reason for remark in marks.values()):
                of_reason = [index for index, remark in marks.items() if remark.reason == reason]
                mark(pd.Series(np.isin(codes, of_reason)), reason, name)

    def take_out(self, mask: pd.Series) -> None:
        """Rows where `mask` is true state totals: check figures, no data, not counted among the rows."""
        self._stated |= mask.fillna(value=False).astype(bool).reset_index(drop=True)

    @property
    def stated(self) -> pd.Series:
        """Mask of the rows that state totals."""
        return self._stated

    def set_aside_repeats(self, *columns: pd.Series) -> None:
        """Set aside rows whose key stood in an earlier row that is used."""
        key = pd.concat([column.reset_index(drop=True) for column in columns], axis=1)
        used = self.kept
        repeats = pd.Series(data=False, index=range(len(self)))
        repeats[used] = key[used].duplicated()
        self.set_aside(repeats, TWICE)

    @property
    def kept(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Mask of the rows that are used: neither set aside nor totals."""
        mask = ~self._stated.to_numpy(dtype=bool)
        mask[list(self._aside)] = False
        return mask

    def frame(self, columns: dict[str, object]) -> pd.DataFrame:
        """Canonical rows: `columns` and the record number as `line`, without the rows set aside."""
        lines = pd.Series(self.table.lines, dtype="Int64")
        frame = pd.DataFrame({"line": lines, **columns}, index=range(len(self)))
        for name, value in columns.items():
            if isinstance(value, str):
                frame[name] = frame[name].astype("string")
        kept = self.kept
        return frame if kept.all() else frame[kept].reset_index(drop=True)

    def account(self) -> tuple[int, list[Remark], list[Remark]]:
        """Rows read, remarks on repaired ones, remarks on those set aside."""
        stated = set(np.flatnonzero(self._stated))
        repaired = [
            remark
            for index, remark in sorted(self._repaired.items())
            if index not in stated and index not in self._aside
        ]
        aside = [remark for index, remark in sorted(self._aside.items()) if index not in stated]
        return len(self) - len(stated) + len(self._damaged), repaired, aside + self._damaged


def reading(
    layout: Layout | str,
    parts: Iterable[Rows],
    tables: dict[str, list[pd.DataFrame]],
    *,
    notes: Iterable[str] = (),
    totals: Iterable[ControlTotal] = (),
) -> Reading:
    """Put together what was read: frames of one table joined, rows accounted for.

    Args:
        layout: As which layout.
        parts: All tables of the file that were read.
        tables: Canonical table → frames that feed it.
        notes: For the log.
        totals: Figures of the file compared with its rows.
    """
    read, repaired, aside = 0, [], []
    for part in parts:
        count, of_repaired, of_aside = part.account()
        read += count
        repaired += of_repaired
        aside += of_aside
    joined = {name: join(frames) for name, frames in tables.items() if any(len(frame) for frame in frames)}
    return Reading(
        layout=layout if isinstance(layout, str) else layout.id,
        tables=joined,
        rows_read=read,
        used=read - len(repaired) - len(aside),
        repaired=repaired,
        set_aside=aside,
        totals=list(totals),
        notes=list(notes),
    )


def join(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Frames of one table below each other; those without rows don't decide types."""
    return pd.concat([frame for frame in frames if len(frame)], ignore_index=True)


def melt(rows: Rows, columns: dict[str, pd.Series], base: dict[str, object]) -> list[pd.DataFrame]:
    """Long rows of `account_daily` out of wide ones: one frame a metric, rows with a value only.

    Args:
        rows: The rows the columns are of.
        columns: Metric → values; a metric may stand with a scope, "clicks/organic".
        base: Columns shared by all: platform, account, date …
    """
    frames = []
    for key, series in columns.items():
        metric, _, scope = key.partition("/")
        given = base | {"metric": metric, "value": series.astype("Float64")}
        frame = rows.frame(given | ({"paid_scope": scope} if scope else {}))
        frames.append(frame[frame["value"].notna()])
    return frames
