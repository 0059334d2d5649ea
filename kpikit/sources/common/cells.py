"""Cells of house-made tables: yes and no in words, money with its sign, hours as a clock, days, instants."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kpikit.sources.common import values
from kpikit.sources.common.values import Parsed

if TYPE_CHECKING:
    from collections.abc import Callable

MISSING = (
    "na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", "undefined", "not set", "(not set)", "unknown",
    "select", "-/-", "k.a.", "keine angabe",
)  # fmt: skip
"""Words for "no value" beside those of all exports; compared without case."""

_YES = frozenset(
    {"true", "yes", "y", "1", "1.0", "x", "ja", "oui", "sí", "si", "sim", "ya", "是", "wahr", "vrai"}
)
_NO = frozenset({"false", "no", "n", "0", "0.0", "nein", "non", "não", "tidak", "否", "falsch", "faux"})
_CURRENCY = r"^\s*(?:[A-Z]{1,3}[$.]?|[€$£¥₹฿₫₩৳])\s*(?=[-+\d.,])|\s*(?:[A-Z]{1,3}|[€$£¥₹฿₫₩৳])\s*$"
_CLOCK = re.compile(r"(-?)(\d+):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?")
_ISO = r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|UTC|[+-]\d\d(?::?\d\d)?)?)?"
_EARLIEST, _LATEST = 1990, 2100
"""Years between which a business' dates lie: 1970 and 1900 are how programs write "none"."""


class Moments(NamedTuple):
    """A parsed column of moments.

    Attributes:
        values: UTC instants; midnight UTC of the day where only the day is known.
        day_only: Mask of cells without a time of day.
        unreadable: Mask of cells that are no moment, or an impossible one.
        ambiguous: Mask of times that the clock showed twice or never.
    """

    values: pd.Series
    day_only: pd.Series
    unreadable: pd.Series
    ambiguous: pd.Series


def boolean(texts: pd.Series) -> Parsed:
    """Yes and no in the languages served."""
    words = texts.str.casefold()
    found = pd.Series(pd.NA, index=texts.index, dtype="boolean")
    found = found.mask(words.isin(_YES), other=True).mask(words.isin(_NO), other=False)
    return Parsed(found, texts.notna() & found.isna())


def money(texts: pd.Series, decimal: str) -> Parsed:
    """Amounts, with or without a currency sign or code around them."""
    return values.number(texts.str.replace(_CURRENCY, "", regex=True), decimal)


def hours(texts: pd.Series, decimal: str) -> Parsed:
    """Durations in hours: numbers, or H:MM:SS that may pass 24 hours."""
    as_clock = texts.map(_clock_hours, na_action="ignore").astype("Float64")
    rest = values.number(texts.mask(as_clock.notna()), decimal)
    return Parsed(as_clock.fillna(rest.values), rest.unreadable)


def _clock_hours(text: str) -> float | None:
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    size = int(match[2]) + int(match[3]) / 60 + int(match[4] or 0) / 3600
    return -size if match[1] else size


def moments(texts: pd.Series, pattern: str | None, zone: str) -> Moments:
    """Instants as the mapping says they are written; ISO 8601 is understood beside it.

    Args:
        texts: String column.
        pattern: strptime format, with or without a time, with or without an offset; None = ISO 8601.
        zone: Zone of times without an offset.
    """
    wall = pd.Series(pd.NaT, index=texts.index, dtype="datetime64[us]")
    exact = pd.Series(pd.NaT, index=texts.index, dtype="datetime64[us, UTC]")
    day_only = pd.Series(data=False, index=texts.index)
    for written in _patterns(pattern):
        left = texts.where(wall.isna() & exact.isna())
        if "%z" in written:
            exact = exact.fillna(_parse(left, written, utc=True))
            continue
        found = _parse(left, written)
        if not _has_time(written):
            day_only |= found.notna()
        wall = wall.fillna(found)
    iso = _iso(texts.where(wall.isna() & exact.isna()))
    wall, exact, day_only = wall.fillna(iso.wall), exact.fillna(iso.exact), day_only | iso.day_only
    local = wall.dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    ambiguous = wall.notna() & local.isna() & ~day_only
    if ambiguous.any():
        first = np.ones(len(wall), dtype=bool)
        local = local.fillna(wall.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward"))
    result = exact.fillna(local.dt.tz_convert("UTC")).mask(day_only, wall.dt.tz_localize("UTC"))
    possible = result.dt.year.between(_EARLIEST, _LATEST)
    return Moments(
        result.where(possible), day_only & possible, texts.notna() & ~possible, ambiguous & possible
    )


def days(texts: pd.Series, pattern: str | None) -> Parsed:
    """Calendar days as written: of a moment its own date, whatever its zone."""
    found = pd.Series(pd.NaT, index=texts.index, dtype="datetime64[us]")
    for written in _patterns(pattern):
        found = found.fillna(_parse(texts.where(found.isna()), written.replace("%z", "").strip()))
    iso = texts.where(found.isna() & texts.str.fullmatch(_ISO).fillna(value=False)).str.slice(0, 10)
    found = found.fillna(_parse(iso, "%Y-%m-%d")).dt.normalize()
    possible = found.dt.year.between(_EARLIEST, _LATEST)
    return Parsed(found.where(possible), texts.notna() & ~possible)


class _Iso(NamedTuple):
    wall: pd.Series
    exact: pd.Series
    day_only: pd.Series


def _iso(texts: pd.Series) -> _Iso:
    """ISO 8601: walls for times without an offset and for days, instants for those with one."""
    texts = texts.where(texts.str.fullmatch(_ISO).fillna(value=False)).str.replace(",", ".", regex=False)
    texts = texts.str.replace("UTC", "Z", regex=False)
    offset = texts.str.contains(r":\d\d.*(?:Z|[+-]\d\d(?::?\d\d)?)$", regex=True).fillna(value=False)
    read: Callable[..., pd.Series] = pd.to_datetime
    exact = read(texts.where(offset), format="ISO8601", errors="coerce", utc=True)
    wall = read(texts.where(~offset), format="ISO8601", errors="coerce")
    return _Iso(wall, exact, wall.notna() & (texts.str.len() == 10).fillna(value=False))


def _patterns(pattern: str | None) -> list[str]:
    """The format, and its day alone: one column may be written with times and another without."""
    if pattern is None:
        return []
    day = re.split(r"[ T,]*%[HI]", pattern)[0]
    return [pattern] if day in ("", pattern) else [pattern, day]


def _has_time(pattern: str) -> bool:
    return re.search(r"%[HIMSpcXT]", pattern) is not None


def _parse(texts: pd.Series, pattern: str, *, utc: bool = False) -> pd.Series:
    found: pd.Series = pd.to_datetime(texts, format=pattern, errors="coerce", utc=utc)
    return found
