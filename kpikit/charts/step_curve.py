"""Time to an answer: the share answered against hours, open cases counted, with those still at risk below."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kpikit.charts.axes import NOTE, level_grid, spaced
from kpikit.charts.canvas import Canvas, Type
from kpikit.charts.scales import Scale, spread, widest
from kpikit.charts.theme import GRID, INK, PALE, PAPER, PREVIOUS, QUIET

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.charts.theme import Look


@dataclass(frozen=True)
class Curve:
    """1 - survival of one group.

    Attributes:
        name: Stands at the curve's end.
        hours: Times of the steps, rising, in hours.
        share: Share (0-1) answered from each time on.
        low: Lower end of its interval, one a step, or empty.
        high: Upper end.
        at_risk: Cases still open at each tick, ready to read, or empty.
        quiet: An earlier period or another group.
    """

    name: str
    hours: tuple[float, ...]
    share: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    at_risk: tuple[str, ...] = ()
    quiet: bool = False


@dataclass(frozen=True)
class StepCurve:
    """Curves on one axis of time.

    Attributes:
        curves: At most three.
        ticks: Times in hours with their names; the last one ends the axis.
        write: Writes a share.
        target: Promised time in hours, share aimed at, and a name; drawn as a line with a ring.
        at_risk: Heading of the counts below.
        scale: How time is spread: "log" (from six minutes on), "sqrt" or "linear".
    """

    curves: tuple[Curve, ...]
    ticks: tuple[tuple[float, str], ...]
    write: Callable[[float], str]
    target: tuple[float, float | None, str] | None = None
    at_risk: str = ""
    scale: Literal["log", "sqrt", "linear"] = "sqrt"


_SPREAD: dict[str, Callable[[float], float]] = {
    "log": lambda hours: math.log10(max(hours, 0.1)),
    "sqrt": lambda hours: math.sqrt(max(hours, 0.0)),
    "linear": float,
}


def step_curve(data: StepCurve, look: Look, height: float = 190.0) -> str:
    """Steps that rise from 0 to the share answered, target line, counts at risk below."""
    listed = [curve for curve in data.curves if curve.at_risk]
    canvas = Canvas(look, height + (13 + 13 * len(listed) if listed else 0))
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    left = widest(canvas, [data.write(share) for share in shares], NOTE) + 8
    if listed and len(listed) > 1:
        left = max(
            left, min(widest(canvas, [curve.name for curve in listed], NOTE) + 22, canvas.width * 0.25)
        )
    names = widest(canvas, [curve.name for curve in data.curves], Type(bold=True))
    right = canvas.width - min(names, canvas.width * 0.3) - 10
    up = Scale(0.0, 1.0, height - 22, 20)
    place = _SPREAD[data.scale]
    across = Scale(place(0.0), place(data.ticks[-1][0]), left, right)
    level_grid(canvas, up, shares, (left, right), data.write)
    for hours, _ in data.ticks:
        canvas.line([(across(place(hours)), up.end), (across(place(hours)), up.start)], GRID, 0.8)
    ends = [_curve(canvas, curve, (across, up), data) for curve in data.curves]
    if data.target:
        _target(canvas, data.target, across(place(data.target[0])), up)
    for curve, y in zip(data.curves, spread(ends, 12, 12, up.start), strict=True):
        style = Type(color=QUIET) if curve.quiet else Type(color=_color(curve, data, look), bold=True)
        canvas.text((right + 8, y), curve.name, style, room=canvas.width - right - 8)
    places = [across(place(hours)) for hours, _ in data.ticks]
    spaced(canvas, [(x, name) for x, (_, name) in zip(places, data.ticks, strict=True)], height - 11)
    _at_risk(canvas, listed, places, (data.at_risk, left, height + 6))
    return canvas.svg()


def _color(curve: Curve, data: StepCurve, look: Look) -> str:
    if curve.quiet:
        return PREVIOUS
    loud = [one for one in data.curves if not one.quiet]
    return INK if curve is loud[0] else look.accent


def _curve(canvas: Canvas, curve: Curve, scales: tuple[Scale, Scale], data: StepCurve) -> float:
    """Draw one curve up to the axis' end; returns the height at which it ends."""
    across, up = scales
    place = _SPREAD[data.scale]
    end = data.ticks[-1][0]
    inside = [index for index, hours in enumerate(curve.hours) if hours <= end]
    xs = [across(place(curve.hours[index])) for index in inside]

    def steps(shares: tuple[float, ...]) -> list[tuple[float, float]]:
        points = [(across.start, up(0.0))]
        for x, index in zip(xs, inside, strict=True):
            points += [(x, points[-1][1]), (x, up(shares[index]))]
        return [*points, (across.end, points[-1][1])]

    if curve.low and curve.high and not curve.quiet:
        canvas.polygon([*steps(curve.high), *reversed(steps(curve.low))], PALE)
    points = steps(curve.share)
    canvas.line(points, _color(curve, data, canvas.look), 1.3 if curve.quiet else 1.9)
    return points[-1][1]


def _target(canvas: Canvas, target: tuple[float, float | None, str], x: float, up: Scale) -> None:
    _, share, name = target
    canvas.line([(x, up.end - 4), (x, up.start)], QUIET, 1.1, "dashed")
    if share is not None:
        canvas.mark((x, up(share)), "D", 7, PAPER, INK)
    half = min(canvas.measure(name, NOTE), canvas.width * 0.8) / 2
    canvas.text(
        (min(max(x, half), canvas.width - half), 8), name, NOTE, "center", room=canvas.width * 0.8 + 0.1
    )


def _at_risk(
    canvas: Canvas, listed: list[Curve], places: list[float], head: tuple[str, float, float]
) -> None:
    """Counts under the ticks, those that have room: one heading, a line a curve."""
    if not listed:
        return
    title, left, y = head
    canvas.text((left, y), title, NOTE, room=canvas.width - left)
    for index, curve in enumerate(listed, start=1):
        if len(listed) > 1:
            canvas.text((0, y + 13 * index), curve.name, NOTE, room=left - 14)
        spaced(canvas, list(zip(places, curve.at_risk, strict=True)), y + 13 * index, anchor="first")
