"""How large a file may be before it is opened, and what is raised beyond that."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Bounds held before a file is parsed; beyond them it is refused.

    Attributes:
        file_bytes: Size of a file on disk.
        unpacked_bytes: Sum of the members of an archive or xlsx, unpacked.
        members: Files in an archive.
        ratio: How many times its packed size a large member of an archive may have.
        text_rows: Lines of a text.
        text_cells: Delimiters of a text, with its lines: the memory that its cells would cost.
        sheet_rows: Rows of a sheet.
        sheet_columns: Columns of a sheet or text.
        sheet_cells: Rows by columns of a sheet: the memory a far-off cell would cost.
        sheet_memory_bytes: Memory that the process which opens spreadsheets may take.
        sheet_seconds: Time that it may take over one.
        cell_characters: Characters in one cell of a CSV.
        json_depth: How deep JSON may be nested.
    """

    file_bytes: int = 1024 * MEBIBYTE
    unpacked_bytes: int = 1024 * MEBIBYTE
    members: int = 20_000
    ratio: int = 250
    text_rows: int = 10_000_000
    text_cells: int = 60_000_000
    sheet_rows: int = 1_048_576
    sheet_columns: int = 2_000
    sheet_cells: int = 40_000_000
    sheet_memory_bytes: int = 4096 * MEBIBYTE
    sheet_seconds: int = 120
    cell_characters: int = 1_000_000
    json_depth: int = 100


LIMITS = Limits()


class SheetError(ValueError):
    """The workbook or archive is too large, damaged or locked."""


def check_size(rows: int, columns: int, name: str) -> None:
    """Refuse a sheet that would take more memory than any export needs.

    Raises:
        SheetError: It is beyond the limits.
    """
    if rows > LIMITS.sheet_rows or columns > LIMITS.sheet_columns or rows * columns > LIMITS.sheet_cells:
        raise SheetError(
            f"{name} spans {rows:,} rows by {columns:,} columns: a stray cell far off? "
            f"At most {LIMITS.sheet_columns:,} columns and {LIMITS.sheet_cells:,} cells"
        )
