"""Meta lists a video as such and as the post that shows it: both exports in one folder count it once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kpikit.periods import Period
from tests.metrics.tiny import figures, post

pytestmark = pytest.mark.conformance

OCTOBER = Period.month(2026, 10)
DAY = date(2026, 10, 5)
LATER = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
POST = post("100", DAY, "facebook", title="How it is made", reach=50, video_views=30, format="video")
ASSET = post("7", DAY, "facebook", title="Made", reach=45, video_views=30, format="video", is_asset=True)


@pytest.mark.parametrize(
    ("asset", "posts", "views"),
    [
        (ASSET, 1, 30),
        (ASSET | {"published_at": LATER, "title": "HOW IT IS MADE"}, 1, 30),
        (ASSET | {"published_at": LATER}, 2, 60),
        (ASSET | {"account": "another page"}, 2, 60),
        (ASSET | {"is_asset": None}, 2, 60),
    ],
    ids=["same moment", "same day and title", "neither", "another page", "no asset"],
)
def test_an_asset_whose_post_is_there_does_not_count(asset, posts, views):
    """Known by its moment, or by day and title; else nothing says that they are one."""
    found = figures(posts=[POST, asset])
    assert found.value("posts_published", OCTOBER)["value"].item() == posts
    assert found.value("post_video_views", OCTOBER, by="platform")["value"].item() == views


def test_assets_alone_count():
    """The video export by itself is all that is known of the videos."""
    other = ASSET | {"post_id": "8", "title": "Another", "published_at": LATER}
    found = figures(posts=[ASSET, other])
    assert found.value("posts_published", OCTOBER)["value"].item() == 2
