"""Tables of the pages: metrics with their comparisons, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.blocks import Cell, Table, Tone
from kpikit.evaluation.basis import tone

if TYPE_CHECKING:
    from datetime import date

    from kpikit.evaluation.basis import Change, Reading
    from kpikit.metrics import Metric
    from kpikit.words import Words

STATUS_SHAPES = {"ahead": "▲", "on_track": "●", "behind": "▼", "wrong_way": "×", "cannot_tell": "?"}
"""A shape for each status, so that colour is never the only carrier."""

STATUS_TONES: dict[str, Tone] = {
    "ahead": "good",
    "on_track": "good",
    "behind": "bad",
    "wrong_way": "bad",
    "cannot_tell": "muted",
}


def metric_name(words: Words, metric: Metric) -> str:
    """The metric's name: the language file's, else the English one of its definition."""
    key = f"metrics.{metric.id}.name"
    return words(key) if words.has(key) and not metric.own else metric.name


def metric_definition(words: Words, metric: Metric) -> str:
    """What the metric means, in one sentence."""
    key = f"metrics.{metric.id}.definition"
    return words(key) if words.has(key) and not metric.own else metric.definition


def value_cell(words: Words, reading: Reading, unit: str) -> Cell:
    """A figure, or one of the three ways in which there is none."""
    if reading.state == "not_offered":
        return Cell(words("state.not_offered"), "muted")
    if reading.value is None:
        bounds = (reading.low, reading.high)
        if None not in bounds:
            return Cell(
                words("state.between", low=words.value(bounds[0], unit), high=words.value(bounds[1], unit))
            )
        return Cell(words("state.missing"), "muted")
    text = words.value(reading.value, unit)
    if "lower_bound" in reading.marks:
        text = words("state.at_least", value=text)
    return Cell(text, "muted" if "too_small" in reading.marks else "strong")


def change_cell(words: Words, change: Change, unit: str, better: str) -> Cell:
    """A change with its sign; grey, with the reason, where nothing can be said of it."""
    if change.doubt in ("break", "bounds") and change.other is not None:
        return Cell(words(f"change.{change.doubt}"), "muted")
    if change.difference is None and change.change is None:
        return Cell(words("change.missing" if change.value is not None else "state.missing"), "muted")
    text = change_text(words, change, unit)
    same = change.change is None and not change.difference
    if change.doubt and not same:
        return Cell(words("change.doubt", change=text, doubt=words(f"doubt.{change.doubt}")), "muted")
    if change.change is None or change.low is None or change.high is None:
        return Cell(text, "muted" if same else "plain")
    if not change.certain:
        return Cell(words("change.unclear", change=text), "muted")
    tones: dict[str, Tone] = {"good": "good", "bad": "bad"}
    arrow = "▲" if change.change > 0 else "▼"
    return Cell(f"{text} {arrow}", tones.get(tone(better, change.change), "plain"))


def change_text(words: Words, change: Change, unit: str) -> str:
    """A change as its kind has it; from 0 and across it, where a share says nothing, the difference."""
    crossing = change.relative and (change.value or 0.0) * (change.other or 0.0) < 0
    if change.change is not None and not (crossing and change.difference is not None):
        return words.change(change.change, unit, relative=change.relative)
    facts = {"other": words.value(change.other, unit), "value": words.value(change.value, unit)}
    if not change.difference:
        return words("change.same", **facts)
    return words("change.from", change=words.change(change.difference, unit, relative=False), **facts)


def interval_cell(words: Words, reading: Reading, unit: str) -> Cell:
    """The 95 % interval of a figure, where its kind has one."""
    if reading.value is None or reading.low is None or reading.high is None:
        return Cell("")
    # Bounds begin at the least that is shown; around an estimate that is itself too low stands an interval.
    bounds = "lower_bound" in reading.marks and reading.low == reading.value
    kind = "bounds" if bounds else "interval"
    return Cell(
        words(f"state.{kind}", low=words.value(reading.low, unit), high=words.value(reading.high, unit)),
        "muted",
    )


def marks_text(words: Words, marks: tuple[str, ...]) -> str:
    """The marks of a figure in words."""
    return words.joined(words(f"mark.{mark}") for mark in marks)


@dataclass(frozen=True)
class MetricRow:
    """A row of a metrics table.

    Attributes:
        metric: The metric's definition.
        scope: Platform the row is of, in words; empty for all.
        reading: Its figure.
        previous: Change on the period before.
        last_year: Change on the same period last year.
        target: Target and its day, where the metric is a key figure.
    """

    metric: Metric
    scope: str
    reading: Reading
    previous: Change
    last_year: Change
    target: tuple[float, date] | None = None


def metrics_table(words: Words, rows: list[MetricRow], note: str = "", title: str = "") -> Table:
    """Metrics with value, interval, change on the period before and on last year, and remarks."""
    names = ("metric", "value", "interval", "previous", "last_year", "remarks")
    return Table(
        columns=[words(f"column.{name}") for name in names],
        rows=[_metric_cells(words, row) for row in rows],
        align="lrlrrl",
        title=title,
        note=note,
    )


def _metric_cells(words: Words, row: MetricRow) -> list[Cell]:
    metric = row.metric
    name = metric_name(words, metric)
    target = ""
    if row.target:
        target = words("note.target", target=words.value(row.target[0], metric.unit), due=row.target[1])
    return [
        Cell(words("note.scoped", metric=name, scope=row.scope) if row.scope else name),
        value_cell(words, row.reading, metric.unit),
        interval_cell(words, row.reading, metric.unit),
        change_cell(words, row.previous, metric.unit, metric.better),
        change_cell(words, row.last_year, metric.unit, metric.better),
        Cell(words.joined([target, marks_text(words, row.reading.marks)]), "muted"),
    ]
