"""Reads a chart back from its SVG: which texts stand where, judged by the outlines that are drawn."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from itertools import pairwise

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


@dataclass(frozen=True)
class Drawn:
    """A line of text with the box its outlines fill, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float

    def overlaps(self, other):
        """Whether two texts share more than a hair."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.5
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.5
        )


def parse(svg):
    """The SVG as a tree that keeps comments."""
    return ET.fromstring(svg, parser=ET.XMLParser(target=ET.TreeBuilder(insert_comments=True)))


def size(svg):
    """Width and height in points."""
    _, _, width, height = map(float, parse(svg).get("viewBox").split())
    return width, height


def texts(svg):
    """All lines of text with their boxes."""
    root = parse(svg)
    glyphs = {path.get("id"): path for path in root.iter(f"{SVG}path") if path.get("id")}
    found = []
    for parent in root.iter():
        children = list(parent)
        for comment, group in pairwise(children):
            if comment.tag is ET.Comment and group.tag == f"{SVG}g":
                found.append(_drawn(comment.text.strip(), group, glyphs))
    return found


def _drawn(text, group, glyphs):
    x, y, scale, _ = (float(number) for number in NUMBER.findall(group.get("transform")))
    corners = []
    for use in group.iter(f"{SVG}use"):
        moved = [float(number) for number in NUMBER.findall(use.get("transform") or "0 0")]
        glyph = glyphs[use.get(LINK).removeprefix("#")]
        numbers = [float(number) for number in NUMBER.findall(glyph.get("d") or "")]
        inner = float(NUMBER.findall(glyph.get("transform"))[0])
        corners += [
            (x + scale * (moved[0] + inner * across), y - scale * (moved[1] + inner * up))
            for across, up in zip(numbers[::2], numbers[1::2], strict=True)
        ]
    xs, ys = zip(*corners, strict=True) if corners else ((x,), (y,))
    return Drawn(text, min(xs), min(ys), max(xs), max(ys), scale * 100)


def shapes(svg):
    """Paths that are not letters: (style, path data)."""
    return [
        (path.get("style") or "", path.get("d") or "")
        for path in parse(svg).iter(f"{SVG}path")
        if not path.get("id") and path.get("d")
    ]
