"""The month a report takes when none is named: the last one that a source tells whole, and why that one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kpikit import dictionary
from kpikit.errors import PeriodError, Problem, counted
from kpikit.periods import Period
from kpikit.sources.common.snapshots import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import duckdb
    import pandas as pd

BY_DAY = ("account_daily", "ads_daily", "community_daily")
"""Tables of a row a day: a day without one was not delivered."""

BY_SPAN = (
    "web", "web_pages", "conversions", "search", "account_periods", "ads_periods", "marketplace_search",
)  # fmt: skip
"""Tables whose rows count spans of days: one that reaches over a month's ends says nothing of the month."""

PICTURES = ("audience", "competitors")
"""Tables of pictures taken on a day: they tell no month."""

HALF_A_DAY = "INTERVAL 12 HOURS"
"""An export is dated by the end of a day in its zone: half a day earlier it is that day in all but one."""

MOST_NAMED = 6
"""So many sources are named where no month is whole."""


@dataclass(frozen=True)
class Delivered:
    """What one source gave into one table.

    Attributes:
        source: Key of the brand's sources.
        table: Canonical table.
        days: Days told, for a table of events those from the first up to its export.
        whole: Months told whole.
        by_day: Whether days that were not delivered can be told from quiet ones.
    """

    source: str
    table: str
    days: frozenset[date]
    whole: tuple[Period, ...]
    by_day: bool

    @property
    def told(self) -> str:
        """`source (table): 28 days, 2026-05-25 to 2026-06-21`."""
        count = counted(len(self.days), "day")
        return f"{self.source} ({self.table}): {count}, {min(self.days)} to {max(self.days)}"


@dataclass(frozen=True)
class WholeMonth:
    """The last whole month.

    Attributes:
        period: The month.
        source: Source that tells it whole.
        table: Canonical table that it feeds.
        by_day: Whether each day was delivered; else the month had ended when events were exported.
    """

    period: Period
    source: str
    table: str
    by_day: bool

    @property
    def why(self) -> str:
        """Why this month: for the command line."""
        if self.by_day:
            return f"{self.source} tells all its {self.period.days} days ({self.table})"
        return f"{self.source} was exported after its end ({self.table}); no source tells a month by day"


def whole_month(
    connection: duckdb.DuckDBPyConnection, filled: Iterable[str], brand: str, log: pd.DataFrame
) -> WholeMonth:
    """The last month that a source tells whole by day or span; else the last that events tell.

    Args:
        connection: A connection of the store.
        filled: Names of tables that hold rows.
        brand: The brand, for messages.
        log: The import log: where there is no row, it knows why.

    Raises:
        PeriodError: There are no data, or no month is whole; says which days each source has.
    """
    found = [entry for table in sorted(filled) for entry in _delivered(connection, table)]
    for by_day in (True, False):
        months = [(month.start, entry) for entry in found if entry.by_day == by_day for month in entry.whole]
        if months:
            start, entry = max(months, key=lambda pair: (pair[0], -found.index(pair[1])))
            return WholeMonth(Period.month(start.year, start.month), entry.source, entry.table, by_day)
    if not found:
        raise PeriodError(_nothing(brand, log))
    newest = max(found, key=lambda entry: (entry.by_day, max(entry.days)))
    told = "; ".join(entry.told for entry in found[:MOST_NAMED])
    raise PeriodError(
        Problem(
            f"no month is covered whole by a source of {brand!r}: {told}",
            allowed=f"a period of your own, such as --period {min(newest.days)}..{max(newest.days)}",
        )
    )


def _nothing(brand: str, log: pd.DataFrame) -> Problem:
    """Why there is no row: no file, all refused, or read without rows; and what would supply some."""
    refused = log[log["status"] == "refused"]
    read = log[log["status"] == "imported"]
    place = f"data/{brand}/<source>/"
    if len(refused):
        # What would supply rows, the first refusal says itself.
        first = str(refused["problem"].iloc[0]).splitlines()[0]
        return Problem(f"{brand!r} has no data: {_files(len(refused))} refused, the first: {first}")
    if len(read):
        return Problem(
            f"{brand!r} has no data: {_files(len(read))} read and held no row of any day, "
            f"such as {read['file'].iloc[0]}",
            allowed=f"the same exports over days that have figures, in {place}",
        )
    return Problem(
        f"{brand!r} has no data: no file is imported from {place}",
        allowed=f"exports of the sources in params/{brand}.yaml; `kpikit formats` lists what is read",
    )


def _files(count: int) -> str:
    return counted(count, "file") + (" was" if count == 1 else " were")


def _delivered(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[Delivered]:
    facts = dictionary.table(table)
    if facts.day is None:
        return
    if table in BY_DAY or table in BY_SPAN:
        first, last = ("period_start", "period_end") if table in BY_SPAN else (facts.day, facts.day)
        sql = f'SELECT DISTINCT source, {first}, {last} FROM "{table}" ORDER BY ALL'  # noqa: S608 - our names
        for source, spans in _by_source(connection, sql):
            known = [(start, end) for start, end in spans if start is not None and end is not None]
            if known:
                days = frozenset(day for start, end in known for day in _days(start, end))
                yield Delivered(source, table, days, tuple(_told_whole(known)), by_day=True)
        return
    sql = (
        f"SELECT source, file, min({facts.day}), max({facts.day}), "  # noqa: S608 - our names
        f"CAST(max(snapshot_at) - {HALF_A_DAY} AS DATE), list(DISTINCT date_trunc('month', {facts.day})) "
        f'FROM "{table}" WHERE {facts.day} IS NOT NULL GROUP BY ALL ORDER BY ALL'
    )
    for source, files in _by_source(connection, sql):
        pictures = table in PICTURES
        spans = [(file[1], file[2]) if pictures else _of_events(*file[:4]) for file in files]
        filled = {(month.year, month.month) for file in files for month in file[4]}
        days = frozenset(day for start, end in spans for day in _days(start, end))
        months = () if pictures else _told_whole([(day, day) for day in days])
        whole = tuple(month for month in months if _key(month) in filled)
        yield Delivered(source, table, days, whole, by_day=False)


def _of_events(file: str, first: date, last: date, exported: date | None) -> tuple[date, date]:
    """Days that a file of single events speaks for.

    Those of the range in its name; without one from the month of its first row up to its export.
    """
    stated = next((found for part in reversed(file.split("/")) if (found := named(part))), None)
    if stated is not None and stated.start is not None and stated.start <= first and last <= stated.end:
        return stated.start, stated.end
    return first.replace(day=1), max(last, exported or last)


def _by_source(
    connection: duckdb.DuckDBPyConnection, sql: str
) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for source, *rest in connection.sql(sql).fetchall():
        found.setdefault(str(source), []).append(tuple(rest))
    yield from found.items()


def _told_whole(spans: list[tuple[date, date]]) -> Iterator[Period]:
    """Months all of whose days lie in spans that stay within the month."""
    by_month: dict[tuple[int, int], set[date]] = {}
    for start, end in spans:
        if (start.year, start.month) == (end.year, end.month):
            by_month.setdefault((start.year, start.month), set()).update(_days(start, end))
    for key, days in sorted(by_month.items()):
        month = Period.month(*key)
        if len(days) == month.days:
            yield month


def _key(month: Period) -> tuple[int, int]:
    return month.start.year, month.start.month


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=offset) for offset in range((end - start).days + 1))
