"""By single posts, with their platform beside; scopes of each group's own; every word that is offered answers."""

from __future__ import annotations

from datetime import date

import pytest

from kpikit.errors import MetricError
from kpikit.periods import Period
from tests.metrics.tiny import at, daily, event, figures, post

pytestmark = pytest.mark.conformance

OCTOBER = Period.month(2026, 10)
POSTS = [
    post("1", date(2026, 10, 3), reactions=8, comments=1, shares=1, views=100, reach=80),
    post("1", date(2026, 10, 4), "facebook", reactions=3, comments=1, shares=0, impressions=50, reach=40),
    post("2", date(2026, 10, 5), reactions=5, comments=None, shares=1, views=60, reach=50),
    post("3", date(2026, 9, 5), reactions=5, comments=1, shares=1, views=60, reach=50),
]


def test_posts_of_the_period_have_a_line_each():
    """Two platforms both call a post "1"; one that lacks a part is missing, and September's has no line."""
    found = figures(posts=POSTS).value("engagement_rate_by_exposures", OCTOBER, by="post")
    rows = found.set_index(["platform", "post"])["value"]
    assert list(found.columns[:3]) == ["metric", "platform", "post"]
    assert rows["instagram", "1"] == pytest.approx(10 / 100)
    assert rows["facebook", "1"] == pytest.approx(4 / 50)
    assert dict(found.set_index(["platform", "post"])["state"])["instagram", "2"] == "missing"
    assert len(found) == 3


def test_comments_by_the_post_they_stand_under():
    """Two comments under one post, one under another; the day before counts in its own month."""
    rows = [
        event(day, mention_id=str(number), platform="instagram", kind="comment", author_kind="user",
              published_at=at(day), post_id=under)
        for number, (day, under) in enumerate(
            [(date(2026, 10, 1), "1"), (date(2026, 10, 2), "1"), (date(2026, 10, 2), "2"), (date(2026, 9, 30), "3")]
        )
    ]  # fmt: skip
    found = figures(mentions=rows).value("comments_received", OCTOBER, by="post").set_index("post")["value"]
    assert dict(found) == {"1": 2, "2": 1}


def test_each_group_has_the_scope_of_its_own():
    """Accounts and what counts as an exposure differ by platform; the whole has both."""
    posts = [POSTS[0], POSTS[1] | {"account": "b", "paid_scope": "organic"}]
    shown = figures(posts=posts)
    found = shown.value("engagement_rate_by_exposures", OCTOBER, by="platform").set_index("platform")["scope"]
    assert found["instagram"] == "platform=instagram; account=a; exposure=views"
    assert found["facebook"] == "platform=facebook; account=b; paid=organic; exposure=impressions"
    whole = shown.value("public_engagements", OCTOBER)["scope"].item()
    assert whole == "platform=facebook,instagram; account=a,b; paid=organic"
    rows = [daily("views", date(2026, 10, 1), 5), daily("reach", date(2026, 10, 1), 5, paid_scope="paid")]
    scope = figures(account_daily=rows).value("views", OCTOBER)["scope"].item()
    assert scope == "platform=instagram; account=a; paid=both; zone=America/Los_Angeles; exposure=views"


def test_breakdowns_are_told_before_one_asks():
    """Columns of its own, the clock where rows have a time of day, and grains of time."""
    shown = figures(posts=POSTS)
    words = shown.breakdowns("engagement_rate_by_reach")
    assert {"platform", "post", "campaign", "weekday", "hour", "week", "quarter"} <= set(words)
    assert "hour" not in shown.breakdowns("followers")
    assert "hour" not in shown.breakdowns("longest_silence")


def test_people_have_no_hours():
    """Contacts are counted over time: by hour is refused with what is allowed, and nothing falls over."""
    with pytest.raises(MetricError, match="day, week, month"):
        figures().value("several_platform_share", OCTOBER, by=("hour",))
