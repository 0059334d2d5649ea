"""Lines over days or months, with breaks, events, an interval and names at the lines' ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.charts.axes import NOTE, band, level_grid, spaced, trend
from kpikit.charts.canvas import Canvas, Type
from kpikit.charts.scales import Scale, known, span, spread, ticks, widest
from kpikit.charts.theme import GOOD, INK, PALE, PREVIOUS, QUIET

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.charts.theme import Look


_DASH = {True: "dashed", False: "dotted"}


@dataclass(frozen=True)
class Series:
    """A line; `name` stands at its end. Earlier periods and other series are `quiet`."""

    name: str
    values: tuple[float | None, ...]
    quiet: bool = False
    interval: tuple[tuple[float, float] | None, ...] = ()


@dataclass(frozen=True)
class Line:
    """Series over the same days or months.

    Attributes:
        series: At most four; more belong into small multiples.
        labels: One a point, drawn as far as they have room.
        write: Writes a figure for the axis.
        target: Value and name of a dashed line.
        breaks: Points before which the definition changed, with a note.
        events: Points with a note, flagged above.
        zero: Start the axis at zero.
    """

    series: tuple[Series, ...]
    labels: tuple[str, ...]
    write: Callable[[float], str]
    target: tuple[float, str] | None = None
    breaks: tuple[tuple[int, str], ...] = ()
    events: tuple[tuple[int, str], ...] = ()
    zero: bool = False


def line(data: Line, look: Look, height: float = 190.0) -> str:
    """Daily or monthly lines with direct labels."""
    flags = sorted([*((*mark, True) for mark in data.breaks), *((*mark, False) for mark in data.events)])
    levels = min(len(flags), 3)
    canvas = Canvas(look, height + 13 * levels)
    top, bottom = 8.0 + 13 * levels, canvas.height - 22
    ends = [end for one in data.series for pair in one.interval if pair for end in pair]
    target = [data.target[0]] if data.target else []
    low, high = span(
        [*(value for one in data.series for value in one.values), *ends, *target], zero=data.zero or None
    )
    scale = Scale(low, high, bottom, top)
    marks = ticks(low, high, 5)
    left = widest(canvas, [data.write(mark) for mark in marks], NOTE) + 8
    names = [one.name for one in data.series] + ([data.target[1]] if data.target else [])
    right = canvas.width - min(widest(canvas, names, Type(bold=True)) + 12, canvas.width * 0.3)
    level_grid(canvas, scale, marks, (left, right), data.write)
    step = (right - left - 8) / max(len(data.labels) - 1, 1)
    places = [left + 4 + index * step for index in range(len(data.labels))]
    _flags(canvas, flags, places, (top, bottom))
    colors = _colors(data.series, look)
    for one, color in zip(data.series, colors, strict=True):
        band(canvas, places, one.interval, scale, PALE)
        trend(canvas, places, one.values, scale, color)
    if data.target:
        canvas.line([(left, scale(data.target[0])), (right, scale(data.target[0]))], QUIET, 1.1, "dashed")
    _names(canvas, data, colors, scale, right)
    spaced(canvas, list(zip(places, data.labels, strict=True)), bottom + 11)
    return canvas.svg()


def _colors(series: tuple[Series, ...], look: Look) -> list[str]:
    """Quiet ones grey; the others dark, highlight, blue: told apart in greyscale by name and order."""
    loud = iter((look.accent, INK, GOOD) if len(series) > 1 else (INK,))
    return [PREVIOUS if one.quiet else next(loud, INK) for one in series]


def _names(canvas: Canvas, data: Line, colors: list[str], scale: Scale, right: float) -> None:
    """Names at the lines' ends, moved apart where they would touch."""
    entries: list[tuple[float, str, Type]] = []
    for one, color in zip(data.series, colors, strict=True):
        there = known(one.values)
        if there and one.name:
            style = Type(color=QUIET) if one.quiet else Type(color=color, bold=True)
            entries.append((scale(there[-1]), one.name, style))
    if data.target:
        entries.append((scale(data.target[0]), data.target[1], NOTE))
    places = spread([entry[0] for entry in entries], 12, 8, canvas.height - 26)
    for (_, name, style), y in zip(entries, places, strict=True):
        canvas.text((right + 8, y), name, style, room=canvas.width - right - 8)


def _flags(
    canvas: Canvas, flags: list[tuple[int, str, bool]], places: list[float], span_y: tuple[float, float]
) -> None:
    """Notes above the plot, each on the lowest of three levels that is free; breaks dashed, events dotted.

    A note that finds no room keeps its line: it stands in the table behind the chart.
    """
    taken = [0.0] * 3
    notes: list[tuple[float, float, float, str]] = []
    for index, note, is_break in flags:
        x = places[index]
        wide = min(canvas.measure(note, NOTE), canvas.width * 0.4)
        begin = min(x + 3, canvas.width - wide)
        level = next((level for level, end in enumerate(taken) if end <= begin), None)
        y = span_y[0] - 10 - 13 * (level or 0)
        top = y - 5 if level is not None else span_y[0] - 3
        canvas.line([(x, top), (x, span_y[1])], INK if is_break else PREVIOUS, 1.0, _DASH[is_break])
        if level is not None:
            notes.append((begin, y, wide, note))
            taken[level] = begin + wide + 8
    for begin, y, wide, note in notes:
        canvas.halo((begin - 1, y - 5.5), (wide + 2, 11))
        canvas.text((begin, y), note, NOTE, room=canvas.width * 0.4 + 0.1)
