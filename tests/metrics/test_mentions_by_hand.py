"""Who names the brand, and how: against figures worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from kpikit.periods import Period
from tests.metrics.tiny import at, event, figures

pytestmark = pytest.mark.conformance

OCTOBER = Period.month(2026, 10)
DAY = date(2026, 10, 5)


def one(frame):
    assert len(frame) == 1
    return frame.iloc[0]


def mention(mention_id, day=DAY, **facts):
    return event(day) | {
        "platform": "x",
        "mention_id": mention_id,
        "published_at": at(day),
        "kind": "mention",
        "author_kind": "user",
        "subject": "own",
    } | facts  # fmt: skip


MENTIONS = [
    mention("1", tagged=True, author_key="a", permission="granted", language="de", country="DE"),
    mention("2", tagged=False, author_key="a", permission="asked"),
    mention("3", tagged=None, author_key="b", author_kind="influencer", outlet="tube", platform="youtube"),
    mention("4", tagged=True, author_key="n", author_kind="media", outlet="Die Zeit"),
    mention("5", author_key="m", author_kind="media", outlet="Die Zeit"),
    mention("6", author_key="m", author_kind="media", outlet=None),
    mention("7", tagged=True, author_kind="own", author_key="us"),
    mention("8", tagged=True, is_repost=True, author_key="c", post_id="p1"),
    mention("9", is_repost=True, author_key="d", parent_id="1"),
    mention("10", tagged=False, subject="category", author_key="e"),
    mention("11", tagged=True, subject="Rival", author_key="f"),
    mention("12", kind="message", author_kind="media", author_key="n"),
    mention("13", kind="comment", author_kind="media", author_key="n", intent="question"),
    mention("14", date(2026, 9, 30), tagged=True, author_key="z", author_kind="media", outlet="Bild"),
    mention("15", kind="review", author_key=None),
]


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("tagged_mentions", 2),  # 1 and 4
        ("untagged_mentions", 1),  # 2; of 3, 5, 6, 15 it is not known
        ("own_mentions", 1),  # 7
        ("category_mentions", 1),  # 10
        ("reposts_of_own_posts", 1),  # 8; 9 repeats somebody else's
        ("press_enquiries", 2),  # 12 and 13
        ("outlets", 2),  # tube, Die Zeit
        ("user_content_creators", 2),  # a, b; of 15 the author is not known
        ("user_content_permitted", 1),  # 1
    ],
)
def test_mentions_are_told_apart(metric, value):
    """Fifteen texts are told apart by tag, author, kind and subject; what is unknown counts on neither side."""
    row = one(figures(mentions=MENTIONS).value(metric, OCTOBER))
    assert (row["value"], row["state"]) == (value, "reported")


@pytest.mark.parametrize(
    ("metric", "without"),
    [
        ("tagged_mentions", "tagged"),
        ("untagged_mentions", "tagged"),
        ("outlets", "outlet"),
        ("user_content_permitted", "permission"),
        ("user_content_creators", "author_key"),
    ],
)
def test_what_no_export_tells_is_not_offered(metric, without):
    """A column that no export has is no count of 0."""
    rows = [row | {without: None} for row in MENTIONS]
    shown = figures(mentions=rows)
    assert one(shown.value(metric, OCTOBER))["state"] == "not_offered"
    assert metric not in shown.offered()


def test_content_by_others_by_country():
    """One text of users is from Germany, of three the country is not known."""
    shown = figures(mentions=MENTIONS).value("user_content", OCTOBER, by="country")
    assert (shown["country"][0], list(shown["value"])) == ("DE", [1, 3])


COMMENTS = [
    mention("1", kind="comment", intent="purchase", topic="size", text="Wo gibt es das?"),
    mention("2", kind="comment", intent="question", topic="spam", text="123"),
    mention("3", kind="comment", intent="praise", topic="size", text="12345"),
    mention("4", kind="comment", intent=None, topic=None, text=None),
    mention("5", kind="comment", intent="purchase", author_kind="own", topic="size", text="x" * 99),
    mention("6", kind="mention", intent="purchase", topic="other", text="x" * 99),
    mention("7", kind="comment", intent="question", topic="size", text="x" * 99, subject="Rival"),
]


def test_quality_of_comments():
    """1 of 3 wishes to buy, 1 asks, 2 of 3 are on the topic, and of lengths 15, 3 and 5 the middle one is 5.

    What is asked of a rival is no comment on the brand.
    """
    shown = figures(mentions=COMMENTS)
    assert one(shown.value("comments_received", OCTOBER))["value"] == 4
    row = one(shown.value("question_share", OCTOBER))
    assert (row["numerator"], row["denominator"]) == (1, 3)
    row = one(shown.value("purchase_intent_share", OCTOBER))
    assert (row["numerator"], row["denominator"]) == (1, 3)
    row = one(shown.value("on_topic_share", OCTOBER))
    assert (row["numerator"], row["denominator"]) == (2, 3)
    row = one(shown.value("comment_length_median", OCTOBER))
    assert (row["value"], row["n"]) == (5, 3)


def test_length_counts_characters():
    """Two Chinese characters and an emoji are 3 characters, not their bytes."""
    rows = [mention("1", kind="comment", text="好看\N{GRINNING FACE}")]
    assert one(figures(mentions=rows).value("comment_length_median", OCTOBER))["value"] == 3


def test_nothing_off_topic_was_ever_labelled():
    """Where no comment is ever labelled as off the topic, all being on it would be no finding: not offered."""
    rows = [row | {"topic": "size"} for row in COMMENTS]
    assert one(figures(mentions=rows).value("on_topic_share", OCTOBER))["state"] == "not_offered"


def test_reply_rate_over_all_mentions():
    """2 of 4 texts older than a day were answered, asked for or not; own ones, reposts and a fresh one are out."""
    rows = [
        mention("1", replied_at=at(DAY, 14), reply_wanted=True),
        mention("2", replied_at=at(DAY, 14), reply_wanted=False),
        mention("3"),
        mention("4", kind="comment", reply_wanted=True),
        mention("5", author_kind="own"),
        mention("6", is_repost=True),
        mention("7", subject="Rival"),
        mention("8", date(2026, 10, 31), published_at=at(date(2026, 11, 2), 7)),
    ]
    shown = figures(mentions=rows)
    row = one(shown.value("reply_rate_all", OCTOBER))
    assert (row["numerator"], row["denominator"]) == (2, 4)
    row = one(shown.value("reply_rate", OCTOBER))
    assert (row["numerator"], row["denominator"]) == (1, 2)


def test_without_any_reply_known_there_is_no_rate():
    """An export without answers says nothing on them: not offered, not 0 %."""
    row = one(figures(mentions=[mention("1"), mention("2")]).value("reply_rate_all", OCTOBER))
    assert row["state"] == "not_offered"


def test_a_source_that_never_tells_answers_lowers_no_rate():
    """One tool lists answers, another none at all: of its questions nobody knows whether they were answered."""
    rows = [
        mention("1", replied_at=at(DAY, 14), reply_wanted=True),
        mention("2", reply_wanted=True),
        *(mention(str(number), source="silent", reply_wanted=True) for number in range(3, 9)),
    ]
    for metric in ("reply_rate", "reply_rate_all"):
        row = one(figures(mentions=rows).value(metric, OCTOBER))
        assert (row["numerator"], row["denominator"]) == (1, 2)
    alone = figures(mentions=rows[2:])
    assert one(alone.value("reply_rate", OCTOBER))["state"] == "not_offered"


FAMOUS = [
    mention("1", author_kind="media", author_key="m", author_followers=5000),
    mention("2", author_kind="media", author_key="m", author_followers=5200),
    mention("3", author_kind="influencer", author_key="i", author_followers=3000),
    mention("4", author_kind="user", author_key="u", author_followers=10_000),
    mention("5", author_kind="user", author_key="v", author_followers=9_999),
    mention("6", author_kind="own", author_key="us", author_followers=99_999),
    mention("7", author_kind="media", author_key="n", author_followers=None),
    mention("8", author_kind="media", author_key=None, author_followers=100),
    mention("9", author_kind="media", author_key="m", author_followers=99_999, is_repost=True),
]


def test_accounts_over_the_threshold_count_with_the_press():
    """1, 2, 3, 7, 8 by their kind and 4 by its 10,000 followers are 6; at a threshold of 20,000 they are 5."""
    assert one(figures(mentions=FAMOUS).value("press_mentions", OCTOBER))["value"] == 6
    stricter = {"thresholds": {"influencer_least_followers": 20_000}}
    assert one(figures(stricter, mentions=FAMOUS).value("press_mentions", OCTOBER))["value"] == 5


def test_followers_of_the_press_are_no_reach():
    """Each author once, at its most: 5200, 3000, 10,000 and 100 are 10,000 to 18,300."""
    row = one(figures(mentions=FAMOUS).value("press_followers", OCTOBER))
    assert (row["value"], row["low"], row["high"]) == (10_000, 10_000, 18_300)
    assert row["n"] == 4
    assert "lower_bound" in row["marks"]


def test_one_author_that_wrote_twice():
    """5000 and 5200 of one author are 5200, not 10,200."""
    row = one(figures(mentions=FAMOUS[:2]).value("press_followers", OCTOBER))
    assert (row["value"], row["high"]) == (5200, 5200)
    assert "lower_bound" not in row["marks"]


def test_press_without_known_followers():
    """Where followers aren't told there is no potential, and none of 0."""
    row = one(figures(mentions=[FAMOUS[6]]).value("press_followers", OCTOBER))
    assert row["state"] == "not_offered"
