"""Which characters the fonts at hand can draw, and words in the place of those they can't.

A tagged PDF (PDF/UA-1) is refused where one glyph is missing, and a comment may hold any character. So each
text is held against the fonts' character maps before: emoji become their names in brackets, letters of a
script without a font the script's name. Only the fonts that a report needs go to Typst.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from kpikit.charts.fonts import FACES, face_of, font_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u200b\u200c\u2060\u00ad")
_REGIONAL = range(0x1F1E6, 0x1F200)
_SKIN = range(0x1F3FB, 0x1F400)
_ASCII = re.compile(r"[\n\t\x20-\x7e]*\Z")
# What a text engine uses but draws nothing for, whether a font has it or not.
_UNDRAWN = frozenset("\n\t\u200c\u200d")
# Typst knows families by name, the charts know faces; both lists of fonts have one order for English.
_FACE_OF_FAMILY = dict(zip(font_names("en"), FACES, strict=True))


class Glyphs:
    """Mends texts for the installed fonts, and remembers what it did.

    Attributes:
        replaced: How often each character that no font has was replaced.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._known: dict[str, bool] = {}
        self._used = {"latin"}
        self.replaced: Counter[str] = Counter()

    def families(self) -> list[str]:
        """Families that the texts mended so far need, in the order in which the language's pages try them."""
        return [name for name in font_names(self._language) if _FACE_OF_FAMILY[name] in self._used]

    def files(self) -> list[Path]:
        """The files of these families."""
        return [FACES[_FACE_OF_FAMILY[name]].file for name in self.families()]

    def mend(self, text: str) -> str:
        """The text with words in brackets for what no font can draw. Idempotent."""
        if _ASCII.match(text):
            return text
        if all(self._has(char) for char in text):
            return text
        return "".join(self._pieces(text))

    def refuse(self, chars: str) -> None:
        """Take characters as unknown from now on, because the typesetter could not draw them after all."""
        self._known |= dict.fromkeys(set(chars) - set(" \n"), False)

    def _has(self, char: str) -> bool:
        known = self._known.get(char)
        if known is None:
            face = face_of(char, self._language)
            self._used |= {face} if face else set()
            known = self._known[char] = face is not None or char in _UNDRAWN
        return known

    def _pieces(self, text: str) -> Iterator[str]:
        for lacking, run in groupby(text, key=self._lacks):
            chars = "".join(run)
            if not lacking:
                yield chars
                continue
            self.replaced.update(char for char in chars if char not in _JOINERS)
            yield from _named(chars)

    def _lacks(self, char: str) -> bool:
        return not self._has(char) or char in "\ufe0e\ufe0f"


def _named(chars: str) -> Iterator[str]:
    """Names in brackets of a run of characters without glyphs."""
    for kind, run in groupby((char for char in chars if char not in _JOINERS), key=_kind):
        symbols = "".join(run)
        if kind == "letters":
            yield f"[{_script(symbols[0])}]"
        elif kind == "flag":
            yield f"[flag {''.join(chr(ord(char) - _REGIONAL.start + ord('A')) for char in symbols)}]"
        elif kind == "skin" and len(chars) > len(symbols):
            continue
        else:
            yield from (f"[{unicodedata.name(char, f'U+{ord(char):04X}').lower()}]" for char in symbols)


def _kind(char: str) -> str:
    if ord(char) in _REGIONAL:
        return "flag"
    if ord(char) in _SKIN:
        return "skin"
    return "letters" if unicodedata.category(char)[0] in "LM" else "symbol"


def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    return f"{name.split(' ')[0].lower()} text" if name else f"U+{ord(char):04X}"
