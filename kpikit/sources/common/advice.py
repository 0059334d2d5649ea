"""What to write into a mapping where a column could not be read: hints for the person who made it.

A hint tells formats and keys, never a cell.
"""

from __future__ import annotations

from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING

from kpikit.sources.common import cells
from kpikit.text import clean_line

if TYPE_CHECKING:
    import pandas as pd

_DAYS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y", "%m-%d-%Y",
    "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y",
    "%d-%b-%y",
)  # fmt: skip
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %H:%M", ", %H:%M:%S", ", %I:%M:%S %p")
_TRIED = 200
"""Different cells that a format is tried on."""

_MOST_NAMED = 2
_FEW = 0.1
"""Share of a column's cells: fewer that can't be read are damaged cells, not another format."""

LINES = 0.2
"""Share of the rows of `orders` that repeat an order's number from which on they look like order lines."""


def on_dates(texts: pd.Series, unreadable: pd.Series, header: str, pattern: str | None) -> str | None:
    """How the mapping says the way that a column's dates are written; None where few cells can't be read.

    Args:
        texts: The column's cells, null where missing.
        unreadable: Mask of those that are no date.
        header: The column's name in the file.
        pattern: `dates:` of the mapping.
    """
    count, given = int(unreadable.sum()), int(texts.notna().sum())
    if not count or count < _FEW * given:
        return None
    read = f"`dates: {pattern}` of the mapping" if pattern else "ISO 8601 (2026-10-31, 2026-10-31 14:05)"
    told = f"column {clean_line(header, 60)!r}: {count} cell(s) are no date in the form of {read}"
    fitting = _fitting(texts[unreadable])
    if fitting:
        listed = " or ".join(f'dates: "{written}"' for written in fitting)
        return f"{told}; what the file holds fits {listed}: write it under `mapping:`"
    return (
        f"{told}; the mapping says how they are written, as strptime writes formats: "
        'dates: "%d.%m.%Y %H:%M" stands for 31.10.2026 14:05'
    )


def _fitting(texts: pd.Series) -> list[str]:
    """Formats by which all of the cells can be read: none, one, or two that differ in day and month."""
    sample = texts.drop_duplicates().head(_TRIED)
    found: list[str] = []
    for day, time in product(_DAYS, _TIMES):
        # Nearly all formats fall with the first cell already.
        if (
            _reads(day + time, sample.iloc[0])
            and not cells.moments(sample, day + time, "UTC").unreadable.any()
        ):
            found.append(day + time)
            if len(found) == _MOST_NAMED:
                break
    return found


def _reads(pattern: str, text: str) -> bool:
    try:
        datetime.strptime(text.strip(), pattern)  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False
    return True


def on_repeats(rows: int, repeats: int) -> str | None:
    """What a file is that was mapped to orders and repeats their numbers; None where few do.

    Args:
        rows: Rows of the file.
        repeats: Those set aside because their order stood in an earlier row.
    """
    if not rows or repeats < LINES * rows:
        return None
    return (
        f"{repeats} of {rows} rows repeat the number of an earlier order: the file looks like order lines, "
        "a row an article. `table: order_lines` keeps such rows; `table: orders` needs a row an order, with "
        "its total"
    )
