"""Making a report in a private folder and putting it in its place in one step."""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kpikit.errors import Problem, PublishError
from kpikit.publish.places import MANIFEST, POINTER, Issued, period_folder, read_manifest
from kpikit.run.fingerprints import of_file
from kpikit.store import atomic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpikit.project import Project

_REVISION = re.compile(r"r(\d+)")
_PRIVATE = ".making-"
_REPLACEABLE = ("draft", "incomplete")


@contextmanager
def private_folder(project: Project, brand: str, period: str) -> Iterator[Path]:
    """A folder beside the report's place that no reader looks into; gone afterwards unless published.

    One process at a time makes a report of a brand and period; another one waits. What killed processes left
    is removed.
    """
    place = period_folder(project, brand, period)
    with atomic.locked(project.store / "lock" / f"report-{brand}-{period}"):
        place.mkdir(parents=True, exist_ok=True)
        for left in place.glob(f"{_PRIVATE}*"):
            shutil.rmtree(left)
        for left in place.glob(f".{POINTER}.*"):
            left.unlink()
        folder = place / f"{_PRIVATE}{os.getpid()}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            _remove_if_empty(place)


def publish(folder: Path, manifest: dict[str, Any]) -> Issued:
    """Turn a private folder into the current report.

    Files' digests are added to the manifest, which is written last; everything is brought to the disk before
    the folder gets its name, and the name before the pointer. Superseded drafts are removed after that; a
    complete one stays while only an incomplete one follows it. Released reports always stay.

    Raises:
        PublishError: The folder is empty.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if not files:
        raise PublishError(Problem("nothing to publish", file=folder))
    place = folder.parent
    revision = 1 + max(_revisions(place), default=0)
    whole = manifest | {
        "revision": revision,
        "files": {
            path.relative_to(folder).as_posix(): {"sha256": of_file(path), "bytes": path.stat().st_size}
            for path in files
        },
    }
    for path in files:
        atomic.sync(path)
    atomic.write(folder / MANIFEST, _json(whole))
    for inner in {path.parent for path in files} | {folder}:
        atomic.sync(inner)
    target = place / f"r{revision}"
    folder.rename(target)
    atomic.sync(place)
    atomic.write(place / POINTER, _json({"folder": target.name}))
    _remove_superseded(place, target, str(manifest["state"]))
    return Issued(target, whole)


def _revisions(place: Path) -> dict[int, Path]:
    found = {path: _REVISION.fullmatch(path.name) for path in place.iterdir()}
    return {int(match[1]): path for path, match in found.items() if match}


def _remove_superseded(place: Path, current: Path, state: str) -> None:
    removable = ("incomplete",) if state == "incomplete" else _REPLACEABLE
    for path in _revisions(place).values():
        manifest = read_manifest(path)
        if path != current and (manifest is None or manifest.get("state") in removable):
            shutil.rmtree(path)


def _remove_if_empty(place: Path) -> None:
    for folder in (place, place.parent):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
