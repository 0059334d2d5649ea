"""Bullet graph: actual, target and the same month last year on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.charts.axes import NOTE, STRONG, key
from kpikit.charts.canvas import Canvas
from kpikit.charts.scales import Scale, known, widest
from kpikit.charts.theme import INK, PALE, PAPER, PREVIOUS, QUIET

if TYPE_CHECKING:
    from kpikit.charts.theme import Look

INLINE = (170.0, 20.0)
"""Width and height of a bullet graph in a table's cell, in points."""


@dataclass(frozen=True)
class Bullet:
    """One KPI. None is missing and leaves its mark out.

    Attributes:
        actual: The value reached.
        target: The value aimed at.
        last_year: The value of the same months last year.
        forecast: Lowest and highest likely value at the target's date.
    """

    actual: float | None
    target: float | None = None
    last_year: float | None = None
    forecast: tuple[float, float] | None = None


@dataclass(frozen=True)
class BulletRow:
    """A line of the panel: name, value and a note as ready strings, and the bullet."""

    name: str
    value: str
    bullet: Bullet
    note: str = ""


def bullet(data: Bullet, look: Look, size: tuple[float, float] = INLINE) -> str:
    """The picture for a table's cell; it holds no text, so give the cell an alternative text."""
    canvas = Canvas(look, size[1], size[0])
    _draw(canvas, data, (2, size[0] - 4), size[1] / 2)
    return canvas.svg()


def bullet_panel(rows: list[BulletRow], look: Look, words: tuple[str, str, str, str]) -> str:
    """At most six KPIs below one another.

    Args:
        rows: The KPIs in order.
        look: Style.
        words: Names of actual, target, last year and forecast; an empty one is left out of the key.
    """
    step = 34.0
    canvas = Canvas(look, step * len(rows) + 22)
    name_room = min(max(widest(canvas, [row.name for row in rows], STRONG), 60), canvas.width * 0.34)
    value_room = widest(canvas, [row.value for row in rows], STRONG)
    left = name_room + value_room + 24
    for index, row in enumerate(rows):
        middle = step * index + step / 2
        first = middle - 6 if row.note else middle
        taken = canvas.text((left - 12, first), row.value, STRONG, "right")
        canvas.text((0, first), row.name, STRONG, room=left - taken - 22)
        canvas.text((0, middle + 6), row.note, NOTE, room=left - 12)
        _draw(canvas, row.bullet, (left, canvas.width - 4), middle, 22)
    _key(canvas, canvas.height - 9, words)
    return canvas.svg()


def _key(canvas: Canvas, y: float, words: tuple[str, str, str, str]) -> None:
    signs = (INK, "target", PALE, "forecast")
    key(canvas, (0, y), [(sign, word) for sign, word in zip(signs, words, strict=True) if word])


def _draw(canvas: Canvas, data: Bullet, room: tuple[float, float], y: float, height: float = 16) -> None:
    shown = known([data.actual, data.target, data.last_year, *(data.forecast or ())])
    low, high = min([0.0, *shown]), max([0.0, *shown])
    scale = Scale(low, high * 1.04 if high > low else 1.0, *room)
    zero = scale(0)
    if data.last_year is not None:
        _bar(canvas, (zero, scale(data.last_year)), y, height, PALE)
    if data.forecast:
        start, end = (scale(value) for value in data.forecast)
        canvas.rect((start, y - height / 4), (end - start, height / 2), PAPER, PREVIOUS)
        canvas.hatch((start, y - height / 4), (end - start, height / 2), QUIET)
    if data.actual is not None:
        _bar(canvas, (zero, scale(data.actual)), y, height * 0.4, INK)
    canvas.line([(zero, y - height / 2), (zero, y + height / 2)], QUIET, 0.8)
    if data.target is not None:
        canvas.rect((scale(data.target) - 2, y - height / 2), (4, height), PAPER, INK)


def _bar(canvas: Canvas, ends: tuple[float, float], y: float, height: float, fill: str) -> None:
    low, high = sorted(ends)
    canvas.rect((low, y - height / 2), (max(high - low, 0.6), height), fill)
