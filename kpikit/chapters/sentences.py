"""Sentences about figures: they state a finding and claim no cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.tables import metric_name

if TYPE_CHECKING:
    from kpikit.evaluation import Change, Reading
    from kpikit.metrics import Metric
    from kpikit.periods import Period
    from kpikit.words import Words


def trend(  # noqa: PLR0911 - one sentence a case
    words: Words, metric: Metric, reading: Reading, change: Change, other: Period, *, scope: str = ""
) -> str:
    """One sentence on a metric against another period: rose, fell, no clear change, or why none is told.

    Args:
        words: The report's words.
        metric: The metric.
        reading: Its figure.
        change: Against the other period.
        other: That period.
        scope: The platform that the figure is of, in words; empty for all.
    """
    name = metric_name(words, metric)
    facts = {
        "metric": words("note.scoped", metric=name, scope=scope) if scope else name,
        "earlier": words.value(change.other, metric.unit),
        "value": words.value(reading.value, metric.unit),
        "change": words.change(change.change, metric.unit, relative=change.relative),
        "size": words.size(change.change, metric.unit, relative=change.relative),
        "other": words.period(other),
    }
    if reading.state == "not_offered":
        return words("trend.not_offered", **facts)
    if reading.value is None:
        return words("trend.missing", **facts)
    if change.other is None:
        return words("trend.first", **facts)
    if change.doubt in ("break", "bounds"):
        return words(f"trend.{change.doubt}", **facts)
    if "too_small" in reading.marks:
        return words("trend.too_small", **facts)
    if change.change is None:
        return words("trend.after" if change.difference else "trend.same", **facts)
    if change.doubt:
        return words("trend.doubt", doubt=words(f"doubt.{change.doubt}"), **facts)
    if change.low is None and change.high is None:
        return words(_direction("trend.counted", change.change), **facts)
    if not change.certain:
        return words("trend.unclear", **facts)
    return words(_direction("trend", change.change), **facts)


def highest(
    words: Words, metric: str, rows: list[tuple[str, float, float | None, float | None]], unit: str
) -> str:
    """Which of several groups is highest, if its interval stands apart from the next one's.

    Args:
        words: The report's words.
        metric: Name of the metric.
        rows: (group, value, low, high), only groups that may be judged.
        unit: Unit of the values.
    """
    if not rows:
        return words("highest.none", metric=metric)
    ranked = sorted(rows, key=lambda row: row[1], reverse=True)
    name, value, low, _ = ranked[0]
    facts = {"metric": metric, "group": name, "value": words.value(value, unit)}
    if len(ranked) == 1:
        return words("highest.one", **facts)
    next_high = ranked[1][3] if ranked[1][3] is not None else ranked[1][1]
    if (low if low is not None else value) > next_high:
        return words("highest.clear", **facts)
    return words("highest.unclear", **facts)


def _direction(key: str, change: float) -> str:
    return f"{key}.up" if change > 0 else f"{key}.down" if change < 0 else f"{key}.same"
