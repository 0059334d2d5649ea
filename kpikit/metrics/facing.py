"""A period's figures held against another's: like days against like days, posts at like age."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.errors import PeriodError, Problem, nearest
from kpikit.metrics import comparing, rows
from kpikit.metrics.ages import equal_lag
from kpikit.metrics.answers import Answers
from kpikit.metrics.catalogue import id_of
from kpikit.metrics.cells import REPORTED
from kpikit.metrics.covering import day_number
from kpikit.metrics.model import ADDITIVE, ASKED
from kpikit.metrics.relations import relation
from kpikit.metrics.totals import Totals
from kpikit.periods import Period, as_period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpikit.metrics.cells import Cell, Group, Query
    from kpikit.metrics.model import Metric

OTHERS = ("previous", "last_year")
"""Words for the other side of a comparison."""

_OF_THE_END = ("repeat", "lapsed", "gap", "active", "open_at", "audience", "index", "increment")
"""Forms that look back from a period's last day, or have no days: an unfinished period doesn't cut them."""


class Facing(Answers):
    """The part of Figures that compares."""

    def compare(
        self,
        metric: str | Metric,
        current: Period | str | int,
        other: Period | str | int | None = None,
        by: str | Sequence[str] = (),
        where: str | Mapping[str, object] | None = None,
    ) -> pd.DataFrame:
        """A metric's change between two periods, one row a group.

        An unfinished period is held against as many first days of the other one, where these are known by
        themselves; posts of an earlier period count as they stood as long after its end as the current one's
        do, where they were seen then.

        Args:
            metric: Which metric: its id, or one of `metrics`.
            current: Which period.
            other: Against which: a period, "previous" (the default) or "last_year"; for targets see
                `kpikit.targets`.
            by: As for `value`.
            where: As for `value`.

        Returns:
            metric, the `by` columns, period, other_period, value, other, change (relative: share of the
            other value; else a difference in the metric's unit), change_low, change_high, clear (the interval
            excludes no change), comparable (no break between), relative, basis, kind, unit, marks.

        Raises:
            MetricError: As `value`.
            PeriodError: No such period.
        """
        metric_id = id_of(metric)
        period = as_period(current)
        query = self._query(metric_id, (by,) if isinstance(by, str) else by, where)
        before = self._facing(query, period, _other(period, other))
        changes = [
            self._change(query, metric_id, cell, *before[cell.group])
            for cell in self._cells(query, period)
            if cell.group in before
        ]
        return pd.DataFrame(changes, columns=["metric", *rows.group_columns(query.by), *rows.CHANGE_COLUMNS])

    def _facing(self, query: Query, period: Period, other: Period) -> dict[Group, tuple[Cell, Facing]]:
        """Cells of the other period by group, each with the figures that it comes from."""
        place: Facing = self
        if query.metric.table == "posts" and query.metric.clock == "cohort":
            snapshots = equal_lag(self._data, period, other)
            place = self._seen(snapshots) if snapshots is not None else self
        cells = place._cells  # noqa: SLF001 - figures of the same brand
        whole = {cell.group: (cell, place) for cell in cells(query, other)}
        days = self._elapsed(query, period)
        if days >= other.days:
            return whole
        first = Period(other.start, other.start + timedelta(days=days - 1))
        cut = {cell.group: (cell, place) for cell in cells(query, first) if cell.state == REPORTED}
        return whole | cut

    def _elapsed(self, query: Query, period: Period) -> int:
        """Days of a period up to the last one known; all of them where too few are missing to matter."""
        metric = query.metric
        by_span = relation(metric.table).spans and metric.form not in ADDITIVE
        if metric.kind == "stock" or metric.form in (*_OF_THE_END, *ASKED) or by_span:
            return period.days
        known = [day for part in self._data.coverage(query).parts for day in part.days_within(period)]
        days = max(known) - day_number(period.start) + 1 if known else period.days
        return days if days < self.thresholds["coverage_whole"] * period.days else period.days

    def _change(
        self, query: Query, metric_id: str, current: Cell, other: Cell, place: Facing
    ) -> dict[str, Any]:
        daily = query.metric.kind in ("count", "exposure", "money")
        days = [
            totals.daily(cell.period, cell.group) if daily and isinstance(totals, Totals) else None
            for totals, cell in ((self._compute(query), current), (place._compute(query), other))
        ]
        change = comparing.compare(query.metric, current, other, (days[0], days[1]))
        first, last = sorted((current.period, other.period))
        broken = self._broken(query, current, first.start, last.end)
        return rows.change_row(query, metric_id, (current, other), change, broken=broken)


def _other(period: Period, other: Period | str | int | None) -> Period:
    """The other side of a comparison.

    Raises:
        PeriodError: Neither a period nor one of OTHERS.
    """
    if other is None or other == "previous":
        return period.previous()
    if other == "last_year":
        return period.last_year()
    if isinstance(other, str) and other == "target":
        allowed = "kpikit.targets(figures, period), which knows baselines and due days"
        raise PeriodError(Problem("a target is no period", allowed=allowed))
    try:
        return as_period(other)
    except PeriodError as error:
        known = nearest(str(other), OTHERS)
        if known is None:
            raise
        problem = error.problems[0]
        raise PeriodError(Problem(problem.what, allowed=problem.allowed, nearest=known)) from None
