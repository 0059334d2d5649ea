"""20 Engagement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.blocks import Cell, Prose, Table
from kpikit.chapters.dimension import Dimension
from kpikit.charts.heatmap import HeatCell, Heatmap, heatmap
from kpikit.evaluation import basis
from kpikit.periods import Period

if TYPE_CHECKING:
    from kpikit.blocks import Block

RATES = ("engagement_rate_by_reach", "engagement_rate_by_exposures")
CONTENT_ROWS = 5
MOST_TITLE = 90
"""Characters of a post's text in the table."""
LEAST_SPREAD = 0.02
"""Relative difference of the best and the least time below which none is named."""


class Engagement(Dimension):
    """Do people care about the content?"""

    name = "engagement"
    core = (
        "engagement_rate_by_reach",
        "engagement_rate_by_exposures",
        "public_engagements",
        "engagements_per_post",
        "comments",
        "shares",
        "saves",
        "share_rate",
        "save_rate",
        "click_through_rate",
        "link_clicks",
        "reply_rate",
        "user_content",
    )

    @property
    def rate(self) -> str:
        """The engagement rate that the brand's sources offer: by reach, else by exposures."""
        return next((name for name in RATES if self.reading(name).state == "reported"), RATES[0])

    @property
    def year(self) -> Period:
        """The twelve months that end with the period: one month has too few posts for times of the week."""
        return Period(self.months[1].start, self.period.end)

    def rates(self) -> Block:
        """The engagement rate by platform and by format, with intervals."""
        return self.shown([self.draw.groups(self.rate, "platform"), self.draw.groups(self.rate, "format")])

    def engagements(self) -> Block:
        """Public engagements by month, and the rate by kind of content in the brand's own words."""
        return self.shown(
            [self.draw.months("public_engagements"), self.draw.groups(self.rate, "content_type")]
        )

    def best_time(self) -> Block:
        """Weekday and hour of posts: a proposal for a test, no proof."""
        least = int(self.setting.defaults["cell_least_posts"])
        cells = basis.records(self.setting.figures.by_cell(self.rate, self.year))
        if not cells:
            return Prose([], role="note")
        found = {(int(row["weekday"]), int(row["hour"])): row for row in cells}
        enough = [row for row in cells if row["n"] >= least and basis.number(row["shrunk"]) is not None]
        best = max(enough, key=lambda row: float(row["shrunk"]), default=None)
        usual = [float(row["shrunk"]) for row in enough]
        if best is not None and max(usual) - min(usual) < LEAST_SPREAD * max(usual):
            # Drawn together to one value: a picture of one colour tells nothing that a sentence doesn't.
            return Prose([self.words("chart.best_time_none") + self.words("pattern.stop")], role="note")
        title = (
            self.words("chart.best_time_none")
            if best is None
            else self.words(
                "chart.best_time_title",
                weekday=self.words.weekday(int(best["weekday"])),
                hour=str(int(best["hour"])),
            )
        )
        weekdays = tuple(self.words.weekday(number) for number in range(1, 8))
        grid = tuple(
            tuple(self._heat(found.get((weekday, hour)), least) for hour in range(24))
            for weekday in range(1, 8)
        )
        rows = [
            [
                f"{self.words.weekday(weekday)} {hour}",
                self.write(self.rate, basis.number(row["shrunk"])),
                str(int(row["n"])),
            ]
            for (weekday, hour), row in sorted(found.items())
        ]
        hours = tuple(str(hour) for hour in range(24))
        return self.draw.figure(
            heatmap(Heatmap(weekdays, hours, grid, self.draw.writer(self.rate)), self.draw.look()),
            title,
            self.words("chart.best_time", least=least, period=self.words.period(self.year)),
            width="full",
            behind=(["", self.label(self.rate), self.words("column.n")], rows),
            key="best-time",
        )

    @staticmethod
    def _heat(row: dict[str, object] | None, least: int) -> HeatCell:
        if row is None:
            return HeatCell(None)
        posts = int(basis.number(row["n"]) or 0)
        return HeatCell(basis.number(row["shrunk"]), str(posts), thin=posts < least)

    def content(self) -> Block:
        """The posts that did best and least, each a single case."""
        frame = self.setting.figures.content(self.period, n=CONTENT_ROWS)
        rows = basis.records(frame)
        if not rows:
            return Prose([self.words("content.none")] if self._offered else [], role="note")
        head = ("content", "platform", "published", "rate", "reach", "engagements")
        return Table(
            columns=["", *(self.words(f"column.{name}") for name in head)],
            rows=[
                [
                    Cell(self.words(f"content.{row['side']}"), "good" if row["side"] == "top" else "muted"),
                    Cell(_first_words(row["title"])),
                    Cell(self.teller.platform(row["platform"])),
                    Cell(self.words.day(row["local_date"])),
                    Cell(self.words.percent(basis.number(row["value"]))),
                    Cell(self.words.number(basis.number(row["reach"]))),
                    Cell(self.words.number(basis.number(row["engagements"]))),
                ]
                for row in rows
            ],
            align="lllrrrr",
            title=self.words("content.top_title"),
            note=self.words("content.note"),
        )


def _first_words(text: object) -> str:
    """A post's text in one line, cut where it is long."""
    line = " ".join(str(text or "—").split())
    return line if len(line) <= MOST_TITLE else line[: MOST_TITLE - 1].rstrip() + "…"
