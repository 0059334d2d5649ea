"""Whatever bytes a file holds: tables whose rows add up, or an ExportError. Never another exception, never a hang."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kpikit.errors import ExportError
from kpikit.reader import read_file
from tests.fuzz.changing import changed_bytes, every_sample, fuzz, samples

BEGINNINGS = st.sampled_from(
    [
        b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"sep=;\n", b"sep=,\r\n", b"<?xml version='1.0'?>", b'<?xml version="1.0" encoding="utf-16"?>', b'{"a":', b"[[", b'["', b"# x\n",
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', b'"', b"a,b\n",
    ]
)  # fmt: skip
PIECES = st.lists(
    st.sampled_from(
        ['"', '""', ",", ";", "\t", "|", "\n", "\r", "\r\n", "a", "1", "1,5", "-", "Total", "=", '="1"', " ", "\u2028", "\x0b", "é", "Ж",
         "新", "\U0001f600", "{", "}", "[", "]", ":", "\\", "\\ud800", "#", "sep=", "\ufeff", "x" * 300, "null", "1e999"]
    ),
    max_size=80,
).map("".join)  # fmt: skip
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "gb18030", "cp1251"])


def held(data, name="a.csv", **asked):
    """Read bytes as a file; what comes out is whole."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            file = read_file(path, **asked)
        except ExportError:
            return None
    assert file.tables or file.documents
    for table in file.tables:
        assert len(table.rows) == len(table.lines)
        assert all(len(row) == len(table.header) for row in table.rows)
        given_up = [remark.line for remark in table.damaged]
        numbers = [*table.lines, *given_up]
        assert len(set(numbers)) == len(numbers)
        assert {remark.line for remark in table.repaired} <= set(table.lines)
        for row in (table.header, *table.rows):
            for cell in row:
                cell.encode()
    return file


@given(BEGINNINGS, st.binary(max_size=400), st.booleans())
@fuzz(300)
def test_any_bytes(beginning, rest, documents):
    """Bytes behind every beginning that means something to the reader."""
    held(beginning + rest, documents=documents)


@given(
    BEGINNINGS, PIECES, ENCODINGS, st.booleans(), st.booleans(), st.sampled_from([None, None, ",", "spaces"])
)
@fuzz(500)
def test_any_text(beginning, text, encoding, documents, header, delimiter):
    """Quotes, delimiters, newlines and brackets in any order and encoding, read in any way that can be asked for."""
    held(beginning + text.encode(encoding, "ignore"), documents=documents, header=header, delimiter=delimiter)


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6), min_size=2, max_size=4
        ),
        min_size=2,
        max_size=8,
    )
)
@fuzz(300)
def test_what_a_program_writes_comes_back(rows):
    """Cells that the csv module writes are the cells that are read, whatever is in them but blank lines."""
    width = len(rows[0])
    header = [f"column {number}" for number in range(width)]
    cells = [(row + ["x"] * width)[:width] for row in rows]
    cells = [row for row in cells if any(cell.strip() for cell in row)]
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerows([header, *cells])
    file = held(buffer.getvalue().encode())
    if file is None or file.encoding != "utf-8":
        return
    assert [row for table in file.tables for row in table.rows] == [row for row in cells if row != header]


@given(st.sampled_from(every_sample()), st.data(), st.booleans())
@fuzz(250)
def test_samples_with_bytes_changed(sample, data, documents):
    """Workbooks and archives among them."""
    kind, name = sample
    held(data.draw(changed_bytes(samples()[kind][name])), name, documents=documents)
