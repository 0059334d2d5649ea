"""The data dictionary: what each canonical table and column means."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kpikit.errors import Problem, StoreError, nearest
from kpikit.shipped import shipped_yaml

NEVER = "never"
"""`personal` of a column that no store holds."""


@dataclass(frozen=True)
class Column:
    """A column of a canonical table.

    Attributes:
        name: Its name.
        type: text, int, float, bool, date or instant (UTC).
        meaning: What it says.
        unit: exposures, accounts, count, seconds, hours, money, share; None for labels.
        personal: "pseudonym": outside values are replaced by keyed pseudonyms when read;
            "public_only": kept for public professionals only; "never": handed over for the rules that tag
            rows, and dropped before rows are kept.
    """

    name: str
    type: str
    meaning: str
    unit: str | None = None
    personal: str | None = None


@dataclass(frozen=True)
class Table:
    """A canonical table.

    Attributes:
        name: Its name.
        meaning: What a row is.
        key: Columns that identify a thing; of several rows the newest snapshot counts.
        columns: Own columns, then common ones, then (where there is a clock) the local ones.
        clock: Instant column that is resolved into local_date and so on.
        merge: "rows": of rows with one key the newest counts whole; "columns": column by column, the newest
            value that is not null.
        day: Column by whose month the store is split; None = one file.
        unkept: Columns that readers hand over for the rules that tag rows; no store holds them.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: dict[str, Column]
    clock: str | None = None
    merge: str = "rows"
    day: str | None = None
    unkept: dict[str, Column] = field(default_factory=dict)

    @property
    def readable(self) -> dict[str, Column]:
        """All columns that a reader may give."""
        return self.columns | self.unkept


@cache
def tables() -> dict[str, Table]:
    """All canonical tables by name."""
    raw = shipped_yaml(Path(__file__).parent / "tables.yaml")
    found = {}
    for name, entry in raw["tables"].items():
        columns = entry["columns"] | raw["common"] | (raw["local"] if "clock" in entry else {})
        described = {column: Column(column, **facts) for column, facts in columns.items()}
        found[name] = Table(
            name=name,
            meaning=entry["meaning"],
            key=tuple(entry["key"]),
            columns={name: column for name, column in described.items() if column.personal != NEVER},
            clock=entry.get("clock"),
            merge=entry.get("merge", "rows"),
            day=entry.get("day"),
            unkept={name: column for name, column in described.items() if column.personal == NEVER},
        )
    return found


@cache
def added_columns() -> frozenset[str]:
    """Columns that the kit itself adds to rows: where they came from, and local time."""
    raw = shipped_yaml(Path(__file__).parent / "tables.yaml")
    return frozenset((*raw["common"], *raw["local"]))


def table(name: str) -> Table:
    """One canonical table.

    Raises:
        StoreError: There is none of that name.
    """
    known = tables()
    if name not in known:
        raise StoreError(
            Problem(f"no canonical table {name!r}", allowed=", ".join(known), nearest=nearest(name, known))
        )
    return known[name]
