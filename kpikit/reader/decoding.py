"""Bytes to text, strictly: no character is ever replaced or dropped."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096


class UndecodableError(ValueError):
    """The bytes are no text in any of the encodings tried."""


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding; a byte-order mark is dropped.

    Tried in turn: byte-order mark, UTF-16 without one (every second byte zero), UTF-8, then the code
    pages that spreadsheet programs save in.

    Raises:
        UndecodableError: None fits, or the text holds NUL characters.
    """
    text, encoding = _decode(data)
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise UndecodableError("holds NUL characters: damaged, or not a text file")
    return text, encoding


def _decode(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if (wide := _wide(data)) is not None:
        return _strict(data, wide)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _code_page(data)


def _strict(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise UndecodableError(f"is not the {encoding} text it says it is (byte {error.start})") from None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: Latin text has a zero in every second byte."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half == 0:
        return None
    if sample[1::2].count(0) > 0.6 * half and sample[::2].count(0) == 0:
        return "utf-16-le"
    if sample[::2].count(0) > 0.6 * half and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _code_page(data: bytes) -> tuple[str, str]:
    """Tell Western, Cyrillic and Chinese code pages apart.

    Western text has single letters beyond ASCII, Cyrillic and Chinese have runs of them; Cyrillic runs are
    of any length, Chinese ones pair up into common characters.
    """
    beyond = bytes(1 if byte > 127 else 0 for byte in data[: 64 * _SAMPLE])
    candidates = ("gb18030", "cp1251", "cp1252") if _share_in_runs(beyond) > 0.6 else ("cp1252", "cp1251")
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "gb18030" or _mostly_chinese(text):
            return text, encoding
    raise UndecodableError("is no text in UTF-8, UTF-16 or a Windows code page")


def _share_in_runs(beyond: bytes) -> float:
    runs = [len(run) for run in beyond.split(b"\0") if run]
    return sum(run for run in runs if run > 1) / max(1, sum(runs))


def _mostly_chinese(text: str) -> bool:
    """Whether most characters are of the 3,755 common ones: Cyrillic read as GB 18030 gives rare ones."""
    written = [char.encode("gb18030") for char in text if ord(char) > 127]
    common = sum(len(pair) == 2 and 0xA1 <= pair[0] <= 0xD7 for pair in written)
    return common > 0.8 * len(written)
