"""The charts' one style: colours, sizes, and the paper they are drawn for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kpikit.blocks import Width

INK = "#333333"
"""Actual figures and text."""
PREVIOUS = "#949494"
"""Earlier figures; fills and marks only, too pale for text."""
QUIET = "#595959"
"""Text that stands back: axes, counts, notes."""
PALE = "#D4D4D4"
"""Last year's bar, intervals' bands, bars of no interest."""
GRID = "#E6E6E6"
PAPER = "#FFFFFF"
HIGHLIGHT = "#12436D"
GOOD = "#1B6CA8"
BAD = "#B5451B"

# Inner width in points (1 cm = 28.35 pt) of A4 and of its parts, so that 9 pt on a chart are 9 pt on paper.
WIDTHS: dict[str, dict[str, float]] = {
    "landscape": {"full": 737.0, "half": 360.0, "third": 232.0},
    "portrait": {"full": 499.0, "half": 241.0, "third": 159.0},
}


@dataclass(frozen=True)
class Look:
    """How one chart is to look.

    Attributes:
        width: Part of the page it takes.
        language: BCP 47; decides which CJK font draws Han characters.
        accent: Colour of what the chart points at.
        paper: Orientation of the A4 page.
    """

    width: Width = "full"
    language: str = "en"
    accent: str = HIGHLIGHT
    paper: Literal["landscape", "portrait"] = "landscape"

    @property
    def points(self) -> float:
        """Width in points."""
        return WIDTHS[self.paper][self.width]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of `#rrggbb`, 0 to 1."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str = PAPER) -> float:
    """Contrast of two colours (WCAG 2.2), 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def accent(wish: str | None) -> tuple[str, Literal["not_a_colour", "too_pale"] | None]:
    """A brand's accent colour if it can be read on white (4.5 : 1), else the house's, with the reason."""
    if wish is None:
        return HIGHLIGHT, None
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", wish):
        return HIGHLIGHT, "not_a_colour"
    return (wish, None) if contrast(wish) >= 4.5 else (HIGHLIGHT, "too_pale")


def tint(colour: str, share: float) -> str:
    """A colour mixed with white: share 0 is white, 1 the colour."""
    parts = (round(255 - (255 - int(colour[start : start + 2], 16)) * share) for start in (1, 3, 5))
    return "#" + "".join(f"{part:02X}" for part in parts)
