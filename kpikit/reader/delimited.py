"""Text to records: delimiter, quoting, lines that were quoted twice."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace

from kpikit.reader.limits import LIMITS

DELIMITERS = (",", ";", "\t", "|")
SPACES = "spaces"
"""Name of the delimiter "runs of blanks"."""

_SAMPLE_LINES = 300
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
        MalformedError: A quoted cell has no end, or a cell is beyond all measure.
    """
    if delimiter == SPACES:
        return Records([line.split() for line in text.splitlines()], SPACES)
    stated = _SEPARATOR_LINE.match(text)
    if stated:
        # The line stays a record, so that record numbers are those of the file.
        body = text[stated.end() :]
        read = records(body, delimiter or stated[1])
        return replace(read, cells=[[], *read.cells])
    delimiter = delimiter or detect_delimiter(text)
    cells, lenient = _parse(text, delimiter)
    if _wrapped_twice(cells, delimiter):
        cells, lenient = _parse(_unwrap(text), delimiter)
        return Records(cells, delimiter, rewrapped=True, lenient=lenient)
    if any(_FORMULA.fullmatch(cell) for record in cells[:_SAMPLE_LINES] for cell in record):
        return Records([[_bare(cell) for cell in record] for record in cells], delimiter, formulas=True)
    return Records(cells, delimiter, lenient=lenient)


def _bare(cell: str) -> str:
    """The text of a cell that is written as a formula."""
    match = _FORMULA.fullmatch(cell)
    return match[1].replace('""', '"') if match else cell


def detect_delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of cells (at least two); else the comma."""
    sample = "".join(text.splitlines(keepends=True)[:_SAMPLE_LINES])
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = [len(record) for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)]
        filled = [width for width in widths if width]
        common = Counter(width for width in filled if width > 1).most_common(1)
        if common and (score := (common[0][1] / len(filled), common[0][0])) > best_score:
            best, best_score = delimiter, score
    return best


def _parse(text: str, delimiter: str) -> tuple[list[list[str]], bool]:
    csv.field_size_limit(LIMITS.cell_characters)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)), False
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise MalformedError("a quoted cell has no end: cut off, or a stray quote") from None
        if "field larger" in str(error):
            raise MalformedError(f"a cell is longer than {LIMITS.cell_characters:,} characters") from None
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), True


def _wrapped_twice(cells: list[list[str]], delimiter: str) -> bool:
    filled = [record for record in cells if record]
    if not filled or len(filled[0]) != 1 or delimiter not in filled[0][0]:
        return False
    if sum(len(record) == 1 for record in filled) < 0.8 * len(filled):
        return False
    return len(next(csv.reader([filled[0][0]], delimiter=delimiter))) > 1


def _unwrap(text: str) -> str:
    """Take the outer quotes off each physical line; those that have none stay as they are."""
    return "\n".join(_unwrap_line(line) for line in text.splitlines())


def _unwrap_line(line: str) -> str:
    if len(line) >= 2 and line.startswith('"') and line.endswith('"'):
        return line[1:-1].replace('""', '"')
    return line
