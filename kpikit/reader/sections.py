"""Records to tables: titles and preambles, blank lines between tables, rows of uneven width."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from kpikit.reader.raw import OVERLONG, PADDED, REPEATED, RawTable, RowRemark

_BLANK_LINE = "blank line inside a table before line"
_COMMENT = re.compile(r"#(\s|$)")
_SAMPLE = 1_000
"""Records of a block that tell how wide it is; a header stands above them all."""
_STARTS_WITH_DIGIT = re.compile(r"[-+]?\d")


@dataclass
class _Block:
    """Consecutive records without a blank one between them."""

    first: int
    records: list[list[str]] = field(default_factory=list)


def tables(records: list[list[str]], delimiter: str) -> tuple[list[RawTable], list[str]]:
    """Cut records into tables.

    A table starts after a blank record. Above its header may stand comment lines (`# …`), a title, or other
    lines that are narrower than the table. A blank line inside a table doesn't end it when what follows goes
    on in the same columns without a header.

    Args:
        records: Cells of each record; record i has number i + 1.
        delimiter: Joins the cells of preamble lines again.

    Returns:
        Tables, and notes on what stood outside of them.
    """
    found: list[RawTable] = []
    carried: list[str] = []
    notes: list[str] = []
    for block in _blocks(records):
        start = _header_index(block.records)
        if start is None:
            carried += [_joined(record, delimiter) for record in block.records]
            continue
        if start == 0 and not carried and found and _continues(found[-1], block.records[0]):
            notes.append(f"{_BLANK_LINE} {block.first}")
            _add_rows(found[-1], block.records, block.first)
            continue
        preamble = carried + [_joined(record, delimiter) for record in block.records[:start]]
        carried = []
        table = _table(block.records[start], preamble)
        table.header_line = block.first + start
        _add_rows(table, block.records[start + 1 :], block.first + start + 1)
        found.append(table)
    if carried and not found:
        # A single column of text: its first line is the header.
        return _single_column(records), notes
    if carried:
        notes.append(f"{len(carried)} line(s) of text after the last table were not read")
    return found, notes


def headerless(records: list[list[str]]) -> list[RawTable]:
    """All non-blank records as one table whose columns are named 1, 2, 3 and so on."""
    filled = [(number, record) for number, record in enumerate(records, 1) if any(record)]
    width = Counter(len(record) for _, record in filled).most_common(1)[0][0] if filled else 0
    table = RawTable(None, [], [str(column + 1) for column in range(width)], [], [], header_line=0)
    for number, record in filled:
        _add_rows(table, [record], number)
    return [table]


def more_rows(
    table: RawTable, records: list[list[str]], first: int, notes: list[str], *, after_blank: bool
) -> RawTable | None:
    """Further rows of a table that is read in pieces; None where a blank line ends the table.

    Args:
        table: The table, as its beginning was read.
        records: Cells of each record of the piece.
        first: Number of the first of them.
        notes: Grows by what is to be told of blank lines.
        after_blank: Whether the record before them was blank.
    """
    piece = RawTable(table.title, [], table.header, [], [], header_line=table.header_line)
    for block in _blocks(records):
        if after_blank or block.first > 1:
            if _header_index(block.records) != 0 or not _continues(table, block.records[0]):
                return None
            notes.append(f"{_BLANK_LINE} {first + block.first - 1}")
        _add_rows(piece, block.records, first + block.first - 1)
        after_blank = False
    return piece


def _blocks(records: list[list[str]]) -> list[_Block]:
    blocks: list[_Block] = []
    open_block = False
    for number, record in enumerate(records, 1):
        blank = not any(cell.strip() for cell in record)
        if not blank:
            if not open_block:
                blocks.append(_Block(number))
            blocks[-1].records.append(record)
        open_block = not blank
    return blocks


def _header_index(records: list[list[str]]) -> int | None:
    """Position of the header in a block; None where the block holds no table.

    The header is the first record as wide as most of the block's records, more than half of it filled.
    """
    after_comments = next(
        (index for index, record in enumerate(records) if not _COMMENT.match(record[0])), len(records)
    )
    body = records[after_comments:]
    if not body:
        return None
    sample = body[:_SAMPLE]
    width = _mode([len(record) for record in sample])
    filled = _mode([_trimmed(record) for record in sample])
    if filled < 2:
        # One column of text above or below a table; a title with nothing under it.
        return None
    for index, record in enumerate(sample):
        if len(record) >= width and 2 * sum(1 for cell in record if cell.strip()) > filled:
            return after_comments + index
    return after_comments


def _mode(widths: list[int]) -> int:
    """The most frequent width; of several the largest."""
    counts = Counter(widths)
    most = max(counts.values())
    return max(width for width, count in counts.items() if count == most)


def _trimmed(record: list[str]) -> int:
    return max((index for index, cell in enumerate(record, 1) if cell.strip()), default=0)


def _joined(record: list[str], delimiter: str) -> str:
    return delimiter.join(record[: _trimmed(record)]).strip()


def _table(header: list[str], preamble: list[str]) -> RawTable:
    """The title is the last preamble line that is no comment."""
    if preamble and not _COMMENT.match(preamble[-1]):
        return RawTable(preamble[-1], preamble[:-1], header, [], [])
    return RawTable(None, preamble, header, [], [])


def _continues(table: RawTable, record: list[str]) -> bool:
    """Whether a record after a blank line is one more row of the table and no new header."""
    return (
        len(record) == len(table.header)
        and any(_STARTS_WITH_DIGIT.match(cell) for cell in record)
        and not any(_STARTS_WITH_DIGIT.match(cell) for cell in table.header)
    )


def _add_rows(table: RawTable, records: list[list[str]], first: int) -> None:
    """Append rows, as wide as the header; those with something in cells beyond it are damaged."""
    width = len(table.header)
    for number, record in enumerate(records, first):
        row = record
        if table.header_line and _repeats(row, table.header):
            # Two exports glued together, or a page that repeats its header.
            table.damaged.append(RowRemark(number, REPEATED))
            continue
        if len(record) != width:
            if any(cell.strip() for cell in record[width:]):
                table.damaged.append(RowRemark(number, OVERLONG))
                continue
            if len(record) < width:
                table.repaired.append(RowRemark(number, PADDED))
            row = (record + [""] * (width - len(record)))[:width]
        table.rows.append(row)
        table.lines.append(number)


def _repeats(row: list[str], header: list[str]) -> bool:
    """Whether a row is the header again, of a file put behind another with its byte-order mark."""
    if not row or row[0].lstrip("\ufeff").strip() != header[0].strip():
        return False
    return [cell.strip() for cell in row[1 : len(header)]] == [cell.strip() for cell in header[1:]]


def _single_column(records: list[list[str]]) -> list[RawTable]:
    filled = [(number, record) for number, record in enumerate(records, 1) if any(record)]
    (header_line, header), *rows = filled
    table = RawTable(None, [], header, [], [], header_line=header_line)
    for number, record in rows:
        _add_rows(table, [record], number)
    return [table]
