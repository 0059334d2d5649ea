"""Funnel: a bar a step with its unit, the rate of passing on between the bars, the weakest step marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.charts.axes import NOTE, STRONG
from kpikit.charts.canvas import BODY, Canvas, Type
from kpikit.charts.scales import Scale, known, widest
from kpikit.charts.theme import BAD, INK, QUIET

if TYPE_CHECKING:
    from kpikit.charts.theme import Look

BAR, BETWEEN = 24.0, 20.0


@dataclass(frozen=True)
class FunnelStep:
    """A step.

    Attributes:
        name: Its name.
        unit: What is counted at this step (sessions, orders).
        value: Count; None is missing: no bar.
        text: The count ready to read, or why there is none.
        rate: How many came on from the step before, ready to read with its interval; empty for the first.
        weakest: Whether the largest loss lies before this step.
    """

    name: str
    unit: str
    value: float | None
    text: str
    rate: str = ""
    weakest: bool = False


def funnel(steps: tuple[FunnelStep, ...], look: Look) -> str:
    """Horizontal bars from zero with rate labels between."""
    canvas = Canvas(look, len(steps) * BAR + max(len(steps) - 1, 0) * BETWEEN + 4)
    names = max(
        widest(canvas, [step.name for step in steps], STRONG),
        widest(canvas, [step.unit for step in steps], NOTE),
    )
    left = min(names, canvas.width * 0.34) + 12
    text_room = widest(canvas, [step.text for step in steps], STRONG) + 8
    highest = max(known(step.value for step in steps), default=1.0) or 1.0
    scale = Scale(0, highest, left, max(canvas.width - text_room, left + 20))
    for index, step in enumerate(steps):
        middle = 2 + BAR / 2 + index * (BAR + BETWEEN)
        canvas.text((0, middle - 6), step.name, STRONG, room=left - 12)
        canvas.text((0, middle + 6), step.unit, NOTE, room=left - 12)
        end = left
        if step.value is not None:
            end = max(scale(step.value), left + 1)
            canvas.rect((left, middle - BAR / 2 + 2), (end - left, BAR - 4), INK)
        canvas.text((end + 6, middle), step.text, STRONG if step.value is not None else NOTE)
        if index and step.rate:
            _rate(canvas, step, (left, middle - (BAR + BETWEEN) / 2))
    canvas.line([(left, 1), (left, canvas.height - 1)], QUIET, 0.9)
    return canvas.svg()


def _rate(canvas: Canvas, step: FunnelStep, at: tuple[float, float]) -> None:
    x, y = at
    color = BAD if step.weakest else QUIET
    canvas.line([(x + 12, y - 6), (x + 12, y + 2)], color, 1.6 if step.weakest else 1.0)
    canvas.polygon([(x + 8.5, y + 1), (x + 15.5, y + 1), (x + 12, y + 6)], color)
    style = Type(color=BAD, bold=True) if step.weakest else Type(color=BODY.color)
    canvas.text((x + 22, y), step.rate, style, room=canvas.width - x - 22)
