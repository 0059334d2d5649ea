"""Reported 0, missing and not offered are three things."""

from __future__ import annotations

import math
from datetime import date

import pytest

from kpikit.errors import MetricError
from kpikit.periods import Period
from tests.metrics.tiny import at, daily, event, figures, post

pytestmark = pytest.mark.conformance

OCTOBER, SEPTEMBER, AUGUST = (Period.month(2026, month) for month in (10, 9, 8))


def states(frame):
    return dict(zip(frame["platform"], frame["state"], strict=True))


def test_platform_without_the_counter_is_not_offered():
    """Facebook exports no saves: not offered, while Instagram's 0 is a reported 0."""
    rows = [post("1", date(2026, 10, 1), saves=0), post("2", date(2026, 10, 1), "facebook", saves=None)]
    frame = figures(posts=rows).value("saves", OCTOBER, by=("platform",))
    assert states(frame) == {"instagram": "reported", "facebook": "not_offered"}
    assert frame.set_index("platform").loc["instagram", "value"] == 0


def test_month_without_posts_has_no_engagements():
    """No posts in a month: the count of posts is a true 0, the sum over them is missing."""
    rows = [
        post("1", date(2026, 8, 1), reactions=5, comments=0, shares=0),
        post("2", date(2026, 10, 1), reactions=5, comments=0, shares=0),
    ]
    shown = figures(posts=rows)
    assert list(shown.value("posts_published", SEPTEMBER)["value"]) == [0]
    engagements = shown.value("public_engagements", SEPTEMBER)
    assert list(engagements["state"]) == ["missing"]
    assert math.isnan(engagements["value"][0])


def test_quiet_month_of_a_covered_source_is_zero():
    """No ticket in a month that the help-desk export covers is a true 0; before the export it is missing."""
    rows = [event(date(2026, 8, 5), ticket_id="1"), event(date(2026, 10, 5), ticket_id="2")]
    shown = figures(tickets=rows)
    assert list(shown.value("support_tickets", SEPTEMBER)["value"]) == [0]
    assert list(shown.value("support_tickets", Period.month(2026, 5))["state"]) == ["missing"]
    assert list(shown.value("orders", SEPTEMBER)["state"]) == ["not_offered"]


def test_event_export_is_whole_up_to_its_snapshot():
    """The last order on the 20th doesn't make the month partial when the export is of November."""
    row = (
        figures(orders=[event(date(2026, 10, 1), order_id="1"), event(date(2026, 10, 20), order_id="2")])
        .value("orders", OCTOBER)
        .iloc[0]
    )
    assert (row["days_covered"], row["marks"]) == (31, ())


def test_daily_source_that_stops_is_partial():
    """A daily export that ends on the 27th makes the total partial, with the days it covers."""
    rows = [daily("views", date(2026, 10, day), 10.0) for day in range(1, 28)]
    row = figures(account_daily=rows).value("views", OCTOBER).iloc[0]
    assert (row["value"], row["days_covered"], row["marks"]) == (270, 27, ("partial",))


def test_platform_that_stopped_marks_the_total():
    """Where one of two platforms gave nothing this month, the sum over both is marked."""
    rows = [
        daily("follows", date(2026, month, day), 1.0)
        for month, last in ((9, 30), (10, 31))
        for day in range(1, last + 1)
    ]
    rows += [daily("follows", date(2026, 9, day), 1.0, "facebook") for day in range(1, 31)]
    shown = figures(account_daily=rows)
    assert "partial" in shown.value("follows_gained", OCTOBER).iloc[0]["marks"]
    assert states(shown.value("follows_gained", OCTOBER, by=("platform",))) == {
        "instagram": "reported",
        "facebook": "missing",
    }


def test_requirement_makes_it_not_offered():
    """Without any label there is no share of sentiment, and no count of negative texts either."""
    rows = [
        event(date(2026, 10, 5), source="l", platform="x", mention_id="1", kind="mention", author_kind="user")
    ]
    shown = figures(mentions=rows)
    assert list(shown.value("negative_mentions", OCTOBER)["state"]) == ["not_offered"]
    assert list(shown.value("mentions", OCTOBER)["value"]) == [1]
    assert "negative_mentions" not in shown.offered()
    assert {"mentions", "unlabelled_mentions"} <= set(shown.offered())


def test_exposures_are_not_added_over_platforms():
    """Views of two platforms are two things: refused with what to use instead; one platform's add up."""
    rows = [daily("views", date(2026, 10, 1), 10.0), daily("views", date(2026, 10, 1), 5.0, "facebook")]
    shown = figures(account_daily=rows)
    with pytest.raises(MetricError, match=r"facebook, instagram.*views by platform"):
        shown.value("views", OCTOBER)
    assert dict(shown.value("views", OCTOBER, by=("platform",)).set_index("platform")["value"]) == {
        "facebook": 5,
        "instagram": 10,
    }
    assert list(shown.value("views", OCTOBER, where={"platform": "facebook"})["value"]) == [5]
    assert list(shown.value("views", OCTOBER, where="platform = 'facebook'")["days_covered"]) == [1]


def test_members_of_two_platforms_are_not_added():
    """Unique people are never summed over platforms."""
    rows = [
        event(
            date(2026, 10, 1),
            source=p,
            platform=p,
            community="c",
            message_id="1",
            author_key="a",
            author_kind="member",
        )
        for p in ("discord", "slack")
    ]
    with pytest.raises(MetricError, match="community_active_members"):
        figures(community_messages=rows).value("community_active_members", OCTOBER)


def test_single_platform_may_be_asked_whole():
    """Where one platform supplies a figure there is nothing to add up."""
    assert list(
        figures(account_daily=[daily("views", date(2026, 10, 1), 10.0)]).value("views", OCTOBER)["value"]
    ) == [10]


def test_platform_without_the_counter_does_not_make_it_partial():
    """TikTok stopped, but it never told saves: the saves of the month are whole."""
    rows = [
        post("1", date(2026, 10, 1), saves=3),
        post("2", date(2026, 10, 2), "tiktok", snapshot_at=at(date(2026, 10, 3))),
    ]
    row = figures(posts=rows).value("saves", OCTOBER).iloc[0]
    assert (row["days_covered"], "partial" in row["marks"]) == (31, False)
    row = figures(posts=rows).value("posts_published", OCTOBER).iloc[0]
    assert (row["days_covered"], row["marks"]) == (2, ("partial",))
