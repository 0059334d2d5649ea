"""A question for a figure, and its answer before it becomes a row."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kpikit.statistics import Estimate

if TYPE_CHECKING:
    from kpikit.metrics.model import Metric
    from kpikit.parameters import Defaults
    from kpikit.periods import Period

REPORTED, MISSING, NOT_OFFERED = "reported", "missing", "not_offered"

Group = tuple[object, ...]
"""Values of the `by` columns."""


@dataclass(frozen=True)
class Query:
    """Which metric, broken down by which columns, over which rows.

    Attributes:
        metric: The definition.
        by: Columns of the breakdown, in order.
        where: A filter in the definitions' language on top of the definition's own.
    """

    metric: Metric
    by: tuple[str, ...] = ()
    where: str | None = None

    @property
    def key(self) -> tuple[str, tuple[str, ...], str | None]:
        """What makes two questions the same."""
        return self.metric.id, self.by, self.where


@dataclass(frozen=True)
class Cell:
    """One figure of one group in one period.

    Attributes:
        group: Values of the `by` columns.
        period: The period.
        estimate: Value and interval; value nan where the state isn't reported.
        numerator: Of ratios and shares, else nan.
        denominator: Of ratios and shares, else nan.
        state: reported, missing (no data) or not_offered (no source supplies it).
        marks: too_small, partial, break, preliminary, lower_bound, projected.
        days_covered: Days of the period that the sources cover.
    """

    group: Group
    period: Period
    estimate: Estimate
    numerator: float = math.nan
    denominator: float = math.nan
    state: str = REPORTED
    marks: frozenset[str] = field(default_factory=frozenset)
    days_covered: int = 0

    def marked(self, *marks: str) -> Cell:
        """A copy with more marks."""
        return replace(self, marks=self.marks | set(marks))


def too_small(metric: Metric, estimate: Estimate, thresholds: Defaults) -> bool:
    """Whether a figure rests on too little to be judged (catalogue 0.8)."""
    if math.isnan(estimate.value):
        return False
    n = 0.0 if math.isnan(estimate.n) else estimate.n
    match metric.kind:
        case "share" if metric.form == "audience":
            return False
        case "share" | "balance":
            scale = 200 if metric.kind == "balance" else 1
            wide = estimate.half_width > thresholds["share_widest_half_interval"] * scale
            return n < thresholds["share_least_n"] or wide
        case "event_rate" | "per_unit":
            return n < thresholds["event_rate_least_posts"]
        case "money_ratio":
            return n < thresholds["money_ratio_least_n"]
        case "duration":
            return n < thresholds["median_least_n"]
        case _:
            return False
