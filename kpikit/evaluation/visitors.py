"""Findings on the way from attention to business, and on content that does better."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.evaluation import basis
from kpikit.evaluation.rules import rules
from kpikit.periods import Period
from kpikit.statistics.estimates import LEVEL, normal_quantile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kpikit.evaluation.basis import Reading
    from kpikit.evaluation.situation import Finding, Situation

HISTORY_MONTHS = 6
"""Months before the period whose pooled step rates are the usual ones."""


def funnel(situation: Situation) -> Iterator[Finding]:
    """funnel_step_worse: the step that keeps clearly fewer than usual; and the step with the largest loss.

    The usual rate of a step is pooled over the six months before: sum of its counts / sum of the counts
    before it. A step is clearly worse if its interval's upper end lies under the usual rate, and its rate
    under that of each of the six months. Of several the one is named whose rate fell furthest in proportion:
    all steps after it shrink by that proportion.
    """
    steps = _steps(situation.figures.funnel(situation.period))
    if not steps:
        return
    metric = situation.first_offered(("conversion_rate", "orders", "leads", "key_events", "social_sessions"))
    usual = _usual(situation)
    worse = [step for step in steps if step["step"] in usual and _is_worse(step, usual[step["step"]])]
    if worse:
        step = min(worse, key=lambda step: step["rate"] / usual[step["step"]].rate)
        rate = usual[step["step"]].rate
        facts = {
            "usual_rate": rate,
            "missing": step["before"] * (rate - step["rate"]),
            "months": HISTORY_MONTHS,
        }
        yield situation.finding(
            "funnel_step_worse",
            metric,
            _step_facts(step) | facts,
            tone="bad",
            weight=0.6 + min(2 * (1 - step["rate"] / rate), 0.7),
            dimension="conversion",
            about="funnel",
        )
    people = [step for step in steps if "exposures" not in (step["unit"], step["unit_before"])]
    if people:
        step = min(people, key=lambda step: step["rate"])
        yield situation.finding(
            "funnel_largest_loss", metric, _step_facts(step), dimension="conversion", about="funnel"
        )


def better_content(situation: Situation) -> Iterator[Finding]:
    """content_better: the kind of content whose rate exceeds that of all content beyond doubt, by metric.

    Compared over the twelve months to the period's end, for a month holds too few of each kind. The best of k
    kinds is chosen, so its interval and that of the whole are widened to level 1 - 0.05 / k before they are
    compared (square-and-add of the two intervals); kinds of too few posts don't take part.
    """
    for metric in rules().best_metrics:
        if metric not in situation.offered or not situation.looks_at(metric):
            continue
        best = (
            _best(situation, metric, by, platform)
            for by in rules().best_by
            for platform in basis.scopes(situation.figures, metric, _twelve_months(situation.period))
        )
        yield from [found for found in best if found is not None][:1]


def _steps(frame: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - Figures.funnel's frame
    """Steps that have a rate, with the count and unit before them."""
    steps = []
    before: dict[str, Any] | None = None
    for row in basis.records(frame):
        value, rate = basis.number(row["value"]), basis.number(row["rate_from_previous"])
        if before is not None and before["value"] and value is not None and rate is not None:
            steps.append(
                {
                    "step": str(row["step"]),
                    "name": row["name"],
                    "value": value,
                    "unit": row.get("unit"),
                    "rate": rate,
                    "low": basis.number(row.get("low")),
                    "high": basis.number(row.get("high")),
                    "step_before": str(before["step"]),
                    "name_before": before["name"],
                    "before": float(before["value"]),
                    "unit_before": before.get("unit"),
                }
            )
        before = row if value is not None else None
    return steps


@dataclass(frozen=True)
class _Usual:
    rate: float
    lowest: float


def _usual(situation: Situation) -> dict[str, _Usual]:
    """Pooled and lowest rate of each step over the months before; only steps known in all of them."""
    months = situation.period.months(HISTORY_MONTHS + 1)[:-1]
    known: dict[str, list[dict[str, Any]]] = {}
    for month in months:
        for step in _steps(situation.figures.funnel(month)):
            known.setdefault(step["step"], []).append(step)
    return {
        name: _Usual(
            sum(step["value"] for step in steps) / sum(step["before"] for step in steps),
            min(step["rate"] for step in steps),
        )
        for name, steps in known.items()
        if len(steps) == len(months)
    }


def _is_worse(step: dict[str, Any], usual: _Usual) -> bool:
    """Without an interval nothing is clear."""
    return step["high"] is not None and step["high"] < usual.rate and step["rate"] < usual.lowest


def _step_facts(step: dict[str, Any]) -> dict[str, Any]:
    names = ("step", "name", "step_before", "name_before", "rate", "low", "high", "value", "before")
    return {name: step[name] for name in names} | {"lost": step["before"] - step["value"]}


def _twelve_months(period: Period) -> Period:
    return Period(period.months(12)[0].start, period.end)


def _best(situation: Situation, metric: str, by: str, platform: str | None) -> Finding | None:
    facts, figures, span = (
        situation.figures.metrics[metric],
        situation.figures,
        _twelve_months(situation.period),
    )
    if by not in facts.by or facts.better not in ("up", "down"):
        return None
    where = None if platform is None else {"platform": platform}
    whole = basis.reading(next(iter(basis.records(figures.value(metric, span, where=where))), {}))
    kinds = basis.groups(figures.value(metric, span, by=(by,), where=where), by)
    cells = {name: cell for name, row in kinds.items() if (cell := basis.reading(row)).judgeable}
    if len(cells) < 2 or not whole.value:
        return None
    up = facts.better == "up"
    name, best = (max if up else min)(cells.items(), key=lambda item: item[1].value or 0.0)
    if not _separable(best, whole, len(cells), up=up):
        return None
    times = (best.value or 0.0) / whole.value
    return situation.finding(
        "content_better",
        metric,
        {
            "by": by,
            "group": name,
            "groups": len(cells),
            "value": best.value,
            "low": best.low,
            "high": best.high,
        }
        | {"n": best.n, "whole": whole.value, "times": times, "unit": facts.unit, "platform": platform}
        | {"since": span.start, "until": span.end},
        tone="good",
        about="content",
        weight=min(0.5 + abs(math.log(times)), 1.2),
    )


def _separable(best: Reading, whole: Reading, kinds: int, *, up: bool) -> bool:
    if None in (best.value, best.low, best.high, whole.value, whole.low, whole.high):
        return False
    widen = normal_quantile(1 - (1 - LEVEL) / kinds) / normal_quantile()
    gap = (best.value or 0.0) - (whole.value or 0.0)
    if up:
        reach = math.hypot(
            (best.value or 0.0) - (best.low or 0.0), (whole.high or 0.0) - (whole.value or 0.0)
        )
        return gap - widen * reach > 0
    reach = math.hypot((best.high or 0.0) - (best.value or 0.0), (whole.value or 0.0) - (whole.low or 0.0))
    return gap + widen * reach < 0
