"""90 Data quality, and the analyst's annex."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import kpikit
from kpikit.blocks import Block, Bullets, Cell, Group, Heading, Prose, Table
from kpikit.chapters.imported import Imported
from kpikit.errors import PeriodError
from kpikit.evaluation import basis, changes, core_of
from kpikit.evaluation.basis import DIMENSIONS
from kpikit.parameters import exposure_units, load_breaks
from kpikit.tables import MetricRow, metric_definition, metric_name, metrics_table

if TYPE_CHECKING:
    from kpikit.evaluation import Finding, SourceCoverage

BREAKS_BACK_DAYS = 760
_MARKS = {"bounds": ("lower_bound",)} | {mark: (mark,) for mark in ("too_small", "partial", "preliminary")}
"""Doubt of a change → the mark that it came from."""
UNCOMPARED = ("break", "bounds")
"""Doubts that leave nothing to compare."""
REACHES = ("reach", "reach_of_posts")
"""Two figures whose bounds are of different things."""


class Quality(Imported):
    """What do the figures rest on?"""

    name = "quality"

    def answer(self) -> str:
        """How many sources cover the period whole, and what was refused."""
        sources = {entry.source for entry in self.setting.coverage}
        short = {entry.source for entry in self.setting.coverage if not entry.whole}
        log = self.setting.store.log()
        refused = int((log["status"] == "refused").sum()) if len(log) else 0
        covered = self.words("quality.answer", whole=len(sources - short), n=len(sources))
        return self.words.sentences([covered, self.words("quality.refused", n=refused)])

    def caveats(self) -> Block:
        """What the data themselves call for."""
        found: list[Finding] = [entry for entry in self.setting.findings if entry.caveat]
        told = [*(self.teller.advice(entry) for entry in found), *self.strangers()]
        if not told:
            return Prose([self.words("executive.confident")], role="note")
        return Bullets(told, title=self.words("quality.caveats_title"))

    def coverage(self) -> Table:
        """Days of the period that each source covers, and the figures that rest on it."""
        heads = [
            self.words(f"column.{name}")
            for name in ("source", "platform", "covered", "newest", "state", "touches")
        ]
        rows = [
            [
                Cell(entry.source),
                Cell(self.teller.platform(entry.platform)),
                Cell(
                    "—"
                    if entry.stopped == "rows"
                    else self.words("quality.days", covered=entry.days_covered, days=entry.days)
                ),
                Cell(self.words.date(entry.last_day)),
                Cell(self.words(f"quality.coverage_{self._how(entry)}"), "plain" if entry.whole else "warn"),
                Cell(self.teller.metrics(entry.touched_kpis) if entry.touched_kpis else "", "muted"),
            ]
            for entry in self._sources()
        ]
        return Table(
            heads, rows, align="llrlll", title=self.words("quality.coverage_title"), note=self._month()
        )

    def _how(self, entry: SourceCoverage) -> str:
        """How a source covers the period; of one without rows the log knows whether it has files."""
        if entry.stopped != "no_file":
            return entry.stopped or "whole"
        log = self.setting.store.log()
        statuses = set(log.loc[log["source"] == entry.source, "status"])
        return "no_rows" if "imported" in statuses else "refused" if "refused" in statuses else "no_file"

    def _month(self) -> str:
        """Why the period is the one that a report takes by itself; empty where it is another."""
        try:
            found = self.setting.store.whole_month()
        except PeriodError:
            return ""
        if found.period != self.period:
            return ""
        key = "quality.coverage_month" if found.by_day else "quality.coverage_month_events"
        return self.words.sentences(
            [self.words(key, period=self.words.period(found.period), source=found.source)]
        )

    def breaks(self) -> Block:
        """Changes in counting that touch the brand's platforms within the months compared."""
        platforms = {
            word
            for source in self.setting.brand.sources.values()
            for word in (source.platform, source.surface)
        }
        since = self.period.end - timedelta(days=BREAKS_BACK_DAYS)
        found = [
            entry
            for entry in load_breaks(self.setting.project, self.setting.brand)
            if entry.platform in platforms and since <= entry.date <= self.period.end
        ]
        if not found:
            return Prose([self.words("quality.breaks_none")], role="body")
        heads = [self.words(f"column.{name}") for name in ("date", "platform", "metric", "what", "source")]
        rows = [
            [
                Cell(self.words.date(entry.date)),
                Cell(self.teller.platform(entry.platform)),
                Cell(
                    self.label(entry.metric)
                    if entry.metric in self.setting.registry
                    else self.words.phrase(entry.metric.replace("_", " "))
                ),
                Cell(self.words.phrase(entry.what)),
                Cell(self.words.phrase(entry.source)),
            ]
            for entry in found
        ]
        return Table(heads, rows, title=self.words("quality.breaks_title"))

    def figures(self) -> Group:
        """Every figure that the brand's sources offer, by dimension."""
        tables = [table for table in map(self._all, DIMENSIONS) if table.rows]
        if tables:
            first = self.words.sentences([self.words("note.per_day"), tables[0].note])
            tables[0] = replace(tables[0], note=first)
        return Group(list(tables), key="figures")

    def definitions(self) -> Group:
        """What each figure means, whose convention it is, and the rules by which it is read."""
        heads = [self.words(f"column.{name}") for name in ("metric", "definition", "clock", "unit")]
        rows = [
            [
                Cell(metric_name(self.words, metric)),
                Cell(metric_definition(self.words, metric)),
                Cell(self.words(f"clock.{metric.clock}")),
                Cell(self.words(f"unit_name.{metric.unit}")),
            ]
            for metric in (self.setting.registry[name] for name in core_of(self.setting.figures))
        ]
        rules = [
            [
                Cell(name),
                Cell(self.words.number(rule.value)),
                Cell(self.words(f"basis.{rule.basis}")),
                Cell(self._meaning(name, rule.meaning)),
            ]
            for name, rule in self.setting.defaults.thresholds.items()
        ]
        rule_heads = [self.words(f"column.{name}") for name in ("parameter", "limit", "basis", "definition")]
        units = [
            [Cell(self.teller.platform(platform)), Cell(self.words.phrase(unit))]
            for platform, unit in exposure_units(self.setting.project, self.setting.brand).items()
        ]
        unit_heads = [self.words("column.platform"), self.words("column.definition")]
        return Group(
            [
                Table(heads, rows, title=self.words("quality.definitions_title")),
                *([Table(unit_heads, units, title=self.words("quality.units_title"))] if units else []),
                Table(
                    rule_heads,
                    rules,
                    align="lrll",
                    title=self.words("quality.rules_title"),
                    note=self.words("quality.rules_note"),
                ),
            ],
            key="definitions",
        )

    def made(self) -> Group:
        """What made the report, and from what."""
        store = self.setting.store
        zones = store.frame(
            "SELECT DISTINCT day_zone FROM account_daily WHERE day_zone IS NOT NULL ORDER BY 1"
        )
        text = self.words(
            "quality.made",
            version=kpikit.__version__,
            data=store.fingerprint()[:12],
            zone=self.setting.brand.timezone,
            zones=self.words.listed(map(str, zones["day_zone"])) or "—",
        )
        return Group(
            [Heading(self.words("quality.made_title"), level=3), Prose([text], role="small")], key="made"
        )

    def _sources(self) -> list[SourceCoverage]:
        """One entry a source and platform: its least covered table, with all key figures that it touches."""
        found: dict[tuple[str, str], SourceCoverage] = {}
        for entry in self.setting.coverage:
            known = found.setdefault((entry.source, entry.platform), entry)
            touched = dict.fromkeys((*known.touched_kpis, *entry.touched_kpis))
            found[entry.source, entry.platform] = replace(known, touched_kpis=tuple(touched))
        return list(found.values())

    def _meaning(self, name: str, own: str) -> str:
        key = f"threshold.{name}"
        return self.words(key) if self.words.has(key) else own

    def _all(self, dimension: str) -> Table:
        registry = self.setting.registry
        figures = self.setting.figures
        # What another figure answers for stands under its own name.
        offered = [
            name
            for name in figures.offered()
            if registry[name].dimension == dimension and figures.answers(name) == name
        ]
        compared = changes(self.setting.figures, offered, self.period)
        rows = [
            MetricRow(
                metric=self.setting.registry[row["metric"]],
                scope=self.teller.platform(row["platform"]) if row["platform"] else "",
                reading=basis.reading(row),
                previous=basis.change(row | {"comparable": row["doubt"] not in UNCOMPARED}),
                last_year=basis.Change(
                    value=basis.number(row["value"]),
                    other=basis.number(row["last_year"]),
                    change=basis.number(row["year_change"]),
                    low=basis.number(row["year_change_low"]),
                    high=basis.number(row["year_change_high"]),
                    clear=bool(row["year_clear"]),
                    comparable=row["year_doubt"] not in UNCOMPARED,
                    relative=bool(row["relative"]),
                    marks=_MARKS.get(str(row["year_doubt"]), ()),
                    kind=str(row["kind"]),
                ),
            )
            for row in basis.records(
                compared[compared["dimension"] == dimension].rename(columns={"previous": "other"})
            )
        ]
        title = self.words("quality.all_title", dimension=self.words(f"chapter.{dimension}.name"))
        notes = []
        if set(REACHES) <= {row.metric.id for row in rows}:
            days, posts = map(self.label, REACHES)
            notes.append(self.words("quality.two_reaches", days=days, posts=posts))
        return metrics_table(self.words, rows, self.words.sentences(notes), title)
