"""All metrics' changes in one tidy frame: against the period before and against the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.evaluation import basis
from kpikit.evaluation.basis import DIMENSIONS, Change
from kpikit.evaluation.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.metrics import Figures
    from kpikit.periods import Period

COLUMNS = (
    "metric", "platform", "dimension", "unit", "kind", "better", "relative", "state", "marks",
    "n", "value", "low", "high",
    "previous", "change", "change_low", "change_high", "clear", "doubt", "tone",
    "last_year", "year_change", "year_change_low", "year_change_high",
    "year_clear", "year_doubt", "year_tone",
)  # fmt: skip
"""`doubt`: why nothing can be said of a change (break, bounds, too_small, partial …; see `basis.Change`).
`clear`: the interval excludes no change, and there is no doubt. `tone`: good, bad or neutral, neutral unless
clear. Shares change in shares of one (0.02 = 2 points); where `relative`, by a share of the other value."""


def changes(figures: Figures, metric_ids: Iterable[str], period: Period) -> pd.DataFrame:
    """Value, previous, last year and the two changes of each metric, a row a metric in the order given.

    Metrics that can't be added up over the brand's platforms (views, impressions) have a row a platform. What
    the brand's sources don't offer is left out; what is missing stays, with null figures.

    Args:
        figures: The brand's figures.
        metric_ids: Metrics to show.
        period: The period reported on.
    """
    rows = [
        _row(figures, metric, period, platform)
        for metric in metric_ids
        for platform in basis.scopes(figures, metric, period)
    ]
    return pd.DataFrame([row for row in rows if row["state"] != "not_offered"], columns=list(COLUMNS))


def any_compared(frame: pd.DataFrame) -> bool:
    """Whether any row of `changes` has a figure of the period before to be compared with."""
    return bool((frame["value"].notna() & frame["previous"].notna()).any())


def by_certainty(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of `changes` that can be ranked, largest change against its own uncertainty first.

    Adds `strength`: the change over half its interval's width, with the change's sign; beyond ±1 the interval
    excludes no change. Rows without interval and doubtful ones are left out: shown elsewhere, never ranked.
    """
    half = (frame["change_high"].astype(float) - frame["change_low"].astype(float)) / 2
    ranked = frame.assign(strength=frame["change"].astype(float) / half.where(half > 0))
    ranked = ranked[ranked["strength"].notna() & ranked["doubt"].isna()]
    order = ranked["strength"].abs().sort_values(ascending=False, kind="stable").index
    return ranked.loc[order].reset_index(drop=True)


def core_of(figures: Figures, dimension: str | None = None) -> list[str]:
    """The metrics that a review looks at, as far as the brand's sources offer them, in the report's order.

    Args:
        figures: The brand's figures.
        dimension: One of the five; default: all.
    """
    wanted = DIMENSIONS if dimension is None else (dimension,)
    offered = set(figures.offered())
    return [
        name
        for name in rules().core
        if name in offered and name in figures.metrics and figures.metrics[name].dimension in wanted
    ]


def _row(figures: Figures, metric_id: str, period: Period, platform: str | None) -> dict[str, Any]:
    metric = figures.metrics[metric_id]
    current = basis.read(figures, metric_id, period, platform)
    if current.state == "not_offered":
        return {"state": "not_offered"}
    before = basis.compare(figures, metric_id, period, period.previous(), platform)
    year = basis.compare(figures, metric_id, period, period.last_year(), platform)
    return {
        "metric": metric_id,
        "platform": platform,
        "dimension": metric.dimension,
        "unit": metric.unit,
        "kind": metric.kind,
        "better": metric.better,
        "relative": before.relative,
        "state": current.state,
        "marks": tuple(dict.fromkeys((*current.marks, *before.marks))),
        "n": current.n,
        "value": current.value,
        "low": current.low,
        "high": current.high,
        "previous": before.other,
        **_against(before, metric.better, ""),
        "last_year": year.other,
        **_against(year, metric.better, "year_"),
    }


def _against(found: Change, better: str, prefix: str) -> dict[str, Any]:
    return {
        f"{prefix}change": found.change,
        f"{prefix}change_low": found.low,
        f"{prefix}change_high": found.high,
        f"{prefix}clear": found.certain,
        f"{prefix}doubt": found.doubt,
        f"{prefix}tone": basis.tone(better, found.change) if found.certain else "neutral",
    }
