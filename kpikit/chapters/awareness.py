"""10 Awareness and reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.chapters.dimension import Dimension

if TYPE_CHECKING:
    from kpikit.blocks import Block


class Awareness(Dimension):
    """Are more of the right people getting to know the brand?"""

    name = "awareness"
    core = (
        "views",
        "impressions",
        "reach_daily_average",
        "followers",
        "mentions",
        "earned_mention_share",
        "share_of_voice",
        "brand_search_clicks",
        "brand_search_impressions",
        "posts_published",
        "frequency",
        "press_mentions",
    )

    def exposures(self) -> Block:
        """Exposures of each platform under its own name, never added up."""
        found = [self.draw.panels(metric, "platform") for metric in ("views", "impressions")]
        return self.shown([figure for figure in found if figure is not None][:1])

    def followers(self) -> Block:
        """Followers of each platform at the end of the period, against the month before."""
        return self.shown([self.draw.pairs("followers", "platform"), self.draw.months("mentions")])

    def talk(self) -> Block:
        """How much others talk about the brand, and how much they search for it."""
        return self.shown([self.draw.months("share_of_voice"), self.draw.months("brand_search_clicks")])
