"""Large CSV files a piece at a time, as columns of text: memory that doesn't grow with the file.

Only plain files go this way: UTF-8, one table, newline after each record. What is plain within such a file is
cut by Arrow; a piece with anything else in it (ragged rows, blank lines, formulas, the header once more) is
cut by the same code as small files, so that both ways give the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from kpikit.reader.decoding import UndecodableError, decode
from kpikit.reader.delimited import SPACES, MalformedError, Records, records
from kpikit.reader.limits import LIMITS, MEBIBYTE
from kpikit.reader.raw import CUT_OFF, FORMULAS, LENIENT, PADDED, ColumnTable, RawTable, RowRemark
from kpikit.reader.sections import more_rows, tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_HEAD = MEBIBYTE // 4
_PIECE = 16 * MEBIBYTE
_LONGEST_RECORD = 64 * MEBIBYTE
_CONTROL = bytes({*range(1, 9), *range(14, 32), 127})
_UTF8 = frozenset({"utf-8", "utf-8-sig"})
_OPEN_TEXT = (b"<", b"{", b"[")
"""What web pages, XML and JSON begin with."""


class NotPlainError(ValueError):
    """The file is none that can be read in pieces; says why."""


@dataclass(frozen=True)
class Head:
    """The beginning of a large file.

    Attributes:
        table: Its table, with the rows of the beginning.
        delimiter: Between cells.
        notes: On the file, as far as it was read; grows while its pieces are.
        told: Notes that stand below the others, once each.
        records: Records read.
        offset: Bytes read.
        ends_blank: Whether the last of the records was blank.
    """

    table: RawTable
    delimiter: str
    notes: list[str]
    records: int
    offset: int
    ends_blank: bool
    told: dict[str, bool]

    def tell(self, read: Records) -> None:
        """Note how a part of the file was written."""
        for note, is_so in ((LENIENT, read.lenient), (FORMULAS, read.formulas)):
            self.told[note] = self.told.get(note, False) or is_so


def read_head(path: Path, delimiter: str | None = None) -> Head:
    """The header, and the rows right below it.

    Raises:
        NotPlainError: The file is none that can be read in pieces.
    """
    if delimiter == SPACES:
        raise NotPlainError("its cells are divided by runs of blanks")
    with path.open("rb") as file:
        data = file.read(_HEAD)
    cut = _end_of_record(data)
    if cut is None or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_OPEN_TEXT):
        raise NotPlainError("it is no text of one record a line")
    try:
        decoded = decode(data[:cut])
        read = records(decoded.text, delimiter)
        found, notes = tables(read.cells, read.delimiter)
    except (UndecodableError, MalformedError) as error:
        raise NotPlainError(f"it {error}") from None
    if decoded.encoding not in _UTF8 or decoded.notes:
        raise NotPlainError("it is not written in UTF-8")
    if len(found) != 1 or read.rewrapped or len(found[0].header) < 2:
        raise NotPlainError("it holds something else than one table")
    if len(found[0].header) > LIMITS.sheet_columns:
        raise NotPlainError(f"it has more than {LIMITS.sheet_columns:,} columns")
    ends_blank = not any(cell.strip() for cell in read.cells[-1])
    head = Head(found[0], read.delimiter, notes, len(read.cells), cut, ends_blank, {})
    head.tell(read)
    return head


def read_pieces(path: Path, head: Head, wanted: list[int]) -> Iterator[RawTable]:
    """The rows of the beginning, then those of each further piece.

    Args:
        path: The file.
        head: Its beginning.
        wanted: Positions of the columns that are looked at; others may not be there.

    Raises:
        NotPlainError: Further down the file is none that can be read in pieces.
    """
    yield head.table
    padded = _padded(head.table)
    first, ends_blank = head.records + 1, head.ends_blank
    for data, is_last in _cut(path, head.offset):
        _check(data)
        plain = None if ends_blank else _columns(data, head, wanted, first)
        if plain is not None:
            first += plain.height
            yield plain
            continue
        piece, count, ends_blank = _by_hand(data, head, first, after_blank=ends_blank)
        padded += _padded(piece)
        if is_last and not data.endswith((b"\n", b"\r")) and padded == 1:
            _give_up_torn(piece)
        first += count
        yield piece
    head.notes.extend(note for note, is_so in head.told.items() if is_so)


def _cut(path: Path, offset: int) -> Iterator[tuple[bytes, bool]]:
    """Runs of whole records, and whether they are the last."""
    with path.open("rb") as file:
        file.seek(offset)
        rest = b""
        while block := _next(file):
            data = rest + block
            cut = _end_of_record(data)
            if cut is None:
                if len(data) > _LONGEST_RECORD:
                    raise NotPlainError("a quoted cell has no end: cut off, or a stray quote")
                rest = data
                continue
            rest = data[cut:]
            yield data[:cut], not rest and file.tell() == path.stat().st_size
        if rest:
            yield rest, True


def _next(file: BinaryIO) -> bytes:
    return file.read(_PIECE)


def _end_of_record(data: bytes) -> int | None:
    """Where the last whole record ends: after a newline with an even number of quotes before it."""
    end = data.rfind(b"\n") + 1
    if b'"' not in data:
        return end or None
    odd = data.count(b'"', 0, end) % 2
    while end and odd:
        before = data.rfind(b"\n", 0, end - 1) + 1
        odd ^= data.count(b'"', before, end) % 2
        end = before
    return end or None


def _check(data: bytes) -> None:
    """Hold what `decode` holds of a whole text."""
    if not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            raise NotPlainError("it is not written in UTF-8 throughout") from None
    sample = data[:_HEAD]
    if b"\0" in data or len(sample) - len(sample.translate(None, _CONTROL)) > len(sample) / 100:
        raise NotPlainError("it holds control characters: damaged, or not a text file")


def _columns(data: bytes, head: Head, wanted: list[int], first: int) -> ColumnTable | None:
    """A piece cut by Arrow; None where something in it is not plain."""
    table = head.table
    names = [str(position) for position in range(len(table.header))]
    if b'="' in data or _repeats_header(data, table.header):
        return None
    try:
        rows = csv.read_csv(
            pa.BufferReader(data),
            read_options=csv.ReadOptions(column_names=names, use_threads=False),
            parse_options=csv.ParseOptions(
                delimiter=head.delimiter, newlines_in_values=b'"' in data, ignore_empty_lines=False
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=[str(position) for position in wanted],
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns = {position: rows[str(position)].combine_chunks() for position in wanted}
    if _any_blank(list(columns.values())):
        return None
    lines = list(range(first, first + rows.num_rows))
    return ColumnTable(
        table.title, [], table.header, [], lines, header_line=table.header_line, member=None, columns=columns
    )


def _repeats_header(data: bytes, header: list[str]) -> bool:
    # The longest first: it is the quickest to look for.
    return all(name.strip().encode() in data for name in sorted(header, key=len, reverse=True))


def _any_blank(columns: list[pa.Array]) -> bool:
    """Whether a row has none of the cells: a blank line, perhaps."""
    blank = None
    for column in columns:
        empty = pc.equal(pc.binary_length(pc.utf8_trim_whitespace(column)), 0)
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank).as_py():
            return False
    return True


def _by_hand(data: bytes, head: Head, first: int, *, after_blank: bool) -> tuple[RawTable, int, bool]:
    """A piece cut as small files are, how many records it has, and whether the last is blank."""
    try:
        read = records(data.decode("utf-8"), head.delimiter)
    except MalformedError as error:
        raise NotPlainError(f"it {error}") from None
    head.tell(read)
    piece = more_rows(head.table, read.cells, first, head.notes, after_blank=after_blank)
    if piece is None or read.rewrapped:
        raise NotPlainError("it holds something else than one table")
    return piece, len(read.cells), not any(cell.strip() for cell in read.cells[-1])


def _padded(table: RawTable) -> int:
    return sum(remark.reason == PADDED for remark in table.repaired)


def _give_up_torn(table: RawTable) -> None:
    """As for small files: a last row without its newline that lacks cells, as no other does, may be torn."""
    if table.repaired and table.lines and table.repaired[-1] == RowRemark(table.lines[-1], PADDED):
        table.repaired.pop()
        table.rows.pop()
        table.damaged.append(RowRemark(table.lines.pop(), CUT_OFF))
