"""How large a file may be before it is opened."""

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
        sheet_rows: Rows of a sheet.
        sheet_columns: Columns of a sheet.
        sheet_cells: Rows by columns of a sheet: the memory a far-off cell would cost.
        sheet_memory_bytes: Memory that the process which opens spreadsheets may take.
        sheet_seconds: Time that it may take over one.
        cell_characters: Characters in one cell of a CSV.
    """

    file_bytes: int = 1024 * MEBIBYTE
    unpacked_bytes: int = 1024 * MEBIBYTE
    members: int = 20_000
    sheet_rows: int = 1_048_576
    sheet_columns: int = 2_000
    sheet_cells: int = 40_000_000
    sheet_memory_bytes: int = 4096 * MEBIBYTE
    sheet_seconds: int = 120
    cell_characters: int = 1_000_000


LIMITS = Limits()
