"""30 Traffic and conversion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.blocks import Prose
from kpikit.chapters.dimension import Dimension
from kpikit.charts.funnel import FunnelStep, funnel
from kpikit.evaluation import basis

if TYPE_CHECKING:
    from kpikit.blocks import Block

FUNNEL_FINDINGS = ("funnel_step_worse", "funnel_largest_loss")


class Conversion(Dimension):
    """Does attention turn into business?"""

    name = "conversion"
    core = (
        "social_sessions",
        "social_session_share",
        "conversion_rate",
        "bounce_share",
        "engagement_time",
        "leads",
        "qualified_lead_rate",
        "lead_to_customer_rate",
        "orders",
        "revenue",
        "average_order_value",
        "ad_cost",
        "cost_per_click",
        "cost_per_lead",
        "return_on_ad_spend",
        "revenue_roi",
    )
    most_rows = 12

    def funnel(self) -> Block:
        """From attention to business: the step that loses most is named."""
        rows = basis.records(self.setting.figures.funnel(self.period))
        if not rows:
            return Prose([], role="note")
        found = [finding for finding in self.found if finding.id in FUNNEL_FINDINGS]
        weakest = str(found[0].facts["step"]) if found else ""
        steps = tuple(
            FunnelStep(
                name=str(row["name"]),
                unit=self.words(f"unit_name.{row['unit']}"),
                value=basis.number(row["value"]),
                text=self.words.number(basis.number(row["value"])),
                rate=self._rate(row),
                weakest=str(row["step"]) == weakest,
            )
            for row in rows
        )
        title = self.teller.sentence(found[0]) if found else self.words("chart.funnel_none")
        head = [self.words("column.step"), self.words("column.users"), self.words("column.rate")]
        return self.draw.figure(
            funnel(steps, self.draw.look()),
            title,
            self.words("chart.funnel", period=self.words.period(self.period)),
            width="full",
            behind=(head, [[step.name, step.text, step.rate] for step in steps]),
            key="funnel",
        )

    def traffic(self) -> Block:
        """Sessions that social media brought, by platform; the conversion rate of each."""
        return self.shown(
            [self.draw.bars("social_sessions", "platform"), self.draw.groups("conversion_rate", "platform")]
        )

    def business(self) -> Block:
        """Orders or leads by month, and where leads come from."""
        found = [
            self.draw.months("orders"),
            self.draw.months("revenue"),
            self.draw.months("leads"),
            self.draw.groups("qualified_lead_rate", "content_type")
            or self.draw.groups("qualified_lead_rate", "channel"),
        ]
        return self.shown([figure for figure in found if figure is not None][:2])

    def costs(self) -> Block:
        """What a click or lead costs, by kind of content or campaign."""
        found = [
            self.draw.groups(metric, group)
            for metric in ("cost_per_lead", "cost_per_click", "return_on_ad_spend")
            for group in ("content_type",)
        ]
        return self.shown([figure for figure in found if figure is not None][:2])

    def _rate(self, row: dict[str, object]) -> str:
        rate, low, high = (basis.number(row[name]) for name in ("rate_from_previous", "low", "high"))
        if rate is None:
            return ""
        if low is None or high is None:
            return self.words("chart.funnel_rate_plain", rate=rate)
        return self.words("chart.funnel_rate", rate=rate, low=low, high=high)
