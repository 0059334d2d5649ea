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
from kpikit.metrics.covering import EPOCH, day_number
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


class Gaps(Customers):
    """Quantile of the days between two purchases of one customer, up to the period's end, in hours."""

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        found = gaps(self.order_days(rows, day_number(period.end)))
        covered, marks = self.covered(period, group)
        if not len(found) or not covered:
            return None
        estimate = statistics.quantile(24.0 * found, float(self.query.metric.spec["quantile"]))
        return Cell(group, period, estimate, marks=frozenset(marks), days_covered=covered)


class Lapsed(Customers):
    """Customers whose last order lies longer back than the brand allows, or than its own gaps do."""

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        by_customer = self.order_days(rows, day_number(period.end))
        covered, marks = self.covered(period, group)
        if not by_customer or not covered:
            return None
        allowed = self.allowed_days(by_customer)
        if math.isnan(allowed):
            return None
        lapsed = sum(day_number(period.end) - days[-1] > allowed for days in by_customer.values())
        return Cell(
            group,
            period,
            Estimate(lapsed, n=len(by_customer)),
            lapsed,
            len(by_customer),
            marks=frozenset(marks),
            days_covered=covered,
        )

    def allowed_days(self, by_customer: dict[object, list[int]]) -> float:
        """Days of silence that are no lapse; nan where the brand's own gaps are too few to tell."""
        if "own_quantile" not in self.query.metric.spec:
            return self.data.compiler.number("$lapsed_days")
        found = gaps(by_customer)
        enough = len(found) >= self.data.compiler.number("$median_least_n")
        return (
            statistics.quantile(found, float(self.query.metric.spec["own_quantile"])).value
            if enough
            else math.nan
        )

    def listed(self, period: Period) -> pd.DataFrame:
        """The lapsed by pseudonym: customer, last_day, days_silent, days_active; longest silent first."""
        end = day_number(period.end)
        by_customer = self.order_days(np.arange(len(self.day)), end)
        allowed = self.allowed_days(by_customer)
        rows = [
            (customer, EPOCH + timedelta(days[-1]), end - days[-1], len(days))
            for customer, days in by_customer.items()
            if end - days[-1] > allowed
        ]
        rows.sort(key=lambda row: (-row[2], str(row[0])))
        return pd.DataFrame(rows, columns=["customer", "last_day", "days_silent", "days_active"])


def gaps(by_customer: dict[object, list[int]]) -> NDArray[np.float64]:
    """Days between consecutive days of one customer, over all customers."""
    found = [np.diff(days) for days in by_customer.values()]
    return np.concatenate(found).astype(float) if found else np.zeros(0)


def retention(frame: pd.DataFrame) -> pd.DataFrame:
    """Cohorts pooled: k, share, low, high (Wilson), retained, base; only of cohorts that have lived k months.

    Args:
        frame: As of `cohorts`.
    """
    columns = ["k", "share", "low", "high", "retained", "base"]
    later = frame[frame["k"] > 0]
    if later.empty:
        return pd.DataFrame(columns=columns)
    table = later.pivot_table(index="cohort", columns="k", values="retained", dropna=False)
    sizes = later.groupby("cohort")["size"].first().reindex(table.index)
    pooled = statistics.cohort_retention(sizes, table)
    shares = [statistics.wilson(kept, base) for kept, base in zip(pooled.retained, pooled.base, strict=True)]
    rows = zip(
        pooled.k, pooled.share, (each.low for each in shares), (each.high for each in shares),
        pooled.retained, pooled.base, strict=True,
    )  # fmt: skip
    found = pd.DataFrame(rows, columns=columns)
    return found[found["base"] > 0].reset_index(drop=True)


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
