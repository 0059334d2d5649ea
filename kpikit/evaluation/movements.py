"""Findings on figures that moved, lie beyond a limit, or stand high while another is low."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit.evaluation import basis
from kpikit.evaluation.basis import Reading
from kpikit.evaluation.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpikit.evaluation.rules import Limit, Pair
    from kpikit.evaluation.situation import Finding, Situation

STRONG = 4.0
"""Change over half its interval's width from which a movement counts in full."""

LEAST_HISTORY = 6
"""Months of own history below which nothing is called high or low."""


def movements(situation: Situation) -> Iterator[Finding]:
    """Risen and fallen: metrics whose change against the period before is beyond doubt."""
    for row in situation.changes:
        if not row["clear"]:
            continue
        metric = row["metric"]
        tone = basis.tone(row["better"], row["change"])
        facts = {
            name: basis.number(row[name])
            for name in (
                "value",
                "previous",
                "change",
                "change_low",
                "change_high",
                "last_year",
                "year_change",
            )
        }
        yield situation.finding(
            "risen" if row["change"] > 0 else "fallen",
            metric,
            {**facts, **{name: row[name] for name in ("platform", "unit", "relative", "year_clear")}},
            tone=tone,
            weight=(1.0 if tone != "neutral" else 0.5) * (1 + min(_strength(row) / STRONG, 1.0)),
            about=metric if tone == "bad" else "nothing to mend",
        )


def limits(situation: Situation) -> Iterator[Finding]:
    """Figures beyond a threshold; half as severe where the interval reaches back across it."""
    for limit in rules().limits:
        found = _beyond(situation, limit) if situation.looks_at(limit.metric) else None
        if found is not None:
            yield found


def pairs(situation: Situation) -> Iterator[Finding]:
    """One figure above the upper quartile of its own last twelve months, another below its lower one.

    Read by platform, the one is named on which the low figure falls short most.
    """
    if situation.period.kind != "month":
        return
    for pair in rules().pairs:
        high, low = situation.first_offered(pair.high), situation.first_offered(pair.low)
        if high is None or low is None or not situation.looks_at(low):
            continue
        found = [_pair(situation, pair, (high, low), group) for group in _groups(situation, pair, high, low)]
        yield from sorted((entry for entry in found if entry), key=lambda entry: -entry.severity)[:1]


def _strength(row: dict[str, Any]) -> float:
    low, high = basis.number(row["change_low"]), basis.number(row["change_high"])
    if low is None or high is None or high <= low:
        return 1.0
    return float(abs(row["change"])) / ((high - low) / 2)


def _beyond(situation: Situation, limit: Limit) -> Finding | None:
    found = situation.reading(limit.metric)
    value, basis_of_rule = limit.value(situation.defaults)
    if found is None or found.value is None or found.value == value or (found.value > value) != limit.above:
        return None
    near = found.low if limit.above else found.high
    clear = near is None or (near > value if limit.above else near < value)
    return situation.finding(
        limit.finding,
        limit.metric,
        {"value": found.value, "low": found.low, "high": found.high, "n": found.n}
        | {"threshold": value, "basis": basis_of_rule, "clear": clear},
        tone="bad",
        weight=1.0 if clear else 0.5,
    )


def _groups(situation: Situation, pair: Pair, high: str, low: str) -> Sequence[str | None]:
    """Platforms on which both figures exist; one group of all where the pair isn't read by platform."""
    if pair.by is None or any(pair.by not in situation.figures.metrics[metric].by for metric in (high, low)):
        return [None]
    both = [
        set(basis.groups(situation.figures.value(metric, situation.period, by=(pair.by,)), pair.by))
        for metric in (high, low)
    ]
    return sorted(both[0] & both[1])


def _pair(situation: Situation, pair: Pair, metrics: tuple[str, str], group: str | None) -> Finding | None:
    upper = _against_own_year(situation, metrics[0], group, 0.75)
    lower = _against_own_year(situation, metrics[1], group, 0.25)
    if upper is None or lower is None or upper[0] <= upper[1] or lower[0] >= lower[1]:
        return None
    return situation.finding(
        pair.finding,
        metrics[1],
        {"high_metric": metrics[0], "high_value": upper[0], "high_quartile": upper[1]}
        | {"low_metric": metrics[1], "low_value": lower[0], "low_quartile": lower[1], "platform": group},
        tone="bad",
        about=pair.finding,
        weight=min(0.5 + 5 * (1 - lower[0] / lower[1]), 1.0),
    )


def _against_own_year(
    situation: Situation, metric: str, platform: str | None, quantile: float
) -> tuple[float, float] | None:
    """This month's figure and a quantile of the twelve months before; None where either can't be told.

    Months before the last change of counting are no history. A lower bound (the busiest day's reach) is
    neither high nor low.
    """
    figures, period = situation.figures, situation.period
    months = period.months(13)
    broken = [entry.date for entry in figures.breaks(metric, platform) if entry.date <= period.end]
    known = basis.history(figures, metric, months, platform)
    whole = [
        found.value
        for month in months
        if month.start >= max(broken, default=months[0].start)
        and (found := known.get(month.id, Reading())).whole
        and found.value is not None
        and "lower_bound" not in found.marks
    ]
    current = known.get(period.id, Reading())
    told = current.whole and current.value is not None and "lower_bound" not in current.marks
    if not told or current.value is None or len(whole) - 1 < LEAST_HISTORY:
        return None
    return current.value, float(np.quantile(whole[:-1], quantile))
