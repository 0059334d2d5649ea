"""Days and ranges as people and platforms write them; what is unclear stays unread."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kpikit.sources.common.calendars import day_in_words, days, month_numbers, span_in_name, span_in_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thu, 5 Feb 2026", date(2026, 2, 5)),
        ("mar, 3 mar 2026", date(2026, 3, 3)),
        ("5. Februar 2026", date(2026, 2, 5)),
        ("8 de julio de 2025", date(2025, 7, 8)),
        ("1 февраля 2026 г.", date(2026, 2, 1)),
        ("2026年2月5日", date(2026, 2, 5)),
        ("2026년 2월 5일", date(2026, 2, 5)),
        ("5 tháng 2, 2026", date(2026, 2, 5)),
        ("2026/2/5", date(2026, 2, 5)),
        ("05/02/2026", None),
        ("February 30, 2026", None),
        ("February 2026", None),
        ("5 Feb", None),
        ("5 Feb 1999", None),
        ("Week 5 of Smarch 2026", None),
    ],
)
def test_days(text, found):
    """With their year; day and month in figures alone are no day in words."""
    assert day_in_words(text) == found


def test_a_year_may_be_given():
    """For texts that name none; one that does keeps its own."""
    assert day_in_words("5 Feb", year=2026) == date(2026, 2, 5)
    assert day_in_words("5 Feb 2025", year=2026) == date(2025, 2, 5)


def test_month_names_mean_one_month():
    """Every month has a name in English, Malay, Indonesian, German, French."""
    numbers = month_numbers()
    for names in ("may mei mai", "march mac maret märz mars", "august ogos agustus août"):
        assert len({numbers[name] for name in names.split()}) == 1
    assert set(numbers.values()) == set(range(1, 13))


def test_a_column_of_days():
    """Missing stays missing; what is no day is told."""
    found, unreadable = days(pd.Series(["2026-10-01", None, "soon"], dtype="string"))
    assert found.isna().tolist() == [False, True, True]
    assert unreadable.tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("July 8, 2025 - July 31, 2025", ("2025-07-08", "2025-07-31")),
        ("1 Oct 2026 – 31 Oct 2026", ("2026-10-01", "2026-10-31")),
        ("2026-10-01 - 2026-10-31", ("2026-10-01", "2026-10-31")),
        ("13/10/2026 - 14/10/2026", ("2026-10-13", "2026-10-14")),
        ("10/13/2026 - 10/14/2026", ("2026-10-13", "2026-10-14")),
        ("13/10/2026 - 10/14/2026", None),
        ("1/2/2026 - 3/4/2026", None),
        ("July 31, 2025 - July 8, 2025", None),
        ("July 8 - July 31, 2025", None),
        ("Campaign report", None),
    ],
)
def test_ranges(text, found):
    """Two orders in one range, a range that ends before it begins, half a day: none."""
    read = span_in_words(text)
    assert (tuple(map(str, read)) if read else None) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("GMB insights 2026-10-1 - 2026-10-31.csv", ("2026-10-01", "2026-10-31")),
        ("Devices(2026.02.05-2026.02.10) (1).csv", ("2026-02-05", "2026-02-10")),
        ("Locations(Geographic_Report_2026.02.05).csv", ("2026-02-05", "2026-02-05")),
        ("ads_20261001_20261031.csv", ("2026-10-01", "2026-10-31")),
        ("insights_2026-09.csv", ("2026-09-01", "2026-09-30")),
        ("campaigns 2026-10-31.csv", None),
        ("campaigns_08.csv", None),
        ("2026-09 to 2026-10.csv", None),
        ("report 2026-13-45 2026-10-01.csv", None),
    ],
)
def test_ranges_in_names(name, found):
    """One day alone is the day of export, but in Google's brackets."""
    read = span_in_name(name)
    assert (tuple(map(str, read)) if read else None) == found
