"""Answers of more than one figure: who lapsed, who comes back, where contacts go, social beside the rest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from kpikit import statistics
from kpikit.metrics import contacts, customers
from kpikit.metrics.answers import Answers
from kpikit.metrics.cells import REPORTED
from kpikit.periods import as_period
from kpikit.statistics import NOTHING

if TYPE_CHECKING:
    from kpikit.metrics.cells import Cell
    from kpikit.periods import Period
    from kpikit.statistics import Estimate

BESIDE = {
    "conversion_rate": "other_conversion_rate",
    "bounce_share": "other_bounce_share",
    "engagement_time": "other_engagement_time",
}
"""Metric of social sessions → the same of all others."""


class Lists(Answers):
    """The part of Figures that answers with lists."""

    def lapsed(self, period: Period | str | int, metric: str = "lapsed_customers") -> pd.DataFrame:
        """Who lapsed by the period's end, for recall, by pseudonym: no names leave the store.

        Args:
            period: Its end counts.
            metric: lapsed_customers, lapsed_customers_by_own_gap, lapsed_members or lapsed_fans.

        Returns:
            customer (the pseudonym), last_day, days_silent, days_active; longest silent first.
        """
        silent = self._compute(self._query(metric, (), None))
        assert isinstance(silent, customers.Lapsed)
        return silent.listed(as_period(period))

    def cohorts(self, period: Period) -> pd.DataFrame:
        """Customers by month of their first order; see `customers.cohorts`."""
        found = self._compute(self._query("repeat_purchase_rate", (), None))
        assert isinstance(found, customers.Customers)
        return customers.cohorts(found, period)

    def retention(self, period: Period | str | int) -> pd.DataFrame:
        """Share of customers who ordered again k months after their first; see `customers.retention`."""
        return customers.retention(self.cohorts(as_period(period)))

    def flow(self, period: Period | str | int) -> pd.DataFrame:
        """From which platform to which next contacts went; see `contacts.flow`."""
        return contacts.flow(self._data, as_period(period))

    def social_against_others(self, period: Period | str | int) -> pd.DataFrame:
        """Social sessions beside all others.

        Returns:
            metric, social, other, difference (social less other, in the metric's unit), low, high (Newcombe
            for shares, Welch over days else), clear (the interval excludes 0), unit; only what both have.
        """
        rows = []
        for social, other in BESIDE.items():
            query = self._query(social, (), None)
            ours = self._cells(query, as_period(period))[0]
            theirs = self._cells(self._query(other, (), None), as_period(period))[0]
            if {ours.state, theirs.state} != {REPORTED}:
                continue
            gap = _difference(ours, theirs, shares=query.metric.kind == "share")
            clear = bool(gap.low > 0 or gap.high < 0)
            values = (ours.estimate.value, theirs.estimate.value, gap.value, gap.low, gap.high)
            rows.append((social, *values, clear, query.metric.unit))
        columns = ["metric", "social", "other", "difference", "low", "high", "clear", "unit"]
        return pd.DataFrame(rows, columns=columns)


def _difference(ours: Cell, theirs: Cell, *, shares: bool) -> Estimate:
    if not shares:
        return statistics.difference(ours.estimate, theirs.estimate)
    hits = (ours.numerator, theirs.numerator)
    bases = (ours.denominator, theirs.denominator)
    if any(math.isnan(part) for part in (*hits, *bases)):
        return NOTHING
    if any(hit > base for hit, base in zip(hits, bases, strict=True)):
        # Several key events a session: no share of sessions, so no interval of one.
        return statistics.Estimate(ours.estimate.value - theirs.estimate.value)
    return statistics.newcombe_difference(hits[0], bases[0], hits[1], bases[1])
