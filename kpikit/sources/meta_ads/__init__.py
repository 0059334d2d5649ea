"""Meta Ads Manager: reports by day and of a period, whole or divided by age, place and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.common import headers
from kpikit.sources.common.rows import reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.meta_ads import report
from kpikit.sources.meta_ads.layouts import DAYS, PERIOD
from kpikit.text import clean_line, header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.headers import Match

LAYOUTS = (DAYS, PERIOD)
_RAW = "raw data"


def read(file: RawFile, context: Context) -> Reading:
    """Read a report of Ads Manager: rows of `ads_daily` or of `ads_periods`.

    Raises:
        ExportError: It is no such report, its days can be read two ways, or it counts spending twice.
    """
    notes = list(file.notes)
    matches = _one_writing(headers.recognise(file, LAYOUTS), notes)
    reports = [report.read(file, table, match, context) for table, match in matches]
    levels = {each.level for each in reports if len(each.frame)}
    if len(levels) > 1:
        what = f"holds reports of several levels ({', '.join(sorted(levels))}), which count the same spending"
        raise ExportError(Problem(what, file=file.path, allowed="reports of one level, of the ads at best"))
    zone = context.zone
    last = max((each.last for each in reports if each.last is not None), default=None)
    frames: dict[str, list[pd.DataFrame]] = {}
    for each in reports:
        notes += each.notes
        if last is not None:
            each.frame["snapshot_at"] = pd.Timestamp(snapshot_at(context, zone, stated=last))
        each.frame["platform"] = pd.Series(context.source.platform, index=each.frame.index, dtype="string")
        frames.setdefault(each.table, []).append(each.frame)
    return reading(
        matches[0][1].layout,
        [each.rows for each in reports],
        frames,
        notes=notes,
        totals=[total for each in reports for total in each.totals],
    )


def _one_writing(matches: list[tuple[RawTable, Match]], notes: list[str]) -> list[tuple[RawTable, Match]]:
    """Of a workbook that writes one report twice, laid out and raw, the raw sheet; else all tables."""
    raw = [found for found in matches if header_key(found[0].title or "").startswith(_RAW)]
    if len(raw) != 1 or len(matches) == 1:
        return matches
    notes += [
        f"section {clean_line(table.title or '', 60)!r} is not read"
        for table, _ in matches
        if table is not raw[0][0]
    ]
    return raw
