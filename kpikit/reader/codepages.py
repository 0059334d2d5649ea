"""Which code page bytes are written in: the one in which they read most like a language that uses it.

Exports are short and mostly ASCII, so few letters have to decide. Each candidate is decoded strictly, and
each character beyond ASCII costs as much as it is surprising in the language: its frequency, and in Latin
scripts the letters beside it. The cheapest reading wins; none wins that is too dear.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kpikit.reader.languages import CHARACTERS, LATIN, LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Language = Callable[[str, str, str], float]
    """(character before, character beyond ASCII, character after) → cost."""

PAGES = (
    "cp1252", "cp1250", "cp1251", "gb18030", "cp950", "cp932", "cp949",
    "cp1254", "cp1253", "cp1255", "cp1256", "cp1257", "cp874", "mac_roman",
)  # fmt: skip
"""Candidates; of two readings that are the same text, the one that reads best is named."""

_PRIOR = dict.fromkeys(("cp1254", "cp1253", "cp1255", "cp1256", "cp1257", "cp874"), 1.5) | {"mac_roman": 3.0}
"""What it takes more to believe in code pages that are seldom met."""
_SELDOM = {"is": 2.0, "et": 3.0, "ca": 2.0}
"""And in languages."""
_SAMPLE_LINES = 2_000
_SAMPLE_BYTES = 200_000
_DEAREST, _ALLOWANCE = 6.0, 4.0
"""Mean cost of a byte beyond ASCII from which on a reading is no text; an allowance for single letters."""
_DOUBT = 2.5
"""Two readings whose costs differ by less can't be told apart: e^2.5, about twelve to one."""

_MARKS = dict.fromkeys("’“”„–—…«»€\u00a0•‘", 4.5) | dict.fromkeys("£°™®©§·²×½", 6.5) | {"№": 6.0}
_OPENING = "¿¡"
_NO_TEXT = 14.0
_STRANGE = 11.0
_FOREIGN = 8.5
_WRONG_CASE = 4.0


@dataclass(frozen=True)
class Guess:
    """A code page for some bytes.

    Attributes:
        page: Its name.
        cost: How surprising the text would be, in nats.
        rival: Another code page that fits nearly as well and gives other text; None where there is none.
    """

    page: str
    cost: float
    rival: str | None = None


def guess(lines: Iterable[bytes]) -> Guess | None:
    """The code page that lines with bytes beyond ASCII are written in; None where they are no text in any."""
    sample = b"\n".join(_sampled(list(lines)))
    beyond = sum(byte > 0x7F for byte in sample)
    readings: dict[str, tuple[float, str]] = {}
    for page in PAGES:
        try:
            text = sample.decode(page)
        except UnicodeDecodeError:
            continue
        cost = _cost(page, text) + _PRIOR.get(page, 0.0)
        if text not in readings or cost < readings[text][0]:
            readings[text] = (cost, page)
    ranked = sorted(readings.values(), key=lambda reading: reading[0])
    if not ranked or ranked[0][0] > _DEAREST * beyond + _ALLOWANCE:
        return None
    (cost, page), *others = ranked
    rival = others[0][1] if others and others[0][0] - cost < _DOUBT else None
    return Guess(page, cost, rival)


def _sampled(lines: list[bytes]) -> list[bytes]:
    """Lines from all of the file, and no more of them than tell enough."""
    step = max(1, len(lines) // _SAMPLE_LINES)
    left, sample = _SAMPLE_BYTES, []
    for line in lines[::step]:
        sample.append(line[:left] if line is lines[0] else line)
        left -= len(line)
        if left < 0:
            break
    return sample


def _cost(page: str, text: str) -> float:
    """Cost of a text in the language of the code page that it fits best."""
    places = [place for place, char in enumerate(text) if char > "\x7f"]
    padded = f"\n{text}\n"
    around = Counter((padded[place], padded[place + 1], padded[place + 2]) for place in places)
    return min(sum(count * cost(*three) for three, count in around.items()) for cost in _languages(page))


@cache
def _languages(page: str) -> tuple[Language, ...]:
    if page == "mac_roman":
        return _languages("cp1252")
    if page in LATIN:
        words = LATIN[page]
        known = frozenset("".join(words.values()))
        return tuple(_latin(text.split(), known, _SELDOM.get(name, 0.0)) for name, text in words.items())
    if page in LETTERS:
        return tuple(_alphabet(letters) for letters in LETTERS[page].values())
    characters, marks = CHARACTERS[page]
    return (_characters(page, characters, marks),)


def _mark(before: str, char: str, after: str) -> float:
    """Cost of what is no letter."""
    inside = before.isalpha() and after.isalpha()
    if char in _OPENING:
        return 4.0 if not before.isalpha() and (after.isalpha() or after in "¿¡") else _STRANGE
    if char in "ªº":
        return 6.5 if before.isalnum() and not after.isalpha() else _STRANGE
    if char in _MARKS:
        return _MARKS[char] + (5.0 if inside and char not in "’·\u00a0" else 0.0)
    return _NO_TEXT if ord(char) < 0xA0 else _STRANGE


def _latin(words: list[str], known: frozenset[str], seldom: float) -> Language:
    """Learned from words: frequency of letters beyond ASCII, and which letters stand before and after."""
    single: Counter[str] = Counter()
    left: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for word in words:
        for before, char in pairwise(f" {word}"):
            if char > "\x7f":
                single[char] += 1
                left[before, char] += 1
        for char, after in pairwise(f"{word} "):
            if char > "\x7f":
                right[char, after] += 1
    total = single.total()

    def cost(before: str, char: str, after: str) -> float:
        if not char.isalpha() or char in "ªº":
            return _mark(before, char, after)
        case = _WRONG_CASE if _wrong_case(before, char, after) else 0.0
        char = char.lower()
        count = single[char]
        if not count:
            return case + (_FOREIGN if char in known else _STRANGE)
        near = _beside(left[_bare(before), char], count) + _beside(right[char, _bare(after)], count)
        return 2.0 + seldom - math.log(count / total) + near + case

    return cost


def _beside(together: int, count: int) -> float:
    """Cost of a neighbour: how seldom it stands there, against one neighbour in twenty by chance."""
    return min(1.5, -math.log((together + 0.5) / (count + 5.0) * 10.0)) if together else 1.5


def _bare(char: str) -> str:
    return char.lower() if char.isalpha() else " "


def _wrong_case(before: str, char: str, after: str) -> bool:
    """A capital after a small letter, or a small letter between capitals."""
    if char.isupper():
        return before.islower()
    return before.isupper() and after.isupper()


def _alphabet(letters: str) -> Language:
    """Letters by rank, as frequencies fall in most alphabets; capitals begin words, or are among others."""
    price = {letter: 2.2 + 4.0 * rank / len(letters) for rank, letter in enumerate(letters)}

    def cost(before: str, char: str, after: str) -> float:
        size = price.get(char.lower(), _FOREIGN)
        if size == _FOREIGN and (not char.isalpha() or char in "ªº"):
            return _mark(before, char, after)
        if char.isupper() and char != char.lower():
            size += 0.3 if before.isupper() else _WRONG_CASE if before.isalpha() else 1.5
        mixed = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
        return size + (_WRONG_CASE if mixed else 0.0)

    return cost


def _characters(page: str, frequent: str, marks: str) -> Language:
    """Characters by rank; others by whether their code is of the plane that is kept for common ones."""
    price = {char: 3.5 + math.log1p(rank / 15.0) for rank, char in enumerate(dict.fromkeys(frequent))}
    price |= dict.fromkeys(marks, 5.0)

    def cost(before: str, char: str, after: str) -> float:
        if char in price:
            return price[char]
        if "\u3041" <= char <= "\u30fe":
            return 4.5 if page == "cp932" else 13.0
        if "\uff66" <= char <= "\uff9f":
            # Half-width kana come in words.
            return 5.0 if any("\uff66" <= near <= "\uff9f" for near in (before, after)) else 11.0
        return _rare(page, char.encode(page))

    return cost


_COMMON = {
    "gb18030": ((0xB0, 0xD7, 0xA1), 9.5),
    "cp950": ((0xA4, 0xC6, 0x40), 9.5),
    "cp932": ((0x88, 0x97, 0x40), 9.5),
    "cp949": ((0xB0, 0xC8, 0xA1), 9.5),
}
"""Code page → first and last lead byte, first trail byte of the plane of common characters; their cost."""


def _rare(page: str, code: bytes) -> float:
    (first, last, trail), price = _COMMON[page]
    if len(code) == 2 and first <= code[0] <= last and code[1] >= trail:
        return price
    if len(code) == 2 and 0xA1 <= code[0] <= 0xA3:
        return 9.0  # marks and full-width letters
    return 13.0 if len(code) == 2 else 2 * _NO_TEXT
