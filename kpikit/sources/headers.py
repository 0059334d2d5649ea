"""Recognising a layout by its column names, and naming the nearest one where none fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpikit.text import header_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpikit.sources.base import Layout


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
        if not all(name in columns for name in layout.required):
            continue
        if best is None or len(layout.required) > len(best.layout.required):
            best = Match(layout, columns)
    return best


def near(layouts: Iterable[Layout], headers: Iterable[Sequence[str]]) -> Near | None:
    """The layout of which the largest share of required columns is found in one of the headers."""
    best: tuple[float, Near] | None = None
    listed = [list(header) for header in headers]
    for layout in layouts:
        for header in listed:
            columns = positions(layout, header)
            absent = [layout.headers[name][0] for name in layout.required if name not in columns]
            found = len(layout.required) - len(absent)
            score = found / max(1, len(layout.required))
            if found and (best is None or score > best[0]):
                best = (score, Near(layout, found, absent))
    return best[1] if best else None
