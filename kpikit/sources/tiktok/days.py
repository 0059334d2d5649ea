"""Days that TikTok Studio writes without a year, in the language of the account: `April 12`, `8 de marzo`."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pandas as pd

from kpikit.sources.common import calendars, values

_LEAP_YEAR, _DAYS = 2024, 366
_LONGEST_STEP_BACK = 4


def month_day(text: str) -> tuple[int, int] | None:
    """Month and day of a text in any language that `calendars` knows; None where it names no day."""
    found = calendars.day_in_words(text, year=_LEAP_YEAR)
    return (found.month, found.day) if found else None


def resolve(texts: pd.Series, last: date, *, consecutive: bool) -> values.Parsed:
    """Days with their year.

    Args:
        texts: String column: days without a year, or all with one.
        last: Day that none of them lies after (the day of export).
        consecutive: The rows are consecutive days, so the newest is anchored before `last` and the years of
            the others follow by counting; else each is the latest such day not after `last`.
    """
    stated, _ = calendars.days(texts)
    if stated.notna().any():
        return values.Parsed(stated, texts.notna() & stated.isna())
    found: list[date | None] = [None] * len(texts)
    parts = [None if pd.isna(text) else month_day(text) for text in texts]
    order = range(len(parts) - 1, -1, -1)
    if consecutive and _descending(parts):
        order = range(len(parts))
    limit = last
    for index in order:
        part = parts[index]
        day = _latest(part, limit) if part else None
        found[index] = day
        if consecutive and day is not None:
            limit = day
    days = pd.to_datetime(pd.Series(found, index=texts.index, dtype="object"))
    return values.Parsed(days, texts.notna() & days.isna())


def _descending(parts: list[tuple[int, int] | None]) -> bool:
    """Whether most steps from row to row go back in time; by the shorter way round the turn of a year."""
    known = [date(_LEAP_YEAR, *part).toordinal() for part in parts if part]
    steps = [(later - earlier) % _DAYS for earlier, later in pairwise(known)]
    return sum(step > _DAYS // 2 for step in steps) * 2 > len(steps)


def _latest(part: tuple[int, int], limit: date) -> date | None:
    """The latest day of that month and day not after `limit`; 29 February may lie years back."""
    for year in range(limit.year, limit.year - 2 * _LONGEST_STEP_BACK - 1, -1):
        try:
            day = date(year, *part)
        except ValueError:
            continue
        if day <= limit:
            return day
    return None
