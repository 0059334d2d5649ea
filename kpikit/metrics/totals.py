"""Figures that add up: counts, sums, ratios, shares, balances, from component sums by group and day."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit import statistics
from kpikit.metrics.cells import MISSING, NOT_OFFERED, REPORTED, Cell, Group, Query, supplier
from kpikit.metrics.compiling import COMPONENTS
from kpikit.metrics.covering import as_days, day_number, tile
from kpikit.metrics.relations import WEB_DIMENSIONS, relation
from kpikit.statistics import Estimate, Moments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.metrics.data import Data
    from kpikit.metrics.model import Metric
    from kpikit.periods import Period

Sums = dict[str, float]
"""Component → sum over a period."""

_WEB_PLACES = {name: place for place, name in enumerate(WEB_DIMENSIONS, start=2)}
_WEB_PLACES |= {"platform": _WEB_PLACES["source_name"], "paid": _WEB_PLACES["medium"]}
_WEB_PLACES |= {"assistant": _WEB_PLACES["source_name"], "tells_campaign": _WEB_PLACES["campaign"]}
"""Column → position in a shape of the dimension that must be told."""


@dataclass(frozen=True)
class Parts:
    """Component sums of one question, a row per group and day (or span).

    Attributes:
        groups: The groups, in a stable order.
        code: Position of each row's group.
        first: First day of each row, days since 1970, ascending.
        last: Last day.
        signature: Export shape of each row, for tables of spans; else None.
        sums: Component → numbers, a row each; missing counts as 0 since `n` tells.
    """

    groups: list[Group]
    code: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    signature: NDArray[Any] | None
    sums: dict[str, NDArray[np.float64]]

    def at(self, rows: NDArray[Any], group: int) -> Sums:
        """Sums over rows of one group."""
        mine = rows[self.code[rows] == group]
        return {name: float(numbers[mine].sum()) for name, numbers in self.sums.items()}


class Totals:
    """Additive figures of one question.

    Args:
        data: The brand's tables.
        query: The question; its metric's form is one of model.ADDITIVE.
    """

    def __init__(self, data: Data, query: Query) -> None:
        self._data = data
        self._query = query
        self.parts = _fetch(data, query)
        signature = self.parts.signature
        self._overlaps = np.array([] if signature is None else [word is not None for word in signature])
        self._history: dict[Group, float] = {}
        for index, group in enumerate(self.parts.groups):
            count = float(self.parts.sums["n"][self.parts.code == index].sum())
            key = supplier(query, group)
            self._history[key] = self._history.get(key, 0.0) + count

    @property
    def offered(self) -> bool:
        """Whether any row of any time had the inputs, or the table is there to count rows of."""
        supplied = self._data.supplied(self._query.metric.table)
        return any(self._history.values()) or (self._counts_nothing and supplied)

    @property
    def _counts_nothing(self) -> bool:
        """Whether a covered period without a row is a true 0."""
        return self._query.metric.form == "count" or bool(self._query.metric.spec.get("zero_when_covered"))

    def cells(self, period: Period) -> list[Cell]:
        """One cell a group; groups that never were there are not."""
        rows = self.rows(period)
        found = [self._cell(group, index, rows, period) for index, group in enumerate(self.parts.groups)]
        if not found and not self._query.by:
            return [self._nothing((), period)]
        return found

    def rows(self, period: Period, *, fine: bool = False) -> NDArray[Any]:
        """Positions of the rows that make up the period."""
        parts = self.parts
        low = int(np.searchsorted(parts.first, day_number(period.start)))
        high = int(np.searchsorted(parts.first, day_number(period.end), side="right"))
        rows = np.arange(low, high)
        if parts.signature is None or not self._overlaps[rows].any():
            return rows
        chosen = self._tiles(period, fine=fine)
        keep = [
            not self._overlaps[row]
            or (parts.signature[row], int(parts.first[row]), int(parts.last[row])) in chosen
            for row in rows
        ]
        kept: NDArray[Any] = rows[np.array(keep, dtype=bool)]
        return kept

    def _tiles(self, period: Period, *, fine: bool) -> set[tuple[str, int, int]]:
        table = self._query.metric.table
        named = {name.partition(".")[2] for name in self._query.metric.inputs}
        used = {"platform", *named, *self._query.by} if table == "web" else set(self._query.by)
        wanted = tuple(sorted({_WEB_PLACES[column] for column in used if column in _WEB_PLACES}))
        return tile(self._data.spans(table), period, wanted if table == "web" else (), fine=fine)

    def component_by_day(self, period: Period, group: Group, name: str) -> dict[int, float]:
        """A component's sum by the first day of rows that have the inputs; other days are not there."""
        if group not in self.parts.groups:
            return {}
        rows = self.rows(period)
        mine = rows[
            (self.parts.code[rows] == self.parts.groups.index(group)) & (self.parts.sums["n"][rows] > 0)
        ]
        found: dict[int, float] = {}
        for day, amount in zip(self.parts.first[mine], self.parts.sums[name][mine], strict=True):
            found[int(day)] = found.get(int(day), 0.0) + float(amount)
        return found

    def daily(self, period: Period, group: Group) -> tuple[NDArray[np.float64], NDArray[np.int64]] | None:
        """Counts of each covered day and their weekdays; None where rows are longer than a day."""
        counts = self.by_day(period, group)
        if counts is None:
            return None
        days = np.array(list(counts), dtype=np.int64)
        return np.array(list(counts.values())), weekdays(days)

    def by_day(self, period: Period, group: Group) -> dict[int, float] | None:
        """Covered day, days since 1970 → its count; None where rows are longer than a day."""
        if group not in self.parts.groups or "value" not in self.parts.sums:
            return None
        rows = self.rows(period, fine=True)
        rows = rows[self.parts.code[rows] == self.parts.groups.index(group)]
        if (self.parts.first[rows] != self.parts.last[rows]).any():
            return None
        counts = dict.fromkeys(sorted(self._covered_days(period, group)), 0.0)
        for row in rows[self.parts.sums["n"][rows] > 0]:
            day = int(self.parts.first[row])
            if day in counts:
                counts[day] += float(self.parts.sums["value"][row])
        return counts

    def _covered_days(self, period: Period, group: Group) -> set[int]:
        """Days that all parts with any in the period cover: only these compare like with like."""
        platform = group_platform(self._query, group)
        parts = [part for part in self._data.coverage(self._query).parts if part.of(platform)]
        found = [days for part in parts if (days := part.days_within(period))]
        return set.intersection(*found) if found else set()

    def _cell(self, group: Group, index: int, rows: NDArray[Any], period: Period) -> Cell:
        sums = self.parts.at(rows, index)
        days, stopped = self._data.coverage(self._query).days(period, group_platform(self._query, group))
        if not sums["n"] and self._counts_nothing and days:
            return Cell(group, period, Estimate(0.0, n=0), days_covered=days)
        if not sums["n"]:
            return self._nothing(group, period, offered=bool(self._history[supplier(self._query, group)]))
        metric = self._query.metric
        by_day = metric.spec.get("cluster") == "day"
        estimate = _estimate(metric, sums, self._clusters(rows, index) if by_day else None)
        if metric.kind == "event_rate" and estimate.n < self._data.compiler.parameter(
            "event_rate_effective_below"
        ):
            estimate = _moments(sums).effective_ratio()
        if by_day and metric.kind == "per_unit":
            # Days (or whole months) only carry the interval: what is measured is each session.
            estimate = replace(estimate, n=sums["x"])
        cell = Cell(
            group, period, estimate, sums.get("y", math.nan), sums.get("x", math.nan), days_covered=days
        )
        if metric.form == "balance":
            cell = Cell(
                group, period, estimate, sums["positive"] - sums["negative"], sums["n"], days_covered=days
            )
        if math.isnan(estimate.value):
            return Cell(group, period, estimate, cell.numerator, cell.denominator, MISSING, days_covered=days)
        if metric.form == "conversion" and not self._mature(period):
            nothing = Estimate(math.nan, n=sums["n"])
            return Cell(
                group, period, nothing, sums["y"], sums["x"], MISSING, frozenset({"preliminary"}), days
            )
        marks = {"lower_bound"} if metric.spec.get("bound") == "lower" else set()
        marks |= {"preliminary"} if sums.get("young", 0) > 0 and metric.form != "count" else set()
        return cell.marked(*marks, *(["partial"] if stopped else []))

    def _clusters(self, rows: NDArray[Any], index: int) -> Moments:
        """Moments over days: sums of a day are one cluster."""
        mine = rows[self.parts.code[rows] == index]
        _, day = np.unique(self.parts.first[mine], return_inverse=True)
        y, x = (np.bincount(day, self.parts.sums[name][mine]) for name in ("y", "x"))
        return Moments.of(y, x)

    def _mature(self, period: Period) -> bool:
        seen = self._data.rows("leads", "SELECT CAST(max(observed_until) AS DATE) FROM leads")[0][0]
        return isinstance(seen, date) and seen >= period.end + timedelta(
            days=self._query.metric.spec["mature_days"]
        )

    def _nothing(self, group: Group, period: Period, *, offered: bool = False) -> Cell:
        days, _ = self._data.coverage(self._query).days(period, group_platform(self._query, group))
        supplied = offered or (self._counts_nothing and self._data.supplied(self._query.metric.table))
        if supplied and self._counts_nothing and days:
            return Cell(group, period, Estimate(0.0, n=0), state=REPORTED, days_covered=days)
        state = MISSING if supplied else NOT_OFFERED
        return Cell(group, period, statistics.NOTHING, state=state, days_covered=days)


def weekdays(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Weekdays of days since 1970, 0 = Monday."""
    return (days + 3) % 7


def _fetch(data: Data, query: Query) -> Parts:
    table = query.metric.table
    answer = data.by_month(table, data.compiler.sums(query.metric, query.by, query.where))
    first, last = as_days(answer["first_day"]), as_days(answer["last_day"])
    order = np.argsort(first, kind="stable")
    groups, code = group_codes([answer[f"g{index}"] for index in range(len(query.by))], len(order))
    if query.by == ("platform",) and relation(table).has_platform:
        # A platform that never supplied the input is shown as such, not left out.
        known = {sort["platform"] for sort in data.sorts(table)}
        groups += [(name,) for name in sorted(known - {group[0] for group in groups} - {None})]
    names = [*COMPONENTS[query.metric.form], *(["young"] if table == "posts" else [])]
    sums = {name: np.nan_to_num(answer[name].astype(float))[order] for name in names}
    signature = answer["signature"][order] if "signature" in answer else None
    return Parts(groups, code[order], first[order], last[order], signature, sums)


def group_codes(columns: list[NDArray[Any]], count: int) -> tuple[list[Group], NDArray[np.int64]]:
    """Groups that appear, nulls last, and each row's position among them."""
    if not columns:
        return ([()] if count else []), np.zeros(count, dtype=np.int64)
    rows = [tuple(_plain(value) for value in row) for row in zip(*columns, strict=True)]
    groups = sorted(set(rows), key=lambda group: tuple((value is None, str(value)) for value in group))
    place = {group: index for index, group in enumerate(groups)}
    return groups, np.array([place[row] for row in rows], dtype=np.int64)


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and math.isnan(value) else value


def group_platform(query: Query, group: Group) -> object:
    """The platform whose sources a cell rests on; None = all."""
    table = query.metric.table
    if "platform" in query.by and relation(table).has_platform:
        return group[query.by.index("platform")]
    return None


def _estimate(metric: Metric, sums: Sums, clusters: Moments | None) -> Estimate:
    match metric.form:
        case "count" | "sum":
            return Estimate(sums["value"], n=sums["n"])
        case "share" | "part" | "conversion":
            return _share(sums)
        case "balance":
            neutral = sums["n"] - sums["positive"] - sums["negative"]
            if metric.id == "nps":
                return statistics.nps(sums["positive"], neutral, sums["negative"])
            net = statistics.net_sentiment(sums["positive"], neutral, sums["negative"])
            return Estimate(100 * net.value, 100 * net.low, 100 * net.high, 100 * net.se, n=net.n)
        case _:
            return (clusters or _moments(sums)).ratio()


def _moments(sums: Sums) -> Moments:
    return Moments(*(sums[name] for name in ("n", "y", "x", "yy", "xy", "xx")))


def _share(sums: Sums) -> Estimate:
    """Wilson; without interval where "hits" exceed the base (several key events a session)."""
    if sums["y"] > sums["x"] > 0:
        return Estimate(sums["y"] / sums["x"], n=sums["x"])
    return statistics.wilson(sums["y"], sums["x"])
