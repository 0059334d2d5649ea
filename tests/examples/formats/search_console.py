"""Search Console: the zip of CSVs that `Export` gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.examples.formats.tables import Cell, csv_text, zipped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

Row = tuple[str, int, int, float]
"""Item, clicks, impressions, position."""


def export(
    span: tuple[date, date], dates: Sequence[Row], queries: Sequence[Row], other: Mapping[str, Sequence[Row]]
) -> bytes:
    """The zip: Queries, Pages, Countries, Devices, Filters, and Dates newest first.

    `other`: file name (without .csv) to rows; their first header is taken from the name.
    """
    first, last = span
    heads = {"Queries": "Top queries", "Pages": "Top pages", "Countries": "Country", "Devices": "Device"}
    tables = {"Queries": queries, **other}
    members = {f"{name}.csv": _table(heads[name], _ranked(rows)) for name, rows in tables.items()}
    members["Dates.csv"] = _table("Date", sorted(dates, reverse=True))
    filters = [["Filter", "Value"], ["Search type", "Web"], ["Date", f"{_words(first)}-{_words(last)}"]]
    members["Filters.csv"] = csv_text(filters).rstrip("\n").encode()
    return zipped(members)


def name(site: str, exported: date) -> str:
    """`https___www.example.com_-Performance-on-Search-2025-04-01.zip`."""
    return f"https___{site}_-Performance-on-Search-{exported.isoformat()}.zip"


def _table(head: str, rows: Sequence[Row]) -> bytes:
    body: list[list[Cell]] = [[head, "Clicks", "Impressions", "CTR", "Position"]]
    for item, clicks, impressions, position in rows:
        known = impressions > 0
        rate = f"{round(100 * clicks / impressions, 2):g}%" if known else ""
        body.append([item, clicks, impressions, rate, f"{position:g}" if known else ""])
    return csv_text(body).rstrip("\n").encode()


def _ranked(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))


def _words(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"
