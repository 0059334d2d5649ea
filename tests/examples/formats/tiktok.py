"""TikTok Studio: BOM, every field quoted, dates without a year, `undefined` for missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.examples.formats.tables import BOM, Cell, csv_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date


def day_name(day: date) -> str:
    """`March 8`."""
    return f"{day:%B} {day.day}"


def table(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """A file as TikTok Studio writes it: no newline after the last row."""
    cells = [["undefined" if cell is None else cell for cell in row] for row in rows]
    return (BOM + csv_text([header, *cells], quote_all=True).rstrip("\n")).encode("utf-8")


def overview(rows: Sequence[tuple[date, Sequence[Cell]]]) -> bytes:
    """Overview: views, profile views, likes, comments, shares by day."""
    header = ["Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"]
    return table(header, [[day_name(day), *figures] for day, figures in rows])


def content(exported: date, rows: Sequence[Mapping[str, Cell]]) -> bytes:
    """Content: one row a video; `Time` is the day of the export."""
    header = [
        "Time",
        "Video title",
        "Video link",
        "Post time",
        "Total likes",
        "Total comments",
        "Total shares",
        "Total views",
    ]
    return table(header, [[day_name(exported), *(row[name] for name in header[1:])] for row in rows])


def follower_history(rows: Sequence[tuple[date, int, int]]) -> bytes:
    """Followers and their difference from the day before."""
    header = ["Date", "Followers", "Difference in followers from previous day"]
    return table(header, [[day_name(day), followers, difference] for day, followers, difference in rows])


def distribution(what: str, shares: Mapping[str, float]) -> bytes:
    """Gender or territories: fractions."""
    return table([what, "Distribution"], [[name, share] for name, share in shares.items()])
