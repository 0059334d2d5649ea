"""Google Analytics 4: standard reports, snapshots and overviews, explorations, Data API, events of BigQuery.

The user interface has three writers. Standard reports are one table below comment lines (in a comparison
several alike); snapshots and overviews are many tables in one file, each with dates of its own; explorations
say their days in one line and end in a Grand total that counts each user once. No table is ever joined to
another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.common import headers
from kpikit.sources.common.rows import reading
from kpikit.sources.common.snapshots import end_of, snapshot_at
from kpikit.sources.ga4 import bigquery, cards, exploration
from kpikit.sources.ga4.layouts import EXPORTED, LAYOUTS
from kpikit.sources.ga4.spans import DATE_LINE, Span, api_span, owner, stated_span
from kpikit.sources.ga4.tables import Part, has_figures, last_day, read_table
from kpikit.text import header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, ControlTotal, Reading
    from kpikit.sources.common.headers import Match

__all__ = ["DOCUMENTS", "LAYOUTS", "read"]

DOCUMENTS = True
"""BigQuery gives JSON, and the Grand total of an exploration is wider than its table."""

_ALL_USERS = "all users"
_PREDECESSOR = frozenset({"day index", "pageviews", "unique pageviews", "% new sessions"})


def read(file: RawFile, context: Context) -> Reading:
    """Read a GA4 export.

    Raises:
        ExportError: It is of no layout, states no dates, counts a segment only, or has a second dimension.
    """
    found = _read(file, context)
    found.owner = owner(file)
    return found


def _read(file: RawFile, context: Context) -> Reading:
    if file.kind == "json":
        return bigquery.read_documents(file, context)
    if not file.tables:
        raise ExportError(Problem("is no table, or one that is damaged as a whole", file=file.path))
    _refuse_predecessor(file)
    if cards.are_cards(file):
        parts, notes, checks = cards.read(file, context)
        return _whole(file, context, parts, notes, checks, short=True)
    if exploration.is_exploration(file):
        return _exploration(file, context)
    matches = _recognised(file)
    if matches[0][1].layout is EXPORTED:
        return bigquery.read(file, matches, context)
    matches, notes = _of_all_users(file, matches)
    parts = [read_table(file, (table, match), _span(file, table, match), context) for table, match in matches]
    return _whole(file, context, parts, notes)


def _refuse_predecessor(file: RawFile) -> None:
    """Universal Analytics wrote its days as explorations do, and counted by other rules."""
    for table in file.tables:
        if not _PREDECESSOR.isdisjoint(map(header_key, table.header)):
            what = "is a report of Universal Analytics, which `format: universal_analytics` reads"
            raise ExportError(Problem(what, file=file.path, line=table.header_line))


def _exploration(file: RawFile, context: Context) -> Reading:
    notes = []
    stated = exploration.take_grand_total(file)
    parts = [
        read_table(file, (table, match), stated_span(file, table), context)
        for table, match in _recognised(file)
    ]
    if stated is not None:
        notes.append("the Grand total counts each user and session once: not compared with sums of rows")
    notes.append("an exploration doesn't say its segments and filters: taken to count all users")
    checks = [check for part in parts for check in exploration.checks(part.rows, stated)]
    return _whole(file, context, parts, notes, checks)


def _recognised(file: RawFile) -> list[tuple[RawTable, Match]]:
    """The tables of a file with their layouts; a table of a known dimension needs a figure, too."""
    matches = headers.recognise(file, LAYOUTS)
    for table, match in matches:
        if match.layout is not matches[0][1].layout:
            raise ExportError(Problem("holds tables of different exports", file=file.path))
        if not has_figures(match):
            what = f"{match.layout.what}: has none of the figures that are read"
            raise ExportError(Problem(what, file=file.path, line=table.header_line))
    return matches


def _span(file: RawFile, table: RawTable, match: Match) -> Span:
    """The days stated above the table; tables of the Data API write the day in each row."""
    return api_span() if "-api-" in match.layout.id else stated_span(file, table)


def _of_all_users(
    file: RawFile, matches: list[tuple[RawTable, Match]]
) -> tuple[list[tuple[RawTable, Match]], list[str]]:
    """The tables of a standard report that count all users: comparisons add other days, or parts of them.

    Raises:
        ExportError: None of them counts all users.
    """
    kept = [(table, match) for table, match in matches if _label(table) in ("", _ALL_USERS)]
    spans = {tuple(line for line in table.preamble if DATE_LINE.match(line)) for table, _ in kept}
    if not kept or (len(spans) < len(kept) and len(kept) > 1):
        raise ExportError(
            Problem(
                "counts segments of a comparison, not All Users",
                file=file.path,
                line=matches[0][0].header_line,
                allowed="the report without comparisons, or with All Users among them",
            )
        )
    notes = []
    if left_out := len(matches) - len(kept):
        notes.append(f"{left_out} table(s) of a comparison's segments are not read: parts of All Users")
    return kept, notes


def _label(table: RawTable) -> str:
    """What the comment lines above a table call it: the last line that is neither a rule nor a date."""
    words = [line.lstrip("# ").strip() for line in table.preamble if not DATE_LINE.match(line)]
    rules = [index for index, word in enumerate(words) if word.startswith("---")]
    return next((header_key(word) for word in reversed(words[rules[-1] + 1 if rules else 0 :]) if word), "")


def _whole(
    file: RawFile,
    context: Context,
    parts: list[Part],
    notes: list[str],
    checks: list[ControlTotal] | None = None,
    *,
    short: bool = False,
) -> Reading:
    """Put the parts together; figures are of the end of the days they count.

    Args:
        file: The file.
        context: Its surroundings.
        parts: Its tables, read.
        notes: On them.
        checks: Figures compared.
        short: They are cards, with few of a report's columns: a moment older, so that the report of the same
            days, where it is there too, is the newer one and keeps its columns.
    """
    zone = context.zone
    for part in parts:
        if part.frame.empty:
            continue
        day = last_day(part)
        stated = None if "-api-" in part.layout else day
        moment = pd.Timestamp(max(snapshot_at(context, zone, stated=stated, last_day=day), end_of(day, zone)))
        part.frame["snapshot_at"] = moment - pd.Timedelta(seconds=1 if short else 0)
    notes = [*file.notes, *notes]
    if context.source.currency is None and any("currency" in part.frame for part in parts):
        notes.append("revenue taken to be in the brand's currency: the file doesn't say")
    names = "+".join(dict.fromkeys(part.layout for part in parts))
    tables: dict[str, list[pd.DataFrame]] = {}
    for part in parts:
        tables.setdefault(part.name, []).append(part.frame)
    return reading(names, [part.rows for part in parts], tables, notes=notes, totals=checks or [])
