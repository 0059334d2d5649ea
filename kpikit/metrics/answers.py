"""From a question to its cells: which definition answers, what computes it, and which marks it bears."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from kpikit.metrics import definitions
from kpikit.metrics.asking import brand_binding, check_by, filter_text, refuse_roll_up, with_platform
from kpikit.metrics.audience import AudienceMatch
from kpikit.metrics.catalogue import Catalogue, id_of
from kpikit.metrics.cells import REPORTED, Cell, Query, too_small
from kpikit.metrics.contacts import Contacts
from kpikit.metrics.customers import Gaps, Lapsed, Repeat
from kpikit.metrics.data import Data, pinned_platform
from kpikit.metrics.holdings import Distinct, Growth, Last, OpenAt
from kpikit.metrics.members import ActiveMembers
from kpikit.metrics.model import ADDITIVE, ASKED, Metric
from kpikit.metrics.offering import is_met, offered_metrics
from kpikit.metrics.plans import Planned
from kpikit.metrics.quotients import Quotient
from kpikit.metrics.rates import ByFollowers, MedianRate, Pair
from kpikit.metrics.relations import POST, relation
from kpikit.metrics.rhythm import Largest, Pace, Silence
from kpikit.metrics.scoping import Scopes
from kpikit.metrics.searching import Increment, Index
from kpikit.metrics.spreading import Chains, PerKey
from kpikit.metrics.stated import Reached, Stated, StatedShare
from kpikit.metrics.totals import Totals
from kpikit.metrics.visitors import Visitors, VisitorShare
from kpikit.metrics.waits import Median, Waits
from kpikit.parameters import load_breaks, load_defaults
from kpikit.statistics import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kpikit.metrics.ages import Snapshots
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


class Answers:
    """What answers questions on one brand, computed when asked for and kept.

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
        binding = brand_binding(project, brand, self.thresholds)
        self._open(Data(store, binding, engine or brand.engine))

    def _open(self, data: Data) -> None:
        """Answer from these tables; nothing is computed yet."""
        self._data = data
        self._earlier: dict[Snapshots, Self] = {}
        self._computed: dict[tuple[str, tuple[str, ...], str | None], Computed] = {}
        self._scopes = Scopes(data)

    @cached_property
    def metrics(self) -> Catalogue:
        """All definitions by id, the brand's own among them."""
        return Catalogue(definitions.registry(self.project, self.brand))

    def close(self) -> None:
        """Close the engine's connection. The store is its opener's to close."""
        self._data.close()
        for other in self._earlier.values():
            other.close()

    def _seen(self, snapshots: Snapshots) -> Self:
        """These figures by other snapshots of posts, opened once."""
        if snapshots not in self._earlier:
            # Parameters, definitions and what is offered are the same at any age.
            other = copy(self)
            other._open(self._data.by_snapshots(snapshots))  # noqa: SLF001 - of one kind
            self._earlier[snapshots] = other
        return self._earlier[snapshots]

    def offered(self) -> list[str]:
        """Ids of the metrics that any source of the brand supplies, at any time."""
        return [entry.id for entry in self.metrics.values() if self._answering(entry).id in self._offered]

    def answers(self, metric: str | Metric) -> str:
        """Id of the metric that answers for one: itself, or where its inputs lack its stand-in."""
        return self._answering(self.metrics[id_of(metric)]).id

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
        query = Query(metric, with_platform(by), filter_text(where))
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
        if POST in query.by:
            # Of all posts that ever were only the period's have a line.
            here = self._posts_within(query, period)
            places = (query.by.index("platform"), query.by.index(POST))
            cells = [cell for cell in cells if tuple(cell.group[place] for place in places) in here]
        if "requires" in query.metric.spec and not is_met(self._data, query):
            return [Cell(cell.group, period, NOTHING, state="not_offered") for cell in cells]
        return [self._marked(query, cell) for cell in cells]

    def _posts_within(self, query: Query, period: Period) -> set[tuple[Any, ...]]:
        """Platform and id of the posts that a table has rows of in a period."""
        table = relation(query.metric.table)
        sql = f"SELECT DISTINCT platform, post_id FROM {table.name} WHERE {table.first} BETWEEN ? AND ?"  # noqa: S608
        return set(self._data.rows(table.name, sql, [period.start, period.end]))

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
