"""Five dimensions side by side, and the weakest link with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kpikit.evaluation.basis import DIMENSIONS
from kpikit.evaluation.change_frame import changes, core_of
from kpikit.evaluation.rules import rules

if TYPE_CHECKING:
    import pandas as pd

    from kpikit.metrics import Figures
    from kpikit.parameters import Brand
    from kpikit.periods import Period

FOCUS: dict[str, tuple[str, ...]] = {
    "launch": ("awareness",),
    "growth": ("engagement", "conversion"),
    "mature": ("conversion", "community"),
}
"""Stage → the dimensions that lead: awareness; engagement and traffic; conversion and loyalty."""

LEAST_LAG = 0.25
"""Difference of scores from which one dimension lags behind another: a quarter of its figures. [H]"""

LEAST_METRICS = 3
"""A dimension of fewer comparable figures has no score. [H]"""


@dataclass(frozen=True)
class DimensionScore:
    """How a dimension's figures moved against the period before.

    Attributes:
        dimension: Which.
        focus: Whether it leads at the brand's stage.
        better: Metrics that moved the good way beyond doubt, surest first.
        worse: Metrics that moved the bad way beyond doubt, surest first.
        unclear: Metrics compared without a clear movement.
        score: (better - worse) / all compared, -1 to 1; None of fewer than three.
    """

    dimension: str
    focus: bool
    better: tuple[str, ...]
    worse: tuple[str, ...]
    unclear: tuple[str, ...]
    score: float | None


@dataclass(frozen=True)
class WeakestLink:
    """The dimension that holds the others back.

    Attributes:
        dimension: The weakest.
        strongest: The one that gained while it lagged; None where none gained.
        reason: fell (more figures clearly fell than rose) or no_gain (others gained, it didn't).
        metric: The figure that shows it: the surest fall, if any.
        measures: Keys of what to look at first.
    """

    dimension: str
    strongest: str | None
    reason: Literal["fell", "no_gain"]
    metric: str | None
    measures: tuple[str, ...]


def dimension_scores(
    figures: Figures, brand: Brand, period: Period, frame: pd.DataFrame | None = None
) -> list[DimensionScore]:
    """Scores of the five dimensions in the report's order.

    Args:
        figures: The brand's figures.
        brand: Its parameters (the stage fixes the focus).
        period: The period reported on.
        frame: `changes` of all metrics, of core metrics and key figures, where it is at hand.
    """
    found = changes(figures, core_of(figures), period) if frame is None else frame
    return [_score(found, dimension, dimension in FOCUS[brand.stage]) for dimension in DIMENSIONS]


def weakest_link(scores: list[DimensionScore]) -> WeakestLink | None:
    """The dimension with the lowest score, focus first among equals; None where none lags behind."""
    known = [entry for entry in scores if entry.score is not None]
    if len(known) < 2:
        return None
    weakest = min(known, key=lambda entry: (entry.score or 0.0, not entry.focus))
    strongest = max(known, key=lambda entry: (entry.score or 0.0, entry.focus))
    low, high = weakest.score or 0.0, strongest.score or 0.0
    if high - low < LEAST_LAG or low > 0:
        return None
    return WeakestLink(
        weakest.dimension,
        strongest.dimension if high > 0 else None,
        "fell" if low < 0 else "no_gain",
        weakest.worse[0] if weakest.worse else None,
        _measures(weakest, strongest),
    )


def _measures(weakest: DimensionScore, strongest: DimensionScore) -> tuple[str, ...]:
    """What mends the figure that fell, else what links the two dimensions."""
    kinds = rules().kinds
    known = kinds["risen"].by | kinds["fallen"].by
    own = [known[metric].measures for metric in weakest.worse[:1] if metric in known]
    return own[0] if own else rules().links.get((strongest.dimension, weakest.dimension), ())


def _score(frame: pd.DataFrame, dimension: str, focus: bool) -> DimensionScore:
    own = frame[(frame["dimension"] == dimension) & (frame["better"] != "none")]
    own = own[own["change"].notna() & own["doubt"].isna()]
    half = (own["change_high"].astype(float) - own["change_low"].astype(float)) / 2
    sure = (own["change"].astype(float).abs() / half.where(half > 0)).fillna(0.0)
    own = own.loc[sure.sort_values(ascending=False, kind="stable").index]
    better, worse, unclear = (
        tuple(own.loc[own["tone"] == tone, "metric"]) for tone in ("good", "bad", "neutral")
    )
    score = (len(better) - len(worse)) / len(own) if len(own) >= LEAST_METRICS else None
    return DimensionScore(dimension, focus, better, worse, unclear, score)
