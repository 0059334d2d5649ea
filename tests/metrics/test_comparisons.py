"""A change is clear or it is not, and a break is never crossed unmarked."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from kpikit import statistics
from kpikit.periods import Period, parse_period
from tests.metrics.tiny import EXPORTED, daily, event, figures, post

pytestmark = pytest.mark.conformance

OCTOBER, SEPTEMBER = Period.month(2026, 10), Period.month(2026, 9)


def days(first, last):
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def weekly(first, last, weekday, weekend):
    return [daily("follows", day, weekend if day.isoweekday() > 5 else weekday) for day in days(first, last)]


def test_longer_month_at_equal_weekdays_is_no_change():
    """The same follows on each weekday of February and March: totals differ, the change is 0."""
    shown = figures(account_daily=weekly(date(2026, 2, 1), date(2026, 3, 31), 1000.0, 400.0))
    row = shown.compare("follows_gained", Period.month(2026, 3), Period.month(2026, 2)).iloc[0]
    assert (row["value"], row["other"], row["basis"]) == (25600, 23200, "weekday")
    assert row["change"] == pytest.approx(0.0)
    assert not row["clear"]


def test_equal_lengths_compare_totals():
    """Two weeks compare as they stand, with the quasi-Poisson interval of their days."""
    a, b = [12, 9, 15, 11, 7, 4, 5], [14, 13, 18, 12, 30, 9, 6]
    first = date(2026, 10, 5)
    rows = [
        daily("follows", first + timedelta(days=offset), float(count))
        for offset, count in enumerate([*a, *b])
    ]
    row = (
        figures(account_daily=rows)
        .compare("follows_gained", parse_period("2026-W42"), parse_period("2026-W41"))
        .iloc[0]
    )
    expected = statistics.count_rate_ratio(b, a).ratio
    assert (row["change"], row["change_low"], row["change_high"]) == pytest.approx(
        (expected.value - 1, expected.low - 1, expected.high - 1)
    )
    assert row["basis"] == "total"


def test_unfinished_month_compares_by_day():
    """Ten days against a whole month are compared per day covered, not by their totals."""
    rows = [daily("follows", day, 5.0) for day in days(date(2026, 9, 1), date(2026, 10, 10))]
    row = figures(account_daily=rows).compare("follows_gained", OCTOBER, SEPTEMBER).iloc[0]
    assert row["change"] == pytest.approx(0)
    assert "partial" in row["marks"]


def test_platforms_are_compared_on_days_that_all_cover():
    """One of two platforms stops on the 10th: only days with both are compared, so nothing seems to fall."""
    rows = [daily("follows", day, 5.0) for day in days(SEPTEMBER.start, OCTOBER.end)]
    rows += [daily("follows", day, 5.0, "facebook") for day in days(SEPTEMBER.start, date(2026, 10, 20))]
    row = figures(account_daily=rows).compare("follows_gained", OCTOBER, SEPTEMBER).iloc[0]
    assert row["change"] == pytest.approx(0)
    assert "partial" in row["marks"]


def test_shares_differ_in_points_with_newcombe():
    """56 of 70 against 48 of 80 is the published example."""
    rows = []
    for period, positive, n in ((OCTOBER, 56, 70), (SEPTEMBER, 48, 80)):
        labels = ["positive"] * positive + ["negative"] * (n - positive)
        rows += [
            event(period.start, source="l", platform="x", mention_id=f"{period}{index}", sentiment=label)
            for index, label in enumerate(labels)
        ]
    row = figures(mentions=rows).compare("positive_share", OCTOBER, SEPTEMBER).iloc[0]
    assert (row["change"], row["change_low"], row["change_high"]) == pytest.approx(
        (0.2, 0.0524314724023649, 0.333872654036906)
    )
    assert row["clear"]
    assert not row["relative"]


def test_rates_of_posts_need_more_than_clicks():
    """Six posts a side are no proof, though the clicks alone would be: Welch's t over posts."""
    sides = {
        SEPTEMBER: ([12, 30, 9, 41, 15, 13], [900, 1100, 850, 1250, 1000, 900]),
        OCTOBER: ([22, 19, 48, 16, 37, 14], [1000, 950, 1200, 900, 1150, 900]),
    }
    rows = [
        post(f"{period}{index}", period.start + timedelta(days=index), link_clicks=clicks, views=views)
        for period, (clicked, seen) in sides.items()
        for index, (clicks, views) in enumerate(zip(clicked, seen, strict=True))
    ]
    row = figures(posts=rows).compare("click_through_rate", OCTOBER, SEPTEMBER).iloc[0]
    expected = statistics.ab_clustered(*sides[SEPTEMBER], *sides[OCTOBER]).difference
    assert row["change"] == pytest.approx(0.025573770491803278 - 0.02)
    assert (row["change_low"], row["change_high"]) == pytest.approx((expected.low, expected.high))
    assert not row["clear"]
    assert "too_small" in row["marks"]


def test_stocks_change_without_interval():
    """Followers are counted: 110 after 100 is 10 % more, clear, without an interval."""
    rows = [daily("followers", date(2026, 9, 30), 100.0), daily("followers", date(2026, 10, 31), 110.0)]
    row = figures(account_daily=rows).compare("followers", OCTOBER, SEPTEMBER).iloc[0]
    assert row["change"] == pytest.approx(0.1)
    assert row["clear"]
    assert math.isnan(row["change_low"])


def test_bounds_are_not_compared():
    """Two lower bounds of reach say nothing on its change."""
    rows = [daily("reach", day, 100.0) for day in days(SEPTEMBER.start, OCTOBER.end)]
    row = figures(account_daily=rows).compare("reach", OCTOBER, SEPTEMBER).iloc[0]
    assert not row["comparable"]
    assert math.isnan(row["change"])


BREAK = {"platform": "instagram", "metric": "follows", "date": date(2026, 10, 10), "what": "x", "source": "y"}


@pytest.mark.parametrize(
    ("current", "other", "crossed"),
    [
        ("2026-10", "2026-09", True),
        ("2026-11", "2026-10", True),
        ("2026-12", "2026-11", False),
        ("2026-W42", "2026-W41", True),
        ("2026-W44", "2026-W43", False),
    ],
)
def test_comparison_across_a_break_is_marked(current, other, crossed):
    """A break between or within the periods makes them incomparable, and marks the months it lies in."""
    rows = [daily("follows", day, 5.0) for day in days(date(2026, 9, 1), date(2026, 12, 31))]
    shown = figures({"breaks": [BREAK]}, account_daily=rows)
    row = shown.compare("follows_gained", parse_period(current), parse_period(other)).iloc[0]
    assert row["comparable"] is not crossed
    assert ("break" in row["marks"]) is crossed
    marks = shown.series("follows_gained", [SEPTEMBER, OCTOBER])["marks"]
    assert ["break" in each for each in marks] == [False, True]


def test_break_of_another_platform_is_none():
    """A break on Instagram doesn't touch Facebook's figure."""
    rows = [
        daily("follows", day, 5.0, platform)
        for day in days(SEPTEMBER.start, OCTOBER.end)
        for platform in ("facebook", "instagram")
    ]
    frame = figures({"breaks": [BREAK]}, account_daily=rows).compare(
        "follows_gained", OCTOBER, SEPTEMBER, by=("platform",)
    )
    assert dict(zip(frame["platform"], frame["comparable"], strict=True)) == {
        "facebook": True,
        "instagram": False,
    }


def test_missing_has_no_change():
    """Against a month without data there is no change, neither 0 nor infinite."""
    rows = [daily("follows", day, 5.0) for day in days(OCTOBER.start, OCTOBER.end)]
    row = figures(account_daily=rows).compare("follows_gained", OCTOBER, SEPTEMBER).iloc[0]
    assert math.isnan(row["change"])
    assert not row["clear"]


def test_breaks_are_found_by_metric_and_platform():
    """A chart asks for the lines it has to draw."""
    rows = [
        daily(metric, OCTOBER.start, 5.0, platform)
        for platform in ("facebook", "instagram")
        for metric in ("follows", "impressions")
    ]
    shown = figures({"breaks": [BREAK]}, account_daily=rows)
    assert [found.date for found in shown.breaks("follows_gained")] == [date(2026, 10, 10)]
    assert shown.breaks("follows_gained", "facebook") == []
    assert {found.platform for found in shown.breaks("impressions")} == {"instagram", "facebook"}


def test_break_of_a_figure_that_is_not_exported_is_none():
    """The end of Instagram's impressions is no break of rates that rest on its views, nor of web search."""
    rows = [
        post("1", OCTOBER.start, views=10, impressions=None),
        post("2", OCTOBER.start, "linkedin", views=None, impressions=10),
    ]
    search = [
        {
            "source": "g",
            "dimension": "date",
            "item": "",
            "period_start": OCTOBER.start,
            "period_end": OCTOBER.start,
            "grain": "day",
            "impressions": 3,
            "snapshot_at": EXPORTED,
        }
    ]
    shown = figures(posts=rows, search=search)
    found = {(entry.platform, entry.date) for entry in shown.breaks("engagement_rate_by_exposures")}
    assert found == {("linkedin", date(2024, 4, 1)), ("instagram", date(2024, 8, 7))}
    assert shown.breaks("search_impressions") == []


def test_months_of_sessions_have_a_change_but_no_interval():
    """One row a month: the change per day is told, an interval isn't made up."""
    rows = [
        {
            "source": "w",
            "period_start": p.start,
            "period_end": p.end,
            "grain": "month",
            "basis": "session",
            "source_name": "ig",
            "medium": "social",
            "platform": "instagram",
            "sessions": n,
            "file": p.id,
            "snapshot_at": EXPORTED,
        }
        for p, n in ((OCTOBER, 310), (SEPTEMBER, 150))
    ]
    row = figures(web=rows).compare("social_sessions", OCTOBER, SEPTEMBER).iloc[0]
    assert row["change"] == pytest.approx(1.0)
    assert math.isnan(row["change_low"])
    assert not row["clear"]
