"""The five chapters that have a dimension: their table, advice and definitions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from kpikit.blocks import Bullets, Prose
from kpikit.chapters.chapter import Chapter
from kpikit.evaluation import basis, findings
from kpikit.tables import MetricRow, metric_definition, metric_name, metrics_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpikit.blocks import Block, Figure
    from kpikit.evaluation import Finding

MOST_FINDINGS = 3


class Dimension(Chapter):
    """A chapter on one of the five dimensions.

    Attributes:
        core: Metric ids of its table, most telling first; those that no source offers give way to the next.
        most_rows: Metrics in the table; the rest stands in the annex.
    """

    core: ClassVar[tuple[str, ...]]
    most_rows: ClassVar[int] = 8

    def answer(self) -> str:
        """The first finding of the dimension, else the trend of its first metric with a figure."""
        if self.found:
            return self.teller.sentence(self.found[0]) + self.words("pattern.stop")
        for metric in self._offered[:1]:
            scopes = self._scopes[metric] or [None]
            largest = max(scopes, key=lambda scope: self.reading(metric, scope).value or 0.0)
            return self.trend(metric, largest) + self.words("pattern.stop")
        return super().answer()

    def metrics(self) -> Block:
        """The chapter's metrics: value, interval, change on the period before and on last year."""
        shown = self._offered[: self.most_rows]
        missing = [self.label(metric) for metric, scopes in self._scopes.items() if scopes == []]
        absent = {
            "note.not_offered": [
                self.label(metric) for metric, scopes in self._scopes.items() if scopes is None
            ],
            "note.missing": [*missing, *self._absent_platforms(shown)],
        }
        told = [self.words(key, metrics=self.words.listed(names)) for key, names in absent.items() if names]
        rows = [row for metric in shown for row in self._rows(metric)]
        if not rows:
            return Prose([self.words.joined(told)], role="small")
        notes = [self.words("note.interval"), self.words("note.per_day"), *told]
        return metrics_table(self.words, rows, self.words.sentences(notes))

    def _absent_platforms(self, shown: Sequence[str]) -> list[str]:
        """Rows that a table by platform lacks: platforms that supply the metric, but not in this period."""
        figures = self.setting.figures
        return [
            self.words("note.scoped", metric=self.label(metric), scope=self.teller.platform(platform))
            for metric in shown
            for platform in basis.scopes(figures, metric, self.period)
            if platform is not None and self.reading(metric, platform).state == "missing"
        ]

    def advice(self) -> Block:
        """What to do: the measures that the chapter's findings call for."""
        asking = [finding for finding in self.found if finding.measures]
        items = [self.teller.advice(finding) for finding in asking[:MOST_FINDINGS]]
        if not items:
            return Prose([self.words("advice.none")] if self._offered else [], role="note")
        return Bullets(items, title=self.words("advice.title"), role="action")

    def definitions(self) -> Prose:
        """What the metrics of the table mean, in small print."""
        known = [self.setting.registry[name] for name in self._offered[: self.most_rows]]
        if not known:
            return Prose([], role="small")
        entries = (
            self.words(
                "definition.entry",
                metric=metric_name(self.words, metric),
                definition=metric_definition(self.words, metric),
            )
            for metric in known
        )
        return Prose([self.words("definition.title") + " " + " ".join(entries)], role="small")

    def shown(self, figures: Sequence[Figure | None]) -> Block:
        """Charts side by side; nothing where the lead has said that the dimension has no data."""
        if not self._offered and not any(figures):
            return Prose([], role="small")
        return super().shown(figures)

    @cached_property
    def found(self) -> list[Finding]:
        """Findings of the dimension, most telling first, without those on the data."""
        return findings(self.setting.figures, self.setting.brand, self.period, self.name)

    @cached_property
    def _scopes(self) -> dict[str, list[str | None] | None]:
        """Metric → platforms (None: all together) with a figure; None: not offered at all.

        Core metrics and the brand's key figures; what else is on offer where the sources offer none of them.
        """
        figures, registry = self.setting.figures, self.setting.registry
        offered = set(figures.offered())
        own = [metric for metric in figures.offered() if registry[metric].dimension == self.name]
        aimed = [kpi.metric for kpi in self.setting.brand.kpis if kpi.metric in own]
        wanted = dict.fromkeys((*self.core, *aimed))
        if not wanted.keys() & offered:
            wanted = dict.fromkeys((*own, *self.core))
        return {
            metric: [
                scope
                for scope in basis.scopes(figures, metric, self.period)
                if self.reading(metric, scope).value is not None
            ]
            if metric in offered
            else None
            for metric in wanted
        }

    @cached_property
    def _offered(self) -> list[str]:
        """Metrics of the chapter that have a figure this period."""
        return [metric for metric, scopes in self._scopes.items() if scopes]

    def _rows(self, metric: str) -> Iterator[MetricRow]:
        active = [kpi for kpi in self.setting.brand.kpis if kpi.active(self.period.end)]
        target = next((kpi for kpi in active if kpi.metric == metric), None)
        for platform in self._scopes[metric] or []:
            aimed = target if target and target.platform in (None, platform) else None
            yield MetricRow(
                metric=self.setting.registry[metric],
                scope=self.teller.platform(platform) if platform else "",
                reading=self.reading(metric, platform),
                previous=self.change(metric, self.period.previous(), platform),
                last_year=self.change(metric, self.period.last_year(), platform),
                target=None if aimed is None else (aimed.target, aimed.due),
            )
