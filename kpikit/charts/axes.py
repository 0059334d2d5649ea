"""Parts that several charts share: grids with their figures, month labels, keys, trends."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from kpikit.charts.canvas import BODY, Canvas, Type
from kpikit.charts.scales import runs
from kpikit.charts.theme import GRID, INK, PAPER, PREVIOUS, QUIET

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpikit.charts.canvas import Point
    from kpikit.charts.scales import Scale
    from kpikit.charts.theme import Look

NOTE = Type(color=QUIET)
STRONG = Type(bold=True)
ROW = 19.0
"""Height of a line of a list in points."""


def upright_grid(
    canvas: Canvas, scale: Scale, marks: Sequence[float], span: Point, write: Callable[[float], str]
) -> None:
    """Light upright lines from span[0] down to span[1], figures below."""
    for value in marks:
        canvas.line([(scale(value), span[0]), (scale(value), span[1])], GRID, 0.8)
    spaced(canvas, [(scale(value), write(value)) for value in marks], span[1] + 9)


def level_grid(
    canvas: Canvas, scale: Scale, marks: Sequence[float], span: Point, write: Callable[[float], str]
) -> None:
    """Light level lines from span[0] to span[1], figures to their left."""
    for value in marks:
        canvas.line([(span[0], scale(value)), (span[1], scale(value))], GRID, 0.8)
        canvas.text((span[0] - 5, scale(value)), write(value), NOTE, "right")


def spaced(
    canvas: Canvas,
    places: Sequence[tuple[float, str]],
    y: float,
    *,
    anchor: Literal["first", "last"] = "last",
) -> None:
    """Labels centred at their places: all, every second, every third, … whichever have room.

    Args:
        canvas: Where to draw.
        places: Where each label belongs, from left to right.
        y: Height of the labels' middle.
        anchor: From which end to count. From the last, the first is added where it stands well clear.
    """
    texts = [canvas.fit(text, canvas.width * 0.3, NOTE)[0] for _, text in places]
    widths = [canvas.measure(text, NOTE) for text in texts]
    limits = [(wide / 2, canvas.width - wide / 2) for wide in widths]
    middles = [min(max(x, low), high) for (x, _), (low, high) in zip(places, limits, strict=True)]
    order = list(range(len(places)))[:: -1 if anchor == "last" else 1]
    chosen: list[int] = []
    for stride in range(1, len(places) + 1):
        chosen = order[::stride]
        gaps = [
            abs(middles[one] - middles[other]) - (widths[one] + widths[other]) / 2
            for one, other in pairwise(chosen)
        ]
        if min(gaps, default=6.0) >= 6:
            if anchor == "last" and chosen[-1] * 4 >= stride * 3:
                chosen.append(0)
            break
    for index in chosen:
        canvas.text((middles[index], y), texts[index], NOTE, "center")


@dataclass(frozen=True)
class RowNames:
    """Names of rows down the left edge: on two lines where one has no room, then all rows are higher."""

    lines: tuple[tuple[str, ...], ...]
    room: float
    step: float

    def draw(self, canvas: Canvas, index: int, y: float, style: Type = BODY) -> None:
        """The name of a row whose middle is at height y."""
        canvas.paragraph((0, y), self.lines[index], style)


def row_names(look: Look, texts: Sequence[str], most: float, step: float = ROW) -> RowNames:
    """Break names for at most the share `most` of the width, or a tenth of it more for a long word.

    `room` includes the gap behind them.
    """
    canvas = Canvas(look, 1)
    longest = max((canvas.measure(word, STRONG) for text in texts for word in text.split()), default=0.0)
    room = canvas.width * most
    if longest <= room + canvas.width * 0.1:
        room = max(room, longest + 1)
    lines = tuple(tuple(canvas.fit(text, room, STRONG, lines=2)) for text in texts)
    wide = max((canvas.measure(line, STRONG) for pair in lines for line in pair), default=0.0)
    return RowNames(lines, wide + 10, max(step, 26.0) if any(len(pair) > 1 for pair in lines) else step)


def trend(
    canvas: Canvas, places: Sequence[float], values: Sequence[float | None], scale: Scale, color: str = INK
) -> None:
    """A line through values; what is missing leaves a gap, a value alone is a dot."""
    for run in runs(values):
        points = [(places[index], scale(values[index])) for index in run]  # type: ignore[arg-type]
        if len(points) == 1:
            canvas.mark(points[0], size=3.5, fill=color)
        else:
            canvas.line(points, color, 1.8)


def band(
    canvas: Canvas,
    places: Sequence[float],
    bounds: Sequence[tuple[float, float] | None],
    scale: Scale,
    fill: str,
) -> None:
    """An interval around a trend; gaps stay gaps."""
    for run in runs([None if pair is None else pair[0] for pair in bounds]):
        pairs = [(places[index], bounds[index]) for index in run]
        upper = [(x, scale(pair[1])) for x, pair in pairs if pair]
        lower = [(x, scale(pair[0])) for x, pair in pairs if pair]
        if len(upper) == 1:
            canvas.line([upper[0], lower[0]], fill, 3)
        else:
            canvas.polygon([*upper, *reversed(lower)], fill)


def key(canvas: Canvas, at: Point, entries: Sequence[tuple[str, str]]) -> None:
    """Signs with meanings in one line; a sign is a colour, target, forecast, interval, hollow or dashed."""
    x, y = at
    for sign, meaning in entries:
        _sign(canvas, (x, y), sign)
        x += 18
        x += canvas.text((x, y), meaning, NOTE, room=max(canvas.width - x, 20)) + 14


def _sign(canvas: Canvas, at: Point, sign: str) -> None:
    x, y = at
    match sign:
        case "target":
            canvas.rect((x + 5, y - 6), (4, 12), PAPER, INK)
        case "forecast":
            canvas.rect((x, y - 4), (13, 8), PAPER, PREVIOUS)
            canvas.hatch((x, y - 4), (13, 8), INK, 3)
        case "interval":
            canvas.whisker((x, x + 13), y)
            canvas.mark((x + 6.5, y), size=6)
        case "hollow":
            canvas.mark((x + 6.5, y), size=6, fill=PAPER, edge=QUIET)
        case "dashed":
            canvas.line([(x, y), (x + 14, y)], QUIET, 1.2, "dashed")
        case _:
            canvas.rect((x, y - 4), (13, 8), sign)
