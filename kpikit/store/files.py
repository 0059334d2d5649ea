"""Which files of data/<brand>/ are exports to read, and which are not, and why."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.errors import Problem, nearest
from kpikit.store.records import FileRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path, PurePath

    from kpikit.parameters import Brand
    from kpikit.project import Project

_UNFINISHED = re.compile(
    r"(?i)^~\$|^\.~|~$|\.(tmp|part|partial|crdownload|download|swp|bak)$|^(thumbs\.db|desktop\.ini)$"
)
_NAMED_AS_FILE = re.compile(r"(?i)\.(csv|tsv|txt|json|xlsx?|xml|zip)$")
_READ_ME = re.compile(r"(?i)^readme(\.|$)|\.md$")


@dataclass(frozen=True)
class Export:
    """A file to read.

    Attributes:
        source: Key of its source.
        relative: Its path below data/<brand>/, with "/".
        path: Where it lies.
    """

    source: str
    relative: str
    path: Path


def list_exports(project: Project, brand: Brand) -> tuple[list[Export], list[FileRecord]]:
    """Files below data/<brand>/<source>/ in the order of their paths, and records of all that are not read.

    Links that lead out of the brand's folder are refused, and so is what lies in no source's folder, or is an
    empty folder named as a file; hidden files and editors' leftovers are ignored.
    """
    exports, records = [], []
    folder = project.data / brand.brand
    for path in sorted(_walk(folder)):
        relative = path.relative_to(folder).as_posix()
        source = relative.partition("/")[0] if "/" in relative else ""
        if (ignored := _ignored(path.relative_to(folder))) is not None:
            records.append(FileRecord(source, relative, "ignored", notes=(ignored,)))
        elif (problem := _problem(folder, path, source, brand)) is not None:
            records.append(FileRecord(source, relative, "refused", problem=str(problem)))
        else:
            exports.append(Export(source, relative, path))
    return exports, records


def _walk(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        base = folder.__class__(here)
        linked = [name for name in folders if (base / name).is_symlink()]
        folders[:] = [name for name in folders if name not in linked and name != "__MACOSX"]
        if not (folders or files or linked) and _NAMED_AS_FILE.search(here):
            yield base
        yield from (base / name for name in (*files, *linked) if name not in (".gitkeep", ".DS_Store"))


def _ignored(inside: PurePath) -> str | None:
    if any(part.startswith(".") for part in inside.parts) or _UNFINISHED.search(inside.name):
        return "hidden, or an unfinished or temporary file"
    if len(inside.parts) == 1 and _READ_ME.search(inside.name):
        return "no export"
    return None


def _problem(folder: Path, path: Path, source: str, brand: Brand) -> Problem | None:
    if not source:
        return Problem("lies in no source's folder", allowed=f"data/{brand.brand}/<source>/<file>")
    if source not in brand.sources:
        declared = ", ".join(brand.sources) or "none is declared"
        near = nearest(source, brand.sources)
        return Problem(f"folder {source!r} is no key of `sources:`", allowed=declared, nearest=near)
    return _no_file(folder, path)


def _no_file(folder: Path, path: Path) -> Problem | None:
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        return Problem("is a link that leads out of the brand's folder", allowed="the file itself")
    if path.is_dir():
        if path.is_symlink():
            return Problem("is a link to a folder", allowed="the folder itself")
        return Problem("is a folder, and empty", allowed="a file as exported")
    if not path.is_file():
        return Problem("is not a regular file", allowed="a file as exported")
    return None
