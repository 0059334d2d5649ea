"""A store of a few rows in memory: typed tables of the dictionary, rows given as plain mappings."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq

from kpikit import dictionary
from kpikit.metrics import Figures
from kpikit.parameters import Brand
from kpikit.project import Project
from kpikit.store import coverage
from kpikit.store.schema import NEWEST, cast, sql_columns

if TYPE_CHECKING:
    from kpikit.store.records import StoredMonth

ROOT = Path(__file__).parents[2]
PROJECT = Project(ROOT)
EXPORTED = datetime(2026, 11, 2, 8, tzinfo=UTC)


SCHEMA = ";".join(
    f'CREATE TABLE "{table}" ('
    + ", ".join(f'"{name}" {kind}' for name, kind in sql_columns(table).items())
    + ")"
    for table in dictionary.tables()
)


ENGINE = os.environ.get("KPIKIT_TEST_ENGINE", "duck")
"""Engine that the worked cases run on: `make spark` runs them on Spark."""


class TinyStore:
    """Rows by table; absent columns are null, absent tables empty."""

    def __init__(self, **tables: list[dict[str, Any]]) -> None:
        self.rows = tables
        self._connection = duckdb.connect(":memory:", config={"threads": 1})
        self._connection.execute(SCHEMA)
        for table, rows in tables.items():
            if rows:
                frame = cast(pd.DataFrame(rows).astype(object), table)
                self._connection.register("given", frame)
                self._connection.execute(f'INSERT INTO "{table}" SELECT * FROM given')
                self._connection.unregister("given")

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own with all tables."""
        connection = self._connection.cursor()
        connection.execute("SET TimeZone = 'UTC'")
        return connection

    def files(self, table: str) -> list[Path]:
        """The rows as a file, as a store would keep them."""
        if not self.rows.get(table):
            return []
        folder = Path(tempfile.mkdtemp(prefix="tiny-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        rows = self._connection.sql(f'SELECT *, true AS {NEWEST} FROM "{table}"').to_arrow_table()
        pq.write_table(rows, folder / "rows.parquet")
        return [folder / "rows.parquet"]

    kept = Path()

    def months(self, table: str) -> list[StoredMonth]:
        """Not known: tables are loaded whole."""
        return []

    def coverage(self) -> pd.DataFrame:
        """As the store's own."""
        filled = [table for table, rows in self.rows.items() if rows]
        return coverage.coverage(self._connection, filled, {})


def brand(**parameters: Any) -> Brand:
    """A brand in Kuala Lumpur's zone with one source, unless told otherwise."""
    given = {
        "brand": "tiny",
        "name": "Tiny",
        "timezone": "Asia/Kuala_Lumpur",
        "currency": "MYR",
        "sources": {
            "ig": {"format": "meta", "platform": "instagram"},
            "fb": {"format": "meta", "platform": "facebook"},
        },
    }
    return Brand.model_validate(given | parameters)


def figures(parameters: dict[str, Any] | None = None, **tables: list[dict[str, Any]]) -> Figures:
    """Figures over a few rows."""
    return Figures(PROJECT, brand(**(parameters or {})), TinyStore(**tables), ENGINE)


def post(post_id: str, day: date, platform: str = "instagram", **facts: Any) -> dict[str, Any]:
    """A post published at noon."""
    return {
        "source": platform[:2],
        "platform": platform,
        "account": "a",
        "post_id": post_id,
        "local_date": day,
        "local_dow": day.isoweekday(),
        "local_hour": 12,
        "published_at": datetime(day.year, day.month, day.day, 4, tzinfo=UTC),
        "snapshot_at": EXPORTED,
    } | facts


def daily(metric: str, day: date, value: float, platform: str = "instagram", **facts: Any) -> dict[str, Any]:
    """One figure of an account's day."""
    return {
        "source": platform[:2],
        "platform": platform,
        "account": "a",
        "surface": platform,
        "paid_scope": "both",
        "metric": metric,
        "date": day,
        "day_zone": "America/Los_Angeles",
        "value": value,
        "snapshot_at": EXPORTED,
    } | facts


def event(day: date, hour: int = 12, **facts: Any) -> dict[str, Any]:
    """A row of an event table at an hour of the day in UTC."""
    return {
        "source": "events",
        "local_date": day,
        "snapshot_at": EXPORTED,
    } | facts


def at(day: date, hour: float = 12) -> datetime:
    """An instant in UTC."""
    return datetime(day.year, day.month, day.day, int(hour), round(hour % 1 * 60), tzinfo=UTC)
