"""Brand parameter files: read strictly, checked whole, every problem with its line."""

from kpikit.parameters.model import KEYS, Brand
from kpikit.parameters.planning import Baseline, Decision, Event, Experiment, Kpi
from kpikit.parameters.reading import check_brands, load_brand, same_reading
from kpikit.parameters.shared import (
    Break,
    Defaults,
    Threshold,
    ended_statuses,
    exposure_units,
    load_breaks,
    load_defaults,
    load_vocabularies,
)
from kpikit.parameters.sourcing import Mapping, Source, TagRule

__all__ = [
    "KEYS",
    "Baseline",
    "Brand",
    "Break",
    "Decision",
    "Defaults",
    "Event",
    "Experiment",
    "Kpi",
    "Mapping",
    "Source",
    "TagRule",
    "Threshold",
    "check_brands",
    "ended_statuses",
    "exposure_units",
    "load_brand",
    "load_breaks",
    "load_defaults",
    "load_vocabularies",
    "same_reading",
]
