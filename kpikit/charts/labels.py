"""Text on charts: what can be drawn, how wide it is, how it fits."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from kpikit.charts import fonts
from kpikit.text import clean_line

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

LONGEST = 160
"""Characters of a label that are considered at all; no chart has room for more."""

SIZE = 9.0
"""Points at printed size; the smallest text on any chart."""

_MODIFIERS = re.compile("[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_JOINERS = re.compile(
    "(?<![\u0600-\u06ff\u0900-\u097f])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u06ff\u0900-\u097f])"
)
_FLAG = re.compile("([\U0001f1e6-\U0001f1ff])([\U0001f1e6-\U0001f1ff])")
_REPEATED = re.compile(r"(\[[^\[\]]+\])(?:\s*\1)+")
_ONE_WORD = "[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\u0e00-\u0e7f]"
_PIECES = re.compile(
    rf"{_ONE_WORD}|[^\s\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\u0e00-\u0e7f]+|\s+"
)
_NO_LINE_START = "，。、；：？！）】》」』”’…%％)]}.,;:!?"  # noqa: RUF001 - Chinese punctuation


@lru_cache(maxsize=8192)
def drawable(text: str, language: str = "en") -> str:
    """Text that the installed fonts can draw, on one line.

    Emoji and other signs without a glyph become their Unicode name in brackets, other characters without one
    are dropped. Idempotent. At most `LONGEST` characters.
    """
    line = clean_line(text[: LONGEST * 4], LONGEST * 2)
    line = _JOINERS.sub("", _MODIFIERS.sub("", line))
    line = _FLAG.sub(
        lambda pair: "[" + "".join(chr(ord(part) - 0x1F1E6 + 65) for part in pair.groups()) + "]", line
    )
    line = "".join(char if fonts.face_of(char, language) else _named(char) for char in line)
    line = _REPEATED.sub(r"\1", " ".join(line.split()))
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _named(char: str) -> str:
    name = unicodedata.name(char, "")
    # A name for what readers know as a picture; rare letters of scripts without a font would read as noise.
    return f"[{name.lower()}]" if name and unicodedata.category(char) in {"So", "Sm", "Sk"} else ""


@lru_cache(maxsize=1024)
def _properties(names: tuple[str, ...], size: float) -> FontProperties:
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - no matplotlib before the first chart

    return FontProperties(family=list(names), size=size)


def font(text: str, size: float = SIZE, *, bold: bool = False, language: str = "en") -> FontProperties:
    """The font for a drawable text: the Latin cut, then those its other characters need."""
    names = fonts.families(text, fonts.BOLD if bold else fonts.REGULAR, language)
    return _properties(tuple(names), size)


@lru_cache(maxsize=8192)
def width(text: str, size: float = SIZE, *, bold: bool = False, language: str = "en") -> float:
    """Width of a drawable text in points."""
    from matplotlib.textpath import text_to_path  # noqa: PLC0415 - as above

    if not text:
        return 0.0
    properties = font(text, 100, bold=bold, language=language)
    return float(text_to_path.get_text_width_height_descent(text, properties, ismath=False)[0]) * size / 100


def fit(text: str, room: float, size: float = SIZE, *, lines: int = 1, **style: bool | str) -> list[str]:
    """Break a drawable text into at most `lines` lines of `room` points; the rest ends in an ellipsis.

    Breaks fall between words, between Chinese characters, and inside a word only if it fills a line alone.
    """
    done: list[str] = []
    rest = text
    while rest and len(done) < lines:
        if _wide(rest, size, style) <= room:
            return [*done, rest]
        if len(done) == lines - 1:
            return [*done, _ellipsis(rest, room, size, style)]
        head = _head(rest, room, size, style)
        done.append(head.rstrip())
        rest = rest[len(head) :].lstrip()
    return done or [""]


def _wide(text: str, size: float, style: dict[str, bool | str]) -> float:
    return width(text, size, **style)


def _head(text: str, room: float, size: float, style: dict[str, bool | str]) -> str:
    """The longest beginning of whole words that has room."""
    head = ""
    pieces = _PIECES.findall(text)
    for index, piece in enumerate(pieces):
        closing = index + 1 < len(pieces) and pieces[index + 1][0] in _NO_LINE_START
        ahead = head + piece + (pieces[index + 1] if closing else "")
        if _wide(ahead.rstrip(), size, style) > room:
            break
        head += piece
    return head if head.strip() else _longest(text, room, size, style)


def _longest(text: str, room: float, size: float, style: dict[str, bool | str], tail: str = "") -> str:
    """The longest beginning that has room together with `tail`; never splits a letter and its marks."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if _wide(text[:middle].rstrip() + tail, size, style) <= room:
            low = middle
        else:
            high = middle - 1
    while low > 1 and low < len(text) and unicodedata.combining(text[low]):
        low -= 1
    return text[:low]


def _ellipsis(text: str, room: float, size: float, style: dict[str, bool | str]) -> str:
    return _longest(text, room, size, style, "…").rstrip() + "…"
