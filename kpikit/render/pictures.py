"""Pictures that may be shown: SVG without anything that loads or runs, PNG and JPEG as they are."""

from __future__ import annotations

import base64
import binascii
import re
import struct
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable

SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_HREF = {"href", f"{{{_XLINK}}}href"}
_RUNS = frozenset(
    {"script", "foreignObject", "iframe", "object", "embed", "audio", "video", "handler", "listener"}
)
_MOVES = frozenset({"animate", "animateColor", "animateMotion", "animateTransform", "set"})
_LEFT_OUT = _RUNS | _MOVES | {"metadata"}
_INSIDE = re.compile(r"#[\w.:-]+\Z|data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]+\Z")
_LOADS = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|expression\s*\(|javascript:|\\", re.IGNORECASE)
_RASTER = re.compile(r"data:image/(png|jpeg);base64,([A-Za-z0-9+/=\s]+)\Z")
_LENGTH = re.compile(r"\s*([0-9.]+)\s*(pt|px|in|cm|mm|)\s*\Z")
_POINTS = {"pt": 1.0, "px": 0.75, "": 0.75, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_LARGEST = 8_000_000
_DEEPEST = 100

ET.register_namespace("", SVG)
ET.register_namespace("xlink", _XLINK)


class Picture(TypedDict):
    """A picture in plain data: SVG text for both exporters, its address in HTML, its size in points."""

    svg: str
    uri: str
    width: float
    height: float


def svg_picture(svg: str, mend: Callable[[str], str] | None = None) -> Picture:
    """Make a picture of SVG text.

    Elements that run or animate are left out, as are addresses that lead outside the picture.

    Args:
        svg: The SVG document.
        mend: Replaces characters in the picture's words, where a page has no glyph for them.

    Raises:
        ValueError: It isn't well-formed SVG, declares entities, or is beyond all size.
    """
    root = _parse(svg)
    _strip(root)
    if mend:
        for element in root.iter():
            element.text = mend(element.text) if element.text and not _is(element, "style") else element.text
            element.tail = mend(element.tail) if element.tail else element.tail
    width, height = _size(root)
    text = ET.tostring(root, encoding="unicode")
    uri = "data:image/svg+xml;base64," + base64.b64encode(text.encode()).decode("ascii")
    return {"svg": text, "uri": uri, "width": width, "height": height}


def raster_picture(uri: str) -> Picture:
    """Make a picture of a PNG or JPEG data address; on paper it stands wrapped in SVG.

    Raises:
        ValueError: The address is no base64 PNG or JPEG.
    """
    found = _RASTER.match(uri.strip())
    if not found:
        raise ValueError("only PNG, JPEG and SVG pictures inside the notebook are shown")
    try:
        data = base64.b64decode(found[2], validate=False)
    except binascii.Error as error:
        raise ValueError("the picture is not valid base64") from error
    width, height = _png_size(data) if found[1] == "png" else _jpeg_size(data)
    packed = f"data:image/{found[1]};base64,{base64.b64encode(data).decode('ascii')}"
    svg = (
        f'<svg xmlns="{SVG}" xmlns:xlink="{_XLINK}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="{packed}"/></svg>'
    )
    return {"svg": svg, "uri": packed, "width": width * 0.72, "height": height * 0.72}


def picture_of(address: str) -> Picture:
    """Make a picture of a data address of any kind that may be shown.

    Raises:
        ValueError: It is something else, or broken.
    """
    if address.startswith("data:image/svg+xml;base64,"):
        try:
            return svg_picture(base64.b64decode(address.partition(",")[2]).decode())
        except UnicodeDecodeError as error:
            raise ValueError("the picture is not UTF-8") from error
    return raster_picture(address)


def _parse(svg: str) -> ET.Element:
    if len(svg) > _LARGEST:
        raise ValueError("the picture is larger than 8 MB")
    if "<!ENTITY" in svg:
        raise ValueError("the picture declares entities")
    try:
        root = ET.fromstring(svg)  # noqa: S314 - what could swell or load, entities, is refused above
    except ET.ParseError as error:
        raise ValueError(f"the picture is not well-formed SVG ({error})") from error
    if not _is(root, "svg"):
        raise ValueError("the picture is not SVG")
    return root


def _is(element: ET.Element, name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name


def _strip(parent: ET.Element, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise ValueError("the picture is nested too deeply")
    for name in [name for name in parent.attrib if not _harmless(name, parent.attrib[name])]:
        del parent.attrib[name]
    for child in list(parent):
        local = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else "script"
        if local in _LEFT_OUT or (local == "style" and _LOADS.search("".join(child.itertext()))):
            parent.remove(child)
        else:
            _strip(child, depth + 1)


def _harmless(name: str, value: str) -> bool:
    if name in _HREF:
        return bool(_INSIDE.match(value.strip()))
    local = name.rpartition("}")[2].lower()
    return not local.startswith("on") and local not in ("base", "src") and not _LOADS.search(value)


def _size(root: ET.Element) -> tuple[float, float]:
    sides = [_points(root.get(name, "")) for name in ("width", "height")]
    box = [float(part) for part in re.findall(r"[-0-9.]+", root.get("viewBox", ""))[:4] if part.strip("-.")]
    if len(box) == 4:
        sides = [side or extent * 0.75 for side, extent in zip(sides, box[2:], strict=True)]
    if not (sides[0] > 0 and sides[1] > 0):
        raise ValueError("the picture has no size")
    return sides[0], sides[1]


def _points(length: str) -> float:
    found = _LENGTH.match(length)
    try:
        return float(found[1]) * _POINTS[found[2]] if found else 0.0
    except ValueError:
        return 0.0


def _png_size(data: bytes) -> tuple[int, int]:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or len(data) < 33:
        raise ValueError("the picture is not PNG")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 < len(data) and data[at] == 0xFF:
        if 0xC0 <= data[at + 1] <= 0xCF and data[at + 1] not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    raise ValueError("the picture is not JPEG")
