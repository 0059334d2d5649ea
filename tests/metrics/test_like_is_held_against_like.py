"""Unfinished periods against as many days, posts at equal lag or equal age, last year by its name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

import kpikit
from kpikit.errors import MetricError, PeriodError
from kpikit.periods import Period
from tests.metrics.tiny import daily, figures, post

pytestmark = pytest.mark.conformance

OCTOBER, SEPTEMBER = Period.month(2026, 10), Period.month(2026, 9)


def seen(day):
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def one(frame):
    assert len(frame) == 1
    return frame.iloc[0]


def test_an_unfinished_month_is_held_against_as_many_days():
    """Ten days of October with 5 follows each; September began with ten of 4 and went on with twenty of 9."""
    days = [date(2026, 9, 1) + timedelta(days=offset) for offset in range(40)]
    counts = [4.0] * 10 + [9.0] * 20 + [5.0] * 10
    rows = [daily("follows", day, count) for day, count in zip(days, counts, strict=True)]
    row = one(figures(account_daily=rows).compare("follows_gained", OCTOBER))
    assert (row["value"], row["other"], row["other_period"]) == (50, 40, "2026-09-01..2026-09-10")
    assert (row["change"], row["basis"]) == (pytest.approx(0.25), "total")


def test_a_half_exported_month_of_web_rows_is_compared_by_day():
    """One row of 15 days against one of a whole month, that nothing cuts: 20 sessions a day against 10."""
    rows = [
        {
            "source": "ga", "basis": "session", "grain": "range", "source_name": "instagram", "platform": "instagram",
            "period_start": start, "period_end": end, "sessions": sessions, "snapshot_at": seen(date(2026, 10, 16)),
        }
        for start, end, sessions in (
            (date(2026, 10, 1), date(2026, 10, 15), 300), (SEPTEMBER.start, SEPTEMBER.end, 300),
        )
    ]  # fmt: skip
    row = one(figures(web=rows).compare("social_sessions", OCTOBER))
    assert (row["change"], row["basis"]) == (pytest.approx(1.0), "day")
    assert "partial" in row["marks"]


def test_last_year_by_its_name():
    """Ten this October, five the one before; a misspelt word is answered with the right one."""
    rows = [daily("follows", OCTOBER.end, 10.0), daily("follows", date(2025, 10, 1), 5.0)]
    shown = figures(account_daily=rows)
    row = one(shown.compare("follows_gained", OCTOBER, "last_year"))
    assert (row["other"], row["other_period"]) == (5, "2025-10")
    assert one(shown.compare("follows_gained", OCTOBER, "previous"))["other_period"] == "2026-09"
    with pytest.raises(PeriodError, match="last_year"):
        shown.compare("follows_gained", OCTOBER, "last_yaer")
    with pytest.raises(PeriodError, match=r"kpikit\.targets"):
        shown.compare("follows_gained", OCTOBER, "target")


SEEN_AGAIN = [
    post("s", date(2026, 9, 20), reactions=10, snapshot_at=seen(date(2026, 10, 2))),
    post("s", date(2026, 9, 20), reactions=40, snapshot_at=seen(date(2026, 11, 2))),
    post("late", date(2026, 9, 25), reactions=30, snapshot_at=seen(date(2026, 10, 20))),
    post("late", date(2026, 9, 25), reactions=70, snapshot_at=seen(date(2026, 11, 2))),
    post("o", date(2026, 10, 20), reactions=12, snapshot_at=seen(date(2026, 11, 2))),
]


def test_posts_of_the_month_before_count_as_they_stood_then():
    """October was seen two days after its end. So was September: 10; a post seen later only, as early as it was.

    To date September's posts have 40 + 70, which October's could not have reached.
    """
    shown = figures(posts=SEEN_AGAIN)
    row = one(shown.compare("reactions", OCTOBER))
    assert (row["value"], row["other"]) == (12, 10 + 30)
    assert shown.value("reactions", SEPTEMBER)["value"].item() == 110


def test_posts_at_one_age():
    """Each post a week old: 7 and 9; one that no export saw on that day is left out, and nothing is preliminary."""
    posts = [
        post("a", date(2026, 10, 1), reactions=5, snapshot_at=seen(date(2026, 10, 3))),
        post("a", date(2026, 10, 1), reactions=7, snapshot_at=seen(date(2026, 10, 8))),
        post("a", date(2026, 10, 1), reactions=50, snapshot_at=seen(date(2026, 11, 1))),
        post("b", date(2026, 10, 25), reactions=9, snapshot_at=seen(date(2026, 11, 1))),
        post("c", date(2026, 10, 31), reactions=4, snapshot_at=seen(date(2026, 11, 1))),
    ]
    shown = figures(posts=posts)
    assert one(shown.value("reactions", OCTOBER))["value"] == 50 + 9 + 4
    row = one(shown.at_age().value("reactions_per_post", OCTOBER))
    assert (row["value"], row["n"], row["marks"]) == (8, 2, ("too_small",))
    assert one(shown.at_age(2).value("reactions", OCTOBER))["value"] == 5


def test_targets_as_a_frame():
    """From 100 to 200 by the end of the year, 150 reached: half of the way after ten twelfths of the time."""
    kpi = {
        "metric": "followers", "objective": "x", "goal": "awareness", "owner": "A", "target": 200,
        "due": date(2026, 12, 31), "baseline": {"value": 100, "date": date(2025, 12, 31), "source": "own history"},
    }  # fmt: skip
    rows = [daily("followers", OCTOBER.end, 150.0)]
    row = one(kpikit.targets(figures({"kpis": [kpi]}, account_daily=rows), "2026-10"))
    assert (row["value"], row["target"], row["baseline"], row["progress"]) == (150, 200, 100, 0.5)
    assert row["time_gone"] == pytest.approx(304 / 365)
    assert (row["status"], row["period"], row["met"]) == ("behind", "2026-10", False)


def grew(post_id, day, counts, **facts):
    """One post's reactions by its age in days."""
    return [
        post(post_id, day, reactions=count, snapshot_at=seen(day) + timedelta(days=age, hours=1), **facts)
        for age, count in counts.items()
    ]


def test_young_posts_are_completed_by_the_brands_own_curve():
    """Posts a and b went from 10 + 30 after a day to 20 + 60 after 28, by steps of 1.25, 1.2, 1.25 and 16/15.

    So a day holds half of the last: post c with 8 after a day is projected to 16, beside d that is whole; e
    on another platform, seen once, is left out.
    """
    old = {1: 10, 3: 12.5, 7: 15, 14: 18.75, 28: 20}
    posts = [
        *grew("a", date(2026, 8, 1), {age: round(4 * count) for age, count in old.items()}),
        *grew("b", date(2026, 8, 2), {age: round(12 * count) for age, count in old.items()}),
        *grew("c", date(2026, 10, 30), {1: 8}),
        *grew("d", date(2026, 10, 1), {28: 100}),
        *grew("e", date(2026, 10, 30), {1: 5}, platform="facebook"),
    ]
    shown = figures(posts=posts)
    curve = shown.age_curve("reactions").set_index(["platform", "age"])
    completeness = curve.loc["instagram", "completeness"]
    assert list(completeness) == pytest.approx([0.5, 0.625, 0.75, 0.9375, 1.0])
    assert curve.loc[("instagram", 1), "posts"] == 2
    found = shown.projected("reactions", OCTOBER).set_index("platform")
    assert (found.loc["instagram", "value"], found.loc["instagram", "reported"]) == (pytest.approx(116), 108)
    assert (found.loc["instagram", "marks"], found.loc["instagram", "n"]) == (("projected",), 2)
    assert (found.loc["facebook", "n"], found.loc["facebook", "left_out"]) == (0, 1)
    august = shown.projected("reactions", "2026-08").set_index("platform")
    assert (august.loc["instagram", "value"], august.loc["instagram", "marks"]) == (320, ())
    with pytest.raises(MetricError, match="no counter of posts"):
        shown.projected("engagement_rate_by_reach", OCTOBER)
