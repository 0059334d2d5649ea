"""Weekday by hour: one hue, the count in the cell, thin cells hatched, empty ones white."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.charts.axes import NOTE, spaced
from kpikit.charts.canvas import Canvas, Type
from kpikit.charts.scales import known, widest
from kpikit.charts.theme import GRID, PAPER, PREVIOUS, contrast, tint

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.charts.theme import Look


_BLACK = "#111111"
"""Darker than ink: on middling colours each step of contrast counts."""


@dataclass(frozen=True)
class HeatCell:
    """A cell: its value decides the colour, `text` stands in it where it has room; None is no data."""

    value: float | None
    text: str = ""
    thin: bool = False


@dataclass(frozen=True)
class Heatmap:
    """Rows of cells with names of rows and columns; `write` writes a value in the key."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[HeatCell, ...], ...]
    write: Callable[[float], str]
    thin: str = ""


def shade(value: float, bounds: tuple[float, float], hue: str) -> str:
    """Colour of a value: pale for the lowest, the full hue for the highest."""
    low, high = bounds
    share = min(max((value - low) / (high - low), 0.0), 1.0) if high > low else 0.5
    return tint(hue, 0.1 + 0.9 * share)


def legible(fill: str) -> str:
    """Dark or white text, whichever can be read better on a colour."""
    return _BLACK if contrast(_BLACK, fill) >= contrast(PAPER, fill) else PAPER


def heatmap(data: Heatmap, look: Look) -> str:
    """Cells as high as a line of text; key of the colours below."""
    step = 22.0
    bottom = 18 + step * len(data.rows)
    narrow = bool(data.thin) and look.points < 300
    canvas = Canvas(look, bottom + (40 if narrow else 26))
    left = min(widest(canvas, data.rows, NOTE), canvas.width * 0.25) + 8
    width = (canvas.width - left) / max(len(data.columns), 1)
    there = known(cell.value for row in data.cells for cell in row)
    bounds = (min(there, default=0.0), max(there, default=1.0))
    spaced(
        canvas,
        [(left + width * (index + 0.5), name) for index, name in enumerate(data.columns)],
        8,
        anchor="first",
    )
    roomy = widest(canvas, [cell.text for row in data.cells for cell in row], NOTE) <= width - 3
    for index, (name, row) in enumerate(zip(data.rows, data.cells, strict=True)):
        y = 18 + step * index
        canvas.text((left - 8, y + step / 2), name, NOTE, "right", room=left - 8)
        for column, cell in enumerate(row):
            _cell(canvas, cell, (left + width * column, y, width, step), bounds, roomy=roomy)
    _key(canvas, data, bounds, (left, bottom + 18), narrow=narrow)
    return canvas.svg()


def _cell(
    canvas: Canvas,
    cell: HeatCell,
    box: tuple[float, float, float, float],
    bounds: tuple[float, float],
    *,
    roomy: bool,
) -> None:
    x, y, width, height = box
    corner, size = (x + 0.75, y + 0.75), (width - 1.5, height - 1.5)
    if cell.value is None:
        canvas.rect(corner, size, PAPER, GRID)
        return
    fill = shade(cell.value, bounds, canvas.look.accent)
    fill = tint(fill, 0.35) if cell.thin else fill
    canvas.rect(corner, size, fill)
    if cell.thin:
        canvas.hatch(corner, size, PREVIOUS, 5)
    if roomy and cell.text:
        middle = (x + width / 2, y + height / 2)
        if cell.thin:
            wide = canvas.measure(cell.text)
            canvas.rect((middle[0] - wide / 2 - 1, middle[1] - 5), (wide + 2, 10), fill)
        canvas.text(middle, cell.text, Type(color=legible(fill)), "center")


def _key(
    canvas: Canvas, data: Heatmap, bounds: tuple[float, float], at: tuple[float, float], *, narrow: bool
) -> None:
    """The colours from lowest to highest; what hatching means beside them, or below on a narrow page."""
    left, y = at
    x = left + canvas.text((left, y), data.write(bounds[0]), NOTE) + 5
    for index in range(5):
        value = bounds[0] + (bounds[1] - bounds[0]) * index / 4
        canvas.rect((x + 16 * index, y - 5), (16, 10), shade(value, bounds, canvas.look.accent))
    x += 85
    x += canvas.text((x, y), data.write(bounds[1]), NOTE) + 20
    if data.thin:
        x, y = (left, y + 14) if narrow else (x, y)
        canvas.rect((x, y - 5), (16, 10), tint(canvas.look.accent, 0.15))
        canvas.hatch((x, y - 5), (16, 10), PREVIOUS, 5)
        canvas.text((x + 21, y), data.thin, NOTE, room=canvas.width - x - 21)
