"""Large house tables: read in pieces, written month by month, so that memory doesn't grow with the file."""

from __future__ import annotations

import gc
import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kpikit.sources import mapped
from kpikit.sources.base import Remark
from kpikit.sources.common.rows import TWICE
from kpikit.store.months import MonthFiles
from kpikit.store.parts import Part, accounts_of, as_stored
from kpikit.store.records import FileRecord
from kpikit.store.schema import cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpikit.sources.base import Context
    from kpikit.sources.common.rows import Rows
    from kpikit.store.files import Export

LARGE = 32 << 20
"""Bytes from which on a house table is read in pieces."""

_MOST_TOLD = 100_000
"""Rows set aside that are named one by one."""

_COUNTED = re.compile(r"(\d+) (rows .*)", re.DOTALL)


@dataclass
class _Account:
    """What became of the rows so far."""

    read: int = 0
    aside: int = 0
    repaired: dict[str, list[np.ndarray]] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    told: list[Remark] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    tags: Counter[int] = field(default_factory=Counter)
    accounts: set[str] = field(default_factory=set)

    def add(self, rows: Rows) -> None:
        read, repaired, aside = rows.account()
        self.read += read
        lines: dict[str, list[int]] = {}
        for remark in repaired:
            lines.setdefault(remark.reason, []).append(remark.line)
        for reason, own in lines.items():
            self.repaired.setdefault(reason, []).append(np.array(own, dtype=np.int32))
        self.set_aside(aside)

    def leave_out(self, lines: set[int]) -> None:
        """Set rows aside that were taken for used or repaired ones."""
        self.set_aside([Remark(line, TWICE) for line in sorted(lines)])
        gone = np.array(sorted(lines), dtype=np.int32)
        self.repaired = {
            reason: [own[~np.isin(own, gone)] for own in parts] for reason, parts in self.repaired.items()
        }

    def mended(self) -> dict[str, int]:
        """Reason → rows repaired."""
        counts = {reason: sum(map(len, parts)) for reason, parts in self.repaired.items()}
        return {reason: count for reason, count in counts.items() if count}

    def set_aside(self, remarks: list[Remark]) -> None:
        self.aside += len(remarks)
        self.reasons.update(remark.reason for remark in remarks)
        self.told += remarks[: max(0, _MOST_TOLD - len(self.told))]

    def note(self, notes: list[str]) -> None:
        """Notes that count rows, added up over the pieces."""
        for note in notes:
            match = _COUNTED.fullmatch(note)
            self.counted[match[2] if match else note] += int(match[1]) if match else 0

    def notes(self) -> list[str]:
        found = [f"{count} {note}" if count else note for note, count in self.counted.items()]
        if self.aside > len(self.told):
            found.append(f"of {self.aside} rows set aside the first {len(self.told)} are named one by one")
        return found


def is_large(export: Export, context: Context) -> bool:
    """Whether a file is a house table to be read in pieces, if it can be."""
    return context.source.mapping is not None and export.path.stat().st_size >= LARGE


def parse_large(export: Export, context: Context, folder: Path) -> Part:
    """Read one file in pieces; its rows are written below `folder`.

    Raises:
        ExportError: The mapping is wrong, a currency has no rate, or nothing says of which day its figures
            are.
        NotPlainError: The file is none that can be read in pieces.
    """
    with _uncollected():
        return _parsed(export, context, folder)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for circles of garbage: there are none among millions of words, and it takes its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _parsed(export: Export, context: Context, folder: Path) -> Part:
    pieces = mapped.in_pieces(context)
    known = pieces.snapshot()
    constants = {
        "brand": context.brand.brand,
        "source": context.key,
        "file": context.relative,
        "layout": pieces.layout,
        "snapshot_at": known or _UNKNOWN,
    }
    account = _Account()
    files = MonthFiles(folder / pieces.table, pieces.table, constants)
    for frame, rows in pieces:
        account.add(rows)
        if len(frame):
            stored, notes, fitting = as_stored(frame, pieces.table, context)
            account.note(notes)
            account.tags.update(fitting)
            rows_stored = cast(stored, pieces.table)
            account.accounts |= set(accounts_of({pieces.table: rows_stored}))
            files.add(rows_stored.drop_columns([*constants]))
    files.close()
    _settle(files, account, {} if known else {"snapshot_at": pieces.moment()})
    days, mended = files.days(), account.mended()
    repaired = sum(mended.values())
    record = FileRecord(
        export.source,
        export.relative,
        "imported",
        layout=pieces.layout,
        rows_read=account.read,
        used=account.read - repaired - account.aside,
        repaired=repaired,
        set_aside=account.aside,
        reasons=dict(sorted((account.reasons + Counter(mended)).items())),
        notes=(*pieces.notes, *account.notes()),
        first_day=days[0],
        last_day=days[1],
        accounts=tuple(sorted(account.accounts)),
        tags=dict(account.tags),
    )
    return Part(record, tuple(account.told), {}, {}, (files.folder,))


_UNKNOWN = pd.Timestamp(0, tz="UTC")
"""Stands for the moment of the figures until the newest row was read."""


def _settle(files: MonthFiles, account: _Account, constants: dict[str, object]) -> None:
    """Leave out rows whose key stood in an earlier piece, and fill in what is known only at the end."""
    repeated = files.repeats()
    if repeated:
        account.leave_out(repeated)
    if repeated or constants:
        files.write_anew(repeated, constants)
