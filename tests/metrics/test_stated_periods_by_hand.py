"""Unique accounts: the platform's own figure for a period goes before what days can say."""

from __future__ import annotations

import math
from datetime import date

import pytest

from kpikit.errors import MetricError
from kpikit.periods import Period
from tests.metrics.tiny import EXPORTED, daily, figures

pytestmark = pytest.mark.conformance

OCTOBER, SEPTEMBER = Period.month(2026, 10), Period.month(2026, 9)
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def one(frame):
    assert len(frame) == 1
    return frame.iloc[0]


def stated(value, metric="reach", platform="instagram", start=FIRST, end=LAST, **facts):
    return {
        "source": platform[:2],
        "platform": platform,
        "account": "a",
        "surface": platform,
        "paid_scope": "both",
        "metric": metric,
        "dimension": "",
        "bucket": "",
        "period_start": start,
        "period_end": end,
        "value": value,
        "snapshot_at": EXPORTED,
    } | facts


DAYS = [daily("reach", date(2026, 10, day), value) for day, value in ((1, 300), (2, 500))]
FACEBOOK = [daily("reach", date(2026, 10, day), value, "facebook") for day, value in ((1, 10), (2, 20))]


def test_the_platforms_own_figure_goes_first():
    """Days say 500 to 800; the platform says 650 for exactly October, and that is it, without bounds."""
    row = one(figures(account_daily=DAYS, account_periods=[stated(650)]).value("reach", OCTOBER))
    assert (row["value"], row["low"], row["high"], row["marks"]) == (650, 650, 650, ())
    assert row["days_covered"] == 31


@pytest.mark.parametrize(
    "other",
    [
        stated(650, start=date(2026, 10, 4)),
        stated(650, end=date(2026, 10, 30)),
        stated(650, dimension="format", bucket="reel"),
        stated(650, metric="views"),
        stated(None),
        stated(650, start=None),
    ],
)
def test_no_other_figure_stands_in_for_it(other):
    """28 days, a part by format, another metric or an empty cell are not October's reach: 500 to 800 remain."""
    row = one(figures(account_daily=DAYS, account_periods=[other]).value("reach", OCTOBER))
    assert (row["value"], row["high"]) == (500, 800)
    assert "lower_bound" in row["marks"]


def test_a_stated_figure_beside_days_of_another_platform():
    """Instagram states 650, Facebook's days say 20 to 30: together 650 to 680; each alone its own."""
    shown = figures(account_daily=[*DAYS, *FACEBOOK], account_periods=[stated(650)])
    row = one(shown.value("reach", OCTOBER))
    assert (row["value"], row["high"], row["marks"]) == (650, 680, ("lower_bound", "partial"))
    by_platform = shown.value("reach", OCTOBER, by="platform").set_index("platform")
    assert dict(by_platform["value"]) == {"facebook": 20, "instagram": 650}
    assert dict(by_platform["high"]) == {"facebook": 30, "instagram": 650}


def test_a_platform_with_stated_figures_only_is_there():
    """X has no days, only its stated 70: it is one of the platforms; in September it is missing, not 0."""
    shown = figures(account_daily=DAYS, account_periods=[stated(70, platform="x")])
    october = shown.value("reach", OCTOBER, by="platform").set_index("platform")
    assert dict(october["value"]) == {"instagram": 500, "x": 70}
    september = shown.value("reach", SEPTEMBER, by="platform").set_index("platform")
    assert set(september["state"]) == {"missing"}


def test_organic_and_paid_are_not_added_to_both():
    """Of 100 in all, 80 organic and 30 paid, overlapping, the 100 count; asked for, each is told."""
    rows = [
        stated(value, paid_scope=scope) for scope, value in (("both", 100), ("organic", 80), ("paid", 30))
    ]
    shown = figures(account_periods=rows)
    assert one(shown.value("reach_of_period", OCTOBER))["value"] == 100
    by_scope = shown.value("reach_of_period", OCTOBER, by="paid_scope").set_index("paid_scope")["value"]
    assert dict(by_scope) == {"both": 100, "organic": 80, "paid": 30}


def test_organic_and_paid_alone_leave_bounds():
    """Without a figure for both, 80 organic and 30 paid are at least 80 and at most 110 people."""
    rows = [stated(value, paid_scope=scope) for scope, value in (("organic", 80), ("paid", 30))]
    row = one(figures(account_periods=rows).value("reach", OCTOBER))
    assert (row["definition"], row["value"], row["high"]) == ("reach_of_period", 80, 110)
    assert "lower_bound" in row["marks"]


def test_two_accounts_leave_bounds():
    """Accounts of 100 and 60 reached share people: between 100 and 160."""
    rows = [stated(100), stated(60, account="b")]
    row = one(figures(account_periods=rows).value("reach_of_period", OCTOBER))
    assert (row["value"], row["low"], row["high"], row["marks"]) == (100, 100, 160, ("lower_bound",))


def by_status(followers, others, **facts):
    rows = [("followers", followers), ("non_followers", others)]
    return [stated(value, dimension="follow_status", bucket=name, **facts) for name, value in rows]


def test_share_of_those_that_dont_follow():
    """300 of 300 + 100 accounts reached don't follow: 75 %; in September it wasn't exported: missing."""
    shown = figures(account_periods=[stated(400), *by_status(100, 300)])
    row = one(shown.value("non_follower_reach_share", OCTOBER))
    assert (row["value"], row["numerator"], row["denominator"]) == (0.75, 300, 400)
    assert row["low"] == pytest.approx(0.70537, abs=1e-4)
    assert one(shown.value("non_follower_reach_share", SEPTEMBER))["state"] == "missing"


@pytest.mark.parametrize("given", [[stated(400)], by_status(100, None), by_status(None, 300)])
def test_one_side_is_no_share(given):
    """Reach alone, or one side of the two, says nothing on the share: no 0 % and no 100 %."""
    row = one(figures(account_periods=given).value("non_follower_reach_share", OCTOBER))
    assert row["state"] in ("missing", "not_offered")
    assert math.isnan(row["value"])


def test_shares_of_platforms_are_not_added():
    """People reached on two platforms can't be told apart: by platform only."""
    rows = [*by_status(100, 300), *by_status(50, 50, platform="facebook")]
    shown = figures(account_periods=rows)
    by_platform = shown.value("non_follower_reach_share", OCTOBER, by="platform").set_index("platform")[
        "value"
    ]
    assert dict(by_platform) == {"facebook": 0.5, "instagram": 0.75}
    with pytest.raises(MetricError, match="by platform"):
        shown.value("non_follower_reach_share", OCTOBER)


def test_engaged_accounts():
    """Days of 5 and 8 engaged accounts are 8 to 13 people; stated for October they are 11."""
    days = [daily("engaged_accounts", date(2026, 10, day), value) for day, value in ((1, 5), (2, 8))]
    row = one(figures(account_daily=days).value("engaged_accounts", OCTOBER))
    assert (row["value"], row["high"]) == (8, 13)
    own = [stated(11, "engaged_accounts")]
    assert (
        one(figures(account_daily=days, account_periods=own).value("engaged_accounts", OCTOBER))["value"]
        == 11
    )
    row = one(figures(account_periods=own).value("engaged_accounts", OCTOBER))
    assert (row["value"], row["definition"]) == (11, "engaged_accounts_of_period")
