"""Google Trends: interest over time. An index of its own file, 0 to 100: never added, never joined.

Days, weeks and months are read; hours and minutes, and the related queries, are refused by name.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.base import Layout
from kpikit.sources.common import headers, values
from kpikit.sources.common.rows import NOT_A_DATE, NOT_A_NUMBER, Rows, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.text import clean_line, header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading

# What stands in a column's name is the term and, in brackets, the place.
_TERM = r"(?P<term>.+?)\s*:\s*\((?P<geo>[^()]*(?:\([^()]*\))?[^()]*)\)"
_WORDS: dict[str, tuple[str, ...]] = {
    "day": ("day", "jour", "día", "dia", "tag", "giorno", "天", "日", "日期"),
    "week": ("week", "semaine", "semana", "woche", "settimana", "周", "週"),
    "month": ("month", "mois", "mes", "mês", "monat", "mese", "月", "月份"),
}
_HOURS = ("time", "heure", "hora", "horário", "uhrzeit", "ora", "时间", "時間", "時刻")
_FORMATS = ("%Y-%m-%d", "%Y-%m")
OUT_OF_RANGE = "no index from 0 to 100"


def _layout(
    name: str, what: str, words: tuple[str, ...], *, served: bool = True, tried: bool = False
) -> Layout:
    return Layout(
        id=f"google-trends-{name}/1",
        what=f"Google Trends {what}",
        headers={"date": words},
        required=("date",),
        languages=("en", "zh", "ja", "fr", "it", "es", "pt", "de"),
        tried=tried,
        feeds=("search_interest",) if served else (),
        pattern=_TERM,
    )


OVER_TIME = _layout(
    "over-time",
    "interest over time by day, week or month",
    tuple(dict.fromkeys(word for words in _WORDS.values() for word in words)),
    tried=True,
)
HOURS = _layout("hours", "interest over time by hour or minute", _HOURS, served=False)
RELATED = Layout(
    id="google-trends-related/1",
    what="Google Trends related queries or topics",
    headers={"block": ("top", "rising")},
    required=("block",),
    languages=("en",),
    tried=True,
    feeds=(),
    closed=True,
)
LAYOUTS = (OVER_TIME, HOURS, RELATED)


def read(file: RawFile, context: Context) -> Reading:
    """Read interest over time, one row a term and day, week or month.

    Raises:
        ExportError: It is another export.
    """
    for table in file.tables:
        if header_key(table.title or "") in RELATED.headers["block"]:
            raise headers.not_served(file, RELATED, table, LAYOUTS)
    parts: list[Rows] = []
    frames: list[pd.DataFrame] = []
    notes = list(file.notes)
    for table, match in headers.recognise(file, LAYOUTS):
        rows = Rows(table, match.columns)
        parts.append(rows)
        of_table, others = _terms(rows)
        frames += of_table
        if others:
            notes.append(f"{others} column(s) without a place are not of Google Trends: not read")
    newest = max((frame["date"].max().date() for frame in frames if len(frame)), default=None)
    moment = pd.Timestamp(snapshot_at(context, last_day=newest)) if newest else None
    for frame in frames:
        frame["snapshot_at"] = moment
    return reading(OVER_TIME, parts, {"search_interest": frames}, notes=notes)


def _terms(rows: Rows) -> tuple[list[pd.DataFrame], int]:
    """A frame for each column that names a term and a place, and how many columns don't."""
    days = rows.day("date", _FORMATS)
    rows.set_aside(days.isna(), NOT_A_DATE, "date")
    found: dict[tuple[str, str], tuple[pd.Series, pd.Series]] = {}
    others = 0
    for position, name in enumerate(rows.table.header):
        if position == rows.place("date"):
            continue
        match = re.fullmatch(_TERM, unicodedata.normalize("NFKC", name).strip())
        if match is None:
            others += bool(name.strip())
            continue
        found[clean_line(match["term"]), clean_line(match["geo"])] = _index(rows, position)
    rows.set_aside_repeats(days)
    frames = [
        rows.frame({"date": days, "term": term, "geo": geo, "value": value, "below_one": below})
        for (term, geo), (value, below) in found.items()
    ]
    return [frame[frame["value"].notna() | frame["below_one"]] for frame in frames], others


def _index(rows: Rows, position: int) -> tuple[pd.Series, pd.Series]:
    """Values, null where below one, and the mask of those."""
    texts = rows.at(position)
    below = texts.str.fullmatch(r"[<\uff1c]\s*1").fillna(value=False).astype("boolean")
    index, unreadable = values.number(texts.mask(below))
    rows.set_aside(unreadable, NOT_A_NUMBER)
    rows.set_aside((index < 0) | (index > 100), OUT_OF_RANGE)
    return index, below
