"""Figures as CSV, Parquet and XLSX that no spreadsheet takes for formulas."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from pathlib import Path

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Characters that make a spreadsheet compute what follows."""


def write_metrics(frame: pd.DataFrame, folder: Path, made: date | None = None) -> list[str]:
    """Write metrics.csv, metrics.parquet and metrics.xlsx.

    Args:
        frame: A row a figure.
        folder: Where to.
        made: Day to stand in the workbook's properties, so that the same figures give the same bytes.

    Returns:
        Names of the files.
    """
    frame = flat(frame)
    (folder / "metrics.csv").write_bytes(safe_csv(frame))
    frame.to_parquet(folder / "metrics.parquet", index=False)
    (folder / "metrics.xlsx").write_bytes(safe_xlsx(frame, made))
    return ["metrics.csv", "metrics.parquet", "metrics.xlsx"]


def flat(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with one value a cell: words in a tuple or list are joined."""
    columns = {
        name: [_joined(value) for value in column] if _holds_text(column.dtype) else column
        for name, column in frame.items()
    }
    return pd.DataFrame(columns, columns=list(frame.columns))


def safe_csv(frame: pd.DataFrame) -> bytes:
    """CSV in UTF-8; text that a spreadsheet would compute has an apostrophe before it."""
    safe = frame.rename(columns=_harmless)
    for position, dtype in enumerate(safe.dtypes):
        if _holds_text(dtype):
            safe.isetitem(position, [_harmless(value) for value in safe.iloc[:, position]])
    return safe.to_csv(index=False, lineterminator="\n").encode()


def safe_xlsx(frame: pd.DataFrame, made: date | None = None) -> bytes:
    """A workbook of one sheet in which text is text: no formulas, no links."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    naive = frame.copy()
    for name in naive.select_dtypes("datetimetz").columns:
        naive[name] = naive[name].dt.tz_convert("UTC").dt.tz_localize(None)  # spreadsheets know no zones
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        naive.to_excel(writer, sheet_name="metrics", index=False)
        created = datetime(made.year, made.month, made.day, tzinfo=UTC) if made else datetime.now(UTC)
        writer.book.set_properties({"created": created})
        sheet = writer.sheets["metrics"]
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, max(len(frame.columns) - 1, 0), 16)
    return buffer.getvalue()


def _holds_text(dtype: Any) -> bool:  # noqa: ANN401 - pandas' own or numpy's
    return pd.api.types.is_object_dtype(dtype) or isinstance(dtype, pd.StringDtype)


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _joined(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, list | tuple | set | frozenset) else value
