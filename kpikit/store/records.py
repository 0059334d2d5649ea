"""What an import says of each file, and what it leaves beside the tables: plain data, no heavy imports."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.project import Project
    from kpikit.sources.base import ControlTotal, Reading

DIFFER = "they differ"
"""How a figure ends that a file states and its rows don't add up to."""

NO_ROWS = "no rows"
"""Note on a file with column names alone, or nothing below its totals."""

KEPT = "kept"
"""Folder of the store for what follows from its months."""

Status = Literal["imported", "unchanged", "refused", "ignored"]


@dataclass(frozen=True)
class FileRecord:
    """What became of one file. Where it was read: rows_read == used + repaired + set_aside.

    Attributes:
        source: Key of the source: the folder's name.
        file: Path below data/<brand>/.
        status: imported (read now), unchanged (read by an earlier import), refused (see `problem`), or
            ignored (hidden or an editor's leftover, see `notes`).
        layout: Layout id and version that read it; empty where none did.
        rows_read: Data rows in the file.
        used: Rows used as they stood.
        repaired: Rows used after a repair.
        set_aside: Rows not used.
        reasons: Why rows were repaired or set aside: phrase → rows.
        totals: Figures the file states itself, in words, with what its rows add up to.
        notes: What else a reader should know.
        hints: What to do about it, one sentence each.
        owner: Account, property or site that the file says it is of, where its tables have no column for it.
        accounts: Accounts of its rows, in tables that have a column for them.
        tags: Position of a rule of `tags:` → rows of the file that it fits.
        problem: Why it was refused, in words; None where it wasn't.
        first_day: First day of its rows, in the brand's zone or the platform's own days.
        last_day: Last day of its rows.
    """

    source: str
    file: str
    status: Status
    layout: str = ""
    rows_read: int = 0
    used: int = 0
    repaired: int = 0
    set_aside: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    totals: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    owner: str | None = None
    accounts: tuple[str, ...] = ()
    tags: dict[int, int] = field(default_factory=dict)
    problem: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, as kept beside a parsed part."""
        days = {
            key: day and day.isoformat()
            for key, day in (("first_day", self.first_day), ("last_day", self.last_day))
        }
        return asdict(self) | days

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> FileRecord:
        """What `as_json` gave."""
        days = {key: plain[key] and date.fromisoformat(plain[key]) for key in ("first_day", "last_day")}
        lists = {key: tuple(plain[key]) for key in ("totals", "notes", "hints", "accounts")}
        tags = {int(position): rows for position, rows in plain["tags"].items()}
        return cls(**(plain | days | lists | {"tags": tags}))

    @classmethod
    def of_reading(
        cls, source: str, file: str, reading: Reading, days: tuple[date | None, date | None]
    ) -> FileRecord:
        """The record of a file that was read."""
        notes = tuple(dict.fromkeys([*reading.notes, *([] if reading.rows_read else [NO_ROWS])]))
        remarks = Counter(remark.reason for remark in (*reading.set_aside, *reading.repaired))
        return cls(
            source,
            file,
            "imported",
            layout=reading.layout,
            rows_read=reading.rows_read,
            used=reading.used,
            repaired=len(reading.repaired),
            set_aside=len(reading.set_aside),
            reasons=dict(sorted(remarks.items())),
            totals=tuple(map(_told, reading.totals)),
            notes=notes,
            hints=tuple(reading.hints),
            owner=reading.owner,
            first_day=days[0],
            last_day=days[1],
        )


def _told(total: ControlTotal) -> str:
    stated, found = f"{total.stated:.15g}", f"{total.found:.15g}"
    if total.holds:
        return f"{total.what}: the file says {stated}, its rows {found}"
    return f"{total.what}: the file says {stated}, its rows {found}; they differ"


@dataclass(frozen=True)
class Index:
    """Which files make up a brand's store; written last, so that what it names is there whole.

    Attributes:
        whole: False while an import is replacing files: one that was killed left the store mixed.
        tables: Canonical table → names of its Parquet files.
        platforms: Source → platform, as the parameters had it.
        inputs: Digest of the parsed parts the tables were merged from.
        fingerprint: Digest of the content of all files of the store.
        digests: `<table>/<file>` → digest of its content.
    """

    whole: bool
    tables: dict[str, list[str]]
    platforms: dict[str, str]
    inputs: str
    fingerprint: str
    digests: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Index | None:
        """The index at `path`; None where nothing was imported yet."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None  # an index of another shape counts as none: the store is rebuilt from the exports

    def as_text(self) -> str:
        """What is written."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@dataclass(frozen=True)
class StoredMonth:
    """One file of a canonical table.

    Attributes:
        month: "2026-10", or "all" for rows that have no day.
        path: Where it lies.
        digest: Of its content.
    """

    month: str
    path: Path
    digest: str


@dataclass(frozen=True)
class Places:
    """Where a brand's part of the store lies."""

    project: Project
    brand: str

    def table(self, name: str) -> Path:
        """Folder of a canonical table's Parquet files."""
        return self.project.store / name / self.brand

    @property
    def index(self) -> Path:
        """Index of the brand's files."""
        return self.project.store / "log" / f"{self.brand}.json"

    @property
    def log(self) -> Path:
        """Import log: a row a file."""
        return self.project.store / "log" / f"{self.brand}.parquet"

    @property
    def coverage(self) -> Path:
        """Days that each source gave, as last worked out."""
        return self.project.store / "coverage" / f"{self.brand}.parquet"

    @property
    def kept(self) -> Path:
        """Answers of months that are kept, so that they are not computed again."""
        return self.project.store / KEPT / self.brand

    @property
    def set_aside(self) -> Path:
        """Rows not used: file, line, reason, column."""
        return self.project.store / "set_aside" / f"{self.brand}.parquet"

    @property
    def parts(self) -> Path:
        """Parsed files, one folder each."""
        return self.project.store / "parts" / self.brand

    @property
    def lock(self) -> Path:
        """Held while importing."""
        return self.project.store / "lock" / self.brand
