"""Text to records: delimiter, quoting, lines that were quoted twice."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace

from kpikit.reader.limits import LIMITS

DELIMITERS = (",", ";", "\t", "|")
SPACES = "spaces"
"""Name of the delimiter "runs of blanks"."""

_SAMPLE_LINES = 300
_LAST = "\x04"
_NO_END = "a quoted cell has no end: cut off, or a stray quote"
_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


class MalformedError(ValueError):
    """The text cannot be cut into records."""


@dataclass(frozen=True)
class Records:
    """Records of a text; number i + 1 is the record's number in the file.

    Attributes:
        cells: Cells of each record; an empty line is an empty list.
        delimiter: Between cells.
        rewrapped: Each line had been quoted a second time and was unwrapped.
        lenient: Quotes stood where they may not; read all the same.
        formulas: Cells were written as ="…", which keeps a spreadsheet program from changing them.
    """

    cells: list[list[str]]
    delimiter: str
    rewrapped: bool = False
    lenient: bool = False
    formulas: bool = False


def records(text: str, delimiter: str | None = None) -> Records:
    """Cut a text into records.

    Args:
        text: The text.
        delimiter: A character, "spaces", or None to detect it (a first line `sep=;` is obeyed).

    Raises:
        MalformedError: A quoted cell has no end, or a cell or the whole is beyond all measure.
    """
    if delimiter == SPACES:
        _check_size(text, " ")
        return Records([line.split() for line in _lines(text)], SPACES)
    stated = _SEPARATOR_LINE.match(text)
    if stated:
        # The line stays a record, so that record numbers are those of the file.
        body = text[stated.end() :]
        read = records(body, delimiter or stated[1])
        return replace(read, cells=[[], *read.cells])
    csv.field_size_limit(LIMITS.cell_characters)
    delimiter = delimiter or detect_delimiter(text)
    _check_size(text, delimiter)
    cells, lenient = _parse(text, delimiter)
    if rewrapped := _wrapped_twice(cells, delimiter):
        cells, lenient = _parse(_unwrap(text), delimiter)
    formulas = '="' in text and any(_FORMULA.fullmatch(cell) for record in cells for cell in record)
    if formulas:
        cells = [[_bare(cell) for cell in record] for record in cells]
    return Records(cells, delimiter, rewrapped=rewrapped, lenient=lenient, formulas=formulas)


def _lines(text: str) -> list[str]:
    """Physical lines; `str.splitlines` would also cut at separators that captions hold."""
    return io.StringIO(text, newline=None).read().removesuffix("\n").split("\n")


def _check_size(text: str, delimiter: str) -> None:
    rows = max(text.count("\n"), text.count("\r"))
    if rows > LIMITS.text_rows:
        raise MalformedError(f"has {rows:,} lines; the limit is {LIMITS.text_rows:,}")
    if (cells := rows + text.count(delimiter)) > LIMITS.text_cells:
        raise MalformedError(f"has {cells:,} cells; the limit is {LIMITS.text_cells:,}")


def _bare(cell: str) -> str:
    """The text of a cell that is written as a formula."""
    match = _FORMULA.fullmatch(cell)
    return match[1].replace('""', '"') if match else cell


def detect_delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of cells (at least two); else the comma."""
    sample = "".join(itertools.islice(io.StringIO(text, newline=""), _SAMPLE_LINES))
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = [len(record) for record in _read(sample, delimiter, strict=False)]
        filled = [width for width in widths if width]
        common = Counter(width for width in filled if width > 1).most_common(1)
        if common and (score := (common[0][1] / len(filled), common[0][0])) > best_score:
            best, best_score = delimiter, score
    return best


def _parse(text: str, delimiter: str) -> tuple[list[list[str]], bool]:
    """Records, and whether quotes stand where they may not."""
    try:
        return _read(text, delimiter, strict=True), False
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise MalformedError(_NO_END) from None
    # What is read leniently ends in silence inside a quoted cell: a line added by us shows whether it did.
    ended = text if text.endswith(("\n", "\r")) else text + "\n"
    cells = _read(ended + _LAST, delimiter, strict=False)
    if cells.pop() != [_LAST]:
        raise MalformedError(_NO_END)
    return cells, True


def _read(text: str, delimiter: str, *, strict: bool) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict))
    except csv.Error as error:
        if "field larger" in str(error):
            raise MalformedError(f"a cell is longer than {LIMITS.cell_characters:,} characters") from None
        raise


def _wrapped_twice(cells: list[list[str]], delimiter: str) -> bool:
    filled = [record for record in cells if record]
    if not filled or len(filled[0]) != 1 or delimiter not in filled[0][0]:
        return False
    if sum(len(record) == 1 for record in filled) < 0.8 * len(filled):
        return False
    return len(_read(filled[0][0], delimiter, strict=False)[0]) > 1


def _unwrap(text: str) -> str:
    """Take the outer quotes off each physical line; those that have none stay as they are."""
    return "\n".join(_unwrap_line(line) for line in _lines(text))


def _unwrap_line(line: str) -> str:
    if len(line) >= 2 and line.startswith('"') and line.endswith('"'):
        return line[1:-1].replace('""', '"')
    return line
