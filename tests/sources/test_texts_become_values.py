"""Text columns become numbers, days and instants; what can't be read is told."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpikit.sources.common import values


def plain(series):
    return [None if pd.isna(value) else value for value in series]


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1938.0", ".", 1938.0),
        ("7.36E-4", ".", 0.000736),
        ("239,484", ".", 239484.0),
        ("2,127.81", ".", 2127.81),
        ("-3", ".", -3.0),
        (" 12 ", ".", 12.0),
        ("1.234,5", ",", 1234.5),
        ("454,06", ",", 454.06),
        ("1\u00a0234,5", ",", 1234.5),
        ("12.5", ",", None),
        ("12,34", ".", None),
        ("1,23,456", ".", 123456.0),
        ("-12,34,56,789.50", ".", -123456789.5),
        ("1,23,456", ",", None),
        ("123,45,678", ".", None),
        ("1,23,45", ".", None),
        ("1,2,345", ".", None),
        ("0x10", ".", None),
        ("inf", ".", None),
        ("3.апр", ".", None),
        ("5%", ".", None),
    ],
)
def test_a_number_is_read_or_told(text, decimal, value):
    """Thousands group in threes, or as in India; anything else is unreadable, never a guess."""
    read, unreadable = values.number(values.column([text]), decimal)
    assert plain(read) == [value]
    assert unreadable.tolist() == [value is None]


def test_missing_is_null_and_not_unreadable():
    """Empty cells, dashes and a platform's own word are missing; 0 is 0."""
    read, unreadable = values.integer(values.column(["", "-", "--", "undefined", "0"], missing=["undefined"]))
    assert plain(read) == [None, None, None, None, 0]
    assert not unreadable.any()


def test_large_whole_numbers_keep_all_digits_they_can():
    """3.5 is no whole number."""
    read, unreadable = values.integer(values.column(["3.0", "3.5"]))
    assert (plain(read), unreadable.tolist()) == ([3, None], [False, True])


def test_percents_become_shares():
    """With the sign, with a blank before it, or bare percent points."""
    assert plain(values.share(values.column(["5.42%", "10.6"]))[0]) == pytest.approx([0.0542, 0.106])
    assert plain(values.share(values.column(["23,9 %"]), ",")[0]) == pytest.approx([0.239])


def test_one_format_is_used_for_a_whole_column():
    """03/04 is not read both ways in one file."""
    read, unreadable = values.day(values.column(["13/04/2026", "03/04/2026"]), ("%m/%d/%Y", "%d/%m/%Y"))
    assert [str(day.date()) for day in read] == ["2026-04-13", "2026-04-03"]
    assert not unreadable.any()


def test_wall_clocks_become_instants_across_clock_changes():
    """US Pacific: 8 hours in winter, 7 in summer; an hour shown twice is the first, one never shown the next."""
    written = ["01/15/2025 20:00", "07/15/2025 20:00", "11/02/2025 01:30", "03/09/2025 02:30", "nonsense"]
    found, unreadable, ambiguous = values.instant(
        values.column(written), ("%m/%d/%Y %H:%M",), "America/Los_Angeles"
    )
    assert [str(at) for at in found[:4]] == [
        "2025-01-16 04:00:00+00:00",
        "2025-07-16 03:00:00+00:00",
        "2025-11-02 08:30:00+00:00",
        "2025-03-09 10:00:00+00:00",
    ]
    assert unreadable.tolist() == [False, False, False, False, True]
    assert ambiguous.tolist() == [False, False, True, True, False]


@given(st.lists(st.integers(-(10**12), 10**12) | st.none(), min_size=1, max_size=20))
def test_whole_numbers_survive_their_writing(numbers):
    """Written with thousands separators and read again they are the same."""
    cells = ["" if number is None else f"{number:,}" for number in numbers]
    assert plain(values.integer(values.column(cells))[0]) == numbers


@given(st.text())
def test_outside_text_is_cleaned_once_and_stays(text):
    """The fast way round harmless text gives what the funnel gives."""
    from kpikit.text import clean

    (found,) = plain(values.text(pd.Series([text], dtype="string")))
    assert (found or "") == clean(text)


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["1,5"], ","),
        (["1.5"], "."),
        (["1.234,5"], ","),
        (["1,234.5"], "."),
        (["1 234,56"], ","),
        (["1\u202f234,567"], ","),
        (["1'234.50"], "."),
        (["0,123"], ","),
        (["0.123"], "."),
        (["1234,567"], ","),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["1,23,456"], "."),
        (["1,2345"], ","),
        (["€ 3,5"], ","),
        (["3,5 %"], ","),
        (["-0,5"], ","),
        (["1,234"], None),
        (["1.234", "7", "1000"], None),
        ([], None),
        ([None, None], None),
        (["1,5", "1.5"], None),
        (["1,234", "2,5"], ","),
        (["1.234", "2.5"], "."),
        (["2026-05-01", "abc"], None),
    ],
)
def test_the_decimal_mark_is_told_by_cells_that_can_be_read_one_way_only(cells, mark):
    """Cells that can be read both ways tell nothing, and cells that contradict each other neither."""
    column = pd.Series(cells, dtype="string")
    for otherwise in (",", "."):
        assert values.decimal_mark(column, otherwise=otherwise) == (mark or otherwise)


@given(st.integers(-(10**9), 10**9), st.integers(0, 99), st.sampled_from([",", "."]))
def test_what_tells_its_decimal_mark_is_read_with_it(whole, cents, mark):
    """A number written with its groups and cents comes back as it was."""
    written = (
        f"{whole:,}.{cents:02}".replace(",", "G").replace(".", mark).replace("G", "." if mark == "," else ",")
    )
    column = pd.Series([written], dtype="string")
    assert values.decimal_mark(column) == mark
    read, unreadable = values.number(column, mark)
    assert not unreadable.any()
    assert read[0] == pytest.approx(
        abs(whole) + cents / 100 if not written.startswith("-") else whole - cents / 100
    )


@pytest.mark.parametrize(
    ("text", "whole"),
    [("9007199254740991", True), ("9007199254740992", False), ("1e30", False), ("-1e30", False)],
)
def test_a_whole_number_is_exact_or_unreadable(text, whole):
    """Sums of counts must not overflow, and no count comes near."""
    read, unreadable = values.integer(values.column([text]))
    assert plain(read) == [int(text) if whole else None]
    assert unreadable[0] != whole
