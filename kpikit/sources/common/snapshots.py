"""The moment that an export's figures are of: from the file, its name, folder or parameters; never mtime."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kpikit.errors import ExportError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.sources.base import Context

_ENGLISH = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
# "Jan", or whole as help desks write it.
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_FIRST_YEAR, _LAST_YEAR = 2004, 2100


@dataclass(frozen=True)
class Named:
    """What a file's or folder's name says of time.

    Attributes:
        start: First day of a range, if it names one.
        end: Last day of the range, or the one day named.
        moment: The instant, where the name holds an epoch.
    """

    start: date | None
    end: date
    moment: datetime | None = None


def _epoch(match: re.Match[str]) -> date:
    return datetime.fromtimestamp(int(match[0]) / 1000, UTC).date()


def _month_day_year(match: re.Match[str]) -> date:
    return date(int(match[3]), _ENGLISH[match[1][:3].casefold()], int(match[2]))


def _day_month_year(match: re.Match[str]) -> date:
    return date(2000 + int(match[3]), int(match[2]), int(match[1]))


def _year_month_day(match: re.Match[str]) -> date:
    return date(int(match[1]), int(match[2]), int(match[3]))


# In the order tried: what a platform writes first. Two days named are a range, the last day named is its end.
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date]], ...] = (
    (re.compile(r"(?<!\d)1\d{12}(?!\d)"), _epoch),
    (
        re.compile(rf"(?<![^\W_])({_MONTH})-(\d\d)-(\d{{4}})(?!\d)", re.IGNORECASE),
        _month_day_year,
    ),
    (
        # "October 1, 2025"; a comma may have become an underscore on the way.
        re.compile(rf"(?<![^\W_])({_MONTH})[ _]+(\d{{1,2}})[,_]?[ _](\d{{4}})(?!\d)", re.IGNORECASE),
        _month_day_year,
    ),
    (re.compile(r"(?<!\d)(\d\d)_(\d\d)_(\d\d)(?=_a_\d|\D|$)"), _day_month_year),
    (re.compile(r"(?<!\d)(\d{4})[-.](\d\d)[-.](\d\d)(?!\d)"), _year_month_day),
    (re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)"), _year_month_day),
)


def named(name: str) -> Named | None:
    """Read the day, range or epoch in one name; None where it has none."""
    for pattern, read in _PATTERNS:
        days = []
        for match in pattern.finditer(name):
            try:
                day = read(match)
            except ValueError:
                continue
            if _FIRST_YEAR <= day.year <= _LAST_YEAR:
                days.append(day)
        if not days:
            continue
        if read is _epoch:
            stamp = max(int(match) for match in pattern.findall(name))
            return Named(None, max(days), datetime.fromtimestamp(stamp / 1000, UTC))
        return Named(min(days) if len(days) > 1 else None, max(days))
    return None


def named_in(context: Context) -> Named | None:
    """The time that the file's own name says, else the nearest folder below the brand's that says one."""
    for part in reversed(context.relative.replace("\\", "/").split("/")):
        if (found := named(part)) is not None:
            return found
    return None


def day_of_export(context: Context) -> date | None:
    """The day after which nothing can have been: as the file's name says, or the day it was received."""
    found = named_in(context)
    return found.end if found else context.source.received


def end_of(day: date, zone: str = "UTC") -> datetime:
    """The last second of a day in a zone, as UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return midnight.astimezone(UTC) - timedelta(seconds=1)


def snapshot_at(
    context: Context, zone: str = "UTC", *, stated: date | None = None, last_day: date | None = None
) -> datetime:
    """The moment that the figures are of.

    In this order: the end of the range that the file states, the date or epoch in its name, a dated folder,
    the last day of a file that has a row a day, `received:` in the parameters.

    Args:
        context: The file's surroundings.
        zone: In which the export's days are counted.
        stated: End of the range stated in the file.
        last_day: Last day of a file that has a row a day (or an event log's last day).

    Raises:
        ExportError: Nothing says it. A file's modification time says when it was copied, so it is not asked.
    """
    if stated is not None:
        return end_of(stated, zone)
    if (found := named_in(context)) is not None:
        return found.moment or end_of(found.end, zone)
    day = last_day or context.source.received
    if day is None:
        raise ExportError(
            Problem(
                "nothing says of which day its figures are",
                file=context.path,
                allowed=(
                    "a date in its name (2026-10-31), a folder named by the day, "
                    f"or `received:` under sources.{context.key}"
                ),
            )
        )
    return end_of(day, zone)
