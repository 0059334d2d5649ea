"""Figures that a platform states for a whole period: where it does, nothing is put together from days."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit import statistics
from kpikit.metrics.cells import MISSING, Cell, Group, Query
from kpikit.metrics.covering import as_days, day_number
from kpikit.metrics.holdings import Bounds, Rows
from kpikit.statistics import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.metrics.data import Data
    from kpikit.periods import Period

PART = "concat_ws('|', platform, coalesce(account, ''), coalesce(surface, ''))"
"""What counts accounts on its own: a person may stand in several."""

Span = tuple[float, float]
"""Least and most that a number of unique accounts can be."""


class Stated(Rows):
    """Unique accounts of a period as the platform states them; several parts leave bounds.

    A row counts for the period of exactly its days: no figure of 28 days stands for a month.
    """

    def columns(self) -> dict[str, str]:  # noqa: D102
        value = self.data.compiler.expression(self.query.metric.spec["value"])
        return {"start": "period_start", "part": PART, "value": value}

    def exact(self, rows: NDArray[Any], period: Period) -> NDArray[Any]:
        """Those of the rows that have a figure and are of exactly the period's days."""
        kept: NDArray[Any] = rows[
            (self.day[rows] == day_number(period.end))
            & (as_days(self.answer["start"])[rows] == day_number(period.start))
            & ~np.isnan(self.number("value")[rows])
        ]
        return kept

    def by_part(self, group: Group, period: Period) -> dict[str, Span]:
        """Part → what it reached; rows of one part (paid and organic) overlap each other."""
        if group not in self.groups:
            return {}
        rows = self.exact(np.flatnonzero(self.code == self.groups.index(group)), period)
        return _spans(self.answer["part"][rows], self.number("value")[rows])

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        del rows
        found = self.by_part(group, period)
        return _cell(group, period, found, period.days) if found else None


class Reached(Bounds):
    """Bounds from days or rows.

    With `stated`, parts whose platform states the period's figure give that; with `each`, the rows of one
    author count once.
    """

    def __init__(self, data: Data, query: Query) -> None:
        super().__init__(data, query)
        self._stated = _stated_beside(data, query) if query.metric.spec.get("stated") else None
        if self._stated is not None:
            # A group may be known by its stated figures alone.
            self.groups += [group for group in self._stated.groups if group not in self.groups]

    def columns(self) -> dict[str, str]:  # noqa: D102
        spec = self.query.metric.spec
        if "each" in spec:
            each = self.data.compiler.expression(spec["each"])
            return super().columns() | {"part": f"concat_ws('|', platform, {each})"}
        return super().columns() | ({"part": PART} if spec.get("stated") else {})

    def supplied(self, rows: NDArray[Any]) -> bool:  # noqa: D102
        return (self._stated is not None and not len(rows)) or super().supplied(rows)

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        stated = self._stated.by_part(group, period) if self._stated is not None else {}
        each = "each" in self.query.metric.spec
        if not (stated or each):
            return super().cell(group, rows, period)
        rows = self.inside(rows, period)
        rows = rows[~np.isnan(self.number("value")[rows])]
        found = _spans(self.answer["part"][rows], self.number("value")[rows])
        if each:
            # The same author's followers, however often it wrote.
            found = {part: (most, most) for part, (most, _) in found.items()}
        days, marks = (period.days, set()) if found.keys() <= stated.keys() else self.covered(period, group)
        found |= stated
        return _cell(group, period, found, days).marked(*marks) if found else None


class StatedShare(Rows):
    """Part of a whole that the platform states by bucket for exactly the period, over all its buckets."""

    def columns(self) -> dict[str, str]:  # noqa: D102
        spec, compiler = self.query.metric.spec, self.data.compiler
        part = f"concat_ws('|', {PART}, coalesce(paid_scope, ''), metric)"
        hit = f"CASE WHEN {compiler.expression(spec['hits'])} THEN 1 ELSE 0 END"
        return {
            "start": "period_start",
            "part": part,
            "hit": hit,
            "value": compiler.expression(spec["value"]),
        }

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        values, hit = self.number("value"), self.number("hit") > 0
        begins = as_days(self.answer["start"])
        rows = rows[(self.day[rows] == day_number(period.end)) & (begins[rows] == day_number(period.start))]
        rows = rows[~np.isnan(values[rows])]
        hits = total = 0.0
        for part in sorted(set(self.answer["part"][rows])):
            mine = rows[self.answer["part"][rows] == part]
            # One side alone tells nothing of the whole.
            if 0 < hit[mine].sum() < len(mine):
                hits += float(values[mine][hit[mine]].sum())
                total += float(values[mine].sum())
        if not total:
            state = Cell(group, period, statistics.NOTHING, hits, total, MISSING, days_covered=period.days)
            return state if len(rows) else None
        return Cell(group, period, statistics.wilson(hits, total), hits, total, days_covered=period.days)


def _stated_beside(data: Data, query: Query) -> Stated:
    """The same figure as stated for whole periods."""
    spec = query.metric.spec
    where = f"({spec['where']}) and coalesce(dimension, '') = ''"
    beside = {"table": "account_periods", "value": spec["value"], "where": where}
    return Stated(data, replace(query, metric=replace(query.metric, form="stated", spec=beside)))


def _spans(parts: NDArray[Any], values: NDArray[np.float64]) -> dict[str, Span]:
    return {
        str(part): (float(values[parts == part].max()), float(values[parts == part].sum()))
        for part in sorted(set(parts))
    }


def _cell(group: Group, period: Period, spans: dict[str, Span], days: int) -> Cell:
    """At least the largest part, at most all of them."""
    low, high = max(low for low, _ in spans.values()), sum(high for _, high in spans.values())
    marks = frozenset({"lower_bound"} if len(spans) > 1 or low < high else set())
    return Cell(group, period, Estimate(low, low, high, n=len(spans)), marks=marks, days_covered=days)
