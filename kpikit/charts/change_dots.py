"""All metrics' change with intervals in one picture, the clearest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.charts.axes import NOTE, STRONG, row_names, upright_grid
from kpikit.charts.canvas import BODY, Canvas, Type
from kpikit.charts.scales import Scale, known, ticks, widest
from kpikit.charts.theme import BAD, GOOD, INK, PAPER, QUIET

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.charts.theme import Look


@dataclass(frozen=True)
class Change:
    """A metric's change against another period.

    Attributes:
        label: The metric's name.
        change: Relative or in points, as its group says.
        low: Lower end of the interval; None where the metric is a plain count without one.
        high: Upper end.
        text: The change in words or figures, with sign.
        clear: Whether the interval leaves out "no change".
        better: Whether the change is for the better; None where neither.
    """

    label: str
    change: float | None
    low: float | None = None
    high: float | None = None
    text: str = ""
    clear: bool = False
    better: bool | None = None


@dataclass(frozen=True)
class ChangeGroup:
    """Changes in one unit, with a scale of their own; none can fall below `floor` (-1: all is gone)."""

    title: str
    rows: tuple[Change, ...]
    write: Callable[[float], str]
    floor: float | None = None


def change_dots(groups: tuple[ChangeGroup, ...], look: Look) -> str:
    """Changes with intervals and a zero line, the clearest first.

    Clear changes are full triangles that point up or down (blue better, orange worse, dark neither), unclear
    ones hollow dots. An interval that would dwarf the others is cut, with an arrow head at the cut.
    """
    head, foot = 20.0, 24.0
    everything = [row for group in groups for row in sorted(group.rows, key=_clearest)]
    names = row_names(look, [row.label for row in everything], 0.36)
    canvas = Canvas(look, (head + foot) * len(groups) + names.step * len(everything))
    right = canvas.width - widest(canvas, [row.text for row in everything], STRONG) - 16
    y, index = 0.0, 0
    for group in groups:
        canvas.text((0, y + 8), group.title, STRONG)
        limit = _limit(group.rows)
        lowest = -limit if group.floor is None else max(-limit, group.floor * 1.08)
        scale = Scale(lowest, limit, names.room + 6, right)
        bottom = y + head + names.step * len(group.rows)
        upright_grid(canvas, scale, ticks(lowest, limit, 5), (y + head, bottom), group.write)
        canvas.line([(scale(0), y + head), (scale(0), bottom)], INK, 1.2)
        middle = y + head + names.step / 2
        for row in sorted(group.rows, key=_clearest):
            names.draw(canvas, index, middle, STRONG if row.clear else BODY)
            _change(canvas, scale, row, middle)
            middle, index = middle + names.step, index + 1
        y = bottom + foot
    return canvas.svg()


def _clearest(row: Change) -> tuple[bool, bool, float]:
    """Missing last, unclear after clear, then by size against the interval's half width."""
    if row.change is None:
        return True, True, 0.0
    half = (row.high - row.low) / 2 if row.low is not None and row.high is not None else 0.0
    return False, not row.clear, -abs(row.change) / half if half else -abs(row.change)


def _limit(rows: tuple[Change, ...]) -> float:
    """Half the scale's width: all changes fit, and intervals up to three times the largest change."""
    largest = max((abs(value) for value in known(row.change for row in rows)), default=0.0)
    ends = max((abs(value) for row in rows for value in known([row.low, row.high])), default=0.0)
    if largest == 0:
        return ends * 1.05 or 1.0
    return max(largest, min(ends, 3 * largest)) * 1.08


def _change(canvas: Canvas, scale: Scale, row: Change, y: float) -> None:
    if row.change is None:
        canvas.text((canvas.width, y), row.text, NOTE, "right")
        return
    color = {True: GOOD, False: BAD, None: INK}[row.better] if row.clear else QUIET
    if row.low is not None and row.high is not None:
        canvas.whisker((scale(row.low), scale(row.high)), y, color)
        if row.low < scale.low:
            canvas.polygon([(scale.start - 5, y), (scale.start + 3, y - 4), (scale.start + 3, y + 4)], color)
        if row.high > scale.high:
            canvas.polygon([(scale.end + 5, y), (scale.end - 3, y - 4), (scale.end - 3, y + 4)], color)
    shape = ("^" if row.change > 0 else "v") if row.clear else "o"
    canvas.mark((scale(row.change), y), shape, 9 if row.clear else 7, color if row.clear else PAPER, color)
    canvas.text((canvas.width, y), row.text, Type(color=color, bold=row.clear), "right")
