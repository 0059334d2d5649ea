"""Waterfall: start + gained - lost = end; also the parts of a change, rate and mix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kpikit.charts.axes import NOTE, STRONG
from kpikit.charts.canvas import Canvas
from kpikit.charts.scales import Scale
from kpikit.charts.theme import BAD, GOOD, INK, PAPER, PREVIOUS, QUIET

if TYPE_CHECKING:
    from kpikit.charts.theme import Look


@dataclass(frozen=True)
class Step:
    """A column: a total stands on the ground, a change hangs between two levels.

    A total whose value is None is missing: its label says so and the levels go on without it.
    """

    label: str
    value: float | None
    text: str
    kind: Literal["total", "change"] = "change"
    better: bool | None = None


def waterfall(steps: tuple[Step, ...], look: Look, height: float = 200.0) -> str:
    """Columns from left to right with their values above.

    Where changes would vanish beside the totals, the ground is cut off and the totals bear a break mark.
    """
    canvas = Canvas(look, height)
    width = canvas.width / max(len(steps), 1)
    room = width - 6
    lines = [canvas.fit(step.label, room, lines=3) for step in steps]
    bottom = height - 8 - 11.5 * max(map(len, lines), default=1)
    spans = _spans(steps)
    ground, peak = _ground(spans)
    scale = Scale(ground, peak, bottom, 22)
    thick = min(width * 0.6, 60)
    for index, (step, ends) in enumerate(zip(steps, spans, strict=True)):
        middle = width * (index + 0.5)
        if ends is not None:
            _column(canvas, scale, step, ends, (middle, thick))
            if index + 1 < len(steps):
                y = scale(ends[1])
                canvas.line([(middle + thick / 2, y), (middle + width - thick / 2, y)], PREVIOUS, 0.8)
        top = min(scale(ends[0]), scale(ends[1])) if ends else bottom
        canvas.text((middle, top - 8), step.text, STRONG if ends else NOTE, "center", room=width + 8)
        canvas.paragraph(
            (middle, bottom + 9 + 11.25 * (len(lines[index]) - 1) / 2), lines[index], align="center"
        )
    canvas.line([(0, bottom), (canvas.width, bottom)], QUIET, 0.9)
    return canvas.svg()


def _spans(steps: tuple[Step, ...]) -> list[tuple[float, float] | None]:
    """From and to level of each column; None for a missing one."""
    level = 0.0
    spans: list[tuple[float, float] | None] = []
    for step in steps:
        if step.value is None:
            spans.append(None)
        elif step.kind == "total":
            spans.append((0.0, step.value))
            level = step.value
        else:
            spans.append((level, level + step.value))
            level += step.value
    return spans


def _ground(spans: list[tuple[float, float] | None]) -> tuple[float, float]:
    """Where the scale starts and ends: at zero, unless the levels differ by less than a fifth."""
    levels = [end for pair in spans if pair for end in pair]
    upper = [level for level in levels if level]
    low, high = min([0.0, *levels]), max([0.0, *levels])
    if low < 0 or not upper or max(upper) - min(upper) >= 0.2 * max(upper):
        return low, high if high > low else low + 1.0
    travel = (max(upper) - min(upper)) or max(upper) * 0.1
    return max(0.0, min(upper) - travel * 0.8), max(upper)


def _column(
    canvas: Canvas, scale: Scale, step: Step, ends: tuple[float, float], place: tuple[float, float]
) -> None:
    middle, thick = place
    fill = INK if step.kind == "total" else {True: GOOD, False: BAD, None: PREVIOUS}[step.better]
    top, bottom = sorted(scale(end) for end in ends)
    left = middle - thick / 2
    canvas.rect((left, top), (thick, max(bottom - top, 1.0)), fill)
    if step.kind == "total" and scale.low > 0:
        y = bottom - 9
        right = left + thick + 2
        canvas.polygon([(left - 2, y + 3), (right, y - 3), (right, y), (left - 2, y + 6)], PAPER)
