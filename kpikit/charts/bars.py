"""Horizontal bars, sorted, from zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.charts.axes import NOTE, ROW, STRONG, key, row_names
from kpikit.charts.canvas import BODY, Canvas
from kpikit.charts.scales import Scale, known, widest
from kpikit.charts.theme import INK, PALE, QUIET

if TYPE_CHECKING:
    from kpikit.charts.theme import Look


@dataclass(frozen=True)
class Bar:
    """A row: value, its text (also where it is missing), and the earlier value, pale behind."""

    label: str
    value: float | None
    text: str
    previous: float | None = None
    highlight: bool = False


@dataclass(frozen=True)
class Bars:
    """Bars, the largest first unless the order carries meaning; `words` name actual and previous in a key."""

    rows: tuple[Bar, ...]
    words: tuple[str, str] = ("", "")
    keep_order: bool = False


def bars(data: Bars, look: Look) -> str:
    """Bars with their values at the end."""
    ordered = data.rows if data.keep_order else tuple(sorted(data.rows, key=_falling))
    names = row_names(look, [row.label for row in ordered], 0.4)
    left, bottom = names.room, names.step * len(ordered) + 6
    canvas = Canvas(look, bottom + (16 if any(data.words) else 0))
    text_room = widest(canvas, [row.text for row in ordered], STRONG) + 8
    numbers = known([number for row in ordered for number in (row.value, row.previous)])
    low, high = min([0.0, *numbers]), max([0.0, *numbers])
    if low == high:
        high = low + 1.0
    start = left + (text_room if low < 0 else 0)
    scale = Scale(low, high, start, max(canvas.width - text_room, start + 20))
    zero = scale(0)
    for index, row in enumerate(ordered):
        middle = 3 + names.step * (index + 0.5)
        style = STRONG if row.highlight else BODY
        names.draw(canvas, index, middle, style)
        if row.previous is not None:
            _bar(canvas, zero, scale(row.previous), (middle, ROW - 5), PALE)
        if row.value is None:
            canvas.text((zero + 5, middle), row.text, NOTE)
            continue
        end = scale(row.value)
        thick = 8.0 if row.previous is not None else ROW - 7
        _bar(canvas, zero, end, (middle, thick), look.accent if row.highlight else INK)
        far = scale(row.previous) if row.previous is not None and row.previous * row.value >= 0 else end
        at = min(end, far) - 5 if row.value < 0 else max(end, far) + 5
        canvas.text((at, middle), row.text, style, "right" if row.value < 0 else "left")
    canvas.line([(zero, 2), (zero, bottom - 2)], QUIET, 0.9)
    if any(data.words):
        signs = zip((INK, PALE), data.words, strict=True)
        key(canvas, (left, canvas.height - 8), [(sign, word) for sign, word in signs if word])
    return canvas.svg()


def _falling(row: Bar) -> tuple[bool, float]:
    return row.value is None, -(row.value or 0.0)


def _bar(canvas: Canvas, zero: float, end: float, place: tuple[float, float], fill: str) -> None:
    middle, height = place
    canvas.rect((min(zero, end), middle - height / 2), (max(abs(end - zero), 0.6), height), fill)
