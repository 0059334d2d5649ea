"""Small multiples: a KPI a panel over thirteen months, each with its own axis."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from kpikit.charts.axes import NOTE, STRONG, band, key, level_grid, trend
from kpikit.charts.canvas import Canvas
from kpikit.charts.scales import Scale, known, span, ticks, widest
from kpikit.charts.theme import GRID, INK, PALE, PAPER, QUIET

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpikit.charts.theme import Look

Value = TypeVar("Value")
HEIGHT, GUTTER, NARROWEST = 128.0, 22.0, 150.0


@dataclass(frozen=True)
class Panel:
    """One KPI's months.

    Attributes:
        name: What is measured.
        value: The last month's value, ready to read.
        values: One a month; None is missing and leaves a gap.
        write: Writes a figure for the axis.
        target: The value aimed at, dashed.
        intervals: One a month or none at all; None where unknown.
        breaks: Months at whose start the definition changed, with a note for the foot.
        partial: The last month is not whole: its dot is hollow.
        forecast: Lowest and highest likely value of months to come.
    """

    name: str
    value: str
    values: tuple[float | None, ...]
    write: Callable[[float], str]
    target: float | None = None
    intervals: tuple[tuple[float, float] | None, ...] = ()
    breaks: tuple[tuple[int, str], ...] = ()
    partial: bool = False
    forecast: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class SmallMultiples:
    """Panels with the same months; `events` (month, note) are flagged in each and explained in the foot."""

    panels: tuple[Panel, ...]
    months: tuple[str, ...]
    events: tuple[tuple[int, str], ...] = ()
    target: str = ""


def small_multiples(data: SmallMultiples, look: Look) -> str:
    """Panels side by side; events are numbered, breaks lettered, both explained below."""
    most = max(1, int((look.points + GUTTER) / (NARROWEST + GUTTER)))
    rows = -(-len(data.panels) // most)
    columns = -(-len(data.panels) // rows)
    notes = _notes(data)
    foot = Canvas(look, 1)
    lines = foot.fit(" · ".join(notes), foot.width, NOTE, lines=4) if notes else []
    has_key = bool(data.target) and any(panel.target is not None for panel in data.panels)
    canvas = Canvas(look, rows * (HEIGHT + 8) + 13 * (len(lines) + has_key) + 4)
    width = (canvas.width - GUTTER * (columns - 1)) / columns
    letters = _letters(data)
    for index, panel in enumerate(data.panels):
        row, column = divmod(index, columns)
        left = column * (width + GUTTER)
        _Plot(canvas, data, panel, letters).draw((left, row * (HEIGHT + 8)), width)
    y = rows * (HEIGHT + 8) + 6
    for index, line in enumerate(lines):
        canvas.text((0, y + 13 * index), line, NOTE)
    if has_key:
        key(canvas, (0, y + 13 * len(lines)), [("dashed", data.target)])
    return canvas.svg()


def _letters(data: SmallMultiples) -> dict[str, str]:
    notes = dict.fromkeys(note for panel in data.panels for _, note in panel.breaks)
    return {note: chr(ord("A") + index % 26) for index, note in enumerate(notes)}


def _notes(data: SmallMultiples) -> list[str]:
    events = [f"{number} {note}" for number, (_, note) in enumerate(data.events, start=1)]
    breaks = [f"{letter} {note}" for note, letter in _letters(data).items()]
    return [*events, *breaks]


@dataclass
class _Plot:
    """One panel being drawn."""

    canvas: Canvas
    data: SmallMultiples
    panel: Panel
    letters: dict[str, str]

    def draw(self, corner: tuple[float, float], width: float) -> None:
        """Title, axis, flags, then the line above them all."""
        canvas, panel = self.canvas, self.panel
        left, top = corner
        taken = canvas.text((left + width, top + 8), panel.value, STRONG, "right", room=width * 0.6)
        canvas.text((left, top + 8), panel.name, STRONG, room=width - taken - 10)
        plot = (top + 32, top + HEIGHT - 20)
        ends = [end for pair in (*panel.intervals, *panel.forecast) if pair for end in pair]
        low, high = span([*panel.values, *ends, panel.target])
        scale = Scale(low, high, plot[1], plot[0])
        marks = ticks(low, high, 3)
        start = left + widest(canvas, [panel.write(mark) for mark in marks], NOTE) + 7
        level_grid(canvas, scale, marks, (start, left + width), panel.write)
        count = len(self.data.months) + len(panel.forecast)
        step = (left + width - start - 8) / max(count - 1, 1)
        places = [start + 4 + index * step for index in range(count)]
        self._flags(places, plot)
        self._line(places, scale)
        self._months(places, plot[1] + 10, (start, left + width))

    def _flags(self, places: list[float], plot: tuple[float, float]) -> None:
        by_place: dict[int, list[str]] = {}
        for number, (month, _) in enumerate(self.data.events, start=1):
            by_place.setdefault(month, []).append(str(number))
            self.canvas.line([(places[month], plot[0] - 3), (places[month], plot[1])], PALE, 0.8, "dotted")
        for month, note in self.panel.breaks:
            x = places[month] - (places[1] - places[0]) / 2 if month else places[0]
            self.canvas.line([(x, plot[0] - 3), (x, plot[1])], INK, 1.0, "dashed")
            by_place.setdefault(month, []).append(self.letters[note])
        for month, signs in by_place.items():
            self.canvas.text((places[month], plot[0] - 8), ",".join(signs), NOTE, "center")

    def _line(self, places: list[float], scale: Scale) -> None:
        canvas, panel = self.canvas, self.panel
        for intervals in _unbroken(panel, panel.intervals):
            band(canvas, places, intervals, scale, PALE)
        self._fan(places, scale)
        if panel.target is not None:
            y = scale(panel.target)
            canvas.line([(places[0] - 4, y), (places[-1] + 4, y)], QUIET, 1.1, "dashed")
        for segment in _unbroken(panel, panel.values):
            trend(canvas, places, segment, scale)
        there = [index for index, value in enumerate(panel.values) if known([value])]
        if there:
            last = there[-1]
            hollow = panel.partial and last == len(panel.values) - 1
            at = (places[last], scale(panel.values[last] or 0.0))
            canvas.mark(at, size=6.5, fill=PAPER if hollow else canvas.look.accent, edge=canvas.look.accent)

    def _fan(self, places: list[float], scale: Scale) -> None:
        """What is likely in months to come: hatched between its ends, from the last month known."""
        canvas, panel = self.canvas, self.panel
        there = [index for index, value in enumerate(panel.values) if known([value])]
        if not panel.forecast or not there:
            return
        last = panel.values[there[-1]] or 0.0
        fan = [(last, last), *panel.forecast]
        after = [places[there[-1]], *places[len(panel.values) :]]
        band(canvas, after, fan, scale, GRID)
        strokes = []
        for (x, one), (right, other) in pairwise(zip(after, fan, strict=True)):
            steps = max(int((right - x) / 3), 1)
            for share in (step / steps for step in range(1, steps + 1)):
                low, high = (scale(a + (b - a) * share) for a, b in zip(one, other, strict=True))
                strokes.append(((x + (right - x) * share, low), (x + (right - x) * share, high)))
        canvas.strokes(strokes, QUIET)

    def _months(self, places: list[float], y: float, room: tuple[float, float]) -> None:
        months = self.data.months
        first = self.canvas.measure(months[0], NOTE)
        last = self.canvas.measure(months[-1], NOTE)
        right = min(places[len(months) - 1] + last / 2, room[1])
        self.canvas.text((right, y), months[-1], NOTE, "right")
        if right - last - (room[0] + first) > 8:
            self.canvas.text((room[0], y), months[0], NOTE)


def _unbroken(panel: Panel, values: Sequence[Value | None]) -> list[list[Value | None]]:
    """A series cut at its breaks: values before and after are not joined."""
    cuts = [0, *sorted(month for month, _ in panel.breaks), len(values)]
    return [
        [value if start <= index < end else None for index, value in enumerate(values)]
        for start, end in pairwise(cuts)
    ]
