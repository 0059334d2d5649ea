"""Answers of closed months, kept in a file a question."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from typing import TYPE_CHECKING

import pyarrow as pa

from kpikit.store import atomic

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILES_KEPT = 1000
"""Questions of a table whose answers are kept; beyond it those not written for longest go."""

_MONTHS = b"kpikit.months"


def read_kept(path: Path) -> dict[str, pa.Table]:
    """Key of a month → its answer; none of a file that is missing or damaged."""
    try:
        rows = pa.ipc.open_file(pa.py_buffer(path.read_bytes())).read_all()
        counts = json.loads(rows.schema.metadata[_MONTHS])
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowInvalid):
        return {}
    answers, start = {}, 0
    plain = rows.replace_schema_metadata(None)
    for key, count in counts:
        answers[key] = plain.slice(start, count)
        start += count
    return answers


def keep(path: Path, answers: Mapping[str, pa.Table]) -> None:
    """Write answers in place of those kept before; without a word where the store can't be written to."""
    counts = [(key, len(answer)) for key, answer in answers.items()]
    rows = pa.concat_tables(answers.values()).combine_chunks()
    rows = rows.replace_schema_metadata({_MONTHS: json.dumps(counts).encode()})
    content = io.BytesIO()
    with pa.ipc.new_file(content, rows.schema) as file:
        file.write_table(rows)
    with suppress(PermissionError):
        atomic.write(path, content.getvalue())
        _forget(path.parent)


def _forget(folder: Path) -> None:
    """Remove the files written longest ago, where there are too many."""
    if len(files := list(folder.glob("*.arrow"))) <= FILES_KEPT:
        return
    with suppress(FileNotFoundError):  # another process may be removing them, too
        for path in sorted(files, key=lambda path: path.stat().st_mtime)[:-FILES_KEPT]:
            path.unlink(missing_ok=True)
