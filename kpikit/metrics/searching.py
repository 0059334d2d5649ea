"""Interest in search: an index that is never added or joined, and how a total grew on the period before."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit import statistics
from kpikit.metrics.cells import MISSING, NOT_OFFERED, REPORTED, Cell, Group, Query
from kpikit.metrics.covering import day_number
from kpikit.metrics.holdings import Rows
from kpikit.metrics.totals import Totals
from kpikit.statistics import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.metrics.data import Data
    from kpikit.periods import Period

STALE_DAYS = 45
"""A file that ends so much before the newest one is an old one: a newer, even shorter one goes first."""

BELOW_ONE = 0.5
"""What stands for an index told as below 1: the middle of what it can be."""


class Index(Rows):
    """Mean index of the period, of one term in one place, from one file for all periods.

    Indices of two files have two scales: figures of one series must not come from both. Several terms or
    places have no common figure; their least and greatest are told.
    """

    def columns(self) -> dict[str, str]:  # noqa: D102
        value = self.data.compiler.expression(self.query.metric.spec["value"])
        told = f"CASE WHEN ({value}) IS NULL AND below_one THEN {BELOW_ONE} ELSE {value} END"
        return {
            "series": "concat_ws('|', coalesce(term, ''), coalesce(geo, ''))",
            "file": "file",
            "value": f"CAST({told} AS DOUBLE)",
        }

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        rows = rows[~np.isnan(self.number("value")[rows])]
        series = self.answer["series"][rows]
        cells = [self._of_one(group, rows[series == name], period) for name in sorted(set(series))]
        found = [cell for cell in cells if cell is not None]
        if len(found) < 2:
            return found[0] if found else None
        values = [cell.estimate.value for cell in found]
        apart = Estimate(math.nan, min(values), max(values), n=len(values))
        return Cell(group, period, apart, state=MISSING, days_covered=found[0].days_covered)

    def _of_one(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:
        files = self.answer["file"][rows]
        by_file = [rows[files == name] for name in sorted(set(files), key=str)]
        newest = max(int(self.day[mine].max()) for mine in by_file)
        fresh = [mine for mine in by_file if newest - int(self.day[mine].max()) <= STALE_DAYS]
        # `max` keeps the first of equals: files stand in the order of their names.
        chosen = max(
            fresh, key=lambda mine: (int(self.day[mine].max() - self.day[mine].min()), self.day[mine].max())
        )
        days = np.unique(self.day[chosen])
        grain = int(np.median(np.diff(days))) if len(days) > 1 else 1
        inside = self.inside(chosen, period)
        if not len(inside):
            return None
        start, end = day_number(period.start), day_number(period.end)
        told = {day + offset for day in days.tolist() for offset in range(grain)}
        covered = sum(start <= day <= end for day in told)
        return Cell(
            group,
            period,
            Estimate(float(self.number("value")[inside].mean()), n=len(inside)),
            days_covered=covered,
        )


class Increment:
    """A total less that of the period before; none where either is not covered whole.

    Args:
        data: The brand's tables.
        query: The question.
    """

    def __init__(self, data: Data, query: Query) -> None:
        self._totals = Totals(data, replace(query, metric=replace(query.metric, form="sum")))
        self._whole = data.compiler.number("$coverage_whole")

    @property
    def offered(self) -> bool:
        """Whether the total is."""
        return self._totals.offered

    def cells(self, period: Period) -> list[Cell]:
        """One cell a group."""
        before = {cell.group: cell for cell in self._totals.cells(period.previous())}
        return [self._cell(cell, before.get(cell.group)) for cell in self._totals.cells(period)]

    def _cell(self, cell: Cell, before: Cell | None) -> Cell:
        if cell.state == NOT_OFFERED:
            return cell
        if before is None or not (self._is_whole(cell) and self._is_whole(before)):
            return replace(cell, estimate=statistics.NOTHING, state=MISSING, marks=frozenset())
        return replace(
            cell, estimate=Estimate(cell.estimate.value - before.estimate.value, n=cell.estimate.n)
        )

    def _is_whole(self, cell: Cell) -> bool:
        return cell.state == REPORTED and cell.days_covered >= self._whole * cell.period.days
