"""Days and ranges of days as exports write them: in words of many languages, above a header, in a name.

What can be read in two ways (`03/04/2026 - 05/06/2026`) is not read.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from babel import Locale

from kpikit.errors import ExportError, Problem
from kpikit.periods import Period
from kpikit.sources.common import numeric_days
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.common.values import Parsed

if TYPE_CHECKING:
    from kpikit.sources.base import Context

LANGUAGES = (
    "en", "en_GB", "es", "pt", "de", "fr", "it", "id", "ms", "nl", "pl", "sv", "da", "nb", "fi", "cs", "ro",
    "hu", "tr", "th", "el", "uk", "ru",
)  # fmt: skip
"""Languages whose month names are known; Chinese, Japanese, Korean and Vietnamese number their months."""

_FIRST_YEAR, _LAST_YEAR = 2004, 2100
_NUMBERED = re.compile(
    r"(?:(?P<year>\d{4})\s*[年년]\s*)?(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日号號일]?"
)
_VIETNAMESE = re.compile(r"(?P<day>\d{1,2}) (?:tháng|thg) (?P<month>\d{1,2})(?:,? (?P<year>\d{4}))?")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_TOKENS = re.compile(r"\d+|[^\d\s.,/()-]+")
_DASH = re.compile(r"\s+[-\u2013\u2014~\u301c]\s+|\s*[\u2013\u2014\u301c]\s*")
_IN_NAME = re.compile(r"(?<!\d)(?:(20\d\d)[-._/](\d{1,2})[-._/](\d{1,2})|(20\d\d)(\d\d)(\d\d))(?!\d)")
_MONTH_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_.](0[1-9]|1[0-2])(?![-_.]?\d)")
_ONE_DAY_IN_NAME = re.compile(r"[(_](\d{4})\.(\d\d)\.(\d\d)\)")


class Span(NamedTuple):
    """First and last day that figures count."""

    start: date
    end: date


@cache
def month_numbers() -> dict[str, int]:
    """Month names and their abbreviations in all `LANGUAGES`, without case and final point → number.

    No name stands for two months in these languages; one that did would be left out.
    """
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for forms in Locale.parse(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in forms[width].items():
                    found.setdefault(_plain(name), set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().strip().rstrip(".")


def day_in_words(text: str, *, year: int | None = None) -> date | None:
    """A day as people write it: `Thu, 5 Feb 2026`, `8 de julio de 2025`, `2026年2月5日`, `2026-02-05`.

    Args:
        text: The text, all of it.
        year: The year of a text that names none; without it such a text is no day.
    """
    words = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    for pattern in (_YEAR_FIRST, _NUMBERED, _VIETNAMESE):
        if (match := pattern.fullmatch(words)) is not None:
            stated = match["year"]
            return _date(int(stated) if stated else year, int(match["month"]), int(match["day"]))
    tokens = _TOKENS.findall(words)
    # A weekday may be written like a month ("mar" is Tuesday too): it stands first.
    months = [month_numbers()[token] for token in tokens if token in month_numbers()]
    numbers = [token for token in tokens if token.isdecimal()]
    years = [int(number) for number in numbers if len(number) == 4]
    days = [int(number) for number in numbers if len(number) <= 2]
    if not months or len(days) != 1 or len(years) > 1 or len(years) + len(days) != len(numbers):
        return None
    return _date(years[0] if years else year, months[-1], days[0])


def _date(year: int | None, month: int, day: int) -> date | None:
    if year is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def days(texts: pd.Series) -> Parsed:
    """Calendar days in words or with the year first, as naive midnight timestamps; distinct ones once."""
    found = {text: day_in_words(text) for text in texts.dropna().unique()}
    read = pd.to_datetime(texts.map(found, na_action="ignore").astype("object"), errors="coerce")
    column = read.astype("datetime64[us]")
    return Parsed(column, texts.notna() & column.isna())


def span_in_words(text: str, *, day_first: bool | None = None) -> Span | None:
    """A range such as `July 8, 2025 - July 31, 2025`, or one day; None where it is neither, or unclear.

    Args:
        text: The text, all of it.
        day_first: How its writer orders days in figures that don't tell their order, if that is known.
    """
    bare = text.strip().strip('"')
    borders = [[part for part in _DASH.split(bare) if part]]
    # A hyphen without blanks stands between days, or within them.
    borders += [[bare[:place], bare[place + 1 :]] for place, mark in enumerate(bare) if mark == "-"]
    for parts in borders:
        if len(parts) in (1, 2) and (found := _span(parts, day_first=day_first)) is not None:
            return found
    return None


def _span(parts: list[str], *, day_first: bool | None) -> Span | None:
    read = [day_in_words(part) for part in parts]
    if None in read:
        read = _numeric(parts, day_first=day_first)
    known = [day for day in read if day is not None]
    if len(known) != len(parts) or known[0] > known[-1]:
        return None
    return Span(known[0], known[-1])


def _numeric(parts: list[str], *, day_first: bool | None) -> list[date | None]:
    """Days such as 31/7/2025: which number is the month must follow from one that can't be, or be known."""
    if not all(_NUMERIC.fullmatch(part.strip()) for part in parts):
        return []
    texts = pd.Series([part.strip() for part in parts], dtype="string")
    told = numeric_days.order(texts)
    if told.day_first and told.month_first:
        return []
    first = told.day_first > 0 if told.day_first or told.month_first else day_first
    if first is None:
        return []
    return [day_in_words(text) for text in numeric_days.iso(texts, day_first=first)]


def span_in_name(name: str) -> Span | None:
    """The days that a file's name says are counted: two days, a whole month (`2025-10`), or `(2026.02.05)`.

    One day alone is the day of export in most names, so it says nothing but in Google's brackets.
    """
    found = []
    for match in _IN_NAME.finditer(name):
        year, month, day = (match[1] or match[4], match[2] or match[5], match[3] or match[6])
        if (read := _date(int(year), int(month), int(day))) is not None:
            found.append(read)
    if len(found) > 1:
        return Span(min(found), max(found))
    if found and _ONE_DAY_IN_NAME.search(name):
        return Span(found[0], found[0])
    months = list(_MONTH_IN_NAME.finditer(name)) if not found else []
    if len(months) != 1:
        return None
    whole = Period.month(int(months[0][1]), int(months[0][2]))
    return Span(whole.start, whole.end)


def dated_by_name(context: Context) -> tuple[Span, pd.Timestamp]:
    """The days that the file's name says are counted, and the moment at their end.

    Raises:
        ExportError: It doesn't say them.
    """
    span = span_of_name(context)
    zone = context.zone
    return span, pd.Timestamp(snapshot_at(context, zone, stated=span.end))


def span_of_name(context: Context) -> Span:
    """The days that the file's name says are counted.

    Raises:
        ExportError: It doesn't say them.
    """
    if (found := span_in_name(context.path.name)) is not None:
        return found
    raise ExportError(
        Problem(
            "nothing says which days it counts",
            file=context.path,
            allowed="the first and the last day in its name, e.g. campaigns_2026-10-01_2026-10-31.csv",
        )
    )
