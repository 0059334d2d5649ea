"""Figures of one brand: what chapters, evaluation and the command line ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.errors import MetricError, Problem
from kpikit.metrics import comparing, rows
from kpikit.metrics.asking import (
    refused_platforms,
    split_by,
)
from kpikit.metrics.catalogue import id_of
from kpikit.metrics.content import best_and_worst, cells_by_hour, funnel
from kpikit.metrics.hashtags import by_hashtag
from kpikit.metrics.lists import Lists
from kpikit.metrics.totals import Totals
from kpikit.metrics.voices import Voices
from kpikit.metrics.waits import Waits
from kpikit.periods import as_period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpikit.metrics.cells import Cell, Query
    from kpikit.metrics.model import Metric
    from kpikit.parameters import Break
    from kpikit.periods import Period


class Figures(Voices, Lists):
    """Metrics of one brand, computed when asked for and kept.

    Args:
        project: Where thresholds and breaks stand.
        brand: Its parameters.
        store: Its canonical tables.
        engine: Where they are computed: duck, or spark where one machine is not enough; default: the brand's.
    """

    def __repr__(self) -> str:
        offered = f"{len(self.offered())} of {len(self.metrics)} metrics on offer"
        asked = ".value(metric, period, by), .compare(metric, period, other), .metrics"
        return f"<Figures of {self.brand.name} ({self.brand.brand}): {offered}; {asked}>"

    def value(
        self,
        metric: str | Metric,
        period: Period | str | int,
        by: str | Sequence[str] = (),
        where: str | Mapping[str, object] | None = None,
    ) -> pd.DataFrame:
        """A metric's figure in a period, one row a group.

        Args:
            metric: Which metric: its id, or one of `metrics`.
            period: Which period, as a Period or as people write it: "2026-10", "2026-W42", 2026 …
            by: Words of the breakdown: columns that the definition allows; weekday and hour where rows have a
                time of day; and one of day, week, month, quarter, year, which asks for each part of the
                period by itself (so that what must not be added up isn't).
            where: Only these rows: column → value, or a filter in the definitions' language.

        Returns:
            metric, the words of `by` (`by_kind` and the like where the frame itself has a column of that
            name), period, value, numerator, denominator, n, low, high, kind, unit, clock,
            scope, state, marks, days_covered, days, definition. Numbers are nan where there are none.

        Raises:
            MetricError: No such metric, breakdown or column; or the roll-up is one that its kind forbids.
            PeriodError: No such period.
        """
        grain, words = split_by(by)
        whole = as_period(period)
        if grain is None:
            return self.series(metric, [whole], words, where)
        frame = self.series(metric, whole.parts(grain), words, where)
        frame.insert(1, grain, frame["period"])
        return frame

    def series(
        self,
        metric: str | Metric,
        periods: Sequence[Period | str | int],
        by: str | Sequence[str] = (),
        where: str | Mapping[str, object] | None = None,
    ) -> pd.DataFrame:
        """As `value`, for several periods: a row per period and group, from one query."""
        metric_id = id_of(metric)
        query = self._query(metric_id, (by,) if isinstance(by, str) else by, where)
        found = [
            rows.value_row(query, metric_id, cell, self._scope(query))
            for period in periods
            for cell in self._cells(query, as_period(period))
        ]
        columns = ["metric", *rows.group_columns(query.by), *rows.VALUE_COLUMNS]
        return pd.DataFrame(found, columns=columns)

    def compare(
        self,
        metric: str | Metric,
        current: Period | str | int,
        other: Period | str | int | None = None,
        by: str | Sequence[str] = (),
        where: str | Mapping[str, object] | None = None,
    ) -> pd.DataFrame:
        """A metric's change between two periods, one row a group; `other` by default the one before.

        Returns:
            metric, the `by` columns, period, other_period, value, other, change (relative: share of the
            other value; else a difference in the metric's unit), change_low, change_high, clear (the interval
            excludes no change), comparable (no break between), relative, basis, kind, unit, marks.

        Raises:
            MetricError: As `value`.
        """
        metric_id = id_of(metric)
        period = as_period(current)
        query = self._query(metric_id, (by,) if isinstance(by, str) else by, where)
        against = period.previous() if other is None else as_period(other)
        before = {cell.group: cell for cell in self._cells(query, against)}
        changes = [
            self._change(query, metric_id, cell, before[cell.group])
            for cell in self._cells(query, period)
            if cell.group in before
        ]
        return pd.DataFrame(changes, columns=["metric", *rows.group_columns(query.by), *rows.CHANGE_COLUMNS])

    def curve(self, metric_id: str, period: Period) -> pd.DataFrame:
        """For durations: hours, share (got there by then), low, high, at_risk (still waiting just before).

        Raises:
            MetricError: The metric is no duration.
        """
        query = self._query(metric_id, (), None)
        waits = self._compute(query)
        if not isinstance(waits, Waits):
            raise MetricError(
                Problem(
                    f"{metric_id} is no wait and has no curve",
                    allowed=", ".join(
                        entry.id for entry in self.metrics.values() if entry.form == "duration"
                    ),
                )
            )
        curve = waits.curve(period)
        return pd.DataFrame(
            {
                "hours": curve.times,
                "share_answered": curve.share,
                "low": curve.low,
                "high": curve.high,
                "at_risk": curve.at_risk,
            }
        )

    def funnel(self, period: Period) -> pd.DataFrame:
        """The brand's funnel; see `content.funnel`."""
        return funnel(self._data, self.brand.funnel, period)

    def content(self, period: Period, order: str = "engagement_rate", n: int = 5) -> pd.DataFrame:
        """Top and bottom posts of the period; see `content.best_and_worst`."""
        return best_and_worst(self._data, period, order, n)

    def by_cell(self, metric_id: str, period: Period) -> pd.DataFrame:
        """Weekday and hour of publication; see `content.cells_by_hour`."""
        query = self._query(metric_id, (), None, roll_up=False)
        return cells_by_hour(self._data, query.metric, period, int(self.thresholds["cell_least_posts"]))

    def by_hashtag(self, metric_id: str, period: Period) -> pd.DataFrame:
        """A rate over posts by hashtag; see `hashtags.by_hashtag`."""
        query = self._query(metric_id, (), None, roll_up=False)
        return by_hashtag(self._data, query.metric, period, int(self.thresholds["cell_least_posts"]))

    def breaks(self, metric_id: str, platform: str | None = None) -> list[Break]:
        """Days on which what the metric counts changed, on one platform or any that the brand uses."""
        return self._breaks_of(self._query(metric_id, (), None, roll_up=False), platform)

    def rolls_up(self, metric: str | Metric) -> bool:
        """Whether a metric has one figure for all the brand's platforms together."""
        query = self._query(id_of(metric), (), None, roll_up=False)
        return not refused_platforms(self._data, query)

    def _change(self, query: Query, metric_id: str, current: Cell, other: Cell) -> dict[str, Any]:
        totals = self._compute(query)
        daily = isinstance(totals, Totals) and query.metric.kind in ("count", "exposure", "money")
        days = [totals.daily(cell.period, cell.group) if daily else None for cell in (current, other)]
        change = comparing.compare(query.metric, current, other, (days[0], days[1]))
        first, last = sorted((current.period, other.period))
        broken = self._broken(query, current, first.start, last.end)
        return rows.change_row(query, metric_id, (current, other), change, broken=broken)
