"""Findings on the way from attention to business, and on content that does better."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kpikit.evaluation import basis
from kpikit.evaluation.rules import rules
from kpikit.statistics.estimates import LEVEL, normal_quantile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kpikit.evaluation.basis import Reading
    from kpikit.evaluation.situation import Finding, Situation

FUNNEL_HISTORY_MONTHS = 6
"""Months before the period whose pooled step rates are the usual ones."""


def funnel(situation: Situation) -> Iterator[Finding]:
    """funnel_step_worse: the step that keeps clearly fewer than usual, most of all; else the largest loss.

    The usual rate of a step is pooled over the six months before: sum of its counts / sum of the counts
    before it. Of several steps that are clearly below (the interval's upper end lies under the usual rate)
    the one is named whose rate fell furthest in proportion: all steps after it shrink by that proportion.
    """
    steps = _steps(situation.figures.funnel(situation.period))
    if not steps:
        return
    metric = situation.first_offered(("conversion_rate", "orders", "leads", "key_events", "social_sessions"))
    usual = _usual_rates(situation)
    worse = [
        step
        for step in steps
        if step["step"] in usual and _upper(step) < usual[step["step"]] and step["before"] > 0
    ]
    if worse:
        step = min(worse, key=lambda step: step["rate"] / usual[step["step"]])
        rate = usual[step["step"]]
        facts = {
            "usual_rate": rate,
            "missing": step["before"] * (rate - step["rate"]),
            "months": FUNNEL_HISTORY_MONTHS,
        }
        weight = 1 + min(1 - step["rate"] / rate, 0.3)
        yield situation.finding(
            "funnel_step_worse",
            metric,
            _step_facts(step) | facts,
            tone="bad",
            weight=weight,
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
    """content_better: the kind of content whose rate exceeds that of all posts beyond doubt.

    The best of k kinds is chosen, so its interval and that of the whole are widened to level 1 - 0.05 / k
    before they are compared (square-and-add of the two intervals); kinds of too few posts don't take part.
    """
    for metric in rules().best_metrics:
        if metric not in situation.offered:
            continue
        for by in rules().best_by:
            found = _best(situation, metric, by)
            if found is not None:
                yield found


def _steps(frame: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - Figures.funnel's frame
    """Steps that have a rate, with the count and unit before them."""
    steps = []
    before: dict[str, Any] | None = None
    for row in basis.records(frame):
        value, rate = basis.number(row["value"]), basis.number(row["rate_from_previous"])
        if before is not None and value is not None and rate is not None:
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
                    "before": basis.number(before["value"]) or 0.0,
                    "unit_before": before.get("unit"),
                }
            )
        before = row if value is not None else None
    return steps


def _usual_rates(situation: Situation) -> dict[str, float]:
    sums: dict[str, tuple[float, float]] = {}
    for month in situation.period.months(FUNNEL_HISTORY_MONTHS + 1)[:-1]:
        for step in _steps(situation.figures.funnel(month)):
            value, before = sums.get(step["step"], (0.0, 0.0))
            sums[step["step"]] = (value + step["value"], before + step["before"])
    return {step: value / before for step, (value, before) in sums.items() if before > 0}


def _upper(step: dict[str, Any]) -> float:
    """Upper end of a step's rate; without an interval nothing is clear."""
    return math.inf if step["high"] is None else float(step["high"])


def _step_facts(step: dict[str, Any]) -> dict[str, Any]:
    names = ("step", "name", "step_before", "name_before", "rate", "low", "high", "value", "before")
    return {name: step[name] for name in names} | {"lost": step["before"] - step["value"]}


def _best(situation: Situation, metric: str, by: str) -> Finding | None:
    facts = situation.figures.metrics[metric]
    whole = situation.reading(metric)
    if by not in facts.by or facts.better not in ("up", "down") or whole is None:
        return None
    cells = {
        name: reading
        for name, row in basis.groups(situation.figures.value(metric, situation.period, by=(by,)), by).items()
        if (reading := basis.reading(row)).judgeable and reading.low is not None and reading.high is not None
    }
    if len(cells) < 2:
        return None
    up = facts.better == "up"
    name, best = (max if up else min)(cells.items(), key=lambda item: item[1].value or 0.0)
    if not _separable(best, whole, len(cells), up=up):
        return None
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
        | {
            "n": best.n,
            "whole": whole.value,
            "times": (best.value or 0.0) / whole.value if whole.value else None,
        },
        tone="good",
        about="content",
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
