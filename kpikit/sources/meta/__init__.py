"""Meta Business Suite: content exports, daily metric files and audience of Facebook and Instagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.errors import ExportError, Problem
from kpikit.sources import headers
from kpikit.sources.base import Layout, Reading
from kpikit.sources.meta import audience, content, daily
from kpikit.sources.meta.words import FORMAT_TITLES
from kpikit.text import header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context

ADS = Layout(
    id="meta-ads/1",
    what="Meta Ads Manager report",
    headers={
        "starts": ("reporting starts", "início dos relatórios"),
        "ends": ("reporting ends", "término dos relatórios"),
        "results": ("results", "resultados"),
    },
    required=("starts", "ends", "results"),
    languages=("en", "pt"),
    tried=False,
    feeds=(),
)

LAYOUTS = (content.INSTAGRAM, content.FACEBOOK, content.VIDEO, daily.DAILY, audience.AUDIENCE, ADS)


def read(file: RawFile, context: Context) -> Reading:
    """Read a file of Meta Business Suite.

    Raises:
        ExportError: It is of none of the layouts, says no surface where it must, or is damaged as a whole.
    """
    if any(header_key(table.title or "") in FORMAT_TITLES for table in file.tables):
        what = "is Meta Business Suite's list of top content formats: known, but not served"
        raise ExportError(Problem(what, file=file.path))
    if any(audience.is_audience(table) for table in file.tables):
        reading = audience.read(file, context)
    else:
        matches = headers.recognise(file, LAYOUTS)
        first = matches[0][1].layout
        if any(match.layout is not first for _, match in matches):
            raise ExportError(Problem("holds tables of different exports", file=file.path))
        if first is daily.DAILY:
            reading = daily.read(file, matches, context)
        elif len(matches) > 1:
            raise ExportError(Problem("holds more than one table of posts", file=file.path))
        else:
            reading = content.read(*matches[0], context)
    reading.notes[:0] = file.notes
    return reading
