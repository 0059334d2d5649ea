"""What exports of single events share, tickets and mentions: ids, moments in any order, networks by name."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources import cells, values
from kpikit.sources.rows import CLOCK_CHANGE, NOT_A_DATE
from kpikit.sources.snapshots import named_in, snapshot_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.reader import RawFile
    from kpikit.sources.base import Context
    from kpikit.sources.rows import Rows

NO_TIME = "a day without a time, where times are needed"

SHEETS = frozenset({"xlsx", "xls", "xml"})
"""Kinds of files in which a midnight is written as a day alone."""

_SLACK = timedelta(days=1)
_NUMERIC = re.compile(
    r"(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)"
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<rest>\d\d))?(?:\.\d+)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
)
_NAMED = re.compile(
    r"(?P<day>\d{1,2})[- ](?P<month>[A-Za-z]{3})[a-z]*[-, ]+(?P<year>\d{4})"
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<rest>\d\d))?\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_ALIAS = 3
"""Aliases of this length or less ("fb", "an") stand for a network only where they are the whole cell."""


class Moments(NamedTuple):
    """A column of moments.

    Attributes:
        instants: UTC; midnight UTC of the day where only the day is known.
        day_only: Mask of cells without a time of day.
    """

    instants: pd.Series
    day_only: pd.Series


def days_first(file: RawFile, columns: Iterable[pd.Series], otherwise: bool | None = None) -> bool | None:
    """Whether 03/04/2025 is in April, for all columns of a file, by any field above 12.

    Args:
        file: For the refusal.
        columns: Cells as written; those that begin with a year don't count.
        otherwise: What the layout says, where no cell tells.

    Returns:
        None where no cell is written so.

    Raises:
        ExportError: Cells tell both orders, or nothing tells.
    """
    texts = pd.concat(list(columns)).dropna()
    fields = texts.str.extract(f"^{_NUMERIC.pattern}$")
    fields = fields[fields["first"].notna()]
    if not len(fields):
        return None
    first, second = (bool((fields[name].astype(int) > 12).any()) for name in ("first", "second"))
    # Nobody writes the month first with points.
    first = first or bool((fields["mark"] == ".").any())
    if first and second:
        raise ExportError(
            Problem(
                "its dates are written day first and month first", file=file.path, allowed="one order a file"
            )
        )
    if first or second:
        return first
    if otherwise is None:
        what = "nothing tells whether its dates are written day first or month first"
        allowed = "the export as its tool wrote it, or with dates as 2025-01-31 15:00:00"
        raise ExportError(Problem(what, file=file.path, allowed=allowed))
    return otherwise


def iso(texts: pd.Series, *, days_first: bool | None) -> pd.Series:
    """Dates in numbers (31/01/2025 3:05 PM) or with English months (31-Jan-2025) as ISO 8601.

    Other texts stay as they are.
    """

    def rewritten(text: str) -> str:
        if (match := _NUMERIC.fullmatch(text)) is not None:
            first, second = match["first"], match["second"]
            day, month = (first, int(second)) if days_first else (second, int(first))
            return _written(match, day, month)
        match = _NAMED.fullmatch(text)
        if match is None or match["month"].casefold() not in _MONTHS:
            return text
        return _written(match, match["day"], _MONTHS.index(match["month"].casefold()) + 1)

    return texts.map(rewritten, na_action="ignore").astype("string")


def _written(match: re.Match[str], day: str, month: int) -> str:
    year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    written = f"{year}-{month:02d}-{int(day):02d}"
    if match["hour"] is None:
        return written
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "Pp" else 0)
    return f"{written} {hour:02d}:{match['minute']}:{match['rest'] or '00'}"


def moments(rows: Rows, name: str, texts: pd.Series, zone: str, *, sheet: bool = False) -> Moments:
    """A column of moments; a row whose cell is none is set aside.

    Args:
        rows: The rows.
        name: The column, for remarks.
        texts: Its cells, see `iso`.
        zone: Of times without an offset.
        sheet: Cells come from a spreadsheet, in which a day without a time is its midnight.
    """
    if sheet:
        day = texts.str.fullmatch(r"\d{4}-\d\d-\d\d").fillna(value=False)
        texts = texts.mask(day, texts + " 00:00:00")
    parsed = cells.moments(texts, None, zone)
    rows.set_aside(parsed.unreadable, NOT_A_DATE, name)
    rows.repair(parsed.ambiguous, CLOCK_CHANGE, name)
    return Moments(parsed.values, parsed.day_only)


def taken_at(context: Context, zone: str, instants: Iterable[pd.Series]) -> pd.Timestamp:
    """The moment of the export: as stated, but no earlier than the last thing it tells.

    A range in a file's name is of what was asked for; tickets of the range may be solved after it.
    """
    newest = max((last for column in instants if not pd.isna(last := column.max())), default=None)
    last_day = None if newest is None else newest.tz_convert(zone).date()
    stated = pd.Timestamp(snapshot_at(context, zone, last_day=last_day))
    return stated if newest is None else max(stated, newest)


def latest(context: Context) -> pd.Timestamp:
    """The last moment that events can be of: a range in a file's name is of what was asked for."""
    found = named_in(context)
    day = found.end if found is not None and found.start is None else None
    day = day or (context.source.received if found is None else None)
    if day is None:
        return pd.Timestamp.now("UTC") + _SLACK
    return pd.Timestamp(day, tz="UTC") + 2 * _SLACK


def own_zone(context: Context, notes: list[str]) -> str:
    """The zone of a file's times without one; a note where nothing but the brand's says it."""
    if context.source.timezone is None:
        notes.append(
            "times have no zone: taken to be in the brand's (`timezone:` of the source says another)"
        )
    return context.source.timezone or context.brand.timezone


def networks(texts: pd.Series, context: Context, *, whole: bool = False) -> pd.Series:
    """Social platforms that channels, page types and addresses stand for; null where they name none.

    "Twitter Direct Message" is X, "https://www.instagram.com/p/1" is Instagram.

    Args:
        texts: Channels, page types, addresses.
        context: For the vocabulary.
        whole: Only where the whole cell names it: "The Telegram" is a newspaper.
    """
    social: dict[str, list[str]] = context.vocabularies["social_sources"]
    known = {word: platform for platform, words in social.items() for word in (platform, *words)}

    def network(text: str) -> str | None:
        lower = text.casefold().strip()
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", lower).partition("/")[0]
        if lower in known or bare in known:
            return known.get(lower) or known[bare]
        if whole:
            return None
        host = next((known[word] for word in known if "." in word and bare.endswith(f".{word}")), None)
        words = re.findall(r"[a-z]+", lower) if "." not in bare else []
        named = (known[word] for word in words if len(word) > _LONGEST_ALIAS and word in known)
        return host or next(named, None)

    found = {text: network(text) for text in texts.dropna().unique()}
    return texts.map(found, na_action="ignore").astype("string")


def keys(rows: Rows, context: Context, *names: str) -> pd.Series:
    """Pseudonyms of persons by the first of the columns that says who it is."""
    who = rows.cells(names[0])
    for name in names[1:]:
        who = who.fillna(rows.cells(name))
    return values.keyed(who, context.pseudonym)
