"""Columns over months: actual dark, previous pale, target outlined, a month that is not whole hatched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.charts.axes import NOTE, STRONG, key, level_grid, spaced
from kpikit.charts.canvas import Canvas
from kpikit.charts.scales import Scale, span, ticks, widest
from kpikit.charts.theme import INK, PALE, PAPER, QUIET

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.charts.theme import Look


@dataclass(frozen=True)
class Column:
    """A month (or another step): None is missing and leaves its place empty."""

    label: str
    value: float | None
    text: str = ""
    previous: float | None = None
    target: float | None = None
    partial: bool = False


@dataclass(frozen=True)
class Columns:
    """Columns from left to right; `words` name actual, previous, target and partial in a key."""

    columns: tuple[Column, ...]
    write: Callable[[float], str]
    words: tuple[str, str, str, str] = ("", "", "", "")


def columns(data: Columns, look: Look, height: float = 180.0) -> str:
    """Columns from zero; values above them where all have room, else above the last."""
    has_key = any(data.words)
    canvas = Canvas(look, height + (18 if has_key else 0))
    top, bottom = 20.0, height - 20
    low, high = span([n for one in data.columns for n in (one.value, one.previous, one.target)], zero=True)
    scale = Scale(low, high, bottom, top)
    marks = ticks(low, high, 4)
    left = widest(canvas, [data.write(mark) for mark in marks], NOTE) + 8
    level_grid(canvas, scale, marks, (left, canvas.width), data.write)
    step = (canvas.width - left) / max(len(data.columns), 1)
    thick = min(step * 0.55, 34)
    roomy = widest(canvas, [one.text for one in data.columns], STRONG) < step - 4
    for index, one in enumerate(data.columns):
        middle = left + step * (index + 0.5)
        _column(canvas, scale, one, (middle, thick))
        if one.text and (roomy or index == len(data.columns) - 1):
            peak = max(one.value or 0, one.previous or 0, one.target or 0)
            half = canvas.measure(one.text, STRONG) / 2
            style = STRONG if one.value is not None else NOTE
            canvas.text((min(middle, canvas.width - half), scale(peak) - 8), one.text, style, "center")
    canvas.line([(left, scale(0)), (canvas.width, scale(0))], QUIET, 0.9)
    places = [(left + step * (index + 0.5), one.label) for index, one in enumerate(data.columns)]
    spaced(canvas, places, bottom + 11)
    if has_key:
        signs = (INK, PALE, "target", "forecast")
        entries = [(sign, word) for sign, word in zip(signs, data.words, strict=True) if word]
        key(canvas, (left, canvas.height - 8), entries)
    return canvas.svg()


def _column(canvas: Canvas, scale: Scale, one: Column, place: tuple[float, float]) -> None:
    middle, thick = place
    zero = scale(0)
    if one.previous is not None:
        y = scale(one.previous)
        canvas.rect((middle - thick / 2 - thick * 0.22, min(y, zero)), (thick, abs(zero - y)), PALE)
    if one.value is not None:
        y = min(scale(one.value), zero)
        tall = abs(zero - scale(one.value))
        corner, size = (middle - thick / 2, y), (thick, tall)
        canvas.rect(corner, size, PAPER if one.partial else INK, INK)
        if one.partial:
            canvas.hatch(corner, size)
    if one.target is not None:
        canvas.rect((middle - thick * 0.7, scale(one.target) - 2), (thick * 1.4, 4), PAPER, INK)
