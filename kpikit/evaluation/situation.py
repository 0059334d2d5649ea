"""What the rules look at, gathered once, and the finding they make of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kpikit.evaluation import basis
from kpikit.evaluation.change_frame import changes, core_of
from kpikit.evaluation.rules import rules
from kpikit.evaluation.source_days import coverage
from kpikit.parameters import Defaults, load_defaults

if TYPE_CHECKING:
    import pandas as pd

    from kpikit.evaluation.basis import Reading
    from kpikit.evaluation.source_days import SourceCoverage
    from kpikit.metrics import Figures
    from kpikit.parameters import Brand, Kpi
    from kpikit.periods import Period

KPI_BONUS = 0.15
"""A finding on a key figure weighs more than the same on another."""


@dataclass(frozen=True)
class Finding:
    """Something worth saying, without words.

    Attributes:
        id: What was found; words are chosen by it.
        dimension: One of the five.
        severity: 0 to 1, how much it matters.
        metric: The figure it is about; None where it is about data.
        facts: Values for the sentence, by name: numbers, dates, ids, names, tuples of ids.
        tone: good, bad or neutral.
        causes: Keys of likely causes.
        measures: Keys of measures, the one proposed first.
        caveat: About the data, not about business.
    """

    id: str
    dimension: str
    severity: float
    metric: str | None
    facts: dict[str, Any]
    tone: str = "neutral"
    causes: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    caveat: bool = False


class Situation:
    """A brand's figures in a period, with what several rules need worked out once.

    Args:
        figures: The brand's figures.
        brand: Its parameters.
        period: The period reported on.
        dimension: The one looked at; default: all five.
    """

    def __init__(self, figures: Figures, brand: Brand, period: Period, dimension: str | None = None) -> None:
        self.figures = figures
        self.brand = brand
        self.period = period
        self.dimension = dimension

    @cached_property
    def defaults(self) -> Defaults:
        """Thresholds, the brand's own in place of the shared ones."""
        return load_defaults(self.figures.project, self.brand)

    @cached_property
    def kpis(self) -> list[Kpi]:
        """Key figures active on the period's last day."""
        return [kpi for kpi in self.brand.kpis if kpi.active(self.period.end)]

    @cached_property
    def offered(self) -> list[str]:
        """Metrics that the brand's sources offer."""
        return self.figures.offered()

    @cached_property
    def changes(self) -> list[dict[str, Any]]:
        """Rows of `change_frame` as dicts."""
        return basis.records(self.change_frame)

    @cached_property
    def change_frame(self) -> pd.DataFrame:
        """`changes` of the core metrics and the key figures, of the dimension looked at."""
        keys = [kpi.metric for kpi in self.kpis if kpi.metric in self.offered]
        metrics = [metric for metric in (*core_of(self.figures), *keys) if self.looks_at(metric)]
        return changes(self.figures, dict.fromkeys(metrics), self.period)

    def looks_at(self, metric: str) -> bool:
        """Whether a metric belongs to what is looked at."""
        return self.dimension in (None, self.figures.metrics[metric].dimension)

    def change_of(self, metric: str) -> dict[str, Any] | None:
        """A metric's row among the changes; None where it isn't offered or stands by platform only."""
        rows = [row for row in self.changes if row["metric"] == metric]
        return rows[0] if len(rows) == 1 else None

    @cached_property
    def coverage(self) -> list[SourceCoverage]:
        """What each source covers of the period."""
        return coverage(self.figures, self.brand, self.period)

    def reading(self, metric: str) -> Reading | None:
        """A metric's figure; None where it is not offered, missing or of too few cases."""
        if metric not in self.offered:
            return None
        found = basis.read(self.figures, metric, self.period)
        return found if found.judgeable else None

    def first_offered(self, metrics: tuple[str, ...]) -> str | None:
        """The first of some metrics that the brand's sources offer."""
        return next((metric for metric in metrics if metric in self.offered), None)

    def finding(
        self,
        found: str,
        metric: str | None,
        facts: dict[str, Any],
        *,
        tone: str = "neutral",
        weight: float = 1.0,
        about: str | None = None,
        dimension: str | None = None,
    ) -> Finding:
        """Make a finding with its rule's severity and advice.

        Args:
            found: Finding id.
            metric: The figure it is about.
            facts: Values for the sentence.
            tone: good, bad or neutral.
            weight: Multiplies the base severity; certainty and size of what was found.
            about: Metric or topic by which the advice is chosen; default: the metric.
            dimension: Where it belongs; default: the metric's.
        """
        kind = rules().kinds[found]
        advice = kind.advise(about or metric)
        bonus = KPI_BONUS if any(kpi.metric == metric for kpi in self.kpis) else 0.0
        return Finding(
            id=found,
            dimension=dimension or (self.figures.metrics[metric].dimension if metric else "awareness"),
            severity=round(min(kind.severity * weight + bonus, 1.0), 4),
            metric=metric,
            facts=facts,
            tone=tone,
            causes=advice.causes,
            measures=advice.measures,
            caveat=kind.caveat,
        )
