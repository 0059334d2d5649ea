"""Files of one export that were saved beside each other: what one of them states holds for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.errors import ExportError
from kpikit.reader import read_file

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from pathlib import Path

    from kpikit.reader import RawFile


def beside(path: Path, member: re.Pattern[str]) -> Iterator[tuple[str, RawFile]]:
    """Name and content of each other CSV of the same export that can be read.

    Args:
        path: The file.
        member: Names that members of an export bear, without suffix; the groups `export` and `number` tell
            two exports in one folder apart.
    """
    own = member.fullmatch(path.stem)
    if own is None:
        return
    for other in sorted(path.parent.glob("*.csv")):
        match = member.fullmatch(other.stem)
        if other == path or not match:
            continue
        if (match["export"], match["number"]) != (own["export"], own["number"]):
            continue
        try:
            yield other.name, read_file(other)
        except ExportError:
            continue
