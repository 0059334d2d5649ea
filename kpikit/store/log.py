"""The import log and the rows set aside, as Parquet that people can read too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.sources.base import Remark
    from kpikit.store.records import FileRecord

LOG = pa.schema(
    [
        ("source", pa.string()),
        ("file", pa.string()),
        ("status", pa.string()),
        ("layout", pa.string()),
        ("rows_read", pa.int64()),
        ("used", pa.int64()),
        ("repaired", pa.int64()),
        ("set_aside", pa.int64()),
        ("reasons", pa.string()),
        ("totals", pa.string()),
        ("notes", pa.string()),
        ("problem", pa.string()),
        ("first_day", pa.date32()),
        ("last_day", pa.date32()),
    ]
)
"""A row a file. `reasons`, `totals` and `notes` are lines of text; `unchanged` stands as `imported`, so that
an import that changes nothing writes the same log."""

SET_ASIDE = pa.schema(
    [
        ("source", pa.string()),
        ("file", pa.string()),
        ("line", pa.int64()),
        ("reason", pa.string()),
        ("column", pa.string()),
        ("table", pa.string()),
    ]
)


def log_table(records: Iterable[FileRecord]) -> pa.Table:
    """The log of one import, by source and file."""
    rows = [
        record.as_json()
        | {
            "status": "imported" if record.status == "unchanged" else record.status,
            "reasons": "\n".join(f"{reason}: {count}" for reason, count in record.reasons.items()),
            "totals": "\n".join(record.totals),
            "notes": "\n".join(record.notes),
            "first_day": record.first_day,
            "last_day": record.last_day,
        }
        for record in sorted(records, key=lambda record: (record.source, record.file))
    ]
    return pa.Table.from_pylist(rows, schema=LOG)


def set_aside_table(remarks: Iterable[tuple[FileRecord, Remark]]) -> pa.Table:
    """Rows not used, by source, file and line."""
    rows = [
        {
            "source": record.source,
            "file": record.file,
            "line": remark.line,
            "reason": remark.reason,
            "column": remark.column,
            "table": remark.table,
        }
        for record, remark in remarks
    ]
    return pa.Table.from_pylist(rows, schema=SET_ASIDE).sort_by(
        [(name, "ascending") for name in SET_ASIDE.names]
    )
