"""The rules of reading that are data: what may be found, its likely causes and measures, limits and pairs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpikit.shipped import shipped_yaml

if TYPE_CHECKING:
    from kpikit.parameters import Defaults


@dataclass(frozen=True)
class Advice:
    """Likely causes and measures of a finding, by key."""

    causes: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """What may be found.

    Attributes:
        id: Finding id.
        severity: Base severity, 0 to 1.
        advice: Causes and measures.
        by: Other advice for one metric or topic.
        caveat: About the data, not about business.
    """

    id: str
    severity: float
    advice: Advice
    by: dict[str, Advice]
    caveat: bool = False

    def advise(self, about: str | None) -> Advice:
        """Advice for one metric or topic, else the general one."""
        return self.by.get(about or "", self.advice)


@dataclass(frozen=True)
class Limit:
    """A figure beyond a threshold.

    Attributes:
        finding: Finding id.
        metric: The figure.
        above: Whether beyond is above.
        threshold: Name among the defaults, or a value with its basis.
    """

    finding: str
    metric: str
    above: bool
    threshold: str | tuple[float, str]

    def value(self, defaults: Defaults) -> tuple[float, str]:
        """The threshold's value and basis (R, H or brand)."""
        if isinstance(self.threshold, tuple):
            return self.threshold
        found = defaults.thresholds[self.threshold]
        return found.value, found.basis


@dataclass(frozen=True)
class Pair:
    """One figure high while another is low; of each list the first that the brand's sources offer."""

    finding: str
    high: tuple[str, ...]
    low: tuple[str, ...]
    by: str | None = None


@dataclass(frozen=True)
class Rules:
    """All of rules.yaml."""

    kinds: dict[str, Kind]
    limits: tuple[Limit, ...]
    pairs: tuple[Pair, ...]
    core: tuple[str, ...]
    best_by: tuple[str, ...]
    best_metrics: tuple[str, ...]
    topics: dict[str, tuple[str, ...]]
    links: dict[tuple[str, str], tuple[str, ...]]

    def topic(self, words: str) -> str | None:
        """Which known topic the brand's own word for it stands for."""
        folded = words.casefold()
        return next(
            (topic for topic, known in self.topics.items() if any(word in folded for word in known)), None
        )


@cache
def rules() -> Rules:
    """The rules, read once."""
    raw: dict[str, Any] = shipped_yaml(Path(__file__).parent / "rules.yaml")
    return Rules(
        kinds={name: _kind(name, entry) for name, entry in raw["findings"].items()},
        limits=tuple(_limit(entry) for entry in raw["limits"]),
        pairs=tuple(
            Pair(entry["finding"], tuple(entry["high"]), tuple(entry["low"]), entry.get("by"))
            for entry in raw["pairs"]
        ),
        core=tuple(raw["core"]),
        best_by=tuple(raw["best"]["by"]),
        best_metrics=tuple(raw["best"]["metrics"]),
        topics={name: tuple(words) for name, words in raw["topics"].items()},
        links={_link(name): tuple(keys) for name, keys in raw["links"].items()},
    )


def finding_ids() -> list[str]:
    """Ids of all findings: each needs words in every language."""
    return sorted(rules().kinds)


def cause_keys() -> list[str]:
    """Keys of all causes: each needs words in every language."""
    return sorted({cause for advice in _advice() for cause in advice.causes})


def measure_keys() -> list[str]:
    """Keys of all measures: each needs words in every language."""
    linked = {measure for measures in rules().links.values() for measure in measures}
    return sorted(linked | {measure for advice in _advice() for measure in advice.measures})


def _advice() -> list[Advice]:
    return [advice for kind in rules().kinds.values() for advice in (kind.advice, *kind.by.values())]


def _kind(name: str, entry: dict[str, Any]) -> Kind:
    by = {about: _advise(inner) for about, inner in entry.get("by", {}).items()}
    return Kind(name, float(entry["severity"]), _advise(entry), by, bool(entry.get("caveat", False)))


def _advise(entry: dict[str, Any]) -> Advice:
    return Advice(tuple(entry.get("causes", ())), tuple(entry.get("measures", ())))


def _limit(entry: dict[str, Any]) -> Limit:
    threshold = entry["threshold"]
    if isinstance(threshold, dict):
        threshold = (float(threshold["value"]), str(threshold["basis"]))
    return Limit(entry["finding"], entry["metric"], entry["side"] == "above", threshold)


def _link(name: str) -> tuple[str, str]:
    strong, weak = name.split(">")
    return strong, weak
