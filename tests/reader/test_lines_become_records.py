"""Delimiters, quoting, lines quoted twice."""

from __future__ import annotations

import pytest

from kpikit.reader.delimited import MalformedError, detect_delimiter, records


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
