"""Bytes to text, strictly: none is dropped, none replaced unless it is half a character; doubts are told."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from kpikit.reader.codepages import guess

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_HALF = re.compile("[\ud800-\udfff]")
_LOOKS_LIKE_UTF8 = re.compile("[\u0080-\u017f\u0370-\u045f\u0590-\u06ff\u0e00-\uffff\U0001f000-\U000323af]+")
"""What two bytes that are UTF-8 by chance in a code page hardly ever make."""
_UTF8_COST = 4.0
"""How surprising a character of such a line is, as `codepages` counts."""
_MIXED_COST = 6.0


class UndecodableError(ValueError):
    """The bytes are no text in any of the encodings tried."""


@dataclass(frozen=True)
class Decoded:
    """A text.

    Attributes:
        text: Without byte-order mark.
        encoding: In which it was written.
        notes: What isn't certain of that.
    """

    text: str
    encoding: str
    notes: list[str] = field(default_factory=list)


def decode(data: bytes) -> Decoded:
    """The text of bytes.

    Tried in turn: byte-order mark, UTF-16 without one (every second byte zero), UTF-8, then the code pages
    that spreadsheet programs save in, by what their texts look like. Files put together of two encodings are
    read line by line.

    Raises:
        UndecodableError: None fits, or the text holds NUL characters.
    """
    decoded = _decode(data)
    text = decoded.text.removeprefix("\ufeff")
    if "\0" in text:
        raise UndecodableError("holds NUL characters: damaged, or not a text file")
    if len(_CONTROL.findall(text)) > len(text) / 100:
        raise UndecodableError("holds control characters: damaged, or not a text file")
    return Decoded(text, decoded.encoding, decoded.notes)


def _decode(data: bytes) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    if (wide := _wide(data)) is not None:
        return _whole(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise UndecodableError("is cut off in the middle of a character") from None
        return _without_mark(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"is not the {encoding} text it says it is (byte {error.start})") from None


def _marked(data: bytes, encoding: str) -> Decoded:
    """As the mark says; a program that adds lines may not have looked at it."""
    if encoding == "utf-8-sig":
        try:
            return Decoded(data.decode(encoding), encoding)
        except UnicodeDecodeError as error:
            if error.reason != "unexpected end of data" and (mixed := _mixed(data)) is not None:
                return mixed[1]
    return _whole(data, encoding)


def _whole(data: bytes, encoding: str) -> Decoded:
    """Strictly, but for halves of a character (an emoji cut in two by whoever shortened the text)."""
    try:
        return Decoded(_strict(data, encoding), encoding)
    except UndecodableError:
        if not encoding.startswith("utf-16"):
            raise
        try:
            text, halves = _HALF.subn("\ufffd", data.decode(encoding, "surrogatepass"))
        except UnicodeDecodeError:
            halves = 0
        if not halves or halves > len(text) / 100:
            raise
    notes: list[str] = []
    notes.append(f"{halves} half character(s), of an emoji cut in two, shown as \ufffd")
    return Decoded(text, encoding, notes)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: Latin text has a zero in every second byte, and so have newlines in any text."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half == 0:
        return None
    low, high = sample[::2], sample[1::2]
    if high.count(0) > 0.6 * half and low.count(0) == 0:
        return "utf-16-le"
    if low.count(0) > 0.6 * half and high.count(0) == 0:
        return "utf-16-be"
    # Texts of other scripts: zeros in bytes of one parity, those of blanks and digits; few in the others.
    enough = max(3.0, 0.1 * half)
    for zeros, others, encoding in (
        (high.count(0), low.count(0), "utf-16-le"),
        (low.count(0), high.count(0), "utf-16-be"),
    ):
        if zeros > enough and others <= zeros / 8 and _decodes(data, encoding):
            return encoding
    return None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _without_mark(data: bytes) -> Decoded:
    """A code page, or lines in UTF-8 and lines in a code page: what is the less surprising."""
    readings = [found for found in (_code_page(data), _mixed(data)) if found is not None]
    if not readings:
        raise UndecodableError("is no text in UTF-8, UTF-16 or a Windows code page; save it as UTF-8")
    return min(readings, key=lambda reading: reading[0])[1]


def _code_page(data: bytes) -> tuple[float, Decoded] | None:
    found = guess(line for line in data.split(b"\n") if not line.isascii())
    if found is None:
        return None
    notes: list[str] = []
    notes.append(f"not Unicode: read as {found.page}, the code page that fits its bytes")
    if found.rival is not None:
        notes.append(
            f"its few letters beyond ASCII fit {found.rival} nearly as well as {found.page}: "
            "save it as UTF-8 to be sure"
        )
    try:
        return found.cost, Decoded(data.decode(found.page), found.page, notes)
    except UnicodeDecodeError:
        return None


def _mixed(data: bytes) -> tuple[float, Decoded] | None:
    """Lines in UTF-8 among lines in a code page; None where it isn't so."""
    lines = data.split(b"\n")
    own: dict[int, str] = {}
    others: list[int] = []
    for index, line in enumerate(lines):
        if line.isascii():
            continue
        text = _as_utf8(line)
        if text is None:
            others.append(index)
        else:
            own[index] = text
    if not own or not others:
        return None
    found = guess(lines[index] for index in others)
    if found is None or found.rival is not None:
        # A stray byte reads like a letter of many code pages.
        return None
    try:
        whole = {index: lines[index].decode(found.page) for index in others}
    except UnicodeDecodeError:
        return None
    text = "\n".join(
        own[index] if index in own else whole[index] if index in whole else line.decode("ascii")
        for index, line in enumerate(lines)
    )
    cost = (
        found.cost
        + _MIXED_COST
        + _UTF8_COST * sum(not char.isascii() for one in own.values() for char in one)
    )
    notes: list[str] = []
    notes.append(
        f"written in two encodings: {len(own)} line(s) in UTF-8, {len(others)} in {found.page}; "
        "each read as its own"
    )
    return cost, Decoded(text, "utf-8", notes)


def _as_utf8(line: bytes) -> str | None:
    """A line that is meant to be UTF-8."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return None
    beyond = "".join(char for char in text if not char.isascii())
    return text if _LOOKS_LIKE_UTF8.fullmatch(beyond) else None
