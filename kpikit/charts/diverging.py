"""Sentiment: negative to the left, positive to the right, neutral apart, what has no label as a count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.charts.axes import NOTE, STRONG, row_names
from kpikit.charts.canvas import BODY, Canvas, Type
from kpikit.charts.scales import Scale, known, widest
from kpikit.charts.theme import BAD, GOOD, INK, PALE, PAPER, QUIET

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.charts.theme import Look

ROW = 22.0
"""Bars bear figures, so they are higher than other lists' rows."""
_APART = 16.0


@dataclass(frozen=True)
class Sentiment:
    """A row: shares (0-1) of the labelled texts; None where none is labelled.

    Attributes:
        label: Platform, topic or language.
        negative: Share of negative texts.
        neutral: Share of neutral texts.
        positive: Share of positive texts.
        unlabelled: Count of texts without a label, ready to read.
        few: Too few labelled texts to read: pale bars.
    """

    label: str
    negative: float | None
    neutral: float | None
    positive: float | None
    unlabelled: str = ""
    few: bool = False


@dataclass(frozen=True)
class Diverging:
    """Rows in the order given; `words` head the four parts: negative, positive, neutral, unlabelled."""

    rows: tuple[Sentiment, ...]
    words: tuple[str, str, str, str]
    write: Callable[[float], str]


def diverging(data: Diverging, look: Look) -> str:
    """Two bars from a common zero line, a grey bar apart, a count at the right. Wants half a page or more."""
    names = row_names(look, [row.label for row in data.rows], 0.3, ROW)
    top = 20.0
    # Four columns of figures need this much; a narrower place shrinks the picture rather than overlap them.
    canvas = Canvas(look, top + names.step * len(data.rows) + 4, max(look.points, 330.0))
    count_room = widest(canvas, [data.words[3], *(row.unlabelled for row in data.rows)], NOTE)
    scale, neutral = _scales(canvas, data, names.room, canvas.width - count_room - 10)
    zero = scale(0)
    for index, row in enumerate(data.rows):
        middle = top + names.step * (index + 0.5)
        names.draw(canvas, index, middle)
        _bar(
            canvas,
            data,
            (zero, scale(-(row.negative or 0))),
            (row.negative, middle),
            BAD if not row.few else "",
        )
        _bar(
            canvas,
            data,
            (zero, scale(row.positive or 0)),
            (row.positive, middle),
            GOOD if not row.few else "",
        )
        _bar(canvas, data, (neutral.start, neutral(row.neutral or 0)), (row.neutral, middle), PALE)
        canvas.text((canvas.width, middle), row.unlabelled, NOTE, "right")
    bottom = canvas.height - 3
    for x in (zero, neutral.start):
        canvas.line([(x, top - 2), (x, bottom)], QUIET, 0.9)
    _heads(canvas, data.words, zero, neutral.start)
    return canvas.svg()


def _scales(canvas: Canvas, data: Diverging, left: float, right: float) -> tuple[Scale, Scale]:
    """One scale for one unit: a point of neutral is as wide as one of negative; figures have room."""
    parts = list(zip(*((row.negative, row.positive, row.neutral) for row in data.rows), strict=True))
    heads = [canvas.measure(word, STRONG) + 10 for word in data.words[:3]]
    highest = [max(known(part), default=0.0) or 0.05 for part in parts]

    def rooms(per_share: float) -> list[float]:
        return [
            max([head, *(_length(canvas, data.write(share), share * per_share) for share in known(part))])
            for head, part in zip(heads, parts, strict=True)
        ]

    per_share = (right - left) / sum(highest)
    while per_share > 1 and sum(rooms(per_share)) > right - left - _APART:
        per_share *= 0.97
    negative, positive, _ = rooms(per_share)
    zero = left + negative
    apart = zero + positive + _APART
    return (
        Scale(-highest[0], highest[1], zero - highest[0] * per_share, zero + highest[1] * per_share),
        Scale(0.0, highest[2], apart, apart + highest[2] * per_share),
    )


def _length(canvas: Canvas, figure: str, bar: float) -> float:
    """Room of a bar with its figure: within the bar, or beside it where it is too short."""
    wide = canvas.measure(figure, STRONG) + 10
    return bar if wide <= bar else bar + wide


def _bar(
    canvas: Canvas, data: Diverging, ends: tuple[float, float], value: tuple[float | None, float], fill: str
) -> None:
    share, y = value
    if share is None:
        return
    low, high = sorted(ends)
    height = ROW - 6
    canvas.rect((low, y - height / 2), (max(high - low, 0.6), height), fill or PAPER, None if fill else QUIET)
    text = data.write(share)
    inside = canvas.measure(text, STRONG) + 10 <= high - low
    leftward = ends[1] < ends[0]
    if inside:
        color = INK if fill in {PALE, ""} else PAPER
        at = (low + 4, y) if leftward else (high - 4, y)
        canvas.text(at, text, Type(color=color, bold=True), "left" if leftward else "right")
    else:
        canvas.text((low - 4, y) if leftward else (high + 4, y), text, BODY, "right" if leftward else "left")


def _heads(canvas: Canvas, words: tuple[str, str, str, str], zero: float, neutral: float) -> None:
    canvas.text((zero - 6, 8), words[0], Type(color=BAD, bold=True), "right")
    canvas.text((zero + 6, 8), words[1], Type(color=GOOD, bold=True), room=neutral - zero - 10)
    taken = canvas.text((neutral, 8), words[2], NOTE)
    canvas.text((canvas.width, 8), words[3], NOTE, "right", room=canvas.width - neutral - taken - 6)
