"""How far content spreads and how steadily it appears, worked out by hand."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

import pytest

from kpikit.periods import Period
from tests.metrics.tiny import at, event, figures, post

pytestmark = pytest.mark.conformance

OCTOBER, SEPTEMBER = Period.month(2026, 10), Period.month(2026, 9)
DAY = date(2026, 10, 5)


def one(frame):
    assert len(frame) == 1
    return frame.iloc[0]


POSTS = [
    post("1", DAY, title="Hello", campaign="spring"),
    post("2", DAY, "facebook", title=" hello ", campaign="spring"),
    post("3", DAY, "facebook", title="Hello", campaign="spring"),
    post("4", DAY, "x", title="Other", campaign="summer"),
    post("5", DAY, "x", title="", campaign=None),
    post("6", DAY, "x", title=None, campaign=None),
    post("7", date(2026, 9, 30), "x", title="Hello", campaign="spring"),
]


@pytest.mark.parametrize("metric", ["platforms_per_content", "platforms_per_campaign"])
def test_platforms_of_one_content(metric):
    """ "Hello" and "spring" are on 2 platforms, "Other" and "summer" on 1: 1.5; without a title there is none."""
    row = one(figures(posts=POSTS).value(metric, OCTOBER))
    assert (row["value"], row["numerator"], row["n"]) == (1.5, 3, 2)
    assert "too_small" in row["marks"]


def test_without_campaigns_nothing_spreads():
    """Posts without any campaign offer no figure by campaign."""
    shown = figures(posts=[row | {"campaign": None} for row in POSTS])
    assert one(shown.value("platforms_per_campaign", OCTOBER))["state"] == "not_offered"
    assert "platforms_per_campaign" not in shown.offered()


def repost(mention_id, parent_id, day=DAY, **facts):
    return event(day) | {
        "platform": "x",
        "mention_id": mention_id,
        "published_at": at(day),
        "author_kind": "user",
        "is_repost": True,
        "parent_id": parent_id,
    } | facts  # fmt: skip


CHAINS = [
    repost("b", "a"),
    repost("c", "b"),
    repost("d", "c"),
    repost("e", "a"),
    repost("f", "z"),
    # Another platform's "a" is another text; an answer, an own repost and one without a parent don't count.
    repost("g", "a", platform="facebook"),
    repost("h", "a", is_repost=False),
    repost("i", "a", author_kind="own"),
    repost("j", None),
    repost("k", "y", date(2026, 9, 30)),
    repost("l", "k"),
]


def test_reposts_by_where_they_begin():
    """From a: b, c, d, e; from z: f; from y: l (k was in September); from facebook's a: g: 7 / 4 reposts each."""
    row = one(figures(mentions=CHAINS).value("reposts_per_original", OCTOBER))
    assert (row["value"], row["numerator"], row["n"]) == (1.75, 7, 4)


def test_depth_of_chains():
    """a to d is 3 steps, z to f 1, y over September's k to l 2, facebook's 1: 7 / 4."""
    shown = figures(mentions=CHAINS)
    row = one(shown.value("repost_depth", OCTOBER))
    assert (row["value"], row["n"]) == (1.75, 4)
    by_platform = shown.value("repost_depth", OCTOBER, by="platform").set_index("platform")["value"]
    assert dict(by_platform) == {"facebook": 1, "x": 2}


def test_a_ring_of_reposts_ends():
    """Faulty parents that run in a circle, or name the row itself, don't run for ever: one ring of 2, one of 1."""
    rows = [repost("a", "b"), repost("b", "a"), repost("c", "c")]
    shown = figures(mentions=rows)
    assert one(shown.value("reposts_per_original", OCTOBER))["value"] == 1.5
    assert one(shown.value("repost_depth", OCTOBER))["value"] == 1.5


def test_without_parents_no_chain_is_offered():
    """Reposts that don't say what they repeat make no chains."""
    shown = figures(mentions=[repost("b", None)])
    assert one(shown.value("repost_depth", OCTOBER))["state"] == "not_offered"
    assert "repost_depth" not in shown.offered()


STEADY = [post(str(day), date(2026, 10, day)) for day in (1, 2, 2, 10, 27)]


def test_longest_silence():
    """Posts on 1, 2, 10 and 27 October: 3 to 9 are 7 days, 11 to 26 are 16, 28 to 31 are 4."""
    row = one(figures(posts=STEADY).value("longest_silence", OCTOBER))
    assert (row["value"], row["days_covered"]) == (16, 31)


def test_a_silence_ends_where_the_export_does():
    """An export of 12 October knows of nothing after: 3 to 9 stays the longest, and the month is partial."""
    early = datetime(2026, 10, 12, tzinfo=UTC)
    row = one(
        figures(posts=[{**row, "snapshot_at": early} for row in STEADY[:4]]).value("longest_silence", OCTOBER)
    )
    assert (row["value"], row["marks"]) == (7, ("partial",))


def test_a_month_without_a_post_is_silent_throughout():
    """Posts in September and an export of November: all 31 days are silent, at a pace of 0."""
    shown = figures(posts=[post("1", date(2026, 9, 30))])
    assert one(shown.value("longest_silence", OCTOBER))["value"] == 31
    row = one(shown.value("posts_per_week", OCTOBER))
    assert (row["value"], row["state"], row["marks"]) == (0, "reported", ())


def test_posts_a_week():
    """5 posts in 31 days are 5 / 31 x 7; a platform that began late doesn't shorten the month of all."""
    shown = figures(posts=[*STEADY, post("late", date(2026, 10, 30), "facebook")])
    row = one(shown.value("posts_per_week", OCTOBER))
    assert row["value"] == pytest.approx(6 / 31 * 7)
    by_platform = shown.value("posts_per_week", OCTOBER, by="platform").set_index("platform")
    assert by_platform.loc["instagram", "value"] == pytest.approx(5 / 31 * 7)
    assert (by_platform.loc["facebook", "value"], by_platform.loc["facebook", "marks"]) == (3.5, ("partial",))


def test_live_peak_is_the_largest():
    """Peaks of 30 and 80 viewers are a peak of 80, not of 110; a video that wasn't live has none."""
    rows = [post("1", DAY, live_peak=30), post("2", DAY, live_peak=80), post("3", DAY)]
    shown = figures(posts=[*rows, post("4", date(2026, 9, 30), live_peak=999)])
    row = one(shown.value("live_peak", OCTOBER))
    assert (row["value"], row["n"]) == (80, 2)
    assert math.isnan(row["high"])
    assert one(figures(posts=[rows[2]]).value("live_peak", OCTOBER))["state"] == "not_offered"
