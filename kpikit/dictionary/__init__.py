"""The data dictionary: what each canonical table and column means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kpikit.errors import Problem, StoreError, nearest
from kpikit.shipped import shipped_yaml


@dataclass(frozen=True)
class Column:
    """A column of a canonical table.

    Attributes:
        name: Its name.
        type: text, int, float, bool, date or instant (UTC).
        meaning: What it says.
        unit: exposures, accounts, count, seconds, hours, money, share; None for labels.
        personal: "pseudonym": outside values are replaced by keyed pseudonyms when read;
            "public_only": kept for public professionals only.
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
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: dict[str, Column]
    clock: str | None = None
    merge: str = "rows"
    day: str | None = None


@cache
def tables() -> dict[str, Table]:
    """All canonical tables by name."""
    raw = shipped_yaml(Path(__file__).parent / "tables.yaml")
    found = {}
    for name, entry in raw["tables"].items():
        columns = entry["columns"] | raw["common"] | (raw["local"] if "clock" in entry else {})
        found[name] = Table(
            name=name,
            meaning=entry["meaning"],
            key=tuple(entry["key"]),
            columns={column: Column(column, **facts) for column, facts in columns.items()},
            clock=entry.get("clock"),
            merge=entry.get("merge", "rows"),
            day=entry.get("day"),
        )
    return found


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
