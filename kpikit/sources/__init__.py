"""Source modules: one a platform's exports, found by listing this folder."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, cast

from kpikit.errors import Problem, UsageError, nearest
from kpikit.sources.common.headers import near

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Layout, SourceModule


@cache
def modules() -> dict[str, SourceModule]:
    """All source modules by format: every module here that has `LAYOUTS` and `read`."""
    entries = [entry.name for entry in pkgutil.iter_modules(__path__)]
    return {name: found for name in entries if (found := _loaded(name)) is not None}


def _loaded(name: str) -> SourceModule | None:
    """A module of this folder; None where it is no source."""
    found = importlib.import_module(f"{__name__}.{name}")
    is_source = hasattr(found, "LAYOUTS") and hasattr(found, "read")
    return cast("SourceModule", found) if is_source else None


def module(name: str) -> SourceModule:
    """The source module for a `format` of the parameters.

    Raises:
        UsageError: There is none of that name.
    """
    if name in {entry.name for entry in pkgutil.iter_modules(__path__)} and (found := _loaded(name)):
        return found
    known = modules()
    raise UsageError(
        Problem(f"no source format {name!r}", allowed=", ".join(known), nearest=nearest(name, known))
    )


def reads_documents(name: str) -> bool:
    """Whether a format's files may be chats or JSON."""
    return bool(getattr(module(name), "DOCUMENTS", False))


def suppliers(table: str) -> list[str]:
    """Formats whose exports feed a canonical table; `mapped` may feed any."""
    return [
        name for name, entry in modules().items() if any(table in layout.feeds for layout in entry.LAYOUTS)
    ]


def layouts() -> list[Layout]:
    """Layouts of all source modules, in the order of the modules' names."""
    return [layout for entry in modules().values() for layout in entry.LAYOUTS]


def identify(file: RawFile) -> str:
    """Words for a file that no module took: the nearest layout, and the columns that it misses."""
    headers = [table.header for table in file.tables]
    found = near(layouts(), headers)
    if found is None:
        return "its columns are those of no layout that is served"
    if found.missing:
        return f"nearest layout: {found.layout.what} ({found.layout.id}); missing: {', '.join(found.missing)}"
    return f"its columns are those of {found.layout.what} ({found.layout.id})"
