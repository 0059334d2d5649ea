"""Meta Business Suite: posts, videos, days, formats and audience of Facebook and Instagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.errors import ExportError, Problem
from kpikit.sources.common import headers
from kpikit.sources.meta import audience, content, daily, formats, insights
from kpikit.sources.meta.layouts import (
    FACEBOOK,
    INSIGHTS_PAGE,
    INSIGHTS_POSTS,
    INSTAGRAM,
    STORIES,
    UCI,
    VIDEO,
)

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading

_INSIGHTS = (INSIGHTS_POSTS, INSIGHTS_PAGE)
LAYOUTS = (
    INSTAGRAM,
    FACEBOOK,
    VIDEO,
    STORIES,
    daily.DAILY,
    audience.AUDIENCE,
    formats.TOP_FORMATS,
    *_INSIGHTS,
    UCI,
)


def read(file: RawFile, context: Context) -> Reading:
    """Read a file of Meta Business Suite, or of the Facebook Insights before it.

    Raises:
        ExportError: It is of none of the layouts, says no surface where it must, or is damaged as a whole.
    """
    reading = _read(file, context)
    reading.notes[:0] = file.notes
    return reading


def _read(file: RawFile, context: Context) -> Reading:
    if formats.is_formats(file):
        return formats.read(file, context)
    if any(audience.is_audience(table) for table in file.tables):
        return audience.read(file, context)
    old = [(table, match) for table in file.tables if (match := headers.match(_INSIGHTS, table.header))]
    if old:
        read_of = [id(table) for table, _ in old]
        others = [table for table in file.tables if id(table) not in read_of]
        return insights.read(file, old, others, context)
    matches = headers.recognise(file, LAYOUTS)
    first = matches[0][1].layout
    if any(match.layout is not first for _, match in matches):
        raise ExportError(Problem("holds tables of different exports", file=file.path))
    if first is daily.DAILY:
        return daily.read(file, matches, context)
    if first in (audience.AUDIENCE, formats.TOP_FORMATS):
        what = f"is a {first.what} without a title that says what it holds"
        raise ExportError(Problem(what, file=file.path, line=matches[0][0].header_line))
    if len(matches) > 1:
        raise ExportError(Problem("holds more than one table of posts", file=file.path))
    return content.read(*matches[0], context)
