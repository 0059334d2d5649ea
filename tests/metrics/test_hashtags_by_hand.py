"""Posts by hashtag, worked out by hand."""

from __future__ import annotations

import math
from datetime import date

import pytest

from kpikit.errors import MetricError
from kpikit.metrics.hashtags import hashtags_of
from kpikit.periods import Period
from tests.metrics.tiny import event, figures, post

pytestmark = pytest.mark.conformance

OCTOBER = Period.month(2026, 10)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("New! #Spring #spring #SALE_26", ["spring", "sale_26"]),
        ("春 \uff03好看 #gr\u00fcn.", ["好看", "grün"]),
        ("we are #1, see page#top &#39;quoted&#39; # alone", []),
        ("", []),
    ],
)
def test_what_is_a_hashtag(text, found):
    """Any script's words after a mark, without case and once; numbers, anchors and entities are none."""
    assert hashtags_of(text) == found


def bearing(post_id, day, title, reach, reactions=10, platform="instagram"):
    facts = {"reactions": reactions, "comments": 0, "shares": 0, "reach": reach, "views": reach}
    return post(post_id, date(2026, 10, day), platform, title=title, **facts)


POSTS = [
    bearing("1", 3, "#spring #bags", 100),
    bearing("2", 9, "#Spring", 300),
    bearing("3", 20, "#spring", None),
    bearing("4", 20, "#spring", 100, None, "facebook"),
    bearing("5", 20, "plain", 1),
    post("6", date(2026, 9, 30), title="#spring", reach=1, reactions=1, comments=1, shares=1),
]


def test_rates_by_hashtag():
    """#spring: 4 posts of 3 to 20 October, of which 2 have both parts: (10 + 10) / (100 + 300); #bags: 10 / 100."""
    frame = figures(posts=POSTS).by_hashtag("engagement_rate_by_reach", OCTOBER).set_index("hashtag")
    assert list(frame.index) == ["spring", "bags"]
    spring = frame.loc["spring"]
    assert (spring["posts"], spring["platforms"], spring["n"], spring["value"]) == (
        4,
        2,
        2,
        pytest.approx(0.05),
    )
    assert (spring["first_day"], spring["last_day"]) == (date(2026, 10, 3), date(2026, 10, 20))
    assert spring["too_small"]
    assert frame.loc["bags", "value"] == pytest.approx(0.1)


def test_exposures_of_platforms_stay_apart():
    """A hashtag on two platforms has no common rate by exposures."""
    frame = figures(posts=POSTS).by_hashtag("engagement_rate_by_exposures", OCTOBER).set_index("hashtag")
    assert math.isnan(frame.loc["spring", "value"])
    assert frame.loc["bags", "value"] == pytest.approx(0.1)


def test_others_use_of_the_brands_hashtags():
    """Two texts of others bear #spring in October; a repost, an own text and September's are out."""
    texts = [
        {"text": "love #Spring", "author_kind": "user"},
        {"text": "#spring #spring"},
        {"text": "#spring", "author_kind": "own"},
        {"text": "#spring", "is_repost": True},
        {"text": "#spring", "local_date": date(2026, 9, 30)},
        {"text": "plain"},
    ]
    rows = [
        event(date(2026, 10, 5), mention_id=str(number), platform="instagram") | facts
        for number, facts in enumerate(texts)
    ]
    frame = figures(posts=POSTS, mentions=rows).by_hashtag("engagement_rate_by_reach", OCTOBER)
    assert dict(frame.set_index("hashtag")["by_others"]) == {"spring": 2, "bags": 0}
    assert figures(posts=POSTS).by_hashtag("engagement_rate_by_reach", OCTOBER)["by_others"].isna().all()


def test_counts_have_no_hashtags():
    """What is no rate over posts is refused; without posts there are no hashtags."""
    with pytest.raises(MetricError, match="no rate over posts"):
        figures(posts=POSTS).by_hashtag("mentions", OCTOBER)
    assert figures().by_hashtag("engagement_rate_by_reach", OCTOBER).empty
