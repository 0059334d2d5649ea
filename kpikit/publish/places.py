"""Where issued reports are: readers follow pointer and manifest, and nothing else.

reports/<brand>/<period>/current.json names the folder r<N> beside it whose manifest.json was written last. A
folder without a manifest, or that no pointer names, is no report.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.project import Project

POINTER = "current.json"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Issued:
    """A report that is there whole.

    Attributes:
        folder: Where its files lie.
        manifest: What was written about it, see `manifest`.
    """

    folder: Path
    manifest: dict[str, Any]

    @property
    def brand(self) -> str:
        """Brand id."""
        return str(self.manifest["brand"])

    @property
    def period(self) -> str:
        """Period id."""
        return str(self.manifest["period"])

    @property
    def state(self) -> str:
        """draft, incomplete, released or revised."""
        return str(self.manifest["state"])

    @property
    def made(self) -> str:
        """When, in UTC (ISO 8601)."""
        return str(self.manifest["made"])

    @property
    def main_file(self) -> str:
        """The file to open first."""
        files = self.manifest["files"]
        return next((name for name in ("report.pdf", "report.html") if name in files), MANIFEST)


def period_folder(project: Project, brand: str, period: str) -> Path:
    """Folder of all revisions of one report."""
    return project.reports / brand / period


def current(project: Project, brand: str, period: str) -> Issued | None:
    """The report that the pointer names; None where there is none that is whole."""
    return _follow(period_folder(project, brand, period))


def issued(project: Project) -> list[Issued]:
    """All reports, by brand, newest period first."""
    pointers = project.reports.glob(f"*/*/{POINTER}")
    found = [report for pointer in pointers if (report := _follow(pointer.parent))]
    found.sort(key=lambda report: (report.manifest["last_day"], report.manifest["first_day"]), reverse=True)
    return sorted(found, key=lambda report: report.brand)


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """A revision's manifest; None where there is none."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return manifest


def _follow(folder: Path) -> Issued | None:
    try:
        name = json.loads((folder / POINTER).read_text(encoding="utf-8"))["folder"]
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return None
    target = folder / str(name)
    if target.parent != folder:
        return None
    manifest = read_manifest(target)
    return Issued(target, manifest) if manifest else None
