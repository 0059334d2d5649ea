"""Dots with intervals, sorted: a rate by platform, content formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.charts.axes import NOTE, STRONG, row_names, upright_grid
from kpikit.charts.canvas import BODY, Canvas
from kpikit.charts.scales import Scale, span, ticks, widest
from kpikit.charts.theme import INK, PAPER, QUIET

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.charts.theme import Look


@dataclass(frozen=True)
class Dot:
    """A row: a value with its interval; `text` is the value and `n` the number behind it, ready to read.

    `few` marks too few observations to read: a hollow dot. A missing value leaves the row without a dot.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    text: str = ""
    n: str = ""
    few: bool = False
    highlight: bool = False


@dataclass(frozen=True)
class DotInterval:
    """Rows, drawn in falling order of value; `reference` is a line with a name: the brand's average."""

    rows: tuple[Dot, ...]
    write: Callable[[float], str]
    reference: tuple[float, str] | None = None
    zero: bool = False
    keep_order: bool = False


def dot_interval(data: DotInterval, look: Look) -> str:
    """Sorted dots with interval whiskers; text at the right."""
    rows = data.rows if data.keep_order else tuple(sorted(data.rows, key=_falling))
    top = 16.0 if data.reference else 4.0
    names = row_names(look, [row.label for row in rows], 0.36)
    canvas = Canvas(look, top + names.step * len(rows) + 22)
    n_room = widest(canvas, [row.n for row in rows], NOTE)
    n_room += 12 if n_room else 0
    text_room = widest(canvas, [row.text for row in rows], STRONG) + n_room
    numbers = [number for row in rows for number in (row.value, row.low, row.high)]
    reference = [data.reference[0]] if data.reference else []
    scale = Scale(
        *span([*numbers, *reference], zero=data.zero or None), names.room + 6, canvas.width - text_room - 14
    )
    bottom = top + names.step * len(rows)
    marks = ticks(scale.low, scale.high, max(2, int((scale.end - scale.start) / 36)))
    upright_grid(canvas, scale, marks, (top, bottom), data.write)
    if data.reference:
        _reference(canvas, scale, data.reference, (top, bottom))
    for index, row in enumerate(rows):
        middle = top + names.step * (index + 0.5)
        style = STRONG if row.highlight else BODY
        names.draw(canvas, index, middle, style)
        _dot(canvas, scale, row, middle)
        canvas.text((canvas.width - n_room, middle), row.text, NOTE if row.few else style, "right")
        canvas.text((canvas.width, middle), row.n, NOTE, "right")
    return canvas.svg()


def _falling(row: Dot) -> tuple[bool, float]:
    return row.value is None, -(row.value or 0.0)


def _reference(
    canvas: Canvas, scale: Scale, reference: tuple[float, str], span_y: tuple[float, float]
) -> None:
    x = scale(reference[0])
    canvas.line([(x, span_y[0] - 3), (x, span_y[1])], QUIET, 1.1, "dashed")
    half = canvas.measure(reference[1], NOTE) / 2
    canvas.text((min(max(x, half), canvas.width - half), span_y[0] - 9), reference[1], NOTE, "center")


def _dot(canvas: Canvas, scale: Scale, row: Dot, y: float) -> None:
    if row.value is None:
        return
    color = canvas.look.accent if row.highlight else (QUIET if row.few else INK)
    if row.low is not None and row.high is not None:
        canvas.whisker((scale(row.low), scale(row.high)), y, color)
    canvas.mark((scale(row.value), y), size=7.5, fill=PAPER if row.few else color, edge=color)
