"""Findings in words: facts written in the metric's unit, names in the report's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpikit.tables import metric_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.evaluation import Finding
    from kpikit.metrics import Metric
    from kpikit.words import Words

_IN_UNIT = frozenset({"value", "previous", "last_year", "target", "low", "high", "whole", "threshold"})
_CHANGES = frozenset({"change", "change_low", "change_high", "difference"})
_METRICS = frozenset({"metric", "high_metric", "low_metric"})
_NAMES = frozenset({"platform", "what", "basis"})
_LISTS = frozenset({"kpis", "metrics"})


class Teller:
    """Writes findings.

    Args:
        words: The report's words.
        registry: Definitions of all metrics.
    """

    def __init__(self, words: Words, registry: Mapping[str, Metric]) -> None:
        self.words = words
        self.registry = registry

    def title(self, finding: Finding) -> str:
        """The finding in half a sentence, to be joined with another."""
        return self._told(finding, "title")

    def sentence(self, finding: Finding) -> str:
        """The finding in a sentence, with what more is known of it."""
        parts = [self._told(finding, "sentence")]
        parts += [
            self._told(finding, more)
            for more in ("topic", "kpis")
            if finding.facts.get(more) and self.words.has(f"finding.{finding.id}.{more}")
        ]
        return self.words.joined(parts)

    def measure(self, finding: Finding) -> str:
        """The measure proposed first; empty where there is none."""
        return self.words(f"measure.{finding.measures[0]}") if finding.measures else ""

    def advice(self, finding: Finding) -> str:
        """What was found and what to do about it."""
        measure = self.measure(finding)
        sentence = self.sentence(finding)
        return self.words("advice.entry", finding=sentence, measure=measure) if measure else sentence

    def platform(self, platform: object) -> str:
        """A platform's name as people write it."""
        key = f"platform.{platform}"
        return self.words(key) if self.words.has(key) else str(platform)

    def metrics(self, ids: object) -> str:
        """Names of metrics, listed."""
        names = ids if isinstance(ids, tuple) else (ids,)
        return self.words.listed(
            metric_name(self.words, self.registry[name]) for name in names if name in self.registry
        )

    def _basis(self, basis: str) -> str:
        """Where a threshold comes from."""
        return self.words(f"basis.{basis}")

    def _told(self, finding: Finding, form: str) -> str:
        metric = self.registry.get(finding.metric or "")
        unit = metric.unit if metric else "count"
        # Plural forms are chosen by n, where nothing else is counted by the figure itself.
        facts: dict[str, Any] = {"n": finding.facts.get("value"), "metric": finding.metric, **finding.facts}
        relative = bool(facts.get("relative", False))
        change = facts.get("change")
        size = self.words.size(change, unit, relative=relative) if isinstance(change, int | float) else ""
        return self.words(
            f"finding.{finding.id}.{form}",
            size=size,
            **{name: self._fact(name, fact, unit, relative=relative) for name, fact in facts.items()},
        )

    def _fact(self, name: str, fact: Any, unit: str, *, relative: bool) -> object:  # noqa: ANN401 - any fact
        if fact is None:
            return None if name in ("last_day", "date", "oldest_days", "usual", "gain", "n") else "—"
        if name in _METRICS or name in _LISTS:
            return self.metrics(fact)
        if name in _NAMES:
            return {"platform": self.platform, "what": self.words.phrase, "basis": self._basis}[name](
                str(fact)
            )
        if name in _IN_UNIT and isinstance(fact, int | float):
            return self.words.value(fact, unit)
        if name in _CHANGES and isinstance(fact, int | float):
            return self.words.change(fact, unit, relative=relative)
        return fact
