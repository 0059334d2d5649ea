"""The 25 months of the examples, their weekdays and feasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

START, END = date(2024, 10, 1), date(2026, 10, 31)
LENGTH = (END - START).days


def days(first: date = START, last: date = END) -> Iterator[date]:
    """Every day from the first to the last."""
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def months(first: date = START, last: date = END) -> Iterator[tuple[date, date]]:
    """First and last day of every month that begins between two days."""
    while first <= last:
        following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        yield first, min(last, following - timedelta(days=1))
        first = following


def years(first: date = START, last: date = END) -> Iterator[tuple[date, date]]:
    """Calendar years, cut at both ends."""
    for year in range(first.year, last.year + 1):
        yield max(first, date(year, 1, 1)), min(last, date(year, 12, 31))


def path(day: date) -> float:
    """How much of the 25 months has gone on a day, 0 to 1."""
    return (day - START).days / LENGTH


def instant(day: date, zone: str, hour: float) -> datetime:
    """A moment of the brand's clock, as UTC."""
    moment = datetime.combine(day, time(), ZoneInfo(zone)) + timedelta(seconds=int(hour * 3600))
    return moment.astimezone(UTC)


def local(moment: datetime, zone: str) -> datetime:
    """A moment as the clocks of a zone show it."""
    return moment.astimezone(ZoneInfo(zone))


@dataclass(frozen=True)
class Season:
    """What makes one day livelier than another.

    Attributes:
        weekdays: Seven factors, Monday first.
        feasts: (first day, last day, factor).
    """

    weekdays: tuple[float, ...]
    feasts: tuple[tuple[date, date, float], ...] = ()

    def factor(self, day: date) -> float:
        """The day's weekday times every feast it lies in."""
        factor = self.weekdays[day.weekday()]
        for first, last, more in self.feasts:
            if first <= day <= last:
                factor *= more
        return factor
