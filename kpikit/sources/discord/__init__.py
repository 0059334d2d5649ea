"""Discord: Server Insights CSVs of a guild, and the messages of its channels by DiscordChatExporter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.errors import ExportError, Problem
from kpikit.sources.common import chats, headers
from kpikit.sources.discord import exporter, insights
from kpikit.sources.discord.layouts import EXPORTED_CSV, EXPORTED_JSON, INSIGHTS, LAYOUTS

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading

__all__ = ["DOCUMENTS", "LAYOUTS", "read"]

DOCUMENTS = True


def read(file: RawFile, context: Context) -> Reading:
    """Read a CSV of Server Insights (or a zip of several), or the messages of one channel.

    Raises:
        ExportError: It is of none of the layouts, or mixes figures with messages.
    """
    found = [document.json for document in file.documents if isinstance(document.json, dict)]
    exported = [content for content in found if _is_exported(content)]
    if exported:
        _refuse_several(file, len(exported) + len(file.tables))
        return exporter.read_json(exported[0], file, context)
    if not file.tables:
        raise chats.unknown(file, "is of no layout that this source reads", LAYOUTS)
    matches = headers.recognise(file, LAYOUTS)
    if any(match.layout is EXPORTED_CSV for _, match in matches):
        _refuse_several(file, len(matches))
        return exporter.read_csv(*matches[0], file, context)
    return insights.read(matches, file, context)


def _refuse_several(file: RawFile, count: int) -> None:
    if count > 1:
        allowed = "the messages of one channel in a file"
        raise ExportError(Problem(f"holds {count} exports", file=file.path, allowed=allowed))


def _is_exported(content: dict[str, object]) -> bool:
    match = headers.match((*INSIGHTS, EXPORTED_JSON), list(content))
    return match is not None and match.layout is EXPORTED_JSON
