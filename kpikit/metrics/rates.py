"""Rates that no sum of rows gives: of the middle post, per follower, of two figures of one day."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit import statistics
from kpikit.metrics.cells import MISSING, REPORTED, Cell, Group
from kpikit.metrics.covering import ENDED_AFTER, day_number
from kpikit.metrics.holdings import FRESH_DAYS, Rows
from kpikit.metrics.waits import Median

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.periods import Period

_FOLLOWERS = (
    "SELECT platform, coalesce(account, ''), date, CAST(sum(value) AS DOUBLE) FROM account_daily "
    "WHERE metric = 'followers' AND is_part IS NOT TRUE AND value IS NOT NULL AND platform IS NOT NULL "
    "GROUP BY platform, account, date"
)
"""Followers of each account by day, over its surfaces."""

Stock = tuple["NDArray[np.int64]", "NDArray[np.float64]"]
"""Days, ascending, and the followers on them."""


class MedianRate(Median):
    """The rate of the middle row; rows whose denominator is 0 have none."""

    def columns(self) -> dict[str, str]:  # noqa: D102
        spec, compiler = self.query.metric.spec, self.data.compiler
        top, bottom = (compiler.expression(spec[key]) for key in ("numerator", "denominator"))
        return {"value": f"CAST({top} AS DOUBLE) / nullif(CAST({bottom} AS DOUBLE), 0)"}


class ByFollowers(Rows):
    """Events of each post per follower that its account had on the day; posts are the clusters."""

    def columns(self) -> dict[str, str]:  # noqa: D102
        value = self.data.compiler.expression(self.query.metric.spec["numerator"])
        return {
            "platform": "platform",
            "account": "coalesce(account, '')",
            "value": f"CAST({value} AS DOUBLE)",
        }

    def supplied(self, rows: NDArray[Any]) -> bool:  # noqa: D102
        known = {platform for platform, _ in self._stocks}
        return bool(known & set(self.answer["platform"][rows])) and super().supplied(rows)

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        rows = self.inside(rows, period)
        followers = np.array([self._on_day(row) for row in rows], dtype=float)
        # Nobody follows: no rate.
        followers[followers <= 0] = np.nan
        top = self.number("value")[rows]
        both = ~(np.isnan(top) | np.isnan(followers))
        if not both.any():
            return None
        days, marks = self.covered(period, group)
        if self.query.metric.spec.get("statistic") == "median":
            estimate = statistics.median(top[both] / followers[both])
            return Cell(group, period, estimate, marks=frozenset(marks), days_covered=days)
        sums = float(top[both].sum()), float(followers[both].sum())
        estimate = statistics.ratio_of_sums(top[both], followers[both])
        return Cell(group, period, estimate, *sums, marks=frozenset(marks), days_covered=days)

    @cached_property
    def _stocks(self) -> dict[tuple[str, str], Stock]:
        """(Platform, account) → its followers."""
        by_account: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
        for platform, account, day, value in self.data.once("account_daily", _FOLLOWERS):
            by_account[platform, account][day_number(day)] = float(value)
        return {
            key: (np.array(sorted(days)), np.array([days[day] for day in sorted(days)]))
            for key, days in by_account.items()
        }

    def _on_day(self, row: int) -> float:
        """Followers last known up to the post's day, else those first known within a week after it."""
        platform, account = self.answer["platform"][row], self.answer["account"][row]
        found = self._stocks.get((platform, account))
        if found is None:
            # Exports name an account in several ways; where a platform has one, it is that.
            of_platform = [stock for (name, _), stock in self._stocks.items() if name == platform]
            if len(of_platform) != 1:
                return np.nan
            found = of_platform[0]
        days, values = found
        day = int(self.day[row])
        place = int(np.searchsorted(days, day, side="right"))
        if place and day - days[place - 1] <= ENDED_AFTER:
            return float(values[place - 1])
        return float(values[place]) if place < len(days) and days[place] - day <= FRESH_DAYS else np.nan


class Pair(Rows):
    """Two figures of a long table set against each other day by day and account by account."""

    def columns(self) -> dict[str, str]:  # noqa: D102
        spec, compiler = self.query.metric.spec, self.data.compiler
        parts = ", ".join(
            f"coalesce({name}, '')" for name in ("platform", "account", "surface", "paid_scope")
        )
        sides = {name: f"CASE WHEN {compiler.expression(spec[name])} THEN 1 ELSE 0 END" for name in _SIDES}
        return {"part": f"concat_ws('|', {parts})", "value": compiler.expression(spec["value"]), **sides}

    def supplied(self, rows: NDArray[Any]) -> bool:  # noqa: D102
        return all(super(Pair, self).supplied(rows[self.number(side)[rows] > 0]) for side in _SIDES)

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        values = self.number("value")
        rows = self.inside(rows, period)
        rows = rows[~np.isnan(values[rows])]
        top, bottom = (self._by_day(rows[self.number(side)[rows] > 0], values) for side in _SIDES)
        both = sorted(top.keys() & bottom.keys())
        if not both:
            return None
        days, marks = self.covered(period, group)
        y, x = ([side[key] for key in both] for side in (top, bottom))
        estimate = statistics.ratio_of_sums(y, x)
        marks |= {"lower_bound"} if self.query.metric.spec.get("bound") == "lower" else set()
        state = MISSING if np.isnan(estimate.value) else REPORTED
        kept = frozenset(marks if state == REPORTED else ())
        return Cell(group, period, estimate, sum(y), sum(x), state, kept, days)

    def _by_day(self, rows: NDArray[Any], values: NDArray[np.float64]) -> dict[tuple[str, int], float]:
        found: dict[tuple[str, int], float] = defaultdict(float)
        for row in rows:
            found[self.answer["part"][row], int(self.day[row])] += float(values[row])
        return found


_SIDES = ("above", "below")
