"""The one funnel for text that strangers wrote: comments, captions, nicknames, column names, UTM values.

Everything from outside passes `clean` when it is read. It makes text harmless to lay out (no control
characters, no lone surrogates, no direction tricks); it does not escape it: HTML is escaped and sanitised by
the HTML exporter, and Typst receives text as data only.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 5_000
"""Characters kept of one text; longer ones are cut with an ellipsis."""

_DIRECTION = dict.fromkeys([0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069], None)
# Soft hyphen, byte-order mark, zero-width space, word joiner and Mongolian separator carry nothing for a
# reader. Zero-width (non-)joiners stay: Persian, Hindi and joined emoji need them.
_INVISIBLE = dict.fromkeys([0x00AD, 0xFEFF, 0x200B, 0x2060, 0x180E, 0x200E, 0x200F], None)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACED = re.compile(r"[\u0000-\u0dff\u1e00-\u1fff]")
"""First letter of a word in a script that sets spaces between words."""
_SPACES = re.compile(r"[ \t\u00a0\u202f\u2007]+")


def clean(text: str, longest: int = LONGEST) -> str:
    """Make outside text safe to keep and to lay out: NFC, no controls, no invisible or direction marks.

    Idempotent. Newlines stay.
    """
    text = unicodedata.normalize("NFC", text).translate(_DIRECTION).translate(_INVISIBLE)
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _SPACES.sub(" ", text).strip()
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def clean_line(text: str, longest: int = 200) -> str:
    """As `clean`, on one line: for names, titles, labels."""
    return clean(" ".join(text.split()), longest)


def header_key(text: str) -> str:
    """The form in which column names are compared: NFKC, no invisible characters, casefold, single spaces."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return " ".join(text.casefold().split())


def at_word_starts(words: Iterable[str]) -> str:
    """A pattern, for text in casefold, of words at their starts; anywhere for scripts without spaces."""
    return "|".join(
        (r"(?<![^\W_])" if _SPACED.match(word) else "") + re.escape(word.casefold()) for word in words
    )
