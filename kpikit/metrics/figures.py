"""Figures of one brand: what chapters, evaluation and the command line ask for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.errors import MetricError, Problem
from kpikit.metrics import comparing, definitions, rows
from kpikit.metrics.asking import (
    brand_binding,
    check_by,
    filter_text,
    refuse_roll_up,
    refused_platforms,
    split_by,
)
from kpikit.metrics.audience import AudienceMatch
from kpikit.metrics.catalogue import Catalogue, id_of
from kpikit.metrics.cells import REPORTED, Cell, Query, too_small
from kpikit.metrics.contacts import Contacts
from kpikit.metrics.content import best_and_worst, cells_by_hour, funnel
from kpikit.metrics.customers import Gaps, Lapsed, Repeat
from kpikit.metrics.data import Data, pinned_platform
from kpikit.metrics.hashtags import by_hashtag
from kpikit.metrics.holdings import Distinct, Growth, Last, OpenAt
from kpikit.metrics.lists import Lists
from kpikit.metrics.members import ActiveMembers
from kpikit.metrics.model import ADDITIVE, ASKED, Metric
from kpikit.metrics.offering import is_met, offered_metrics
from kpikit.metrics.plans import Planned
from kpikit.metrics.quotients import Quotient
from kpikit.metrics.rates import ByFollowers, MedianRate, Pair
from kpikit.metrics.rhythm import Largest, Pace, Silence
from kpikit.metrics.searching import Increment, Index
from kpikit.metrics.spreading import Chains, PerKey
from kpikit.metrics.stated import Reached, Stated, StatedShare
from kpikit.metrics.totals import Totals
from kpikit.metrics.visitors import Visitors, VisitorShare
from kpikit.metrics.voices import Voices
from kpikit.metrics.waits import Median, Waits
from kpikit.parameters import load_breaks, load_defaults
from kpikit.periods import as_period
from kpikit.statistics import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kpikit.metrics.engines import Tables
    from kpikit.metrics.holdings import Rows
    from kpikit.parameters import Brand, Break
    from kpikit.periods import Period
    from kpikit.project import Project

_ROWS: dict[str, type[Rows | Increment]] = {
    "bounds": Reached,
    "stated": Stated,
    "stated_share": StatedShare,
    "median_rate": MedianRate,
    "by_followers": ByFollowers,
    "pair": Pair,
    "index": Index,
    "increment": Increment,
    "per_key": PerKey,
    "chains": Chains,
    "pace": Pace,
    "silence": Silence,
    "largest": Largest,
    "distinct": Distinct,
    "last": Last,
    "growth": Growth,
    "open_at": OpenAt,
    "duration": Waits,
    "median": Median,
    "repeat": Repeat,
    "lapsed": Lapsed,
    "gap": Gaps,
    "visitors": Visitors,
    "visitor_share": VisitorShare,
    "planned": Planned,
    "active": ActiveMembers,
}
Computed = Any
"""Totals, one of the classes for single rows, AudienceMatch, Contacts, Quotient: all have `cells(period)`
and `offered`."""


class Figures(Voices, Lists):
    """Metrics of one brand, computed when asked for and kept.

    Args:
        project: Where thresholds and breaks stand.
        brand: Its parameters.
        store: Its canonical tables.
        engine: Where they are computed: duck, or spark where one machine is not enough; default: the brand's.
    """

    def __init__(self, project: Project, brand: Brand, store: Tables, engine: str | None = None) -> None:
        self.project = project
        self.brand = brand
        self.store = store
        self.thresholds = load_defaults(project, brand)
        self._breaks = load_breaks(project, brand)
        self._data = Data(store, brand_binding(project, brand, self.thresholds), engine or brand.engine)
        self._computed: dict[tuple[str, tuple[str, ...], str | None], Computed] = {}
        self._scopes: dict[tuple[str, tuple[str, ...], str | None], str] = {}

    @cached_property
    def metrics(self) -> Catalogue:
        """All definitions by id, the brand's own among them."""
        return Catalogue(definitions.registry(self.project, self.brand))

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

    def offered(self) -> list[str]:
        """Ids of the metrics that any source of the brand supplies, at any time."""
        return [entry.id for entry in self.metrics.values() if self._answering(entry).id in self._offered]

    def _answering(self, metric: Metric) -> Metric:
        """The metric itself, or where its inputs are not offered the first of its stand-ins whose are."""
        candidate, asked = metric, {metric.id}
        while candidate.id not in self._offered:
            if candidate.otherwise is None or candidate.otherwise in asked:
                return metric
            candidate = self.metrics[candidate.otherwise]
            asked.add(candidate.id)
        return candidate

    @cached_property
    def _offered(self) -> set[str]:
        found = offered_metrics(self._data, list(self.metrics.values()))
        if self.brand.persona is None:
            found -= {entry.id for entry in self.metrics.values() if entry.form == "audience"}
        return found | {entry.id for entry in self.metrics.values() if self._asked(entry, found)}

    def _asked(self, metric: Metric, found: set[str]) -> bool:
        """Whether a metric of more than one table is offered, where those of one table are."""
        if metric.form == "quotient":
            ends = (self.metrics[metric.spec["of"]], self.metrics[metric.spec["per"]])
            return all({end.id, end.otherwise} & found for end in ends)
        return metric.form in ASKED and bool(self._compute(Query(metric)).offered)

    def _query(
        self,
        metric_id: str,
        by: Sequence[str],
        where: str | Mapping[str, object] | None,
        *,
        roll_up: bool = True,
    ) -> Query:
        """Check the question; where a metric's inputs are not offered, its stand-in answers."""
        if metric_id not in self.metrics:
            raise definitions.unknown_metric(metric_id, self.metrics)
        metric = self._answering(self.metrics[metric_id])
        query = Query(metric, tuple(by), filter_text(where))
        check_by(metric, query.by)
        if roll_up:
            refuse_roll_up(self._data, query)
        return query

    def _compute(self, query: Query) -> Computed:
        if query.key not in self._computed:
            form = query.metric.form
            if form in ADDITIVE:
                self._computed[query.key] = Totals(self._data, query)
            elif form == "quotient":
                self._computed[query.key] = self._quotient(query)
            elif form == "contacts":
                self._computed[query.key] = Contacts(self._data, query)
            elif form == "audience":
                self._computed[query.key] = AudienceMatch(self._data, query, self.brand.persona)
            else:
                self._computed[query.key] = _ROWS[form](self._data, query)
        return self._computed[query.key]

    def _quotient(self, query: Query) -> Quotient:
        spec = query.metric.spec
        of = self._query(spec["of"], query.by, query.where)
        per = self._query(spec["per"], () if spec.get("whole") else query.by, query.where)
        return Quotient(self._data, query, (of, self._compute(of)), (per, self._compute(per)))

    def _cells(self, query: Query, period: Period) -> list[Cell]:
        cells: list[Cell] = self._compute(query).cells(period)
        if "requires" in query.metric.spec and not is_met(self._data, query):
            return [Cell(cell.group, period, NOTHING, state="not_offered") for cell in cells]
        return [self._marked(query, cell) for cell in cells]

    def _marked(self, query: Query, cell: Cell) -> Cell:
        marks = set()
        if cell.state == REPORTED:
            if too_small(query.metric, cell.estimate, self.thresholds):
                marks.add("too_small")
            if cell.days_covered < self.thresholds["coverage_whole"] * cell.period.days:
                marks.add("partial")
        if self._broken(query, cell, cell.period.start, cell.period.end):
            marks.add("break")
        return cell.marked(*marks)

    def _broken(self, query: Query, cell: Cell, after: date, until: date) -> bool:
        """Whether a break lies in the days after the first and up to the last."""
        platform = (
            cell.group[query.by.index("platform")] if "platform" in query.by else pinned_platform(query.where)
        )
        return any(after < found.date <= until for found in self._breaks_of(query, platform))

    def _breaks_of(self, query: Query, platform: object) -> list[Break]:
        metric = query.metric
        words = {metric.id, *(name.partition(".")[2] for name in metric.inputs)}
        return [
            found
            for found in self._breaks
            if found.metric in words
            and platform in (None, found.platform)
            and found.platform in self._data.platforms_of(metric.table, found.metric)
        ]

    def _scope(self, query: Query) -> str:
        if query.key not in self._scopes:
            self._scopes[query.key] = self._data.scope(query)
        return self._scopes[query.key]

    def _change(self, query: Query, metric_id: str, current: Cell, other: Cell) -> dict[str, Any]:
        totals = self._compute(query)
        daily = isinstance(totals, Totals) and query.metric.kind in ("count", "exposure", "money")
        days = [totals.daily(cell.period, cell.group) if daily else None for cell in (current, other)]
        change = comparing.compare(query.metric, current, other, (days[0], days[1]))
        first, last = sorted((current.period, other.period))
        broken = self._broken(query, current, first.start, last.end)
        return rows.change_row(query, metric_id, (current, other), change, broken=broken)
