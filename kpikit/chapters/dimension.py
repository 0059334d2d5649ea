"""The five chapters that have a dimension: their table, advice and definitions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from kpikit.blocks import Bullets, Prose
from kpikit.chapters.chapter import Chapter
from kpikit.evaluation import basis, findings
from kpikit.tables import MetricRow, metric_definition, metric_name, metrics_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.blocks import Block, Table
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
        for metric in self._offered:
            if self.reading(metric).value is not None:
                return self.trend(metric) + self.words("pattern.stop")
        return super().answer()

    def metrics(self) -> Table:
        """The chapter's metrics: value, interval, change on the period before and on last year."""
        missing = [metric for metric in self.core if metric not in self._offered]
        note = self.words.joined(
            [
                self.words("note.interval"),
                self.words("note.not_offered", metrics=self.words.listed(map(self.label, missing)))
                if missing
                else "",
            ]
        )
        rows = [row for metric in self._offered[: self.most_rows] for row in self._rows(metric)]
        return metrics_table(self.words, rows, note)

    def advice(self) -> Block:
        """What to do: the measures that the chapter's findings call for."""
        items = [self.teller.advice(finding) for finding in self.found[:MOST_FINDINGS]]
        if not items:
            return Prose([self.words("advice.none")], role="note")
        return Bullets(items, title=self.words("advice.title"), role="action")

    def definitions(self) -> Prose:
        """What the metrics of the table mean, in small print."""
        known = [self.setting.registry[name] for name in self._offered[: self.most_rows]]
        entries = (
            self.words(
                "definition.entry",
                metric=metric_name(self.words, metric),
                definition=metric_definition(self.words, metric),
            )
            for metric in known
        )
        return Prose([self.words("definition.title") + " " + " ".join(entries)], role="small")

    @cached_property
    def found(self) -> list[Finding]:
        """Findings of the dimension, most telling first, without those on the data."""
        return findings(self.setting.figures, self.setting.brand, self.period, self.name)

    @cached_property
    def _offered(self) -> list[str]:
        """Core metrics that the sources offer; those without a figure this period stand last."""
        states = {metric: self.reading(metric).state for metric in self.core}
        offered = [metric for metric, state in states.items() if state != "not_offered"]
        return sorted(offered, key=lambda metric: states[metric] == "missing")

    def _rows(self, metric: str) -> Iterator[MetricRow]:
        definition = self.setting.registry[metric]
        active = [kpi for kpi in self.setting.brand.kpis if kpi.active(self.period.end)]
        target = next((kpi for kpi in active if kpi.metric == metric), None)
        scopes = basis.scopes(self.setting.figures, metric, self.period)
        known = [scope for scope in scopes if self.reading(metric, scope).value is not None]
        platforms = known or scopes[:1]
        for platform in platforms:
            aimed = target if target and target.platform in (None, platform) else None
            yield MetricRow(
                metric=definition,
                scope=self.teller.platform(platform) if platform else "",
                reading=self.reading(metric, platform),
                previous=self.change(metric, self.period.previous(), platform),
                last_year=self.change(metric, self.period.last_year(), platform),
                target=None if aimed is None else (aimed.target, aimed.due),
            )
