"""Of a brand's parameter file what was planned, decided and spent: key figures, experiments, measures."""

from __future__ import annotations

from datetime import date
from datetime import date as Day  # noqa: N812 - a field may be named date
from typing import Literal

from pydantic import Field

from kpikit.parameters.fields import Currency, Month, Strict

Goal = Literal[
    "awareness", "traffic", "leads", "revenue", "engagement", "community", "service", "press", "listening"
]
Horizon = Literal["short", "medium", "long"]
Direction = Literal["up", "down"]


class Baseline(Strict):
    """Where a KPI started."""

    value: float = Field(description="the figure it started from")
    date: Day = Field(description="day of that figure")
    source: str = Field(description="own history, competitor, industry file …")


class Kpi(Strict):
    """One of at most six figures by which the brand has chosen to be judged."""

    metric: str = Field(description="metric id")
    objective: str = Field(description="what it shall show, one sentence")
    goal: Goal = Field(description="goal that it serves")
    owner: str = Field(min_length=1, description="who answers for it")
    contributors: list[str] = Field(default_factory=list, description="who works on it")
    target: float = Field(description="value to reach, or to hold")
    due: date = Field(description="day by which the target shall be reached")
    baseline: Baseline | None = Field(default=None, description="default: the same month of the year before")
    direction: Direction | None = Field(default=None, description="default: the metric's own `better`")
    hold: bool = Field(default=False, description="the target is a floor or ceiling to hold, not a goal")
    platform: str | None = Field(default=None, description="this platform alone; default: all")
    horizon: Horizon = Field(default="medium", description="how far ahead it looks")
    starts: date | None = Field(default=None, description="a KPI from this day on")
    ends: date | None = Field(default=None, description="a KPI until this day")

    def active(self, day: date) -> bool:
        """Whether it is one of the brand's KPIs on `day`."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


class Experiment(Strict):
    """A comparison of variants, planned before it starts. Posts belong to it by their tags."""

    id: str = Field(description="id, as in the tags of its posts")
    question: str = Field(description="what it shall tell, one sentence")
    metric: str = Field(description="metric that decides")
    starts: date = Field(description="first day")
    ends: date = Field(description="last day")
    variants: list[str] = Field(min_length=2, description="names as in the tags; the first is the control")
    planned_posts: int | None = Field(default=None, gt=1, description="posts per variant planned")


class Decision(Strict):
    """A measure decided on: who does what by when."""

    what: str = Field(description="the measure, one sentence")
    owner: str = Field(description="who does it")
    due: date = Field(description="day by which it shall be done")
    decided: date = Field(description="day of the decision")
    state: Literal["open", "done", "dropped"] = Field(default="open", description="how it stands")
    done: date | None = Field(default=None, description="day on which it was done")
    metric: str | None = Field(default=None, description="the figure it shall move")


class Event(Strict):
    """Something that happened: campaign, fair, holiday, outage. Shown beside the figures."""

    date: Day = Field(description="day, or first day")
    what: str = Field(description="what happened, in a few words")
    ends: Day | None = Field(default=None, description="last day; default: the same")


class BrandBreak(Strict):
    """A change in how a figure is counted, known to this brand only."""

    platform: str = Field(description="platform that counts otherwise from that day on")
    metric: str = Field(description="metric, or word of a long table, that is counted otherwise")
    date: Day = Field(description="first day of the new way of counting")
    what: str = Field(description="what changed, one sentence")
    source: str = Field(description="who says so")


class Cost(Strict):
    """A cost that no advertising export holds: production, fees, hours."""

    month: Month = Field(description="month it belongs to, as 2026-10 in quotes; spread over its days")
    amount: float = Field(ge=0, description="amount, not below 0")
    currency: Currency = Field(
        description="its currency; another than the report's needs a rate under exchange_rates"
    )
    what: str = Field(description="what was paid for")
    kind: Literal["media", "production", "fees", "hours", "tools"] = Field(description="kind of cost")
    platform: str | None = Field(default=None, description="platform it was spent on; default: all")
