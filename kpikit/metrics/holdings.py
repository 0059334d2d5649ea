"""Figures that don't add up over days: stocks, unique accounts, growth, what is open at a moment."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from kpikit import statistics
from kpikit.metrics.cells import MISSING, NOT_OFFERED, REPORTED, Cell, Group, Query, supplier
from kpikit.metrics.compiling import YOUNG
from kpikit.metrics.covering import ENDED_AFTER, as_days, day_number
from kpikit.metrics.relations import column_of, relation
from kpikit.metrics.totals import group_codes, group_platform
from kpikit.statistics import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.metrics.data import Data
    from kpikit.periods import Period

FRESH_DAYS = 7
"""A stock counted in the last days of a period stands for its end."""


class Rows(ABC):
    """Figures that need single rows: fetched once for all periods, worked out period by period.

    Args:
        data: The brand's tables.
        query: The question.
    """

    grows = True
    """Whether figures of young posts still grow; those of rows themselves don't."""

    def __init__(self, data: Data, query: Query) -> None:
        self.data = data
        self.query = query
        self.table = query.metric.table
        columns = {"day": relation(self.table).first, **self.columns()}
        columns |= {f"g{index}": f'"{column_of(word)}"' for index, word in enumerate(query.by)}
        columns |= {"young": YOUNG} if self.table == "posts" and self.grows else {}
        listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
        condition = data.compiler.rows(query.metric, query.by, query.where)
        sql = f"SELECT {listed} FROM {self.table} WHERE {condition} ORDER BY day"  # noqa: S608 - checked expressions
        answer = data.fetch(self.table, sql)
        self.day = as_days(answer["day"])
        self.groups, self.code = group_codes(
            [answer[f"g{index}"] for index in range(len(query.by))], len(self.day)
        )
        self.answer = answer
        self._offering: dict[Group, bool] = {}

    @abstractmethod
    def columns(self) -> dict[str, str]:
        """Name → SQL of what is fetched beside day and groups."""

    @abstractmethod
    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:
        """The figure of one group from its rows of all days; None where the period has no data."""

    @property
    def offered(self) -> bool:
        """Whether there is any row at any time."""
        return len(self.day) > 0

    def cells(self, period: Period) -> list[Cell]:
        """One cell a group; without a breakdown exactly one."""
        found = []
        for index, group in enumerate(self.groups):
            rows = np.flatnonzero(self.code == index)
            cell = self.cell(group, rows, period)
            if cell is None:
                state = MISSING if self._offers(supplier(self.query, group)) else NOT_OFFERED
                cell = Cell(group, period, statistics.NOTHING, state=state)
            elif "young" in self.answer and self.answer["young"][self.inside(rows, period)].any():
                cell = cell.marked("preliminary")
            found.append(cell)
        if not found and not self.query.by:
            return [Cell((), period, statistics.NOTHING, state=NOT_OFFERED)]
        return found

    def _offers(self, key: Group) -> bool:
        """Whether any row of a supplier has the input."""
        if key not in self._offering:
            codes = [index for index, group in enumerate(self.groups) if supplier(self.query, group) == key]
            self._offering[key] = self.supplied(np.flatnonzero(np.isin(self.code, codes)))
        return self._offering[key]

    def supplied(self, rows: NDArray[Any]) -> bool:
        """Whether any of the rows has the input."""
        if "value" not in self.answer:
            return len(rows) > 0
        return any(value is not None and value == value for value in self.answer["value"][rows])  # noqa: PLR0124

    def inside(self, rows: NDArray[Any], period: Period) -> NDArray[Any]:
        """Those of the rows whose day lies in the period."""
        day = self.day[rows]
        kept: NDArray[Any] = rows[(day >= day_number(period.start)) & (day <= day_number(period.end))]
        return kept

    def covered(self, period: Period, group: Group) -> tuple[int, set[str]]:
        """Days covered, and the mark that a running source gave nothing."""
        days, stopped = self.data.coverage(self.query).days(period, group_platform(self.query, group))
        return days, {"partial"} if stopped else set()

    def number(self, name: str) -> NDArray[np.float64]:
        """A fetched column as numbers."""
        numbers: NDArray[np.float64] = self.answer[name].astype(float)
        return numbers


class Bounds(Rows):
    """Unique accounts: between the largest part and the sum of parts; shown is the lower bound."""

    def columns(self) -> dict[str, str]:  # noqa: D102
        return {"value": self.data.compiler.expression(self.query.metric.spec["value"])}

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        values = self.number("value")[self.inside(rows, period)]
        values = values[~np.isnan(values)]
        if not len(values):
            return None
        days, marks = self.covered(period, group)
        low, high = float(values.max()), float(values.sum())
        marks |= {"lower_bound"} if len(values) > 1 else set()
        return Cell(
            group, period, Estimate(low, low, high, n=len(values)), marks=frozenset(marks), days_covered=days
        )


class Distinct(Rows):
    """Different values (authors) in the period."""

    def columns(self) -> dict[str, str]:  # noqa: D102
        return {"value": self.data.compiler.expression(self.query.metric.spec["value"])}

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        values = {value for value in self.answer["value"][self.inside(rows, period)] if value is not None}
        days, marks = self.covered(period, group)
        if not values and not days:
            return None
        return Cell(
            group, period, Estimate(len(values), n=len(values)), marks=frozenset(marks), days_covered=days
        )


class Last(Rows):
    """Stocks: the last value of each part in the period, added over parts."""

    def columns(self) -> dict[str, str]:  # noqa: D102
        spec = self.query.metric.spec
        parts = ", ".join(f"coalesce({part}, '')" for part in spec["parts"])
        return {"part": f"concat_ws('|', {parts})", "value": self.data.compiler.expression(spec["value"])}

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        values = self.number("value")
        rows = rows[~np.isnan(values[rows])]
        last = {self.answer["part"][row]: row for row in self.inside(rows, period)}
        if not last:
            return None
        oldest = min(int(self.day[row]) for row in last.values())
        end = day_number(period.end)
        days = period.days if oldest > end - FRESH_DAYS else oldest - day_number(period.start) + 1
        running = {
            self.answer["part"][row]
            for row in rows
            if day_number(period.start) - ENDED_AFTER <= self.day[row] < day_number(period.start)
        }
        marks = frozenset({"partial"} if running - last.keys() else set())
        total = float(sum(values[row] for row in last.values()))
        return Cell(group, period, Estimate(total, n=len(last)), marks=marks, days_covered=days)


class Growth(Rows):
    """Followers won less lost, by the best that each account exports; or as a share of those before."""

    def columns(self) -> dict[str, str]:  # noqa: D102
        part = "concat_ws('|', platform, coalesce(account, ''), coalesce(surface, ''))"
        return {"part": part, "metric": "metric", "value": "value"}

    @property
    def offered(self) -> bool:  # noqa: D102
        words = set(self.answer["metric"])
        return bool(words & {"net_follows", "followers"}) or {"follows", "unfollows"} <= words

    def cells(self, period: Period) -> list[Cell]:  # noqa: D102
        if not self.offered and not self.query.by:
            return [Cell((), period, statistics.NOTHING, state=NOT_OFFERED)]
        return super().cells(period)

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        parts = sorted(set(self.answer["part"][rows]))
        found = [self._part(rows[self.answer["part"][rows] == part], period) for part in parts]
        net = [gain for gain, before in found if not math.isnan(gain) and (not self._relative or before > 0)]
        if not net:
            kinds = set(self.answer["metric"][rows])
            able = kinds & {"net_follows", "followers"} or {"follows", "unfollows"} <= kinds
            return None if able else Cell(group, period, statistics.NOTHING, state=NOT_OFFERED)
        days, _ = self.data.coverage(self.query).days(period, group_platform(self.query, group))
        if not self._relative:
            return Cell(group, period, Estimate(sum(net), n=len(net)), days_covered=days)
        base = sum(before for gain, before in found if not math.isnan(gain) and before > 0)
        return Cell(group, period, Estimate(sum(net) / base, n=base), sum(net), base, days_covered=days)

    @property
    def _relative(self) -> bool:
        return bool(self.query.metric.spec.get("relative"))

    def _part(self, rows: NDArray[Any], period: Period) -> tuple[float, float]:
        """(Net growth, followers before) of one account; nan where unknown."""
        start = day_number(period.start)
        values = self.number("value")
        by_metric = {
            word: rows[self.answer["metric"][rows] == word] for word in set(self.answer["metric"][rows])
        }
        inside = {word: self.inside(found, period) for word, found in by_metric.items()}
        stock = by_metric.get("followers", rows[:0])
        earlier = stock[(self.day[stock] < start) & (self.day[stock] >= start - ENDED_AFTER)]
        before = float(values[earlier[-1]]) if len(earlier) else math.nan
        if len(inside.get("net_follows", ())):
            return float(values[inside["net_follows"]].sum()), before
        if len(inside.get("follows", ())) and len(by_metric.get("unfollows", ())):
            lost = values[inside["unfollows"]].sum()
            return float(values[inside["follows"]].sum() - lost), before
        now = inside.get("followers", rows[:0])
        return (float(values[now[-1]]) - before if len(now) else math.nan), before


class OpenAt(Rows):
    """Tickets open at the end of the period, or at the newest export where that is earlier.

    Either their number, or the age in hours of the oldest (`measure: oldest`; missing where none is open).
    Those that are `ended` and nothing says when are not open at the newest export; at an earlier moment they
    may have been, so the figure is then a lower bound.
    """

    def columns(self) -> dict[str, str]:  # noqa: D102
        spec = self.query.metric.spec
        ends = ", ".join(f"coalesce(epoch({end}), 'infinity'::DOUBLE)" for end in spec["ends"])
        over = self.data.compiler.expression(spec.get("ended", "false"))
        return {
            "start": f"epoch({spec['start']})",
            "finish": f"least({ends})",
            "over": f"CASE WHEN {over} THEN 1 ELSE 0 END",
            "seen": "epoch(observed_until)",
        }

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        after = datetime.combine(period.end + timedelta(days=1), time(), ZoneInfo(self.data.timezone))
        seen = self.number("seen")[rows]
        moment = np.minimum(after.timestamp(), seen)
        days, marks = self.covered(period, group)
        if not days:
            return None
        age, finish = moment - self.number("start")[rows], self.number("finish")[rows]
        # An open ticket's export moment is itself "not ended yet".
        candidates = (age > 0) & ((finish > moment) | np.isinf(finish))
        if "older_than" in self.query.metric.spec:
            candidates &= age > self.data.compiler.number(self.query.metric.spec["older_than"]) * 3600
        over = (self.number("over")[rows] > 0) & np.isinf(finish)
        is_open, maybe = candidates & ~over, candidates & over & (moment < seen)
        estimate = self._measured(age, is_open, maybe)
        marks |= set() if math.isnan(estimate.high) else {"lower_bound"}
        state = MISSING if math.isnan(estimate.value) else REPORTED
        return Cell(group, period, estimate, state=state, marks=frozenset(marks), days_covered=days)

    def _measured(self, age: NDArray[Any], is_open: NDArray[Any], maybe: NDArray[Any]) -> Estimate:
        """The number of open ones or the oldest's hours, up to that with those that may have been open."""
        n = float(is_open.sum())
        if self.query.metric.spec.get("measure") != "oldest":
            return Estimate(n, n, n + float(maybe.sum()), n=n) if maybe.any() else Estimate(n, n=n)
        if not is_open.any():
            return statistics.NOTHING
        oldest = float(age[is_open].max()) / 3600
        if not maybe.any() or age[maybe].max() / 3600 <= oldest:
            return Estimate(oldest, n=n)
        return Estimate(oldest, oldest, float(age[maybe].max()) / 3600, n=n)
