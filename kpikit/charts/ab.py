"""A/B tests: two intervals on one scale, beside them the interval of their difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.charts.axes import STRONG, upright_grid
from kpikit.charts.canvas import BODY, Canvas, Type
from kpikit.charts.scales import Scale, span, ticks, widest
from kpikit.charts.theme import BAD, GOOD, INK, PAPER, PREVIOUS, QUIET

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.charts.theme import Look

HEAD, LINE, FOOT = 24.0, 18.0, 22.0


@dataclass(frozen=True)
class Arm:
    """A variant, or the difference of two: value and interval; `text` is ready to read."""

    label: str
    value: float
    low: float
    high: float
    text: str = ""


@dataclass(frozen=True)
class Test:
    """One test.

    Attributes:
        name: What was tried.
        arms: The variants, the old one first.
        difference: New minus old; None where the test has not enough for one.
        verdict: The result in words.
        better: Whether a clear difference is for the better; None where unclear.
        write: Writes a value on the axis.
        write_difference: Writes a difference on its axis.
    """

    name: str
    arms: tuple[Arm, ...]
    difference: Arm | None
    verdict: str
    write: Callable[[float], str]
    write_difference: Callable[[float], str]
    better: bool | None = None


def ab(tests: tuple[Test, ...], look: Look) -> str:
    """Tests below one another: variants at the left, difference with its zero line at the right."""
    heights = [HEAD + LINE * len(test.arms) + FOOT for test in tests]
    canvas = Canvas(look, sum(heights) + 10 * (len(tests) - 1))
    arms = [arm for test in tests for arm in test.arms]
    names = min(widest(canvas, [arm.label for arm in arms], BODY), canvas.width * 0.25) + 10
    texts = widest(canvas, [arm.text for arm in arms], BODY) + 10
    middle = names + (canvas.width - names) * 0.56
    y = 0.0
    for test, height in zip(tests, heights, strict=True):
        taken = canvas.text(
            (canvas.width, y + 8), test.verdict, _style(test), "right", room=canvas.width * 0.55
        )
        canvas.text((0, y + 8), test.name, STRONG, room=canvas.width - taken - 12)
        _arms(canvas, test, y + HEAD, (names, middle - texts))
        _difference(canvas, test, y + HEAD, (middle + 12, canvas.width - 8))
        y += height + 10
    return canvas.svg()


def _style(test: Test) -> Type:
    return Type(color={True: GOOD, False: BAD, None: QUIET}[test.better], bold=test.better is not None)


def _arms(canvas: Canvas, test: Test, top: float, room: tuple[float, float]) -> None:
    scale = Scale(*span([end for arm in test.arms for end in (arm.low, arm.high)], zero=False), *room)
    bottom = top + LINE * len(test.arms)
    upright_grid(canvas, scale, ticks(scale.low, scale.high, 3), (top, bottom), test.write)
    for index, arm in enumerate(test.arms):
        y = top + LINE * (index + 0.5)
        color = INK if index else QUIET
        canvas.text((0, y), arm.label, BODY, room=room[0] - 10)
        canvas.whisker((scale(arm.low), scale(arm.high)), y, color)
        canvas.mark((scale(arm.value), y), size=7.5, fill=color if index else PREVIOUS, edge=color)
        canvas.text((room[1] + 10, y), arm.text, BODY)


def _difference(canvas: Canvas, test: Test, top: float, room: tuple[float, float]) -> None:
    one = test.difference
    if one is None:
        return
    low, high = span([one.low, one.high, 0.0], zero=False)
    scale = Scale(low, high, *room)
    bottom = top + LINE * len(test.arms)
    upright_grid(canvas, scale, ticks(low, high, 3), (top, bottom), test.write_difference)
    canvas.line([(scale(0), top - 3), (scale(0), bottom)], INK, 1.2)
    color = _style(test).color
    y = (top + bottom) / 2
    canvas.whisker((scale(one.low), scale(one.high)), y, color, 1.8)
    canvas.mark((scale(one.value), y), "D", 8, color if test.better is not None else PAPER, color)
    half = canvas.measure(one.text, STRONG) / 2
    x = min(max(scale(one.value), room[0] + half), canvas.width - half)
    canvas.halo((x - half - 1, y - 16), (2 * half + 2, 11))
    canvas.text((x, y - 11), one.text, _style(test), "center")
