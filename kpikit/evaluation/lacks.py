"""What a report would lack, told before it is made: figures no source supplies, days that are missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.evaluation.source_days import coverage, coverage_gaps
from kpikit.sources import suppliers

if TYPE_CHECKING:
    from kpikit.evaluation.source_days import SourceCoverage
    from kpikit.metrics import Figures
    from kpikit.parameters import Brand
    from kpikit.periods import Period


@dataclass(frozen=True)
class NotSupplied:
    """Metrics that read one canonical table of which no source gives what they need.

    Attributes:
        table: The table.
        metrics: Their ids, key figures first.
        key_figures: Those by which the brand is judged.
        formats: Formats whose exports feed the table.
    """

    table: str
    metrics: tuple[str, ...]
    key_figures: tuple[str, ...]
    formats: tuple[str, ...]


@dataclass(frozen=True)
class Lacks:
    """What a report on a period would lack.

    Attributes:
        not_supplied: By table, those that touch key figures first.
        gaps: Sources that do not cover the period whole.
        silent: Sources that are declared and have no file that was read.
    """

    not_supplied: tuple[NotSupplied, ...]
    gaps: tuple[SourceCoverage, ...]
    silent: tuple[str, ...]


def lacks(figures: Figures, brand: Brand, period: Period | None, read: set[str]) -> Lacks:
    """What a report would lack.

    Args:
        figures: Of the brand, over what was read.
        brand: Its parameters.
        period: The report's period; None where no day is covered: days are not looked at.
        read: Sources of which a file was read.
    """
    offered = set(figures.offered())
    judged = [kpi.metric for kpi in brand.kpis]
    by_table: dict[str, list[str]] = {}
    for name, metric in figures.metrics.items():
        if name not in offered:
            by_table.setdefault(metric.table, []).append(name)
    found = []
    for table, names in by_table.items():
        touched = tuple(name for name in names if name in judged)
        rest = tuple(name for name in names if name not in judged)
        found.append(NotSupplied(table, touched + rest, touched, tuple(suppliers(table))))
    found.sort(key=lambda entry: (not entry.key_figures, entry.table))
    gaps = coverage_gaps(coverage(figures, brand, period)) if period is not None else []
    silent = tuple(key for key in brand.sources if key not in read)
    return Lacks(tuple(found), tuple(gaps), silent)
