"""SpreadsheetML 2003, which help desks name .xls."""

from __future__ import annotations

import datetime as dt

import pytest

from kpikit.errors import ExportError
from kpikit.reader import read_file
from kpikit.reader.limits import SheetError
from kpikit.reader.spreadsheet import read_sheets
from kpikit.reader.spreadsheet_ml import spreadsheet_ml


def book(*sheets, head='<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'):
    """A workbook of sheets, each the XML of its rows."""
    of_sheets = "".join(
        f'<Worksheet ss:Name="{name}"><Table ss:ExpandedColumnCount="9">{rows}</Table></Worksheet>'
        for name, rows in sheets
    )
    return (
        f'{head}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">'
        '<o:DocumentProperties><o:Author>nobody</o:Author></o:DocumentProperties><Styles><Style ss:ID="s1"/></Styles>'
        f"{of_sheets}</Workbook>"
    )


def cell(value, kind="String", attributes=""):
    return f'<Cell {attributes}><Data ss:Type="{kind}">{value}</Data></Cell>'


HEADER = "<Row>" + "".join(map(cell, ("Id", "Opened", "Hours", "Solved", "Subject"))) + "</Row>"
ROW = (
    "<Row>"
    + cell("17", "Number")
    + cell("2026-05-02T08:30:00.000", "DateTime")
    + cell("1.5", "Number")
    + cell("1", "Boolean")
    + cell("A &amp; B")
    + "</Row>"
)


def rows(data):
    (sheet,) = spreadsheet_ml(data.encode())
    return sheet[1]


def test_cells_are_read_by_their_type(tmp_path):
    """Numbers, moments, truths and texts come as from an xlsx; what stands outside of sheets is no cell."""
    path = tmp_path / "tickets.xls"
    path.write_text(book(("Tickets", HEADER + ROW)), encoding="utf-8")
    file = read_file(path)
    (table,) = file.tables
    assert (file.kind, table.title, table.header) == (
        "xml",
        "Tickets",
        ["Id", "Opened", "Hours", "Solved", "Subject"],
    )
    assert table.rows == [["17", "2026-05-02 08:30:00", "1.5", "TRUE", "A & B"]]


def test_it_needs_no_declaration_and_may_be_utf_16(tmp_path):
    """Both are met; the text's own mark says which it is."""
    path = tmp_path / "tickets.xls"
    path.write_bytes(b"\xff\xfe" + book(("Tickets", HEADER + ROW), head="").encode("utf-16-le"))
    assert read_file(path).tables[0].rows[0][4] == "A & B"


def test_index_leaves_cells_and_rows_out():
    """`Index` counts from 1; what is left out is empty, and rows are all of one width."""
    found = rows(
        book(
            (
                "S",
                '<Row ss:Index="3">'
                + cell("x", attributes='ss:Index="2"')
                + "</Row><Row>"
                + cell("a")
                + cell("b")
                + cell("c")
                + "</Row>",
            )
        )
    )
    assert found == [["", "", ""], ["", "", ""], ["", "x", ""], ["a", "b", "c"]]


def test_merged_cells_take_their_width():
    """`MergeAcross` cells are empty; the next cell stands after them."""
    found = rows(
        book(("S", "<Row>" + cell("title", attributes='ss:MergeAcross="2"') + cell("after") + "</Row>"))
    )
    assert found == [["title", "", "", "after"]]


def test_formatted_text_is_joined_and_empty_cells_are_empty():
    """Text comes in pieces; a cell may have no data, or a comment beside it that is none."""
    rich = '<Cell><ss:Data ss:Type="String"><html:B>bold</html:B> and plain</ss:Data><Comment><Data>hidden</Data></Comment></Cell>'
    assert rows(book(("S", f"<Row><Cell/>{rich}<Cell><Data ss:Type='String'></Data></Cell></Row>")))[0][
        :2
    ] == ["", "bold and plain"]


def test_values_that_are_not_of_their_type_stay_text():
    """A number or a day that can't be read is handed on as written; a time without a day has none."""
    found = rows(
        book(
            (
                "S",
                "<Row>"
                + cell("n/a", "Number")
                + cell("1_000", "Number")
                + cell("31.02.2026", "DateTime")
                + cell("1899-12-31T08:30:00.000", "DateTime")
                + cell("0", "Boolean")
                + "</Row>",
            )
        )
    )
    assert found == [["n/a", "1_000", "31.02.2026", dt.time(8, 30), False]]


def test_each_sheet_is_its_own():
    """Several sheets, names cleaned."""
    tables, _ = read_sheets(book(("One", HEADER + ROW), ("Tw\u00ado", HEADER + ROW)).encode(), "xml")
    assert [table.title for table in tables] == ["One", "Two"]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declared", [BOMB, '<!DOCTYPE x SYSTEM "file:///etc/passwd">', "<!DOCTYPE x>" + "\n" * 5_000]
)
def test_a_document_type_is_refused(encoding, declared):
    """Entities that grow or that read other files can only be declared there, in whatever encoding."""
    data = book(
        ("S", f"<Row>{cell('&b;')}</Row>"), head=f'<?xml version="1.0" encoding="{encoding}"?>{declared}'
    ).encode(encoding)
    with pytest.raises(SheetError, match="document type"):
        spreadsheet_ml(data)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('<Row ss:Index="2000000"/>', "stray cell"),
        ("<Row>" + cell("x", attributes='ss:Index="5000"') + "</Row>", "stray cell"),
        ('<Row ss:Index="1000000"/><Row>' + cell("x", attributes='ss:Index="1999"') + "</Row>", "spans"),
        ("<Row>" + cell("x", attributes='ss:MergeAcross="1900"') * 3 + "</Row>", "stray cell"),
        ('<Row ss:Index="0"/>', "no order"),
        ('<Row/><Row/><Row ss:Index="1"/>', "no order"),
        ('<Row ss:Index="-5"/>', "no order"),
        (cell("x"), "outside of rows"),
        ("<Row><Cell>", "damaged XML"),
    ],
)
def test_what_no_program_writes_is_refused(content, words):
    """Cells far off, cells out of order, XML that ends in the middle."""
    with pytest.raises(SheetError, match=words):
        spreadsheet_ml(book(("S", content)).encode())


@pytest.mark.parametrize("end", [100, 500, 900])
def test_a_workbook_cut_off_is_refused(tmp_path, end):
    """Half a workbook is none."""
    path = tmp_path / "a.xls"
    path.write_text(book(("Tickets", HEADER + ROW))[:end], encoding="utf-8")
    with pytest.raises(ExportError, match=r"damaged XML|is XML"):
        read_file(path)
