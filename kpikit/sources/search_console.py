"""Google Search Console performance exports: dates, queries, pages, countries, devices, appearances, filters.

Only the table by date holds totals: queries leave out rare ones and are cut at 1,000 rows, pages count a
search once for each page shown. The tables by item don't say which days they count. The days are taken from
the table by date of the same export, else from absolute dates in its filters; a relative filter ("Last 3
months") alone doesn't fix the days, as the last ones were not there yet on the day of export: such a table
is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.reader import read_file
from kpikit.sources import headers, values
from kpikit.sources.base import ControlTotal, Layout, Reading
from kpikit.sources.rows import NOT_A_DATE, Rows, reading
from kpikit.sources.snapshots import snapshot_at
from kpikit.text import clean, header_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context
    from kpikit.sources.headers import Match

# Days of the figures are Pacific days by Google's documentation; the exports don't say so.
PACIFIC = "America/Los_Angeles"

_FIGURES: dict[str, tuple[str, ...]] = {
    "clicks": ("clicks", "clics"),
    "impressions": ("impressions", "impresiones"),
    "rate": ("ctr",),
    "position": ("position", "posición"),
}
_ITEMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "date": ("dates", ("date", "fecha")),
    "query": ("queries", ("top queries", "requêtes les plus fréquentes", "consultas principales")),
    "page": ("pages", ("top pages", "pages les plus populaires", "páginas principales")),
    "country": ("countries", ("country", "pays", "país")),
    "device": ("devices", ("device", "appareil", "dispositivo")),
    "appearance": (
        "search appearance",
        ("search appearance", "apparence dans les résultats de recherche", "aspecto de la búsqueda"),
    ),
}


def _layout(dimension: str, what: str, words: tuple[str, ...]) -> Layout:
    return Layout(
        id=f"search-console-{dimension}/1",
        what=f"Search Console performance, {what}",
        headers={"item": words} | _FIGURES,
        required=("item", "clicks", "impressions", "position"),
        languages=("en", "fr", "es"),
        tried=True,
        feeds=("search",),
        closed=True,
    )


_BY_DIMENSION = {name: _layout(name, what, words) for name, (what, words) in _ITEMS.items()}
DATES = _BY_DIMENSION["date"]
FILTERS = Layout(
    id="search-console-filters/1",
    what="Search Console performance, filters",
    headers={"filter": ("filter", "filtre", "filtro"), "value": ("value", "valeur", "valor")},
    required=("filter", "value"),
    languages=("en", "fr", "es"),
    tried=True,
    # Feeds no table itself: it says what the tables beside it count.
    feeds=("search",),
)
LAYOUTS = (*_BY_DIMENSION.values(), FILTERS)
_DIMENSION_OF = {layout.id: name for name, layout in _BY_DIMENSION.items()}

_KINDS = frozenset({"search type", "type de recherche", "tipo de búsqueda"})
_DATE_FILTERS = frozenset({"date", "fecha"})
# Names that the members of an export bear; what stands before them tells two exports in one folder apart.
_MEMBER = re.compile(
    r"(?P<export>.*?)(?:chart|dates|queries|pages|countries|devices|search appearance|filters|requêtes|pays"
    r"|appareils|filtres|consultas|páginas|países|dispositivos|filtros|fechas|gráfico|graphique)"
    r"(?P<number>(?: ?\(\d+\))?)",
    re.IGNORECASE,
)
_TEXT_DATES = ("%d %b %Y", "%b %d, %Y", "%Y-%m-%d", "%d/%m/%Y")


@dataclass
class _Export:
    """What the files of one export say together.

    Attributes:
        days: First and last day of its table by date.
        filters: Filter → value, as written.
        rests_on: Files beside the one read that were looked into → SHA-256.
    """

    days: tuple[date, date] | None = None
    filters: dict[str, str] = field(default_factory=dict)
    rests_on: dict[str, str] = field(default_factory=dict)

    def add(self, tables: Iterable[RawTable]) -> None:
        """Take in the tables that say something of the whole export."""
        for table in tables:
            matched = headers.match(LAYOUTS, table.header)
            if matched is None:
                continue
            if matched.layout is FILTERS:
                places = matched.columns
                self.filters |= {row[places["filter"]]: row[places["value"]] for row in table.rows}
            elif matched.layout is DATES:
                column, _ = values.day(values.column(row[matched.columns["item"]] for row in table.rows))
                if column.notna().any():
                    self.days = (column.min().date(), column.max().date())


def read(file: RawFile, context: Context) -> Reading:
    """Read a Search Console table, or the zip of all.

    Raises:
        ExportError: Not a performance export, a comparison, a filtered one, or one whose days nothing says.
    """
    _refuse_comparison(file)
    matches = headers.recognise(file, LAYOUTS)
    export = _Export()
    export.add(file.tables)
    if file.kind == "csv":
        _look_beside(context.path, export)
    _refuse_filtered(file, export)
    parts: list[Rows] = []
    frames: list[pd.DataFrame] = []
    totals: list[ControlTotal] = []
    for table, match in matches:
        rows = Rows(table, match.columns)
        parts.append(rows)
        if match.layout is not FILTERS and len(rows):
            frames.append(_rows(rows, match, _span(file, export, match), totals))
    last = export.days[1] if export.days else None
    if frames:
        last = max([frame["period_end"].max().date() for frame in frames if len(frame)], default=last)
        moment = pd.Timestamp(snapshot_at(context, PACIFIC, last_day=last))
        for frame in frames:
            frame["snapshot_at"] = moment
        totals += _totals(frames)
    names = dict.fromkeys(match.layout.id for _, match in matches)
    found = reading("+".join(names), parts, {"search": frames}, notes=file.notes, totals=totals)
    found.rests_on = export.rests_on
    return found


def _refuse_comparison(file: RawFile) -> None:
    for table in file.tables:
        keys = [header_key(name) for name in table.header]
        doubled = [key for key in keys if key.endswith((" clicks", " clics"))]
        if len(doubled) > 1:
            what = "is a comparison of two periods (Search Console): known, but not served"
            allowed = "the export of one period"
            raise ExportError(Problem(what, file=file.path, line=table.header_line, allowed=allowed))


def _look_beside(path: Path, export: _Export) -> None:
    """Read the small tables of the same export that were saved beside this one."""
    own = _MEMBER.fullmatch(path.stem)
    if own is None:
        return
    for other in sorted(path.parent.glob("*.csv")):
        match = _MEMBER.fullmatch(other.stem)
        same = match and (match["export"], match["number"]) == (own["export"], own["number"])
        if other == path or not same:
            continue
        try:
            beside = read_file(other)
        except ExportError:
            continue
        matched = headers.match(LAYOUTS, beside.tables[0].header)
        if matched is not None and matched.layout in (DATES, FILTERS):
            export.add(beside.tables)
            export.rests_on[other.name] = beside.sha256


def _refuse_filtered(file: RawFile, export: _Export) -> None:
    for name, value in export.filters.items():
        key = header_key(name)
        if key in _DATE_FILTERS or (key in _KINDS and header_key(value) == "web"):
            continue
        raise ExportError(
            Problem(
                f"counts a part of web search only: filter {clean(name, 60)!r} is set",
                file=file.path,
                allowed="the export of search type Web, without filters other than the date",
            )
        )


def _span(file: RawFile, export: _Export, match: Match) -> tuple[date, date]:
    """The days that a table by item counts."""
    if export.days is not None:
        return export.days
    for name, value in export.filters.items():
        if header_key(name) in _DATE_FILTERS and (span := _absolute(value)) is not None:
            return span
    raise ExportError(
        Problem(
            f"{match.layout.what}: nothing says which days it counts",
            file=file.path,
            allowed="Dates.csv or Chart.csv of the same export beside it, or the zip as downloaded",
        )
    )


def _absolute(text: str) -> tuple[date, date] | None:
    """Two dates of a filter such as `1 Jan 2025-31 Dec 2025` or `Aug 1, 2025-Aug 30, 2025`."""
    words = " ".join(clean(text).split())
    for pattern in _TEXT_DATES:
        for match in re.finditer(r"-", words):
            try:
                start, end = (
                    datetime.strptime(part.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
                    for part in (words[: match.start()], words[match.end() :])
                )
            except ValueError:
                continue
            return start, end
    return None


def _rows(rows: Rows, match: Match, span: tuple[date, date], totals: list[ControlTotal]) -> pd.DataFrame:
    dimension = _DIMENSION_OF[match.layout.id]
    clicks, impressions = rows.integer("clicks"), rows.integer("impressions")
    position = rows.number("position")
    # 0 stands for "no data" in some exports; no page ranks before the first.
    position = position.where(position > 0)
    if dimension == "date":
        days = rows.day("item", ("%Y-%m-%d",))
        rows.set_aside(days.isna(), NOT_A_DATE, "item")
        rows.set_aside_repeats(days)
        period: dict[str, object] = {"period_start": days, "period_end": days, "grain": "day", "item": ""}
    else:
        item = rows.text("item", 2_000)
        rows.set_aside(item.isna(), "no name of the item", "item")
        start, end = (pd.Timestamp(day) for day in span)
        period = {"period_start": start, "period_end": end, "grain": "range", "item": item}
    _check_rates(rows, clicks, impressions, totals)
    return rows.frame(
        period
        | {
            "surface": "web",
            "dimension": dimension,
            "clicks": clicks,
            "impressions": impressions,
            "position": position,
        }
    )


def _totals(frames: list[pd.DataFrame]) -> list[ControlTotal]:
    """Countries and devices hold all clicks of the days (measured exact); queries and pages never do."""
    clicks = pd.concat(frames).groupby("dimension")["clicks"].sum()
    return [
        ControlTotal(f"clicks by {name}, against those by date", float(clicks["date"]), float(clicks[name]))
        for name in ("country", "device")
        if "date" in clicks and name in clicks
    ]


def _check_rates(rows: Rows, clicks: pd.Series, impressions: pd.Series, totals: list[ControlTotal]) -> None:
    """Compare clicks with those that the stated rates (rounded to 0.01 %) imply, row by row."""
    rate, _ = values.share(rows.cells("rate"))
    shown = rate.notna() & (impressions > 0).fillna(value=False) & clicks.notna() & rows.kept
    agree = ((rate - clicks / impressions).abs() < 0.0001)[shown]
    what = f"{rows.table.member or ''} rows whose CTR is clicks / impressions".strip()
    totals.append(ControlTotal(what, float(shown.sum()), float(agree.sum())))
