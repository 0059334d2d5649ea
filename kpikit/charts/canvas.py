"""What every chart is drawn on: matplotlib's SVG renderer, measured in points from the top left corner.

Layout in points keeps text at its printed size, makes room a plain subtraction, and needs no second drawing
to find out how large labels are. Marks go to the renderer without figure and axes in between: a chart takes
10 to 40 ms instead of 100, and a user's matplotlib settings change nothing.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from matplotlib import rc_context
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_rgb
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from kpikit.charts import labels
from kpikit.charts.theme import INK, PAPER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpikit.charts.theme import Look

Point = tuple[float, float]
Align = Literal["left", "center", "right"]
LEADING = 1.25
"""Line height over text size."""
# Height of capitals over text size in Noto Sans, halved: from the baseline to a line's middle.
_MIDDLE = 0.357
_SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}
_DASHES = {"dashed": (4.0, 2.5), "dotted": (1.0, 2.0)}
_SHAPES = {
    "s": [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)],
    "^": [(-0.5, 0.45), (0.5, 0.45), (0.0, -0.5)],
    "v": [(-0.5, -0.45), (0.5, -0.45), (0.0, 0.5)],
    "D": [(0.0, -0.6), (0.6, 0.0), (0.0, 0.6), (-0.6, 0.0)],
}
_RENDERER: Any = RendererSVG
_SETTINGS = {"svg.fonttype": "path", "svg.hashsalt": "kpikit", "path.simplify": False, "path.sketch": None}


@dataclass(frozen=True)
class Type:
    """How a text is set: size in points, colour, weight."""

    size: float = labels.SIZE
    color: str = INK
    bold: bool = False


BODY = Type()


@dataclass(frozen=True)
class _Pen:
    """How a path is drawn."""

    fill: str | None = None
    edge: str | None = None
    width: float = 1.0
    dash: str = ""
    join: str = "round"


class Canvas:
    """A picture `look.points` wide and `height` points high; x runs right, y runs down."""

    def __init__(self, look: Look, height: float, width: float | None = None) -> None:
        self.look = look
        self.width = look.points if width is None else width
        self.height = height
        self._marks: list[Callable[[Any], None]] = []

    def measure(self, text: str, style: Type = BODY) -> float:
        """Width of a text in points."""
        drawn = labels.drawable(text, self.look.language)
        return labels.width(drawn, style.size, bold=style.bold, language=self.look.language)

    def fit(self, text: str, room: float, style: Type = BODY, lines: int = 1) -> list[str]:
        """A text broken into lines of at most `room` points."""
        drawn = labels.drawable(text, self.look.language)
        return labels.fit(drawn, room, style.size, lines=lines, bold=style.bold, language=self.look.language)

    def text(
        self, at: Point, text: str, style: Type = BODY, align: Align = "left", room: float | None = None
    ) -> float:
        """One line, its middle at `at`; shortened if it has less `room` than it needs. Returns its width."""
        language = self.look.language
        line = labels.drawable(text, language) if room is None else self.fit(text, room, style)[0]
        if not line:
            return 0.0
        wide = labels.width(line, style.size, bold=style.bold, language=language)
        font = labels.font(line, style.size, bold=style.bold, language=language)
        # One point from the edge: a J reaches to the left of where it starts.
        x, y = max(at[0] - wide * _SHARE[align], 1.0), at[1] + _MIDDLE * style.size

        def draw(renderer: Any) -> None:  # noqa: ANN401 - matplotlib is untyped here
            context = renderer.new_gc()
            context.set_foreground(style.color)
            renderer.draw_text(context, x, y, line, font, 0.0, ismath=False)

        self._marks.append(draw)
        return wide

    def paragraph(self, at: Point, lines: Sequence[str], style: Type = BODY, align: Align = "left") -> None:
        """Lines below one another, the block's middle at `at`."""
        x, y = at
        step = style.size * LEADING
        top = y - step * (len(lines) - 1) / 2
        for index, line in enumerate(lines):
            self.text((x, top + index * step), line, style, align)

    def line(self, points: Sequence[Point], color: str = INK, width: float = 1.0, dash: str = "") -> None:
        """A line through points. `dash`: "" solid, "dashed" or "dotted"."""
        self._path(points, None, _Pen(None, color, width, dash))

    def strokes(self, pairs: Sequence[tuple[Point, Point]], color: str = INK, width: float = 0.6) -> None:
        """Many straight strokes as one mark."""
        if pairs:
            codes = [Path.MOVETO, Path.LINETO] * len(pairs)
            self._path([point for pair in pairs for point in pair], codes, _Pen(None, color, width))

    def rect(self, corner: Point, size: Point, fill: str | None = INK, edge: str | None = None) -> None:
        """A rectangle from its top left corner; `edge` outlines it."""
        (x, y), (width, height) = corner, size
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], fill, edge)

    def polygon(
        self, points: Sequence[Point], fill: str | None = INK, edge: str | None = None, width: float = 1.0
    ) -> None:
        """A closed shape."""
        codes = [Path.MOVETO, *[Path.LINETO] * (len(points) - 1), Path.CLOSEPOLY]
        self._path([*points, points[0]], codes, _Pen(fill, edge, width, join="miter"))

    def hatch(self, corner: Point, size: Point, color: str = INK, step: float = 4.0) -> None:
        """Rising diagonals across a rectangle: forecast, or too few to read."""
        (x, y), (width, height) = corner, size
        strokes: list[tuple[Point, Point]] = []
        offset = step / 2
        while offset < width + height:
            start = (x + max(0.0, offset - height), y + min(height, offset))
            strokes.append((start, (x + min(width, offset), y + max(0.0, offset - width))))
            offset += step
        self.strokes(strokes, color)

    def mark(
        self, at: Point, shape: str = "o", size: float = 7.0, fill: str = INK, edge: str | None = None
    ) -> None:
        """A mark: "o" round, "s" square, "^" and "v" triangles, "D" diamond; `size` is its diameter."""
        x, y = at
        pen = _Pen(fill, edge, 1.2, join="miter")
        if shape == "o":
            circle: Any = Path.circle((0.0, 0.0), size / 2)
            points = [(x + dx, y + dy) for dx, dy in circle.vertices]
            self._path(points, circle.codes, pen)
        else:
            self.polygon([(x + dx * size, y + dy * size) for dx, dy in _SHAPES[shape]], fill, edge, 1.2)

    def whisker(self, x: Point, y: float, color: str = INK, width: float = 1.4) -> None:
        """An interval lying at height `y` from x[0] to x[1], with end strokes."""
        ends = [((end, y - 3), (end, y + 3)) for end in x]
        self.strokes([((x[0], y), (x[1], y)), *ends], color, width)

    def halo(self, corner: Point, size: Point) -> None:
        """White paper behind a label that crosses lines."""
        self.rect(corner, size, PAPER)

    def _path(self, points: Sequence[Point], codes: Sequence[Any] | None, pen: _Pen) -> None:
        path = Path([(x, self.height - y) for x, y in points], codes)

        def draw(renderer: Any) -> None:  # noqa: ANN401 - matplotlib is untyped here
            context = renderer.new_gc()
            context.set_linewidth(pen.width if pen.edge else 0.0)
            context.set_foreground(pen.edge or PAPER)
            context.set_capstyle("butt")
            context.set_joinstyle(pen.join if pen.edge else "round")
            context.set_dashes(0, _DASHES.get(pen.dash))
            renderer.draw_path(context, path, IdentityTransform(), to_rgb(pen.fill) if pen.fill else None)

        self._marks.append(draw)

    def svg(self) -> str:
        """The picture: text as outlines, same bytes each time."""
        buffer = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        with rc_context(_SETTINGS):  # type: ignore[arg-type]
            renderer: Any = _RENDERER(self.width, self.height, buffer, image_dpi=72, metadata=nothing)
            for draw in self._marks:
                draw(renderer)
            renderer.finalize()
        return tidy(buffer.getvalue())


_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_SPACE = re.compile(r"(?<=>)\s+(?=<)")
_DRAWN = re.compile(r'\bd="[^"]*"')
_PATH = re.compile(r"(?<=[\dMLQCz]) ?\n?(?=[MLQCz])|(?<=[MLQC]) |\n(?=\")")
_ID = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r'href="#([^"]+)"|url\(#([^)]+)\)')
_NUMBER = re.compile(r"scale\([^)]*\)|-?\d+\.\d{3,}")


def tidy(svg: str) -> str:
    """Without prolog, blank space and unused ids; numbered ids do not tell which font cut was used."""
    svg = _DRAWN.sub(lambda match: _PATH.sub("", match[0]), _SPACE.sub("", _HEAD.sub("", svg)).strip())
    used: dict[str, str] = {}
    for match in _REFERENCE.finditer(svg):
        used.setdefault(match[1] or match[2], f"a{len(used)}")
    svg = _ID.sub(lambda match: f'id="{used[match[1]]}"' if match[1] in used else "", svg)
    svg = _REFERENCE.sub(
        lambda match: f'href="#{used[match[1]]}"' if match[1] else f"url(#{used[match[2]]})", svg
    )
    return _NUMBER.sub(_shorter, svg).replace(" >", ">")


def _shorter(number: re.Match[str]) -> str:
    """A hundredth of a point is enough for places, not for scales."""
    return number[0] if number[0].startswith("scale") else f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
