"""Writes that are there whole or not at all, and the lock that keeps two imports apart."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Write a file so that a kill leaves the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    place([(draft, path)])


def place(moves: Iterable[tuple[Path, Path]]) -> None:
    """Move finished files to their places on the same disk, each after its bytes are on the disk."""
    folders = set()
    for draft, path in moves:
        path.parent.mkdir(parents=True, exist_ok=True)
        sync(draft)
        draft.replace(path)
        folders.add(path.parent)
    for folder in sorted(folders):
        sync(folder)


def sync(path: Path) -> None:
    """Wait until a file's or folder's content is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock at `path`; waits for who holds it. The system frees it when a process dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
