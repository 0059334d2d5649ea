"""What the files of one Search Console export say together: days, filters, kind of search, clicks in all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpikit.errors import ExportError, Problem
from kpikit.sources.common import calendars, headers, values
from kpikit.sources.common.siblings import beside
from kpikit.sources.search_console.layouts import APPEARANCE_IN_DISCOVER, DATES, FILTERS, LAYOUTS
from kpikit.text import clean, header_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.common.headers import Match

_KINDS = frozenset({"search type", "type de recherche", "tipo de búsqueda"})
_DATE_FILTERS = frozenset({"date", "fecha"})
_SURFACES = {
    "web": "web",
    "image": "image", "images": "image", "imagen": "image", "imágenes": "image",
    "video": "video", "videos": "video", "vidéo": "video", "vidéos": "video", "vídeo": "video",
    "vídeos": "video",
    "news": "news", "actualités": "news", "actualité": "news", "noticias": "news",
    "discover": "discover",
}  # fmt: skip
"""Search type as written → surface. Google News is another one than the News tab, and not served."""

# Names that the members of an export bear; what stands before them tells two exports in one folder apart.
_MEMBER = re.compile(
    r"(?P<export>.*?)(?:chart|dates|queries|pages|countries|devices|search appearance|discover appearance"
    r"|filters|requêtes|pays|appareils|apparence dans les résultats de recherche|filtres|consultas|páginas"
    r"|países|dispositivos|aspecto de la búsqueda|filtros|fechas|gráfico|graphique)"
    r"(?P<number>(?: ?\(\d+\))?)",
    re.IGNORECASE,
)


@dataclass
class Export:
    """What the files of one export say together.

    Attributes:
        days: First and last day of its table by date.
        clicks: Of all those days.
        filters: Filter → value, as written.
        discover: Whether one of its tables is of Discover alone.
        rests_on: Files beside the one read that were looked into → SHA-256.
    """

    days: tuple[date, date] | None = None
    clicks: int | None = None
    filters: dict[str, str] = field(default_factory=dict)
    discover: bool = False
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
            elif matched.layout.id in DATES:
                self._add_days(table, matched)
            self.discover |= matched.layout is APPEARANCE_IN_DISCOVER

    def _add_days(self, table: RawTable, matched: Match) -> None:
        days, _ = values.day(values.column(row[matched.columns["item"]] for row in table.rows))
        if days.notna().any():
            self.days = (days.min().date(), days.max().date())
            clicks, _ = values.integer(values.column(row[matched.columns["clicks"]] for row in table.rows))
            self.clicks = int(clicks[days.notna()].sum())

    def span(self, file: RawFile, match: Match) -> tuple[date, date]:
        """The days that a table by item counts.

        Raises:
            ExportError: Nothing says them.
        """
        if self.days is not None:
            return self.days
        for name, value in self.filters.items():
            if header_key(name) in _DATE_FILTERS:
                span = calendars.span_in_words(clean(value), day_first=True)
                if span is not None:
                    return span
        raise ExportError(
            Problem(
                f"{match.layout.what}: nothing says which days it counts",
                file=file.path,
                allowed="Dates.csv or Chart.csv of the same export beside it, or the zip as downloaded",
            )
        )

    def surface(self, file: RawFile, *, positions: bool) -> str:
        """Kind of search: by its filters; without positions it is Discover, where something says so.

        Args:
            file: The file.
            positions: Whether its tables have positions.

        Raises:
            ExportError: It is a part of the searches, of a kind that isn't served, or nothing says the kind.
        """
        kinds = []
        for name, value in self.filters.items():
            if header_key(name) in _KINDS:
                kinds.append(_SURFACES.get(header_key(value)))
            elif header_key(name) not in _DATE_FILTERS:
                raise _refusal(file, f"counts a part of the searches only: filter {clean(name, 60)!r} is set")
        if not kinds:
            if not positions and not self.discover:
                raise _refusal(file, "has no positions, and nothing beside it says that it is of Discover")
            return "web" if positions else "discover"
        if kinds[0] is None or (kinds[0] != "discover" and not positions):
            raise _refusal(file, "is of a search type that is not served")
        return kinds[0]


def _refusal(file: RawFile, what: str) -> ExportError:
    allowed = (
        "the zip as downloaded, of search type Web, Image, Video, News or of Discover, "
        "without filters other than the date"
    )
    return ExportError(Problem(what, file=file.path, allowed=allowed))


def look_beside(path: Path, export: Export) -> None:
    """Read the small tables of the same export that were saved beside this one."""
    for name, other in beside(path, _MEMBER):
        matched = headers.match(LAYOUTS, other.tables[0].header)
        if matched and (matched.layout in (FILTERS, APPEARANCE_IN_DISCOVER) or matched.layout.id in DATES):
            export.add(other.tables)
            export.rests_on[name] = other.sha256
