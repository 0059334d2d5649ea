"""Periods are read as people write them, and know their neighbours."""

from datetime import date

import pytest

from kpikit.errors import PeriodError
from kpikit.periods import parse_period

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "start", "end", "previous", "last_year"),
    [
        ("2026-10", "2026-10-01", "2026-10-31", "2026-09", "2025-10"),
        ("2026-03", "2026-03-01", "2026-03-31", "2026-02", "2025-03"),
        ("2025-02", "2025-02-01", "2025-02-28", "2025-01", "2024-02"),
        ("2026-W01", "2025-12-29", "2026-01-04", "2025-W52", "2025-W01"),
        ("2026-Q3", "2026-07-01", "2026-09-30", "2026-Q2", "2025-Q3"),
        ("2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4", "2025-Q1"),
        (2026, "2026-01-01", "2026-12-31", "2025", "2025"),
        (
            "2026-10-03..2026-11-14",
            "2026-10-03",
            "2026-11-14",
            "2026-08-21..2026-10-02",
            "2025-10-03..2025-11-14",
        ),
        ("last-month", "2026-10-01", "2026-10-31", "2026-09", "2025-10"),
    ],
)
def test_a_period_knows_its_days_and_neighbours(text, start, end, previous, last_year):
    """First and last day, the one before, the same a year before."""
    period = parse_period(text, TODAY)
    assert (str(period.start), str(period.end)) == (start, end)
    assert (period.previous().id, period.last_year().id) == (previous, last_year)
    assert parse_period(period.id) == period


def test_the_leap_day_belongs_to_february():
    """A year before February 2025 lies a February of 29 days."""
    assert parse_period("2025-02").last_year().end == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-W60", "October", "2026-10-05..2026-10-01", "2026-02-30..2026-03-01", ""]
)
def test_what_is_no_period_is_refused_with_what_is(text):
    """The message lists the forms."""
    with pytest.raises(PeriodError, match="2026-Q3"):
        parse_period(text)


def test_thirteen_months_end_with_the_period():
    """Series for charts: the month itself and the twelve before."""
    months = parse_period("2026-10").months(13)
    assert (months[0].id, months[-1].id, len(months)) == ("2025-10", "2026-10", 13)
