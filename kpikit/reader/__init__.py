"""Files as received → tables of text. No knowledge of platforms: bytes, encodings, delimiters, sections."""

from __future__ import annotations

from kpikit.reader.files import read_file
from kpikit.reader.raw import RawDocument, RawFile, RawTable, RowRemark

__all__ = ["RawDocument", "RawFile", "RawTable", "RowRemark", "read_file"]
