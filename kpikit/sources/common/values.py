"""Text columns to numbers, days and instants. What can't be read is told, never guessed.

Every parser takes a whole string column in which a missing cell is null, and returns the values, null where
the text was missing or unreadable, and a mask of the unreadable ones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kpikit.text import LONGEST, clean, header_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MISSING = frozenset({"", "-", "--", "\u2013", "\u2014"})
"""Texts that stand for "no value" in all exports; modules add their platform's own words."""

_PLAIN_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
# India groups by hundreds above the thousands: 1,23,456; no other writing has two digits between two commas.
_INDIAN = r"\d{1,2}(?:,\d{2})+,\d{3}"
_GROUPED = {
    ".": rf"[-+]?(?:\d{{1,3}}(?:[,\u00a0\u202f' ]\d{{3}})+|{_INDIAN})(?:\.\d+)?",
    ",": r"[-+]?\d{1,3}(?:[.\u00a0\u202f' ]\d{3})+(?:,\d+)?",
}
_GROUPING = {".": r"[,\u00a0\u202f' ]", ",": r"[.\u00a0\u202f' ]"}
# A mark before one, two, or more than three digits divides decimals, and so does one after a nought alone,
# after more than three digits, or after a grouped number; two marks of a kind group thousands.
_TELLS = {
    ",": r"\D{0,4}(?:\d+,(?:\d{1,2}|\d{4,})|(?:0|\d{4,}),\d+)\D{0,4}",
    ".": r"\D{0,4}(?:\d+\.(?:\d{1,2}|\d{4,})|(?:0|\d{4,})\.\d+)\D{0,4}",
}
_TELLS_GROUPED = {
    ",": r"\D{0,4}\d{1,3}(?:(?:[.\u00a0\u202f' ]\d{3})+,\d+|(?:\.\d{3}){2,})\D{0,4}",
    ".": (
        r"\D{0,4}(?:\d{1,3}(?:(?:[,\u00a0\u202f' ]\d{3})+\.\d+|(?:,\d{3}){2,})|"
        rf"{_INDIAN}(?:\.\d+)?)\D{{0,4}}"
    ),
}
_MOST = 2**53
"""Whole numbers from here on aren't exact; no count comes near, and sums don't overflow."""
_YEARS = (1900, 2100)
"""Years outside of these are slips of the pen (0207): no date at all."""
_HARMLESS = re.compile(r"[!-~]+(?: [!-~]+)*")


class Parsed(NamedTuple):
    """A parsed column.

    Attributes:
        values: Null where missing or unreadable.
        unreadable: Boolean mask of cells that hold something else than what was asked for.
    """

    values: pd.Series
    unreadable: pd.Series


class WallClock(NamedTuple):
    """Parsed local times.

    Attributes:
        values: UTC instants.
        unreadable: Mask of cells that are no time.
        ambiguous: Mask of times that the clock showed twice or never (clock change); the first of both is
            taken, or the moment just after the gap.
    """

    values: pd.Series
    unreadable: pd.Series
    ambiguous: pd.Series


def column(cells: Iterable[str], missing: Iterable[str] = ()) -> pd.Series:
    """Cells as a string column: outer blanks off, null where the text stands for "no value".

    Args:
        cells: Text as written.
        missing: Further texts that mean missing, compared without case.
    """
    texts = pd.Series(list(cells), dtype="string").str.strip()
    words = MISSING | {word.casefold() for word in missing}
    return texts.mask(texts.str.casefold().isin(words))


def number(texts: pd.Series, decimal: str = ".") -> Parsed:
    """Numbers, with or without thousands separators, as nullable floats; a percent sign is unreadable here.

    Args:
        texts: String column.
        decimal: Decimal mark, "." or ",". The other one groups thousands and must stand before three digits;
            commas group as in India, too (1,23,456).
    """
    plain = texts
    if decimal == ",":
        # A point that doesn't group thousands is no number in such a file.
        bad_point = texts.str.contains(".", regex=False) & ~texts.str.fullmatch(_GROUPED[","])
        plain = texts.mask(bad_point.fillna(value=False), "?")
    grouped = plain.str.fullmatch(_GROUPED[decimal]).fillna(value=False)
    if grouped.any():
        plain = plain.mask(grouped, plain.str.replace(_GROUPING[decimal], "", regex=True))
    if decimal == ",":
        plain = plain.str.replace(",", ".", regex=False)
    # `to_numeric` also takes "inf", "nan" and "0x10": these are no figures of an export.
    plain = plain.where(plain.str.fullmatch(_PLAIN_NUMBER).fillna(value=False))
    values = pd.to_numeric(plain, errors="coerce").astype("Float64")
    return Parsed(values, texts.notna() & values.isna())


def decimal_mark(*columns: pd.Series, otherwise: str = ".") -> str:
    """The decimal mark that a file's numbers are written with, by those that can be read one way only.

    "1,5" and "1.234,5" have a comma, "1.5" and "1,234.5" a point; "1,234" and "7" tell nothing.

    Args:
        columns: String columns of one file.
        otherwise: Where no cell tells, or they disagree.
    """
    texts = pd.concat(columns).dropna()
    comma, point = (
        bool(texts.str.fullmatch(_TELLS[mark]).any() or texts.str.fullmatch(_TELLS_GROUPED[mark]).any())
        for mark in (",", ".")
    )
    return "," if comma and not point else "." if point and not comma else otherwise


def integer(texts: pd.Series, decimal: str = ".") -> Parsed:
    """Whole numbers as nullable integers; "1938.0" is whole, "3.5" is unreadable, so is a boundless one."""
    values, unreadable = number(texts, decimal)
    whole = (values % 1 == 0) & (values.abs() < _MOST)
    unreadable = unreadable | (values.notna() & ~whole.fillna(value=False))
    return Parsed(values.where(whole.fillna(value=False)).astype("Int64"), unreadable)


def share(texts: pd.Series, decimal: str = ".") -> Parsed:
    """Percent text ("5.42%", "23,9 %") or percent points without the sign as shares of 1."""
    bare = texts.str.replace(r"[\s\u00a0\u202f]*%$", "", regex=True)
    values, unreadable = number(bare, decimal)
    return Parsed(values / 100, unreadable)


def day(texts: pd.Series, formats: Sequence[str] = ("%Y-%m-%d",)) -> Parsed:
    """Calendar days as naive midnight timestamps (datetime64), by the first format that fits the most cells.

    Only one format is used for a column: 03/04 must not be read both ways in one file.

    Args:
        texts: String column.
        formats: strptime formats; order decides between equals.
    """
    values = _best(texts, lambda pattern: pd.to_datetime(texts, format=pattern, errors="coerce"), formats)
    return Parsed(values.dt.normalize(), texts.notna() & values.isna())


def instant(texts: pd.Series, formats: Sequence[str], zone: str) -> WallClock:
    """Wall-clock times of a zone as UTC instants, across clock changes.

    Args:
        texts: String column.
        formats: strptime formats without an offset.
        zone: IANA zone that the clock hung in.
    """
    naive = _best(texts, lambda pattern: pd.to_datetime(texts, format=pattern, errors="coerce"), formats)
    exact = naive.dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    ambiguous = naive.notna() & exact.isna()
    if ambiguous.any():
        first = naive.dt.tz_localize(zone, ambiguous=[True] * len(naive), nonexistent="shift_forward")
        exact = exact.fillna(first)
    return WallClock(exact.dt.tz_convert("UTC"), texts.notna() & naive.isna(), ambiguous)


def instant_with_offset(texts: pd.Series, formats: Sequence[str] = ("%Y-%m-%d %H:%M:%S %z",)) -> Parsed:
    """Times that carry their offset as UTC instants."""
    values = _best(
        texts, lambda pattern: pd.to_datetime(texts, format=pattern, errors="coerce", utc=True), formats
    )
    return Parsed(values, texts.notna() & values.isna())


def text(texts: pd.Series, longest: int = LONGEST) -> pd.Series:
    """Outside text through the one funnel (`kpikit.text.clean`); distinct texts once. Empty becomes null."""
    distinct = texts.dropna().unique()
    cleaned = {
        value: value if len(value) <= longest and _HARMLESS.fullmatch(value) else clean(value, longest)
        for value in distinct
    }
    result = texts.map(cleaned, na_action="ignore").astype("string")
    return result.mask(result == "")


def folded(texts: pd.Series) -> pd.Series:
    """Words in the form in which they are compared (`kpikit.text.header_key`), null where missing."""
    # The type is given: of a column without a word pandas makes numbers.
    return texts.map(header_key, na_action="ignore").astype("string")


def keyed(texts: pd.Series, key: Callable[[str], str]) -> pd.Series:
    """Pseudonyms of personal identifiers (case and outer blanks ignored); distinct ones are hashed once."""
    bare = texts.str.strip().str.casefold()
    keys = {value: key(value) for value in bare.dropna().unique()}
    return bare.map(keys, na_action="ignore").astype("string")


def _best(texts: pd.Series, read: Callable[[str], pd.Series], formats: Sequence[str]) -> pd.Series:
    best = _sane(read(formats[0]))
    present = int(texts.notna().sum())
    for pattern in formats[1:]:
        if best.notna().sum() == present:
            break
        other = _sane(read(pattern))
        if other.notna().sum() > best.notna().sum():
            best = other
    return best


def _sane(moments: pd.Series) -> pd.Series:
    return moments.where(moments.dt.year.between(*_YEARS))
