"""Recognising a layout by its column names, and naming the nearest one where none fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kpikit.errors import ExportError, Problem
from kpikit.text import clean_line, header_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Layout


_MOST_NAMED = 5
_MOST_LAYOUTS = 8


class Match(NamedTuple):
    """A header recognised.

    Attributes:
        layout: As which layout.
        columns: Canonical name → position of its first column.
    """

    layout: Layout
    columns: dict[str, int]


class Near(NamedTuple):
    """The layout that a header comes nearest to.

    Attributes:
        layout: The layout.
        found: How many of its required columns are there.
        missing: Its required columns that are not, by their first header key.
    """

    layout: Layout
    found: int
    missing: list[str]


def positions(layout: Layout, header: Sequence[str]) -> dict[str, int]:
    """Canonical name → position of the first column that stands for it."""
    keys = [header_key(name) for name in header]
    found = {}
    for name, aliases in layout.headers.items():
        place = next((index for index, key in enumerate(keys) if key in aliases), None)
        if place is not None:
            found[name] = place
    return found


def match(layouts: Iterable[Layout], header: Sequence[str]) -> Match | None:
    """The layout with the most required columns, all of which are in the header; None where none fits."""
    best: Match | None = None
    for layout in layouts:
        columns = positions(layout, header)
        if not all(name in columns for name in layout.required) or strange(layout, header):
            continue
        if not _has_pattern(layout, header):
            continue
        if best is None or len(layout.required) > len(best.layout.required):
            best = Match(layout, columns)
    return best


def _has_pattern(layout: Layout, header: Sequence[str]) -> bool:
    if layout.pattern is None:
        return True
    return any(re.fullmatch(layout.pattern, header_key(name)) for name in header)


def strange(layout: Layout, header: Sequence[str]) -> list[str]:
    """Columns that a closed layout doesn't have, as written."""
    if not layout.closed:
        return []
    known = {alias for aliases in layout.headers.values() for alias in aliases}
    return [name for name in header if (key := header_key(name)) and key not in known]


def near(layouts: Iterable[Layout], headers: Iterable[Sequence[str]]) -> Near | None:
    """The layout of which the largest share of required columns is found in one of the headers."""
    best: tuple[float, Near] | None = None
    listed = [list(header) for header in headers]
    for layout in layouts:
        for header in listed:
            if not _has_pattern(layout, header):
                continue
            columns = positions(layout, header)
            absent = [layout.headers[name][0] for name in layout.required if name not in columns]
            found = len(layout.required) - len(absent)
            score = found / max(1, len(layout.required))
            if found and (best is None or score > best[0]):
                best = (score, Near(layout, found, absent))
    return best[1] if best else None


def recognise(file: RawFile, layouts: Sequence[Layout]) -> list[tuple[RawTable, Match]]:
    """Each table of a file with its layout.

    Raises:
        ExportError: A table is of none of the layouts, or of one that is known but not served.
    """
    found = []
    for table in file.tables:
        matched = match(layouts, table.header)
        if matched is None:
            raise unknown(file, table, layouts)
        if not matched.layout.feeds:
            raise not_served(file, matched.layout, table, layouts)
        found.append((table, matched))
    return found


def unknown(file: RawFile, table: RawTable, layouts: Sequence[Layout]) -> ExportError:
    """The refusal of a table: whose layout it is, or the nearest one and what it misses."""
    served = [layout for layout in layouts if layout.feeds]
    what = f"{_place(table)}is of no layout that this source reads"
    elsewhere = _elsewhere(table)
    closest = near(served, [table.header])
    if elsewhere is not None:
        name, layout = elsewhere
        what += f"; its columns are those of {layout.what} ({layout.id}), which `format: {name}` reads"
    elif closest is not None:
        what += f"; nearest: {closest.layout.what} ({closest.layout.id})"
        what += f", missing: {', '.join(closest.missing)}" if closest.missing else ""
        further = [clean_line(name, 40) for name in strange(closest.layout, table.header)][:_MOST_NAMED]
        what += f"; columns foreign to it: {', '.join(further)}" if further else ""
    else:
        what += "; a table of any shape is read by `format: mapped`, with a `mapping:` of its columns"
    return ExportError(Problem(what, file=file.path, line=table.header_line, allowed=_listed(served)))


def not_served(file: RawFile, layout: Layout, table: RawTable, layouts: Sequence[Layout]) -> ExportError:
    """The refusal of a table of a layout that is known and not served (yet)."""
    what = f"{_place(table)}is a {layout.what} ({layout.id}): known, but not served"
    served = _listed([other for other in layouts if other.feeds])
    return ExportError(Problem(what, file=file.path, line=table.header_line, allowed=served))


def _elsewhere(table: RawTable) -> tuple[str, Layout] | None:
    """The format that reads such a table, and as which layout; None where no format does."""
    from kpikit.sources import modules  # noqa: PLC0415 - it imports this module

    for name, module in modules().items():
        found = match([layout for layout in module.LAYOUTS if layout.feeds], table.header)
        if found is not None:
            return name, found.layout
    return None


def _listed(layouts: Sequence[Layout]) -> str:
    """Names of layouts; of many, those of one report in different divisions are named once."""
    names = [layout.what for layout in layouts]
    if len(names) > _MOST_LAYOUTS:
        names = [name.partition(" by ")[0] for name in names]
    return "; ".join(dict.fromkeys(names))


def _place(table: RawTable) -> str:
    name = table.member or table.title
    return f"table {clean_line(name, 60)!r} " if name else ""
