"""Titles, preambles, several tables, ragged rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpikit.reader import read_file
from kpikit.reader.delimited import records
from kpikit.reader.raw import CUT_OFF, OVERLONG, PADDED, REPEATED, RowRemark
from kpikit.reader.sections import headerless, tables


def cut(text):
    read = records(text)
    return tables(read.cells, read.delimiter)


def test_a_title_line_names_its_section():
    """Each section after a blank line has its own title, header and record numbers."""
    (first, second), _ = cut(
        "sep=,\nReach\nDate,Primary\n2026-01-01,5\n\nVisits\nDate,Primary\n2026-01-01,7\n"
    )
    assert (first.title, first.header, first.rows, first.lines) == (
        "Reach",
        ["Date", "Primary"],
        [["2026-01-01", "5"]],
        [4],
    )
    assert (second.title, second.lines) == ("Visits", [8])


def test_comment_lines_are_preamble_and_not_data():
    """GA4's comment block, with commas in it, stands above the header; a page title with # is a cell."""
    (table,), _ = cut("# ---\n# Events: x\n# Account: Foo, Inc\n# \nPage,Views\n#1 pump,3\nHome,4\n")
    assert table.title is None
    assert table.preamble == ["# ---", "# Events: x", "# Account: Foo, Inc", "#"]
    assert table.header == ["Page", "Views"]
    assert table.rows == [["#1 pump", "3"], ["Home", "4"]]


def test_a_preamble_before_a_blank_line_belongs_to_the_next_table():
    """`Category: …`, blank, header."""
    (table,), _ = cut("Category: All\n\nWeek,pump\n2026-01-04,3\n")
    assert (table.title, table.header) == ("Category: All", ["Week", "pump"])


def test_a_preamble_with_commas_is_no_header():
    """A date line narrower than the table is preamble."""
    (table,), _ = cut("Campaign report\n1 Jan 2026, 31 Jan 2026\na,b,c,d,e\n1,2,3,4,5\n")
    assert table.header == list("abcde")
    assert table.title == "1 Jan 2026, 31 Jan 2026"


def test_short_rows_are_padded_and_remarked():
    """Trailing empty cells that were left out are empty cells; the row counts as repaired."""
    (table,), _ = cut("a,b,c\n1,2,3\n4\n")
    assert table.rows[1] == ["4", "", ""]
    assert table.repaired == [RowRemark(3, PADDED)]


def test_rows_with_too_many_cells_are_damaged():
    """Something beyond the last column can't be placed; empty cells there are dropped."""
    (table,), _ = cut("a,b\n1,2\n3,4,5\n6,7,\n8,9\n")
    assert table.rows == [["1", "2"], ["6", "7"], ["8", "9"]]
    assert table.damaged == [RowRemark(3, OVERLONG)]


def test_a_blank_line_inside_a_table_does_not_end_it():
    """What goes on in the same columns without a header is the same table, and is noted."""
    (table,), notes = cut("Date,n\n2026-01-01,3\n\n2026-01-02,4\n")
    assert table.rows == [["2026-01-01", "3"], ["2026-01-02", "4"]]
    assert table.lines == [2, 4]
    assert notes == ["blank line inside a table before line 4"]


def test_a_table_may_have_a_header_only():
    """No rows is a table without rows, not no table."""
    (table,), _ = cut("Search Appearance,Clicks,Impressions\n")
    assert (table.header, table.rows) == (["Search Appearance", "Clicks", "Impressions"], [])


def test_without_header_columns_are_numbered():
    """All records are data."""
    (table,) = headerless(records("1 2 3\n4 5 6\n", "spaces").cells)
    assert (table.header, table.rows, table.lines) == (
        ["1", "2", "3"],
        [["1", "2", "3"], ["4", "5", "6"]],
        [1, 2],
    )


@given(st.lists(st.lists(st.sampled_from(["", "x", "1"]), max_size=4), max_size=12))
def test_no_record_is_lost_or_used_twice(cells):
    """Each record with something in it is a header, a row, a damaged row, or text outside of tables."""
    found, _ = tables(cells, ",")
    numbers = [number for table in found for number in [*table.lines, table.header_line]]
    numbers += [remark.line for table in found for remark in table.damaged]
    assert len(numbers) == len(set(numbers))
    assert all(any(cells[number - 1]) for number in numbers)
    for table in found:
        assert all(len(row) == len(table.header) for row in table.rows)
        assert len(table.rows) == len(table.lines)


def test_a_repeated_header_is_no_row():
    """Two exports put one behind the other, with blanks or a byte-order mark that came along."""
    for again in ("a,b", " a ,b", "\ufeffa,b", '"a","b"'):
        (table,), _ = cut(f"a,b\n1,2\n{again}\n3,4\n")
        assert table.rows == [["1", "2"], ["3", "4"]]
        assert table.lines == [2, 4]
        assert table.damaged == [RowRemark(3, REPEATED)]


def test_a_row_that_is_like_the_header_in_part_is_a_row():
    """Only the whole header is one."""
    (table,), _ = cut("a,b,c\na,b,1\na,,\n")
    assert table.rows == [["a", "b", "1"], ["a", "", ""]]
    assert table.damaged == []


def test_without_header_nothing_repeats_it():
    """Columns named 1, 2, 3 are no header of the file."""
    (table,) = headerless(records("1,2\n1,2\n").cells)
    assert len(table.rows) == 2


def whole(tmp_path, text):
    (tmp_path / "a.csv").write_text(text, encoding="utf-8", newline="")
    return read_file(tmp_path / "a.csv").tables[0]


def test_a_torn_last_line_is_given_up(tmp_path):
    """Where it lacks cells as no other line does, and its newline, its last figure may be torn as well."""
    table = whole(tmp_path, "a,b,c\n1,2,3\n4,56")
    assert (table.rows, table.lines) == ([["1", "2", "3"]], [2])
    assert (table.repaired, table.damaged) == ([], [RowRemark(3, CUT_OFF)])


def test_a_last_line_that_is_short_as_others_are_is_kept(tmp_path):
    """Programs that leave empty cells out at the end do so everywhere; and many write no last newline."""
    assert whole(tmp_path, "a,b,c\n1,2\n4,56").damaged == []
    assert whole(tmp_path, "a,b,c\n1,2,3\n4,56\n").damaged == []
    assert whole(tmp_path, "a,b,c\n1,2,3\n4,5,6").damaged == []
