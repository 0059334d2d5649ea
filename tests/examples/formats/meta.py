"""Meta Business Suite: content export (one row a post) and daily metric files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.examples.days import local
from tests.examples.formats.tables import BOM, Cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

PACIFIC = "America/Los_Angeles"

INSTAGRAM_2025 = [
    "Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)", "Publish time",
    "Permalink", "Post type", "Data comment", "Date", "Views", "Reach", "Likes", "Shares", "Comments", "Saves", "Follows",
]  # fmt: skip
INSTAGRAM_2026 = [*INSTAGRAM_2025[:11], "Views", "Reach", "Likes", "Shares", "Follows", "Comments", "Saves"]
FACEBOOK = [
    "Post ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time", "Caption type",
    "Permalink", "Is crosspost", "Is share", "Post type", "Languages", "Custom labels", "Funded content status",
    "Data comment", "Date", "Views", "Reach", "Reactions, Comments and Shares", "Reactions", "Comments", "Shares",
    "Total clicks", "Link Clicks", "Other Clicks", "Matched Audience Targeting Consumption (Photo Click)",
    "Seconds viewed", "Average Seconds viewed", "Estimated earnings (USD)", "Ad impressions",
]  # fmt: skip
FACEBOOK_2024 = [("Impressions" if name == "Views" else name) for name in FACEBOOK]


def publish_time(moment: datetime) -> str:
    """What Meta prints: the wall clock of California, in every country, without saying so."""
    return f"{local(moment, PACIFIC):%m/%d/%Y %H:%M}"


def content_name(first: date, last: date, number: int) -> str:
    """`Oct-01-2024_Dec-31-2024_1234567890123456.csv`."""
    return f"{first:%b-%d-%Y}_{last:%b-%d-%Y}_{number}.csv"


def content(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]], *, ragged: bool = False) -> bytes:
    """The content export. `ragged`: empty cells at the end of a row are left out, as some exports do."""
    lines = [_line(columns)]
    for row in rows:
        cells = [row.get(name) for name in columns]
        while ragged and cells[-1] is None:
            cells.pop()
        lines.append(_line(cells))
    return (BOM + "\n".join(lines) + "\n").encode("utf-8")


def _line(cells: Sequence[Cell]) -> str:
    return ",".join(_quoted("" if cell is None else str(cell)) for cell in cells)


def _quoted(text: str) -> str:
    """Quotes as PHP's fputcsv sets them: a blank is enough."""
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ' ,"\n\t\\') else text


def daily(title: str, figures: Sequence[tuple[date, int]]) -> bytes:
    """A daily metric file: UTF-16LE, `sep=,`, the metric's title, one row a day."""
    lines = ["sep=,", f'"{title}"', '"Date","Primary"']
    lines += [f'"{day.isoformat()}T00:00:00","{value}"' for day, value in figures]
    return _utf16(lines)


def audience(
    ages: Mapping[str, tuple[float, float]], countries: Mapping[str, float], cities: Mapping[str, float]
) -> bytes:
    """The audience file: three sections, percentages without a sign (ages: women, men)."""
    lines = ["sep=,", '"Age & gender"', '"","Women","Men"']
    lines += [f'"{age}","{women}","{men}"' for age, (women, men) in ages.items()]
    for title, shares in (("Top countries", countries), ("Top cities", cities)):
        lines += ["", f'"{title}"', ",".join(f'"{name}"' for name in shares)]
        lines.append(",".join(f'"{value}"' for value in shares.values()))
    return _utf16(lines)


def _utf16(lines: Sequence[str]) -> bytes:
    return (BOM + "\n".join(lines) + "\n\n").encode("utf-16-le")
