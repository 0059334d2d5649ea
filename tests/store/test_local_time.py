"""Local day, weekday and hour are the brand's, across clock changes and where only the day is known."""

from datetime import date

import pandas as pd
import pytest

from kpikit.store.local_time import resolve


@pytest.mark.parametrize(
    ("utc", "zone", "day", "weekday", "hour"),
    [
        ("2026-09-30 15:59", "Asia/Kuala_Lumpur", date(2026, 9, 30), 3, 23),
        ("2026-09-30 16:00", "Asia/Kuala_Lumpur", date(2026, 10, 1), 4, 0),
        ("2026-10-25 00:30", "Europe/Berlin", date(2026, 10, 25), 7, 2),
        ("2026-10-25 01:30", "Europe/Berlin", date(2026, 10, 25), 7, 2),
        ("2026-03-29 01:00", "Europe/Berlin", date(2026, 3, 29), 7, 3),
        ("2027-01-01 04:59", "America/New_York", date(2026, 12, 31), 4, 23),
    ],
)
def test_an_instant_has_its_local_day_and_hour(utc, zone, day, weekday, hour):
    """Worked out by hand from the zones' offsets."""
    frame = resolve(pd.DataFrame({"at": pd.to_datetime([utc], utc=True)}), "at", zone)
    got = frame.iloc[0]
    assert (got["local_date"], got["local_dow"], got["local_hour"]) == (day, weekday, hour)
    assert got["local_month"] == f"{day:%Y-%m}"


@pytest.mark.parametrize("zone", ["Asia/Kuala_Lumpur", "America/Los_Angeles", "America/Sao_Paulo", "UTC"])
def test_a_day_without_a_time_stays_that_day(zone):
    """The day is taken as it stands, the hour is not known, the instant is the day's own beginning."""
    given = pd.DataFrame(
        {"at": pd.to_datetime(["2018-11-04"], utc=True), "day_only": pd.array([True], dtype="boolean")}
    )
    got = resolve(given, "at", zone).iloc[0]
    assert got["local_date"] == date(2018, 11, 4)
    assert pd.isna(got["local_hour"])
    assert got["at"].tz_convert(zone).date() == date(2018, 11, 4)
    assert "day_only" not in got


def test_no_instant_no_day():
    """Missing stays missing in all four columns."""
    given = pd.DataFrame({"at": pd.Series([pd.NaT], dtype="datetime64[us, UTC]")})
    got = resolve(given, "at", "Europe/Berlin").iloc[0]
    assert got[["local_date", "local_month", "local_dow", "local_hour"]].isna().all()
