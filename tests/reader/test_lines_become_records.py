"""Delimiters, quoting, lines quoted twice."""

from __future__ import annotations

import pytest

from kpikit.reader import delimited
from kpikit.reader.delimited import MalformedError, detect_delimiter, records
from kpikit.reader.limits import Limits


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("Tag;Wert\n2026-01-01;3,5\n2026-01-02;4,5\n", ";"),
        ("a\tb\tc\n1,5\t2\t3\n", "\t"),
        ("Report\n\na|b\n1|2\n", "|"),
        ("one\ntwo\n", ","),
        ('caption,n\n"well; well; well",1\n"so; so",2\n', ","),
    ],
)
def test_the_delimiter_is_the_one_that_cuts_lines_alike(text, delimiter):
    """Decimal commas and semicolons in captions don't mislead."""
    assert detect_delimiter(text) == delimiter


def test_a_separator_line_is_obeyed_and_counted():
    """`sep=;` decides, and stays record 1, so that numbers are those of the file."""
    read = records("sep=;\r\nDate;Primary\r\n2026;3,5\r\n")
    assert read.delimiter == ";"
    assert read.cells == [[], ["Date", "Primary"], ["2026", "3,5"]]


def test_newlines_inside_quotes_stay_in_their_cell():
    """A caption over three lines is one record."""
    assert records('a,b\n"x\n\ny",2\n').cells == [["a", "b"], ["x\n\ny", "2"]]


def test_carriage_returns_alone_end_lines():
    """Old Mac line ends are line ends."""
    assert records("a,b\r1,2\r").cells == [["a", "b"], ["1", "2"]]


def test_lines_that_were_quoted_a_second_time_are_unwrapped():
    """A spreadsheet's double wrapping is undone line by line, newlines in captions included."""
    original = 'id,caption,n\n1,"first, line\nsecond, line",3\n2,"say ""hi"", all",4\n'
    wrapped = "".join(
        '"' + line.replace('"', '""') + '"\n' if "," in line or '"' in line else line + "\n"
        for line in original.splitlines()
    )
    read = records(wrapped)
    assert read.rewrapped
    assert read.cells == records(original).cells


def test_a_file_cut_inside_a_quoted_cell_is_refused():
    """What swallows the rest of a file is no cell."""
    with pytest.raises(MalformedError, match="no end"):
        records('a,b\n"never closed,2\n3,4\n')


def test_blanks_may_part_columns():
    """The delimiter "spaces" stands for runs of blanks."""
    assert records(" 00001 19970101  1   11.77\n", "spaces").cells == [["00001", "19970101", "1", "11.77"]]


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ('="00123"', "00123"),
        ('"=""00123"""', "00123"),
        ('"=""say """"hi"""""""', 'say "hi"'),
        ('=""', ""),
        ("=1+2", "=1+2"),
        ('="open', '="open'),
    ],
)
def test_cells_written_as_formulas_are_their_text(written, cell):
    """`="…"` keeps a spreadsheet program from making a number of an id; other formulas stay as they are."""
    read = records(f"id,n\n{written},1\n")
    assert read.cells[1] == [cell, "1"]
    assert read.formulas is (cell != written)


def test_formulas_are_seen_wherever_they_stand():
    """Also in the last of a thousand rows, and in lines that were quoted twice."""
    assert records("id,n\n" + "1,2\n" * 1_000 + '="007",3\n').cells[-1] == ["007", "3"]
    read = records('"id,n"\n"=""007"",1"\n"=""008"",2"\n')
    assert (read.cells, read.rewrapped, read.formulas) == (
        [["id", "n"], ["007", "1"], ["008", "2"]],
        True,
        True,
    )


def test_a_stray_quote_does_not_swallow_the_rest():
    """A quote inside a cell makes the reading lenient; one that then never ends is still refused."""
    assert records('a,b\n"x"y,2\n3,4\n').cells == [["a", "b"], ["xy", "2"], ["3", "4"]]
    with pytest.raises(MalformedError, match="no end"):
        records('a,b\n"x"y,2\n"never closed,2\n3,4\n')


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x85"])
def test_separators_inside_captions_end_no_line(separator):
    """Captions hold separators that Python counts among newlines; in plain, wrapped and blank-parted lines."""
    caption = f"one{separator}two"
    assert records(f"a,b\n{caption},2\n").cells[1] == [caption, "2"]
    assert records(f'"a,b"\n"""{caption}"",2"\n"x,3"\n').cells[1] == [caption, "2"]
    assert len(records(f"a b\n{caption} 2\n", "spaces").cells) == 2


def test_mixed_newlines_end_lines_alike():
    """Files put together on different systems."""
    assert records("a,b\r\n1,2\n3,4\r5,6").cells == [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]


def test_a_long_cell_is_read_and_a_boundless_one_refused():
    """Also where the delimiter is still to be found, and where quotes stand wrong."""
    assert len(records("a,b\n" + "x" * 200_000 + ",1\n").cells[1][0]) == 200_000
    for quoted in ('"{}"', '"q"{}', "{}"):
        with pytest.raises(MalformedError, match="longer than 1,000,000 characters"):
            records("a,b\n" + quoted.format("x" * 1_000_001) + ",1\n")


def test_a_text_of_boundless_size_is_refused(monkeypatch):
    """Lines and cells cost memory, however few bytes they have."""
    monkeypatch.setattr(delimited, "LIMITS", Limits(text_rows=10, text_cells=100))
    for newline in ("\n", "\r", "\r\n"):
        with pytest.raises(MalformedError, match="has 11 lines"):
            records(newline * 11)
    with pytest.raises(MalformedError, match="has 201 cells"):
        records("," * 200 + "\n")
    with pytest.raises(MalformedError, match="cells"):
        records(" " * 200, "spaces")
