"""What every chart is drawn on: a matplotlib figure measured in points from its top left corner.

Layout in points keeps text at its printed size, makes room a plain subtraction, and needs no second drawing
to find out how large labels are. Each property is given on each mark, so a user's matplotlib settings change
nothing.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kpikit.charts import labels
from kpikit.charts.theme import INK, PAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.charts.theme import Look

Point = tuple[float, float]
Align = Literal["left", "center", "right"]
LEADING = 1.25
"""Line height over text size."""
# Height of capitals over text size in Noto Sans, halved: from the baseline to a line's middle.
_MIDDLE = 0.357
_SETTINGS = {
    "svg.fonttype": "path",
    "svg.hashsalt": "kpikit",
    "path.simplify": False,
    "path.sketch": None,
    "path.effects": [],
    "text.usetex": False,
}


@dataclass(frozen=True)
class Type:
    """How a text is set: size in points, colour, weight."""

    size: float = labels.SIZE
    color: str = INK
    bold: bool = False


BODY = Type()


class Canvas:
    """A picture `look.points` wide and `height` points high; x runs right, y runs down."""

    def __init__(self, look: Look, height: float, width: float | None = None) -> None:
        from matplotlib.figure import Figure  # noqa: PLC0415 - no matplotlib before the first chart

        self.look = look
        self.width = look.points if width is None else width
        self.height = height
        self._figure = Figure(figsize=(self.width / 72, height / 72), dpi=72, frameon=False)
        self._order = 0

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
        line = labels.drawable(text, self.look.language) if room is None else self.fit(text, room, style)[0]
        if not line:
            return 0.0
        font = labels.font(line, style.size, bold=style.bold, language=self.look.language)
        x, y = at
        artist = self._figure.text(x, 0, line, fontproperties=font, color=style.color, parse_math=False)
        artist.set(horizontalalignment=align, verticalalignment="baseline", usetex=False)
        artist.set_position((x, self.height - y - _MIDDLE * style.size))
        self._place(artist)
        return labels.width(line, style.size, bold=style.bold, language=self.look.language)

    def paragraph(self, at: Point, lines: Sequence[str], style: Type = BODY, align: Align = "left") -> None:
        """Lines below one another, the block's middle at `at`."""
        x, y = at
        step = style.size * LEADING
        top = y - step * (len(lines) - 1) / 2
        for index, line in enumerate(lines):
            self.text((x, top + index * step), line, style, align)

    def line(self, points: Sequence[Point], color: str = INK, width: float = 1.0, dash: str = "") -> None:
        """A line through points. `dash`: "" solid, "dashed" or "dotted"."""
        from matplotlib.lines import Line2D  # noqa: PLC0415 - as above

        pattern: Any = {"": "solid", "dashed": (0, (4, 2.5)), "dotted": (0, (1, 2))}[dash]
        xs, ys = zip(*points, strict=True)
        self._add(
            Line2D(
                xs,
                [self.height - y for y in ys],
                color=color,
                linewidth=width,
                linestyle=pattern,
                solid_capstyle="butt",
                dash_capstyle="butt",
                solid_joinstyle="round",
                marker="",
            )
        )

    def rect(self, corner: Point, size: Point, fill: str | None = INK, edge: str | None = None) -> None:
        """A rectangle from its top left corner; `edge` outlines it."""
        (x, y), (width, height) = corner, size
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], fill, edge)

    def polygon(
        self, points: Sequence[Point], fill: str | None = INK, edge: str | None = None, width: float = 1.0
    ) -> None:
        """A closed shape."""
        from matplotlib.patches import Polygon  # noqa: PLC0415 - as above

        self._add(
            Polygon(
                [(x, self.height - y) for x, y in points],
                closed=True,
                facecolor=fill or "none",
                edgecolor=edge or "none",
                linewidth=width if edge else 0.0,
                joinstyle="miter",
            )
        )

    def hatch(self, corner: Point, size: Point, color: str = INK, step: float = 4.0) -> None:
        """Rising diagonals across a rectangle: forecast, or too few to read."""
        (x, y), (width, height) = corner, size
        offset = step / 2
        while offset < width + height:
            start = (x + max(0.0, offset - height), y + min(height, offset))
            end = (x + min(width, offset), y + max(0.0, offset - width))
            self.line([start, end], color, 0.6)
            offset += step

    def mark(
        self, at: Point, shape: str = "o", size: float = 7.0, fill: str = INK, edge: str | None = None
    ) -> None:
        """A mark: "o" round, "s" square, "^" and "v" triangles, "D" diamond; `size` is its diameter."""
        from matplotlib.lines import Line2D  # noqa: PLC0415 - as above

        x, y = at
        self._add(
            Line2D(
                [x],
                [self.height - y],
                linestyle="none",
                marker=shape,
                markersize=size,
                markerfacecolor=fill,
                markeredgecolor=edge or fill,
                markeredgewidth=1.2 if edge else 0.0,
            )
        )

    def whisker(self, x: Point, y: float, color: str = INK, width: float = 1.4) -> None:
        """An interval lying at height `y` from x[0] to x[1], with end strokes."""
        low, high = x
        self.line([(low, y), (high, y)], color, width)
        for end in x:
            self.line([(end, y - 3), (end, y + 3)], color, width)

    def halo(self, corner: Point, size: Point) -> None:
        """White paper behind a label that crosses lines."""
        self.rect(corner, size, PAPER)

    def _add(self, artist: Any) -> None:  # noqa: ANN401 - matplotlib is untyped here
        self._figure.add_artist(artist)
        self._place(artist)

    def _place(self, artist: Any) -> None:  # noqa: ANN401 - as above
        from matplotlib.transforms import IdentityTransform  # noqa: PLC0415 - as above

        artist.set_transform(IdentityTransform())
        # Drawn in the order in which they were added, as on paper.
        self._order += 1
        artist.set_zorder(self._order)

    def svg(self) -> str:
        """The picture: text as outlines, same bytes each time."""
        from matplotlib import rc_context  # noqa: PLC0415 - as above
        from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415

        buffer = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        with rc_context(_SETTINGS):  # type: ignore[arg-type]
            FigureCanvasSVG(self._figure).print_svg(buffer, metadata=nothing)  # type: ignore[no-untyped-call]
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
