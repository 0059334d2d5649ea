"""Periods of reporting: months, ISO weeks, quarters, years and any two dates."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from kpikit.errors import PeriodError, Problem

ALLOWED = "2026-10, 2026-W42, 2026-Q3, 2026, 2026-10-03..2026-11-14 or last-month"

GRAINS = ("day", "week", "month", "quarter", "year")
"""What a period can be divided into."""

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_YEAR = re.compile(r"\d{4}")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, order=True)
class Period:
    """A span of whole days, both ends included.

    Attributes:
        start: First day.
        end: Last day.
        kind: month, week, quarter, year or range; fixes what the previous one is.
    """

    start: date
    end: date
    kind: str = "range"

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """A calendar month."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")

    @property
    def days(self) -> int:
        """Number of days, both ends included."""
        return (self.end - self.start).days + 1

    @property
    def id(self) -> str:
        """The word on the command line and the name of the report's folder."""
        match self.kind:
            case "month":
                return f"{self.start:%Y-%m}"
            case "week":
                return "{}-W{:02d}".format(*self.start.isocalendar()[:2])
            case "quarter":
                return f"{self.start.year}-Q{(self.start.month + 2) // 3}"
            case "year":
                return f"{self.start.year}"
            case _:
                return f"{self.start}..{self.end}"

    def __str__(self) -> str:
        return self.id

    def previous(self) -> Period:
        """The period of the same kind just before; for a range, as many days."""
        day_before = self.start - timedelta(days=1)
        if self.kind in ("week", "range"):
            return Period(self.start - timedelta(days=self.days), day_before, self.kind)
        months = {"month": 1, "quarter": 3, "year": 12}[self.kind]
        return Period(add_months(self.start, -months), day_before, self.kind)

    def last_year(self) -> Period:
        """The same period a year before; for weeks the block 52 weeks before, weekday on weekday."""
        if self.kind == "week":
            return Period(self.start - timedelta(days=364), self.end - timedelta(days=364), "week")
        if self.kind == "range":
            return Period(_year_before(self.start), _year_before(self.end), "range")
        last_day = add_months(self.end + timedelta(days=1), -12) - timedelta(days=1)
        return Period(add_months(self.start, -12), last_day, self.kind)

    def contains(self, day: date) -> bool:
        """Whether `day` lies within."""
        return self.start <= day <= self.end

    def parts(self, grain: str) -> list[Period]:
        """The days, weeks, months, quarters or years that make up the period, oldest first.

        At both ends a part that reaches beyond the period is cut to it, and is a range then.

        Raises:
            PeriodError: No such grain.
        """
        if grain not in GRAINS:
            raise PeriodError(Problem(f"no grain {grain!r}", allowed=", ".join(GRAINS)))
        found = []
        day = self.start
        while day <= self.end:
            whole = _around(day, grain)
            part = Period(max(whole.start, self.start), min(whole.end, self.end))
            found.append(whole if (part.start, part.end) == (whole.start, whole.end) else part)
            day = part.end + timedelta(days=1)
        return found

    def months(self, count: int) -> list[Period]:
        """The `count` calendar months that end with the month of this period's last day, oldest first."""
        first = self.end.replace(day=1)
        starts = [add_months(first, -back) for back in range(count - 1, -1, -1)]
        return [Period.month(start.year, start.month) for start in starts]


def _around(day: date, grain: str) -> Period:
    """The period of a grain that holds a day."""
    match grain:
        case "day":
            return Period(day, day)
        case "week":
            monday = day - timedelta(days=day.weekday())
            return Period(monday, monday + timedelta(days=6), "week")
        case "month":
            return Period.month(day.year, day.month)
        case "quarter":
            start = date(day.year, day.month - (day.month - 1) % 3, 1)
            return Period(start, add_months(start, 3) - timedelta(days=1), "quarter")
        case _:
            return Period(date(day.year, 1, 1), date(day.year, 12, 31), "year")


def parse_period(text: str | int, today: date | None = None) -> Period:
    """Read a period as people write it.

    Args:
        text: A month, ISO week, quarter, year, two dates, or last-month. YAML and papermill may
            hand a year over as an integer.
        today: The day that last-month counts from; default: the clock's.

    Raises:
        PeriodError: It is none of these, or its dates don't exist.
    """
    word = str(text).strip()
    try:
        period = _parse(word, today or date.today())  # noqa: DTZ011 - a person's own calendar day
    except ValueError as error:
        raise PeriodError(Problem(f"period {word!r} has no such date: {error}", allowed=ALLOWED)) from None
    if period is None:
        raise PeriodError(Problem(f"{word!r} is not a period", allowed=ALLOWED))
    if period.end < period.start:
        raise PeriodError(Problem(f"period {word!r} ends before it starts", allowed=ALLOWED))
    return period


def as_period(period: Period | str | int) -> Period:
    """A period as it is, or read from what people write (see `parse_period`)."""
    return period if isinstance(period, Period) else parse_period(period)


def _parse(word: str, today: date) -> Period | None:  # noqa: PLR0911 - one form a line
    if word == "last-month":
        first = add_months(today.replace(day=1), -1)
        return Period.month(first.year, first.month)
    if match := _MONTH.fullmatch(word):
        return Period.month(int(match[1]), int(match[2]))
    if match := _WEEK.fullmatch(word):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return Period(monday, monday + timedelta(days=6), "week")
    if match := _QUARTER.fullmatch(word):
        start = date(int(match[1]), 3 * int(match[2]) - 2, 1)
        return Period(start, add_months(start, 3) - timedelta(days=1), "quarter")
    if _YEAR.fullmatch(word):
        return Period(date(int(word), 1, 1), date(int(word), 12, 31), "year")
    if match := _RANGE.fullmatch(word):
        return Period(date.fromisoformat(match[1]), date.fromisoformat(match[2]), "range")
    return None


def add_months(day: date, months: int) -> date:
    """Move a first-of-month day by whole months; later days are cut to the month's length."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _year_before(day: date) -> date:
    return add_months(day, -12)
