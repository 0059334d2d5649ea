"""A question for a figure, and its answer before it becomes a row."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpikit.metrics.model import Metric
    from kpikit.parameters import Defaults
    from kpikit.periods import Period
    from kpikit.statistics import Estimate

REPORTED, MISSING, NOT_OFFERED = "reported", "missing", "not_offered"

LEAST = {
    "event_rate": "event_rate_least_posts",
    "per_unit": "event_rate_least_posts",
    "money_ratio": "money_ratio_least_n",
    "duration": "median_least_n",
}
"""Kind → threshold of the least number of cases."""

UNSAMPLED = ("audience", "growth", "index", "pace")
"""Forms that count all there is, whose n are no cases to judge by."""

POINTS = 200
"""A balance runs over 200 points where a share runs over 1."""

Group = tuple[object, ...]
"""Values of the `by` columns."""

SUPPLIERS = ("platform", "account", "surface", "paid_scope", "community")
"""Words of a breakdown that say who supplies a figure: of other groups (a format, a post) what their supplier
offers is missing, where they have none of it."""


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


def supplier(query: Query, group: Group) -> Group:
    """Who supplies a group's figures, as far as the breakdown tells."""
    return tuple(value for word, value in zip(query.by, group, strict=True) if word in SUPPLIERS)


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
    if math.isnan(estimate.value) or metric.form in UNSAMPLED:
        return False
    n = 0.0 if math.isnan(estimate.n) else estimate.n
    if metric.kind in ("share", "balance"):
        scale = POINTS if metric.kind == "balance" else 1
        wide = estimate.half_width > thresholds["share_widest_half_interval"] * scale
        return n < thresholds["share_least_n"] or wide
    return metric.kind in LEAST and n < thresholds[LEAST[metric.kind]]
