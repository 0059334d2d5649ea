"""The parameter files that belong to all brands: defaults, breaks, vocabularies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kpikit.errors import ParameterError, Problem
from kpikit.parameters.strict_yaml import read_yaml

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kpikit.parameters.model import Brand
    from kpikit.project import Project


@dataclass(frozen=True)
class Threshold:
    """A rule of reading.

    Attributes:
        value: The number.
        basis: R, a practitioners' published rule of thumb; H, a house rule without a source.
        meaning: What lies beyond it.
    """

    value: float
    basis: str
    meaning: str


@dataclass(frozen=True)
class Defaults:
    """Thresholds by name, the brand's own values in place of the shared ones."""

    thresholds: dict[str, Threshold]

    def __getitem__(self, name: str) -> float:
        return self.thresholds[name].value


@dataclass(frozen=True)
class Break:
    """A day on which a platform changed what a figure counts: no comparison across it without the mark."""

    platform: str
    metric: str
    date: date
    what: str
    source: str


def load_defaults(project: Project, brand: Brand | None = None) -> Defaults:
    """Thresholds of params/defaults.yaml, with the brand's overrides.

    Raises:
        ParameterError: The brand overrides a threshold that doesn't exist.
    """
    path = project.shared("defaults")
    thresholds = {
        name: Threshold(float(entry["value"]), entry["basis"], entry["meaning"])
        for name, entry in _read(path)["thresholds"].items()
    }
    for name, value in (brand.thresholds if brand else {}).items():
        if name not in thresholds:
            raise ParameterError(
                Problem(
                    f"no threshold {name!r}",
                    file=project.brand_file(brand.brand) if brand else None,
                    allowed=", ".join(sorted(thresholds)),
                )
            )
        old = thresholds[name]
        thresholds[name] = Threshold(value, "brand", old.meaning)
    return Defaults(thresholds)


def load_breaks(project: Project, brand: Brand | None = None) -> list[Break]:
    """Breaks of params/breaks.yaml and the brand's own, by date."""
    entries = [Break(**entry) for entry in _read(project.shared("breaks"))["breaks"]]
    entries += [Break(**entry.model_dump()) for entry in (brand.breaks if brand else [])]
    return sorted(entries, key=lambda entry: (entry.date, entry.platform, entry.metric))


def load_vocabularies(project: Project) -> dict[str, Any]:
    """Vocabularies of params/vocabularies.yaml: synonyms of platforms in web analytics and the like."""
    return _read(project.shared("vocabularies"))


def ended_statuses(project: Project) -> list[str]:
    """Statuses of tickets that nobody works on any more, in small letters."""
    return [str(word).lower() for word in load_vocabularies(project).get("ended_statuses", [])]


def exposure_units(project: Project, brand: Brand) -> dict[str, str]:
    """Platform of the brand → what it counts as one exposure; a mapping's own word outweighs ours."""
    known: dict[str, str] = load_vocabularies(project).get("exposure_units", {})
    found = {}
    for source in brand.sources.values():
        for platform in dict.fromkeys((source.platform, source.surface)):
            if platform in known:
                found[str(platform)] = known[str(platform)]
        if source.mapping is not None and source.mapping.exposure_unit:
            found[source.platform] = source.mapping.exposure_unit
    return found


@lru_cache
def _read(path: Path) -> dict[str, Any]:
    return read_yaml(path).data
