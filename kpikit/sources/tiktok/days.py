"""Days that TikTok Studio writes without a year, in the language of the account: `April 12`, `8 de marzo`."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pandas as pd

from kpikit.sources import values

MONTHS: dict[str, tuple[str, ...]] = {
    "en": (
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ),
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    "pt": (
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ),
}
_NUMBER_OF = {name: number for names in MONTHS.values() for number, name in enumerate(names, 1)}
_NUMBER_OF |= {name[:3]: number for number, name in enumerate(MONTHS["en"], 1)}

_MONTH_DAY = re.compile(r"(?P<month>[^\W\d]+)\.? (?P<day>\d{1,2})")
_DAY_MONTH = re.compile(r"(?P<day>\d{1,2})\.? (?:de |d[eo] )?(?P<month>[^\W\d]+)\.?")
_WITH_YEAR = ("%Y-%m-%d", "%Y/%m/%d")
_LONGEST_STEP_BACK = 4


def month_day(text: str) -> tuple[int, int] | None:
    """Month and day of a text; None where it is neither of the two orders, or names no known month."""
    words = " ".join(text.casefold().split())
    match = _MONTH_DAY.fullmatch(words) or _DAY_MONTH.fullmatch(words)
    if match is None or match["month"] not in _NUMBER_OF:
        return None
    return _NUMBER_OF[match["month"]], int(match["day"])


def resolve(texts: pd.Series, last: date, *, consecutive: bool) -> values.Parsed:
    """Days with their year.

    Args:
        texts: String column: days without a year, or ISO days.
        last: Day that none of them lies after (the day of export).
        consecutive: The rows are consecutive days, so the newest is anchored before `last` and the years of
            the others follow by counting; else each is the latest such day not after `last`.
    """
    stated, _ = values.day(texts, _WITH_YEAR)
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
    """Whether most steps from row to row go back in time (a turn of the year counts the other way)."""
    known = [part for part in parts if part]
    steps = [later < earlier for earlier, later in pairwise(known)]
    return sum(steps) * 2 > len(steps)


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
