"""Comparisons of variants planned beforehand: a verdict once planned numbers are there, never before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kpikit.evaluation import basis
from kpikit.evaluation.basis import Reading
from kpikit.parameters import load_defaults
from kpikit.periods import Period
from kpikit.statistics.estimates import Estimate, t_quantile
from kpikit.statistics.ratios import difference

if TYPE_CHECKING:
    from kpikit.metrics import Figures
    from kpikit.parameters import Brand, Experiment

Verdict = Literal["winner", "no_clear_difference", "too_few", "running"]


@dataclass(frozen=True)
class Variant:
    """One side of an experiment.

    Attributes:
        name: As in the tags.
        posts: Posts that have the figure.
        value: The figure over them; None where there is none.
        low: Lower end of its 95 % interval.
        high: Upper end.
    """

    name: str
    posts: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Against:
    """A variant's difference from the control, Welch's t on the ratio estimators, 95 %.

    With more than one variant beside the control the intervals are widened (Bonferroni), so that the
    comparison as a whole keeps its level.
    """

    variant: str
    difference: float
    low: float | None
    high: float | None

    @property
    def clear(self) -> bool:
        """Whether the interval excludes no difference."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class ExperimentResult:
    """What an experiment shows on a period's last day.

    Attributes:
        experiment: As planned.
        verdict: running (not ended; no verdict is drawn by looking early), too_few (ended below the planned
            posts a variant), winner, or no_clear_difference.
        winner: The variant that won; may be the control.
        planned: Posts a variant planned, or the fewest on which a rate is judged at all.
        variants: Both or all sides, the control first.
        against: Differences from the control.
        better: Which way the figure is better.
        unit: Its unit.
    """

    experiment: Experiment
    verdict: Verdict
    winner: str | None
    planned: int
    variants: tuple[Variant, ...]
    against: tuple[Against, ...]
    better: str
    unit: str


def experiment_results(figures: Figures, brand: Brand, period: Period) -> list[ExperimentResult]:
    """Results of experiments begun by the period's last day and ended at most a year before it, newest first.

    Posts belong to an experiment and a variant by the analyst's tags. All its posts up to the period's last
    day count, whatever the period.
    """
    least = int(load_defaults(figures.project, brand)["event_rate_least_posts"])
    year_ago = period.end.toordinal() - 366
    begun = [
        entry
        for entry in brand.experiments
        if entry.starts <= period.end and entry.ends.toordinal() > year_ago
    ]
    return [
        _result(figures, entry, period, least)
        for entry in sorted(begun, key=lambda entry: entry.ends, reverse=True)
    ]


def _result(figures: Figures, experiment: Experiment, period: Period, least: int) -> ExperimentResult:
    metric = figures.metrics[experiment.metric]
    span = Period(experiment.starts, min(experiment.ends, period.end))
    readings = [_side(figures, experiment, span, name) for name in experiment.variants]
    planned = max(experiment.planned_posts or 0, least)
    pairs = [
        (name, _against(readings[0], reading, len(readings) - 1))
        for name, reading in zip(experiment.variants[1:], readings[1:], strict=True)
    ]
    against = tuple(
        Against(name, gap.value, basis.number(gap.low), basis.number(gap.high))
        for name, gap in pairs
        if gap is not None
    )
    enough = len(against) == len(pairs) and all((reading.n or 0) >= planned for reading in readings)
    verdict, winner = _verdict(
        experiment, against, metric.better, running=experiment.ends > period.end, enough=enough
    )
    return ExperimentResult(
        experiment=experiment,
        verdict=verdict,
        winner=winner,
        planned=planned,
        variants=tuple(
            Variant(name, int(reading.n or 0), reading.value, reading.low, reading.high)
            for name, reading in zip(experiment.variants, readings, strict=True)
        ),
        against=against,
        better=metric.better,
        unit=metric.unit,
    )


def _side(figures: Figures, experiment: Experiment, span: Period, variant: str) -> Reading:
    tags = {"experiment": experiment.id, "variant": variant}
    rows = basis.records(figures.value(experiment.metric, span, where=tags))
    return basis.reading(rows[0]) if rows else Reading()


def _against(control: Reading, variant: Reading, comparisons: int) -> Estimate | None:
    one, other = _estimate(control), _estimate(variant)
    if one is None or other is None:
        return None
    return difference(other, one, level=1 - 0.05 / comparisons)


def _estimate(reading: Reading) -> Estimate | None:
    """A ratio estimate with its standard error, taken back from the upper end of its own t interval."""
    if reading.value is None or reading.high is None or not reading.n or reading.n < 2:
        return None
    df = reading.n - 1
    return Estimate(reading.value, se=(reading.high - reading.value) / t_quantile(df), df=df, n=reading.n)


def _verdict(
    experiment: Experiment, against: tuple[Against, ...], better: str, *, running: bool, enough: bool
) -> tuple[Verdict, str | None]:
    if running:
        return "running", None
    if not enough:
        return "too_few", None
    sign = -1.0 if better == "down" else 1.0
    clear = [entry for entry in against if entry.clear]
    gains = [entry for entry in clear if sign * entry.difference > 0]
    if gains:
        return "winner", max(gains, key=lambda entry: sign * entry.difference).variant
    if clear and len(clear) == len(against):
        return "winner", experiment.variants[0]
    return "no_clear_difference", None
