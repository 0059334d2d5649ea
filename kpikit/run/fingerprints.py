"""Content keys: digests of all that outputs depend on, so that unchanged work is not done again."""

from __future__ import annotations

import hashlib
import platform
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kpikit.project import SHARED_PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.project import Project

_PACKAGE = Path(__file__).parents[1]
_AFTER_CHAPTERS = frozenset({"run", "render", "publish", "commands"})
"""Layers that no notebook can import: changing them changes no notebook's outputs."""


def digest(parts: Iterable[str]) -> str:
    """One digest of several; the parts can't run into each other."""
    whole = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        whole.update(len(encoded).to_bytes(8, "big") + encoded)
    return whole.hexdigest()


def of_file(path: Path) -> str:
    """SHA-256 of a file's bytes; of a file that isn't there, a word that says so."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "absent"


@lru_cache
def of_package(*, whole: bool = False) -> str:
    """Digest of kpikit's own files: of the layers that a notebook reaches, or of all."""
    files = sorted(
        path
        for path in _PACKAGE.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and not path.name.startswith(".")
    )
    parts = []
    for path in files:
        relative = path.relative_to(_PACKAGE)
        if whole or relative.parts[0] not in _AFTER_CHAPTERS:
            parts += [relative.as_posix(), of_file(path)]
    return digest(parts)


@lru_cache
def of_libraries() -> str:
    """Digest of the interpreter and of the names and versions of all installed distributions."""
    installed = {path.name for folder in sys.path for path in Path(folder or ".").glob("*.dist-info")}
    return digest([platform.python_version(), platform.machine(), sys.platform, *sorted(installed)])


def parameter_files(project: Project, brand: str) -> dict[str, Path]:
    """Files whose words go into a brand's report: name below params/ → path."""
    found = {f"{name}.yaml": project.shared(name) for name in SHARED_PARAMETERS}
    own = [*project.params.glob(f"{brand}.*"), *(project.params / brand).rglob("*")]
    found |= {path.relative_to(project.params).as_posix(): path for path in own if path.is_file()}
    return dict(sorted(found.items()))


def of_inputs(project: Project, brand: str, store: str) -> str:
    """Digest of what all chapters of a brand share.

    Args:
        project: Where the files lie.
        brand: Brand id.
        store: The store's fingerprint.
    """
    parameters = [
        part for name, path in parameter_files(project, brand).items() for part in (name, of_file(path))
    ]
    return digest([brand, store, of_package(), of_libraries(), *parameters])
