"""Figures of one brand: what chapters, evaluation and the command line ask for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import MetricError, Problem
from kpikit.metrics import rows
from kpikit.metrics.ages import Snapshots
from kpikit.metrics.asking import (
    breakdowns,
    refused_platforms,
    split_by,
    with_platform,
)
from kpikit.metrics.catalogue import id_of
from kpikit.metrics.content import best_and_worst, funnel, shrunk_cells
from kpikit.metrics.entities import Entities
from kpikit.metrics.facing import Facing
from kpikit.metrics.hashtags import by_hashtag
from kpikit.metrics.lists import Lists
from kpikit.metrics.maturing import age_curve, grown, projected
from kpikit.metrics.voices import Voices
from kpikit.metrics.waits import Waits
from kpikit.periods import as_period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpikit.metrics.model import Metric
    from kpikit.parameters import Break
    from kpikit.periods import Period


class Figures(Voices, Lists, Facing, Entities):
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
            rows.value_row(query, metric_id, cell, self._scopes.of(query, cell.group))
            for period in periods
            for cell in self._cells(query, as_period(period))
        ]
        columns = ["metric", *rows.group_columns(query.by), *rows.VALUE_COLUMNS]
        return pd.DataFrame(found, columns=columns)

    def at_age(self, days: int | None = None) -> Figures:
        """These figures with each post as it stood at one age, so that young and old ones compare.

        Args:
            days: The age in days; default: the threshold `equal_age_days`. Of each post the first snapshot in
                the day after counts; posts that no export saw then are left out.
        """
        age = int(self.thresholds["equal_age_days"]) if days is None else days
        return self._seen(Snapshots(age_days=age))

    def age_curve(self, metric: str | Metric) -> pd.DataFrame:
        """How a counter of the brand's own posts grows with their age; see `maturing.age_curve`."""
        return age_curve(self._grown(metric))

    def projected(self, metric: str | Metric, period: Period | str | int) -> pd.DataFrame:
        """A counter of a period's posts, young ones completed; see `maturing.projected`."""
        return projected(self._grown(metric), as_period(period))

    def _grown(self, metric: str | Metric) -> pd.DataFrame:
        return grown(self._data, self._query(id_of(metric), (), None, roll_up=False).metric)

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

    def funnel(self, period: Period | str | int) -> pd.DataFrame:
        """The brand's funnel; see `content.funnel`."""
        return funnel(self._data, self.brand.funnel, as_period(period), self._counted)

    def _counted(self, metric_id: str, period: Period) -> tuple[float, str]:
        """A metric's one figure, nan where it has none, and its unit."""
        query = self._query(metric_id, (), None, roll_up=False)
        if refused_platforms(self._data, query):
            # A funnel goes on without a step that has no figure for all platforms.
            return math.nan, query.metric.unit
        return self._cells(query, period)[0].estimate.value, query.metric.unit

    def content(self, period: Period, order: str = "engagement_rate", n: int = 5) -> pd.DataFrame:
        """Top and bottom posts of the period; see `content.best_and_worst`."""
        return best_and_worst(self._data, period, order, n)

    def by_cell(
        self,
        metric_id: str,
        period: Period | str | int,
        by: str | Sequence[str] = ("weekday", "hour"),
    ) -> pd.DataFrame:
        """A rate of posts by weekday and hour, content type, format …, shrunk; see `content.shrunk_cells`.

        Raises:
            MetricError: No rate over posts, a word that it has no breakdown by, or a forbidden roll-up.
        """
        words = with_platform((by,) if isinstance(by, str) else by)
        query = self._query(metric_id, words, None, roll_up=words != ("weekday", "hour"))
        least = int(self.thresholds["cell_least_posts"])
        return shrunk_cells(self._data, query.metric, as_period(period), words, least)

    def by_hashtag(self, metric_id: str, period: Period | str | int) -> pd.DataFrame:
        """A rate over posts by hashtag; see `hashtags.by_hashtag`."""
        query = self._query(metric_id, (), None, roll_up=False)
        least = int(self.thresholds["cell_least_posts"])
        return by_hashtag(self._data, query.metric, as_period(period), least)

    def breaks(self, metric_id: str, platform: str | None = None) -> list[Break]:
        """Days on which what the metric counts changed, on one platform or any that the brand uses."""
        return self._breaks_of(self._query(metric_id, (), None, roll_up=False), platform)

    def rolls_up(self, metric: str | Metric) -> bool:
        """Whether a metric has one figure for all the brand's platforms together."""
        query = self._query(id_of(metric), (), None, roll_up=False)
        return not refused_platforms(self._data, query)

    def breakdowns(self, metric: str | Metric) -> tuple[str, ...]:
        """Words by which a metric may be broken down: its own columns, weekday and hour, grains of time."""
        return breakdowns(self._query(id_of(metric), (), None, roll_up=False).metric)
