"""A store of a few rows in memory: typed tables of the dictionary, rows given as plain mappings."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import weakref
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from kpikit import dictionary
from kpikit.metrics import Figures
from kpikit.parameters import Brand
from kpikit.project import Project
from kpikit.store import coverage
from kpikit.store.merging import write_months
from kpikit.store.records import StoredMonth
from kpikit.store.schema import NEWEST, cast, sql_columns

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

    by_month = False
    """Whether it tells its months, as a store of this version does."""

    def __init__(self, folder: Path | None = None, **tables: list[dict[str, Any]]) -> None:
        self.rows = tables
        self._given_folder = folder
        self._written: set[str] = set()
        self._connection = duckdb.connect(":memory:", config={"threads": 1})
        self._connection.execute(SCHEMA)
        for table, rows in tables.items():
            if rows:
                frame = cast(pd.DataFrame(rows).astype(object), table)
                self._connection.register("given", frame)
                self._connection.execute(f'INSERT INTO "{table}" SELECT * FROM given')
                self._connection.unregister("given")
        # As in a store: all snapshots beside the newest of each post.
        self._connection.execute(
            "CREATE TABLE posts_all AS FROM posts; CREATE OR REPLACE TABLE posts AS FROM posts_all QUALIFY "
            "rank() OVER (PARTITION BY platform, account, post_id ORDER BY snapshot_at DESC) = 1"
        )

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own with all tables."""
        connection = self._connection.cursor()
        connection.execute("SET TimeZone = 'UTC'")
        return connection

    @cached_property
    def folder(self) -> Path:
        """Where files lie: the folder given, or one that is gone with the store."""
        if self._given_folder is not None:
            return self._given_folder
        folder = Path(tempfile.mkdtemp(prefix="tiny-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return folder

    @property
    def kept(self) -> Path:
        """As the store's own."""
        return self.folder / "kept"

    def files(self, table: str) -> list[Path]:
        """A file a month, as an import writes them."""
        folder = self.folder / table
        if self.rows.get(table) and table not in self._written:
            shutil.rmtree(folder, ignore_errors=True)
            newest = f'SELECT *, true AS {NEWEST} FROM "{table}"'
            older = f"SELECT *, false AS {NEWEST} FROM (FROM posts_all EXCEPT ALL FROM posts)"
            sql = f"{newest} UNION ALL {older}" if table == "posts" else newest
            rows = self._connection.sql(sql).to_arrow_table()
            folder.mkdir(parents=True)
            write_months(rows, table, folder)
            self._written.add(table)
        return sorted(folder.glob("*.parquet"))

    def months(self, table: str) -> list[StoredMonth]:
        """With digests of their content, where it tells them."""
        if not self.by_month:
            return []
        return [
            StoredMonth(path.stem, path, hashlib.sha256(path.read_bytes()).hexdigest())
            for path in self.files(table)
        ]

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
