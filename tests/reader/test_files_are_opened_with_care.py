"""Kinds of files, limits, refusals."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt

from kpikit.errors import ExportError
from kpikit.reader import archives, files, read_file
from kpikit.reader.limits import Limits


def workbook(path, rows, title="Sheet"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_an_xlsx_is_read_as_text(tmp_path):
    """Whole floats lose their .0, dates become ISO text, ids stay as they were typed, empty cells empty."""
    rows = [
        ["id", "n", "rate", "day", "at", "done"],
        ["17974697564884257", 3.0, 0.25, date(2026, 1, 2), datetime(2026, 1, 2, 3, 4), True],
        ["x", None, None, None, None, None],
    ]
    file = read_file(workbook(tmp_path / "a.xlsx", rows, "Metrics"))
    (table,) = file.tables
    assert (file.kind, table.title, table.header) == ("xlsx", "Metrics", rows[0])
    assert table.rows[0] == ["17974697564884257", "3", "0.25", "2026-01-02", "2026-01-02 03:04:00", "TRUE"]
    assert table.rows[1] == ["x", "", "", "", "", ""]


def test_a_real_biff_workbook_is_read(tmp_path):
    """The old .xls, each sheet a table, a sentence above the header in the preamble."""
    book = xlwt.Workbook()
    for name in ("Metrics", "All posts"):
        sheet = book.add_sheet(name)
        sheet.write(0, 0, "Data is delayed by up to 2 days.")
        for column, word in enumerate(["Date", "n", "m"]):
            sheet.write(1, column, word)
            sheet.write(2, column, column * 1.0)
    book.save(str(tmp_path / "a.xls"))
    file = read_file(tmp_path / "a.xls")
    assert file.kind == "xls"
    assert [table.title for table in file.tables] == ["Metrics", "All posts"]
    assert file.tables[0].preamble == ["Data is delayed by up to 2 days."]
    assert file.tables[0].rows == [["0", "1", "2"]]
    assert file.tables[0].lines == [3]


def test_a_zip_of_tables_is_read(tmp_path):
    """Each member's tables bear its name; what is no table is noted."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("Queries.csv", "Top queries,Clicks\npump,3\n")
        archive.writestr("Filters.csv", "Filter,Value\nDate,Last 3 months\n")
        archive.writestr("note.pdf", "%PDF")
    file = read_file(tmp_path / "a.zip")
    assert file.kind == "zip"
    assert [table.member for table in file.tables] == ["Queries.csv", "Filters.csv"]
    assert file.notes == ["'note.pdf' in the archive is not a table; not read"]


def far_cell(path):
    """An xlsx of a few hundred bytes that claims a cell in the last row and column."""
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active.cell(1_048_576, 16_384).value = 1
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue())


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b" \n "), "is empty"),
        (Path.mkdir, "not a regular file"),
        (os.mkfifo, "not a regular file"),
        (lambda _path: None, "cannot be opened"),
        (lambda path: path.write_bytes(b"a,b\n1,\x00\n"), "NUL"),
        (lambda path: path.write_bytes(b"<!DOCTYPE html><html></html>"), "web page"),
        (lambda path: path.write_bytes(b"<?xml version='1.0'?><Workbook/>"), "XML"),
        (lambda path: path.write_bytes(b"%PDF-1.7 ..."), "PDF"),
        (lambda path: path.write_bytes(b"PK\x03\x04 and no more"), "damaged"),
        (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more"), "cannot be opened"),
        (far_cell, "stray cell"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, make, words):
    """The message says what the file is, and the file's name stands in it."""
    path = tmp_path / "export.csv"
    make(path)
    with pytest.raises(ExportError, match=words) as refusal:
        read_file(path)
    assert refusal.value.problems[0].file == path


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path, monkeypatch):
    """Size on disk, and size unpacked, are looked at first."""
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    monkeypatch.setattr(files, "LIMITS", Limits(file_bytes=4))
    with pytest.raises(ExportError, match="8 bytes; the limit is 4"):
        read_file(path)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "a,b\n" + "1,2\n" * 10_000)
    monkeypatch.undo()
    monkeypatch.setattr(archives, "LIMITS", Limits(unpacked_bytes=10_000))
    with pytest.raises(ExportError, match="unpacks to"):
        read_file(tmp_path / "a.zip")


def test_the_hash_is_of_the_bytes(tmp_path):
    """Equal bytes under another name have one hash: exports are delivered twice."""
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("a,b\n1,2\n")
    assert read_file(tmp_path / "a.csv").sha256 == read_file(tmp_path / "b.csv").sha256


def test_a_number_that_lost_digits_can_be_told_from_an_id(tmp_path):
    """An id that a spreadsheet holds as a number has an exponent, as spreadsheets show it; the same text is whole."""
    rows = [["id", "n"], [17974697564884257.0, 1], ["17974697564884257", 2], [9007199254740991.0, 3]]
    file = read_file(workbook(tmp_path / "a.xlsx", rows))
    assert [row[0] for row in file.tables[0].rows] == [
        "1.797469756488426E+16",
        "17974697564884257",
        "9007199254740991",
    ]
    assert file.notes == ["sheet 'Sheet': 1 number(s) of more than 15 digits have lost digits"]


def test_a_spreadsheet_without_rows_is_refused(tmp_path):
    """And so are a mark alone and a picture whatever its name."""
    with pytest.raises(ExportError, match="no table in it"):
        read_file(workbook(tmp_path / "a.xlsx", []))
    for content, words in (
        (b"\xef\xbb\xbf", "no table in it"),
        (b"GIF89a..", "picture"),
        (b"RIFF....WEBP", "picture"),
    ):
        (tmp_path / "a.csv").write_bytes(content)
        with pytest.raises(ExportError, match=words):
            read_file(tmp_path / "a.csv")
