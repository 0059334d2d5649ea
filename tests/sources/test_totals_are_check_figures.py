"""Rows that state totals are taken out: compared, never used, never counted among the rows."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpikit.reader.raw import OVERLONG, RawTable, RowRemark
from kpikit.sources.common import totals
from kpikit.sources.common.rows import NOT_WHOLE, Rows, reading


def rows(*cells, damaged=()):
    table = RawTable(
        None, [], ["Item", "Clicks"], [list(row) for row in cells], list(range(2, len(cells) + 2))
    )
    table.damaged = [RowRemark(line, OVERLONG) for line in damaged]
    return Rows(table, {"item": 0, "clicks": 1})


@pytest.mark.parametrize(
    ("text", "is_total"),
    [
        ("Total", True),
        ("TOTAL", True),
        (" total ", True),
        ("Total: Campaigns", True),
        ("Total: Account", True),
        ("Grand Total", True),
        ("Grand\u00a0total", True),
        ("To\u00adtal", True),
        ("Totals", True),
        ("Subtotal", True),
        ("Gesamt", True),
        ("Gesamtergebnis", True),
        ("Summe", True),
        ("Totales", True),
        ("Total geral", True),
        ("Jumlah", True),
        ("合计", True),
        ("總計", True),
        ("Total War", False),
        ("Totally new", False),
        ("Gesamtschule", False),
        ("Campaigns: total", False),
        ("2026-05-01", False),
        ("", False),
        (None, False),
    ],
)
def test_a_total_is_known_by_its_word(text, is_total):
    """In the languages of exports, whatever follows a colon; a title that begins with the word is none."""
    assert totals.is_total(pd.Series([text], dtype="string")).tolist() == [is_total]


@pytest.mark.parametrize("place", ["top", "bottom"])
def test_a_total_is_compared_and_left_out(place):
    """On top or at the bottom."""
    data = [("a", "3"), ("b", "4")]
    stated = [("Total", "8")]
    table = rows(*(stated + data if place == "top" else data + stated))
    mask = totals.is_total(table.cells("item"))
    table.take_out(mask)
    clicks = table.integer("clicks")
    found = totals.compare("Total", table, ["clicks", "absent"], mask)
    assert [(total.what, total.stated, total.found, total.holds) for total in found] == [
        ("Total, Clicks", 8.0, 7.0, False)
    ]
    result = reading(
        "x/1", [table], {"t": [table.frame({"item": table.cells("item"), "clicks": clicks})]}, totals=found
    )
    assert (result.rows_read, result.used, result.set_aside) == (2, 2, [])
    assert result.tables["t"]["item"].tolist() == ["a", "b"]


def test_a_total_that_can_not_be_read_is_no_row_set_aside():
    """What is no data row can't be a damaged one; and rows that are none don't count as repeats."""
    table = rows(("Total", "--x"), ("a", "1"), ("Total", "9"), ("a", "2"))
    table.take_out(totals.is_total(table.cells("item")))
    table.integer("clicks")
    table.set_aside_repeats(table.cells("item"))
    count, repaired, aside = table.account()
    assert (count, repaired, [remark.line for remark in aside]) == (2, [], [5])


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "Total", "Gesamt", ""]), st.sampled_from(["1", "x", "", "2.5"])),
        max_size=12,
    ),
    st.lists(st.integers(20, 30), max_size=3, unique=True),
    st.randoms(use_true_random=False),
)
def test_every_row_is_accounted_for(cells, damaged, random):
    """Rows read are those used, repaired and set aside, in whatever order totals are taken out."""
    table = rows(*cells, damaged=damaged)
    steps = [
        lambda: table.take_out(totals.is_total(table.cells("item"))),
        lambda: table.integer("clicks"),
        lambda: table.repair(table.cells("item") == "b", "mended"),
        lambda: table.set_aside(table.cells("item").isna(), "empty"),
    ]
    random.shuffle(steps)
    for step in steps:
        step()
    table.set_aside_repeats(table.cells("item"))
    frame = table.frame({"item": table.cells("item")})
    result = reading("x/1", [table], {"t": [frame]})
    stated = sum(item in ("Total", "Gesamt") for item, _ in cells)
    assert result.rows_read == len(cells) - stated + len(damaged)
    assert result.rows_read == result.used + len(result.repaired) + len(result.set_aside)
    assert len(frame) == result.used + len(result.repaired)
    assert not set(frame["item"].dropna()) & {"Total", "Gesamt"}


def test_unreadable_figures_are_told_by_column():
    """The reason names the column, not the cell."""
    table = rows(("a", "jane@mail.example"))
    table.integer("clicks")
    _, _, (remark,) = table.account()
    assert (remark.reason, remark.column) == (NOT_WHOLE, "Clicks")
