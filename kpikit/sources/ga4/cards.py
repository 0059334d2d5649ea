"""Snapshots and overviews of Google Analytics 4: many small tables in one file.

Each table has days of its own above it. A comparison doubles every table: with other days it is read beside
the first; with the same days the two count different segments, which the file doesn't name, and neither is
read. What isn't read is named in the notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import ControlTotal
from kpikit.sources.common import headers
from kpikit.sources.ga4.layouts import DAYS, EVENTS, KEY_EVENTS, SHOWN, TREND, WHOLE
from kpikit.sources.ga4.spans import DATE_LINE, Span, stated_span
from kpikit.sources.ga4.tables import NOT_AVAILABLE, Part, has_figures, read_table
from kpikit.text import clean_line, header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context
    from kpikit.sources.common.headers import Match

_INSTEAD = {TREND.id: DAYS.id, KEY_EVENTS.id: EVENTS.id}
"""Layout → the one that holds its figures too, where both stand for the same days."""


class Card(NamedTuple):
    """A table of the file that is of a known layout."""

    table: RawTable
    match: Match
    span: Span

    @property
    def kind(self) -> tuple[str, Span]:
        """Layout and days: of each kind one table is read."""
        return self.match.layout.id, self.span

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Country codes before names (of which only the first seven are shown), then the fuller table."""
        codes = any(header_key(name) == "country id" for name in self.table.header)
        return codes, len(self.table.rows), len(self.match.columns)


def are_cards(file: RawFile) -> bool:
    """Whether a file holds several tables with different columns, each below dates of its own."""
    dated = all(any(DATE_LINE.match(line) for line in table.preamble) for table in file.tables)
    one_file = len({table.member for table in file.tables}) == 1
    return dated and one_file and len({tuple(table.header) for table in file.tables}) > 1


def read(file: RawFile, context: Context) -> tuple[list[Part], list[str], list[ControlTotal]]:
    """Read the tables that have a home, and name the others.

    Raises:
        ExportError: None has, or one states no dates.
    """
    notes: list[str] = []
    parts = []
    known = _known(file, notes)
    chosen = _chosen(known, notes)
    for card in chosen:
        part = read_table(file, (card.table, card.match), card.span, context, NOT_AVAILABLE)
        if card.match.layout is WHOLE and len(part.frame) > 1:
            notes.append(f"table {_columns(card.table)} has more rows than one: not read")
            continue
        parts.append(part)
    if not parts:
        what = f"none of its {len(file.tables)} tables has figures that are read"
        allowed = "standard reports, or cards of sessions, users, pages, events"
        raise ExportError(Problem(what, file=file.path, allowed=allowed))
    return parts, notes, _agree(known)


def _columns(table: RawTable) -> str:
    return repr(clean_line(", ".join(table.header), 80))


def _known(file: RawFile, notes: list[str]) -> list[Card]:
    found = []
    for table in file.tables:
        match = headers.match(SHOWN, table.header)
        if match is None or not has_figures(match):
            notes.append(f"table {_columns(table)} is not read: it has no home among the tables")
        else:
            found.append(Card(table, match, stated_span(file, table)))
    return found


def _chosen(cards: list[Card], notes: list[str]) -> list[Card]:
    """One table of each kind."""
    kinds: dict[tuple[str, Span], list[Card]] = {}
    for card in cards:
        kinds.setdefault(card.kind, []).append(card)
    chosen: list[Card] = []
    left_out: list[Card] = []
    for (name, span), same in kinds.items():
        best = max(same, key=lambda card: card.rank)
        twins = [card for card in same if card.table.header == best.table.header]
        fuller = kinds.get((_INSTEAD.get(name, ""), span), [])
        if any(card.table.rows for card in fuller):
            left_out += same
        elif len(twins) > 1:
            notes.append(
                f"table {_columns(best.table)} stands {len(twins)} times for the same days: "
                "segments, not read"
            )
        else:
            chosen.append(best)
            left_out += [card for card in same if card is not best]
    for table in [_columns(card.table) for card in left_out]:
        notes.append(f"table {table} is not read: another one of its kind and days is")  # noqa: PERF401
    return chosen


def _agree(cards: list[Card]) -> list[ControlTotal]:
    """Active users of a day stand in two cards: the same figure."""
    of_kind = {card.kind: card for card in cards}
    found = []
    for (name, span), card in of_kind.items():
        other = of_kind.get((DAYS.id, span))
        if name != TREND.id or other is None:
            continue
        pairs = [_figures(card), _figures(other)]
        both = pairs[0].keys() & pairs[1].keys()
        same = sum(pairs[0][day] == pairs[1][day] for day in both)
        found.append(
            ControlTotal("days with the same active users in both cards", float(len(both)), float(same))
        )
    return found


def _figures(card: Card) -> dict[str, str]:
    columns = card.match.columns
    return {row[columns["nth"]]: row[columns["active_users"]] for row in card.table.rows}
