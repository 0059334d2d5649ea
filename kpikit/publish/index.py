"""reports/index.html: all issued reports on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.periods import parse_period
from kpikit.publish.places import issued
from kpikit.store import atomic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpikit.project import Project
    from kpikit.publish.places import Issued
    from kpikit.render.index import IndexEntry

_KINDS = {".pdf": "PDF", ".html": "HTML", ".xlsx": "XLSX", ".csv": "CSV"}


def write_index(project: Project) -> Path:
    """Write the index anew from the manifests; of two processes that do so, one waits for the other.

    Returns:
        Its path.
    """
    from kpikit.render.index import index_page  # noqa: PLC0415 - readers of reports need no renderer

    path = project.reports / "index.html"
    with atomic.locked(project.store / "lock" / "index"):
        page = index_page([_entry(project, report) for report in issued(project)], {})
        atomic.write(path, page.encode())
    return path


def _entry(project: Project, report: Issued) -> IndexEntry:
    from kpikit.render.index import IndexEntry  # noqa: PLC0415 - as above
    from kpikit.words import Words  # noqa: PLC0415

    return IndexEntry(
        brand=report.manifest["name"],
        period=Words("en").period(parse_period(report.period)),
        when=report.made[:16].replace("T", " ") + " UTC",
        state=report.manifest["state"],
        files=tuple(_files(project, report)),
    )


def _files(project: Project, report: Issued) -> Iterator[tuple[str, str]]:
    """Word and address, below reports/, of the files to open."""
    for suffix, kind in _KINDS.items():
        for name in report.manifest["files"]:
            if "/" in name or not name.endswith(suffix):
                continue
            language = name.removesuffix(suffix).removeprefix("report").removeprefix("metrics").lstrip(".")
            yield f"{kind} {language}".strip(), (report.folder / name).relative_to(project.reports).as_posix()
