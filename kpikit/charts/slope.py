"""Slope chart: this period against the last by platform; a dumbbell where there are many rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.charts.axes import NOTE, STRONG, row_names, upright_grid
from kpikit.charts.canvas import BODY, Canvas, Type
from kpikit.charts.scales import Scale, span, spread, ticks, widest
from kpikit.charts.theme import GRID, INK, PREVIOUS, QUIET

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.charts.theme import Look


@dataclass(frozen=True)
class Pair:
    """A row with its value before and after; None is missing: only the other end is drawn."""

    label: str
    before: float | None
    after: float | None
    highlight: bool = False


@dataclass(frozen=True)
class Slope:
    """Rows with the names of both periods."""

    rows: tuple[Pair, ...]
    before: str
    after: str
    write: Callable[[float], str]


def slope(data: Slope, look: Look, height: float = 210.0) -> str:
    """Lines from the earlier to the later value; value at the left end, value and name at the right end."""
    canvas = Canvas(look, max(height, 13.0 * len(data.rows) + 40))
    top, bottom = 30.0, canvas.height - 10
    numbers = [number for row in data.rows for number in (row.before, row.after)]
    scale = Scale(*span(numbers, zero=False), bottom, top)
    left = widest(canvas, [data.write(row.before) for row in data.rows if row.before is not None], BODY) + 12
    left = max(left, canvas.measure(data.before, NOTE) / 2)
    ends = [_end(row, data.write) for row in data.rows]
    right = canvas.width - min(widest(canvas, ends, STRONG) + 12, canvas.width * 0.5)
    right = min(right, left + 260)
    for x, name in ((left, data.before), (right, data.after)):
        canvas.line([(x, top - 10), (x, bottom)], GRID, 1.0)
        canvas.text((x, 9), name, NOTE, "center")
    for row in sorted(data.rows, key=lambda row: row.highlight):
        _slope(canvas, scale, row, (left, right))
    _ends(canvas, data, scale, (left, right))
    return canvas.svg()


def _end(row: Pair, write: Callable[[float], str]) -> str:
    return f"{write(row.after)}  {row.label}" if row.after is not None else row.label


def _color(row: Pair, look: Look) -> str:
    return look.accent if row.highlight else QUIET


def _slope(canvas: Canvas, scale: Scale, row: Pair, ends: tuple[float, float]) -> None:
    color = _color(row, canvas.look)
    points = [
        (x, scale(value)) for x, value in zip(ends, (row.before, row.after), strict=True) if value is not None
    ]
    if len(points) == 2:
        canvas.line(points, color, 2.4 if row.highlight else 1.3)
    for point in points:
        canvas.mark(point, size=6.5 if row.highlight else 5, fill=color)


def _ends(canvas: Canvas, data: Slope, scale: Scale, ends: tuple[float, float]) -> None:
    left, right = ends
    limits = (scale.end - 4, scale.start + 4)
    before = [row for row in data.rows if row.before is not None]
    for row, y in zip(before, spread([scale(row.before or 0) for row in before], 12, *limits), strict=True):
        style = Type(color=_color(row, canvas.look), bold=row.highlight)
        canvas.text((left - 7, y), data.write(row.before or 0), style, "right")
    # A row that has gone keeps its name, beside its only dot.
    wanted = [
        scale(value)
        for row in data.rows
        for value in [row.after if row.after is not None else row.before]
        if value is not None
    ]
    named = [row for row in data.rows if row.after is not None or row.before is not None]
    for row, y in zip(named, spread(wanted, 12, *limits), strict=True):
        style = Type(color=_color(row, canvas.look), bold=row.highlight)
        canvas.text((right + 7, y), _end(row, data.write), style, room=canvas.width - right - 7)


def dumbbell(data: Slope, look: Look) -> str:
    """The same figures as rows: earlier value pale, later dark, joined; the largest later value first."""
    rows = sorted(data.rows, key=lambda row: (row.after is None, -(row.after or 0)))
    top = 18.0
    names = row_names(look, [row.label for row in rows], 0.36)
    left = names.room
    canvas = Canvas(look, top + names.step * len(rows) + 22)
    room = widest(canvas, [data.write(row.after) for row in rows if row.after is not None], STRONG)
    numbers = [number for row in rows for number in (row.before, row.after)]
    scale = Scale(*span(numbers), left + 6, canvas.width - room - 14)
    bottom = top + names.step * len(rows)
    # The key stands above the plot, or further left where its words need the room.
    words = canvas.measure(data.before, NOTE) + canvas.measure(data.after, NOTE)
    start = max(4.0, min(left + 6, canvas.width - words - 38))
    canvas.mark((start, 8), size=7, fill=PREVIOUS)
    taken = canvas.text((start + 8, 8), data.before, NOTE)
    canvas.mark((start + 28 + taken, 8), size=7, fill=INK)
    canvas.text((start + 36 + taken, 8), data.after, NOTE)
    upright_grid(canvas, scale, ticks(scale.low, scale.high, 4), (top, bottom), data.write)
    for index, row in enumerate(rows):
        middle = top + names.step * (index + 0.5)
        style = STRONG if row.highlight else BODY
        names.draw(canvas, index, middle, style)
        if row.before is not None and row.after is not None:
            canvas.line([(scale(row.before), middle), (scale(row.after), middle)], PREVIOUS, 2.2)
        if row.before is not None:
            canvas.mark((scale(row.before), middle), size=7.5, fill=PREVIOUS)
        if row.after is not None:
            canvas.mark((scale(row.after), middle), size=7.5, fill=look.accent if row.highlight else INK)
            canvas.text((canvas.width, middle), data.write(row.after), style, "right")
    return canvas.svg()
