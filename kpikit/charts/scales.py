"""From figures to places: scales, round ticks, labels that keep apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpikit.charts.canvas import Canvas, Type


@dataclass(frozen=True)
class Scale:
    """A straight scale from figures to points."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Place of a value, kept within the scale."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def known(values: Iterable[float | None]) -> list[float]:
    """The values that are there: neither None nor NaN nor infinite."""
    return [float(value) for value in values if value is not None and math.isfinite(value)]


def span(values: Iterable[float | None], *, zero: bool | None = None) -> tuple[float, float]:
    """Lowest and highest value with a little air; from zero where asked, or where they come near it."""
    there = known(values) or [0.0, 1.0]
    low, high = min(there), max(there)
    near = (low > 0 and low < 0.4 * high) or (high < 0 and high > 0.4 * low)
    if zero or (zero is None and near):
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (low - abs(low) * 0.1, high + abs(high) * 0.1) if low else (0.0, 1.0)
    air = (high - low) * 0.06
    return (low if low == 0 else low - air), (high if high == 0 else high + air)


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """At most `most` round figures within low and high."""
    rough = (high - low) / max(most, 1)
    unit = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 2.5, 5, 10, 20):
        step = factor * unit
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            break
    return [float(f"{index * step:.12g}") for index in range(first, last + 1)]


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near as may be to the wanted ones, at least `gap` apart, within low and high; order is kept.

    Where there are too many for the room, they stand closer than `gap`, evenly.
    """
    count = len(wanted)
    if count == 0:
        return []
    gap = min(gap, (high - low) / max(count - 1, 1))
    order = sorted(range(count), key=lambda index: wanted[index])
    places = [min(max(wanted[index], low), high) for index in order]
    for index in range(1, count):
        places[index] = max(places[index], places[index - 1] + gap)
    places[-1] = min(places[-1], high)
    for index in range(count - 2, -1, -1):
        places[index] = min(places[index], places[index + 1] - gap)
    result = [0.0] * count
    for place, index in zip(places, order, strict=True):
        result[index] = place
    return result


def runs(values: Sequence[float | None]) -> list[list[int]]:
    """Indexes of values that follow one another without a gap."""
    found: list[list[int]] = []
    for index, value in enumerate(values):
        if value is None or not math.isfinite(value):
            continue
        if found and found[-1][-1] == index - 1:
            found[-1].append(index)
        else:
            found.append([index])
    return found


def widest(canvas: Canvas, texts: Iterable[str], style: Type) -> float:
    """Width of the widest text in points; 0 for none."""
    return max((canvas.measure(text, style) for text in texts), default=0.0)
