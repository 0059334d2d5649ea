"""Google Analytics 4: standard reports with their preamble."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.examples.formats.tables import Cell, csv_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

TRAFFIC = [
    "Session source / medium", "Sessions", "Engaged sessions", "Engagement rate", "Average engagement time per session",
    "Events per session", "Event count", "Key events", "Session key event rate", "Total revenue",
]  # fmt: skip
EVENTS = ["Event name", "Event count", "Total users", "Event count per active user", "Total revenue"]
RULE = "# ----------------------------------------"


def report(
    title: str, account: str, span: tuple[date, date], rows: Sequence[Sequence[Cell]], *, end: str = "\n"
) -> bytes:
    """A standard report. `rows`: header first; no totals row. `end`: LF from a Mac, CRLF from Windows."""
    first, last = span
    preamble = [
        RULE, f"# {title}", f"# Account: {account}", f"# Property: {account} - GA4", RULE, "# ", "# All Users",
        f"# Start date: {first:%Y%m%d}", f"# End date: {last:%Y%m%d}",
    ]  # fmt: skip
    return (end.join(preamble) + end + csv_text(rows, end=end)).encode("utf-8")


def traffic(
    account: str,
    span: tuple[date, date],
    rows: Sequence[tuple[str, int, int, int, int, int, float]],
    *,
    end: str = "\n",
) -> bytes:
    """Traffic acquisition. A row: source / medium, sessions, engaged, seconds, events, key events, revenue."""
    table: list[list[Cell]] = [list(TRAFFIC)]
    for name, sessions, engaged, seconds, events, keys, revenue in sorted(
        rows, key=lambda row: (-row[1], row[0])
    ):
        table.append(
            [name, sessions, engaged, _plain(engaged / sessions), _plain(seconds / sessions), _plain(events / sessions),
             events, keys, _plain(min(keys, sessions) / sessions), _plain(revenue)]
        )  # fmt: skip
    return report("Traffic acquisition: Session source / medium", account, span, table, end=end)


def events(
    account: str, span: tuple[date, date], rows: Sequence[tuple[str, int, int, float]], *, end: str = "\n"
) -> bytes:
    """Events. A row: name, count, users, revenue."""
    table: list[list[Cell]] = [list(EVENTS)]
    for name, count, users, revenue in sorted(rows, key=lambda row: (-row[1], row[0])):
        table.append([name, count, users, _plain(count / users), _plain(revenue)])
    return report("Events: Event name", account, span, table, end=end)


def _plain(value: float) -> Cell:
    """1.0 is written 1, as analytics does."""
    return int(value) if value == int(value) else value
