"""Comparisons of Search Console: each figure twice in a row, once for each of two periods."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kpikit.errors import ExportError, Problem
from kpikit.sources.search_console.layouts import DIMENSION_NAMED, FIGURES
from kpikit.text import header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable

_DAY = r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})"
_SPAN = re.compile(rf"{_DAY}\s*[-\u2013]\s*{_DAY}")
_FIGURE_OF = {word: name for name, words in FIGURES.items() for word in words}
_INSTEAD = "the export of one period, or a comparison of custom dates"
_DAY_FIRST = (" clics", " impresiones")
"""Words of languages that write the day before the month; English is written both ways."""

Texts = tuple[str, str, str]

_ORDERS: tuple[Texts, ...] = (("year", "month", "day"), ("day", "month", "year"), ("month", "day", "year"))


@dataclass(frozen=True)
class Compared:
    """One of the two periods of a comparison.

    Attributes:
        start: First day.
        end: Last day.
        columns: Figure → position of its column; `item` too.
    """

    start: date
    end: date
    columns: dict[str, int]


def is_comparison(table: RawTable) -> bool:
    """Whether all its columns but one are figures, of several periods."""
    of = [prefix for name in table.header if (prefix := _split(name)[0])]
    return len(of) == len(table.header) - 1 and len(set(of)) > 1


def _item(table: RawTable) -> int:
    """Position of the column that says what a row is of: the one that is no figure."""
    return next(place for place, name in enumerate(table.header) if not _split(name)[0])


def dimension(table: RawTable) -> str | None:
    """What a comparison's rows are of."""
    return DIMENSION_NAMED.get(header_key(table.header[_item(table)]))


def periods(file: RawFile, table: RawTable) -> list[Compared]:
    """The periods that a comparison's columns are of.

    Raises:
        ExportError: Their names are relative ("Last 3 months"), of something else than days, or don't say
            which of their numbers is the month.
    """
    columns: dict[str, dict[str, int]] = {}
    for place, name in enumerate(table.header):
        prefix, figure = _split(name)
        if figure:
            columns.setdefault(prefix, {"item": _item(table)})[figure] = place
    spans = {prefix: _SPAN.fullmatch(prefix) for prefix in columns}
    matches = [match for match in spans.values() if match]
    if len(matches) < len(columns):
        what = "compares periods without dates, or something else than periods (Search Console)"
        raise ExportError(Problem(what, file=file.path, line=table.header_line, allowed=_INSTEAD))
    texts = [part for match in matches for part in (match.groups()[:3], match.groups()[3:])]
    latin = any(header_key(name).endswith(_DAY_FIRST) for name in table.header)
    orders = _ORDERS[:2] if latin else _ORDERS
    days = _days([(first, second, third) for first, second, third in texts], orders)
    if days is None:
        what = "compares periods whose dates don't say which number is the month"
        raise ExportError(Problem(what, file=file.path, line=table.header_line, allowed=_INSTEAD))
    return [
        Compared(days[2 * index], days[2 * index + 1], found) for index, found in enumerate(columns.values())
    ]


def _split(name: str) -> tuple[str, str | None]:
    """Words before a figure's name, and the figure; ("", None) where it is none with words before it."""
    key = header_key(name)
    for word, figure in _FIGURE_OF.items():
        if key.endswith(f" {word}"):
            return key.removesuffix(word).strip(), figure
    return "", None


def _days(texts: list[Texts], orders: tuple[Texts, ...]) -> list[date] | None:
    """All days by the one order of numbers under which every period runs forward; None if none or two do."""
    readings: list[list[date]] = []
    for order in orders:
        try:
            found = [_day(text, order) for text in texts]
        except ValueError:
            continue
        forward = all(found[place] <= found[place + 1] for place in range(0, len(found), 2))
        if forward and found not in readings:
            readings.append(found)
    return readings[0] if len(readings) == 1 else None


def _day(text: Texts, order: Texts) -> date:
    """A day by an order of its numbers; a year of two digits stands last and is of this century."""
    parts = dict(zip(order, text, strict=True))
    year = parts["year"]
    if len(year) == 2 and order[2] == "year":
        year = f"20{year}"
    if len(year) != 4:
        raise ValueError(year)
    return date(int(year), int(parts["month"]), int(parts["day"]))
