"""Which days a YouTube Studio export counts: a period that its user chose.

`Totals.csv` of an export has one row for each day counted. A zip is named `<Dimension> <from>_<to> <Channel>`
and so is the folder that it is unpacked into. Whether the last day of such a name is still counted is not
documented, so daily totals outweigh names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.common import headers, values
from kpikit.sources.common.siblings import beside
from kpikit.sources.common.snapshots import named_in
from kpikit.sources.common.totals import is_total
from kpikit.sources.youtube.layouts import DATES, LAYOUTS

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context
    from kpikit.sources.common.headers import Match

_LIFETIME = re.compile(
    r"(?<![^\W_])(?:lifetime|since published|gesamter zeitraum|gesamte laufzeit|todo o período|vitalício)"
    r"(?![^\W_])",
    re.IGNORECASE,
)
# Names that the members of an export bear; what stands around them tells two exports in one folder apart.
_MEMBER = re.compile(
    r"(?P<export>.*?)(?:table data|tabellendaten|dados da tabela|totals|gesamtwerte|total)"
    r"(?P<number>(?: ?\(\d+\))?)",
    re.IGNORECASE,
)


@dataclass
class Period:
    """What is known of the days that an export counts.

    Attributes:
        start: First day; None where nothing says it.
        end: Last day; None where nothing says it.
        lifetime: The name says that all days are counted.
        totals: Daily totals that came with a table: metric → sum over the days.
        rests_on: Files beside the one read that were looked into → SHA-256.
    """

    start: date | None = None
    end: date | None = None
    lifetime: bool = False
    totals: dict[str, float] = field(default_factory=dict)
    rests_on: dict[str, str] = field(default_factory=dict)

    def add(self, table: RawTable, match: Match) -> None:
        """Take in daily totals."""
        cells = values.column(row[match.columns["date"]] for row in table.rows)
        days, _ = values.day(cells)
        if days.isna().all():
            return
        self.start, self.end = days.min().date(), days.max().date()
        for name, place in match.columns.items():
            if name in ("date", "figure", "not_read"):
                continue
            numbers, _ = values.number(values.column(row[place] for row in table.rows))
            self.totals[name] = float(numbers[days.notna()].sum())


def period_of(file: RawFile, context: Context, daily: list[tuple[RawTable, Match]]) -> Period:
    """The days counted, by the daily totals in the file or beside it, else by its name or folder.

    Args:
        file: The file.
        context: Its surroundings.
        daily: Daily totals in the same archive.
    """
    found = Period(lifetime=_LIFETIME.search(context.relative) is not None)
    for table, match in daily:
        found.add(table, match)
    if found.start is None and file.kind == "csv":
        _look_beside(context.path, found)
    if found.start is None and (name := named_in(context)) is not None and name.start is not None:
        found.start, found.end = name.start, name.end
    return found


def _look_beside(path: Path, period: Period) -> None:
    """Read the daily totals of the same export that were saved beside a table."""
    for name, other in beside(path, _MEMBER):
        matched = headers.match(LAYOUTS, other.tables[0].header)
        if matched is not None and matched.layout is DATES and not has_total(other.tables[0], matched):
            period.add(other.tables[0], matched)
            period.rests_on[name] = other.sha256


def has_total(table: RawTable, match: Match) -> bool:
    """Whether a table by date has a row that states totals."""
    cells = pd.Series([row[match.columns["date"]] for row in table.rows], dtype="string")
    return bool(is_total(cells).any())
