"""50 Reputation and service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpikit.chapters.dimension import Dimension
from kpikit.charts.diverging import Diverging, Sentiment, diverging
from kpikit.charts.step_curve import Curve, StepCurve, step_curve
from kpikit.evaluation import basis

if TYPE_CHECKING:
    from kpikit.blocks import Block, Figure

KINDS = ("negative", "neutral", "positive")
TICKS = (1.0, 4.0, 8.0, 24.0, 48.0)
"""Hours at which the curve of first replies is read."""


class Reputation(Dimension):
    """Is the brand trusted?"""

    name = "reputation"
    core = (
        "positive_share",
        "negative_share",
        "net_sentiment",
        "negative_mentions",
        "unlabelled_mentions",
        "support_tickets",
        "first_response_median",
        "first_response_within_promise",
        "resolution_within_promise",
        "ticket_backlog",
        "overdue_tickets",
        "csat",
        "ticket_csat",
        "nps",
    )
    most_rows = 12

    def sentiment(self) -> Block:
        """What labelled texts say, by platform; unlabelled ones stand apart and are never neutral."""
        return self.shown([self._sentiment("platform")])

    def negative(self) -> Block:
        """Negative texts by month and by topic."""
        return self.shown(
            [self.draw.months("negative_mentions"), self.draw.bars("negative_mentions", "topic")]
        )

    def service(self) -> Block:
        """How long people wait for a first reply; how many questions are open."""
        return self.shown([self._waiting(), self.draw.months("ticket_backlog")])

    def _sentiment(self, group: str) -> Figure | None:
        shares = {kind: self.draw.by_key(f"{kind}_share", group) for kind in KINDS}
        unlabelled = self.draw.by_key("unlabelled_mentions", group)
        names = sorted(
            {name for found in shares.values() for name in found} | set(unlabelled),
            key=lambda name: -(shares["positive"][name].n or 0.0) if name in shares["positive"] else 0.0,
        )
        if not names:
            return None
        rows = tuple(
            Sentiment(
                self.draw.group_name(group, name),
                negative=_share(shares["negative"], name),
                neutral=_share(shares["neutral"], name),
                positive=_share(shares["positive"], name),
                unlabelled=self.words.number(unlabelled[name].value) if name in unlabelled else "",
                few=name in shares["negative"] and "too_small" in shares["negative"][name].marks,
            )
            for name in names
        )
        title = self.trend("positive_share")
        words = {kind: self.words(f"chart.{kind}") for kind in (*KINDS, "unlabelled")}
        heads = (words["negative"], words["positive"], words["neutral"], words["unlabelled"])
        table = [
            [
                row.label,
                *(self.words.percent(share) for share in (row.negative, row.neutral, row.positive)),
                row.unlabelled,
            ]
            for row in rows
        ]
        return self.draw.figure(
            diverging(Diverging(rows, heads, self.words.percent_short), self.draw.look()),
            title,
            self.words(
                "chart.sentiment", group=self.words(f"group.{group}"), period=self.words.period(self.period)
            ),
            width="full",
            behind=([self.words(f"group.{group}"), *words.values()], table),
            key=f"sentiment-{group}",
        )

    def _waiting(self) -> Figure | None:
        rows = basis.records(self.setting.figures.curve("first_response_within_promise", self.period))
        if not rows:
            return None
        promise = self.setting.brand.service.first_response_hours
        share = self.reading("first_response_within_promise").value
        curve = Curve(
            name="",
            hours=tuple(float(row["hours"]) for row in rows),
            share=tuple(float(row["share_answered"]) for row in rows),
            low=tuple(float(row["low"]) for row in rows),
            high=tuple(float(row["high"]) for row in rows),
            at_risk=tuple(str(_waiting_at(rows, hours)) for hours in TICKS),
        )
        data = StepCurve(
            (curve,),
            tuple((hours, self.words.hours(hours)) for hours in TICKS),
            self.words.percent_short,
            target=(promise, None, self.words("chart.promise")),
            at_risk=self.words("chart.at_risk"),
        )
        title = self.words("chart.curve_title", share=share, hours=promise)
        heads = [self.words("unit_name.hours"), self.words("chart.answered"), self.words("chart.at_risk")]
        table = [
            [
                self.words.hours(hours),
                self.words.percent(_answered_at(rows, hours)),
                str(_waiting_at(rows, hours)),
            ]
            for hours in sorted({*TICKS, promise})
        ]
        return self.draw.figure(
            step_curve(data, self.draw.look("half")),
            title,
            self.words("chart.curve", period=self.words.period(self.period)),
            width="half",
            behind=(heads, table),
            key="first-response",
        )


def _share(found: dict[str, basis.Reading], name: str) -> float | None:
    return found[name].value if name in found else None


def _answered_at(rows: list[dict[str, Any]], hours: float) -> float:
    """Share answered by so many hours: the last step at or before."""
    return max((float(row["share_answered"]) for row in rows if row["hours"] <= hours), default=0.0)


def _waiting_at(rows: list[dict[str, Any]], hours: float) -> int:
    """Cases still waiting at so many hours: those at risk at the next step."""
    later = [int(row["at_risk"]) for row in rows if row["hours"] >= hours]
    return max(later, default=0)
