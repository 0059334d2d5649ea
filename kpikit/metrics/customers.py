"""Figures of customers over time: who comes back, who stays away."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kpikit import statistics
from kpikit.metrics.cells import Cell, Group
from kpikit.metrics.covering import day_number
from kpikit.metrics.holdings import Rows
from kpikit.statistics import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.periods import Period


class Customers(Rows):
    """Days on which each customer ordered."""

    def columns(self) -> dict[str, str]:  # noqa: D102
        return {"customer": self.data.compiler.expression(self.query.metric.spec["customer"])}

    def order_days(self, rows: NDArray[Any], until: int) -> dict[object, list[int]]:
        """Customer → distinct days of orders up to a day, ascending; orders without a customer left out."""
        days: dict[object, list[int]] = defaultdict(list)
        for row in rows[self.day[rows] <= until]:
            customer, day = self.answer["customer"][row], int(self.day[row])
            if customer is not None and (not days[customer] or days[customer][-1] != day):
                days[customer].append(day)
        return {customer: found for customer, found in days.items() if found}

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        raise NotImplementedError


class Repeat(Customers):
    """Customers with a second purchase day, of those with one, in a window or ever."""

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        window = int(self.query.metric.spec["window_days"])
        start, end = day_number(period.start), day_number(period.end)
        covered, marks = self.covered(period, group)
        by_customer = self.order_days(rows, end)
        if window:
            start = end - window + 1
            within = [[day for day in days if day >= start] for days in by_customer.values()]
            base = sum(bool(days) for days in within)
            hits = sum(len(days) > 1 for days in within)
            marks |= {"partial"} if len(self.day) and self.day[0] > start else set()
        else:
            present = [days for days in by_customer.values() if days[-1] >= start]
            base, hits = len(present), sum(days[0] < days[-1] for days in present)
        if not base or not covered:
            return None
        return Cell(
            group,
            period,
            statistics.wilson(hits, base),
            hits,
            base,
            marks=frozenset(marks),
            days_covered=covered,
        )


class Lapsed(Customers):
    """Customers whose last order lies longer back than the brand allows."""

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        by_customer = self.order_days(rows, day_number(period.end))
        covered, marks = self.covered(period, group)
        if not by_customer or not covered:
            return None
        limit = period.end - timedelta(days=int(self.data.compiler.number("$lapsed_days")))
        lapsed = sum(days[-1] < day_number(limit) for days in by_customer.values())
        return Cell(
            group,
            period,
            Estimate(lapsed, n=len(by_customer)),
            lapsed,
            len(by_customer),
            marks=frozenset(marks),
            days_covered=covered,
        )


def cohorts(customers: Customers, period: Period) -> pd.DataFrame:
    """Cohorts by month of the first order: who ordered again k months later.

    Returns:
        A row per cohort and k = 0, 1, …: cohort (YYYY-MM), size, k, retained (null where the month isn't over
        by the period's end), share. k = 0 is the cohort itself.
    """
    by_customer = customers.order_days(np.arange(len(customers.day)), day_number(period.end))
    last = _month_number(day_number(period.end + timedelta(days=1))) - 1
    sizes: dict[int, int] = defaultdict(int)
    again: dict[tuple[int, int], int] = defaultdict(int)
    for days in by_customer.values():
        months = sorted({_month_number(day) for day in days})
        sizes[months[0]] += 1
        for month in months:
            again[(months[0], month - months[0])] += 1
    longest = max((last - cohort for cohort in sizes), default=-1)
    rows = [
        {
            "cohort": f"{cohort // 12}-{cohort % 12 + 1:02d}",
            "size": size,
            "k": k,
            "retained": float(again[(cohort, k)]) if cohort + k <= last else math.nan,
        }
        for cohort, size in sorted(sizes.items())
        for k in range(longest + 1)
    ]
    frame = pd.DataFrame(rows, columns=["cohort", "size", "k", "retained"])
    frame["share"] = frame["retained"] / frame["size"]
    return frame


def _month_number(day: int) -> int:
    return int(np.datetime64(day, "D").astype("datetime64[M]").astype(int)) + 1970 * 12
