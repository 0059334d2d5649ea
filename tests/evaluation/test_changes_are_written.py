"""How a change is written in a table, where a percentage would say nothing or something false."""

import pytest

from kpikit.evaluation.basis import Change, Reading
from kpikit.tables import change_cell, interval_cell, marks_text
from kpikit.words import Words

EN = Words("en")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Change(30.0, 0.0, relative=True, kind="count"), "+30 (from 0)"),
        (Change(0.0, 0.0, relative=True, kind="count"), "unchanged at 0"),
        (Change(5.0, 0.0, relative=True, kind="count"), "+5 (from 0), too small to weigh"),
        (Change(10.0, -5.0, relative=True, kind="count"), "+15 (from −5)"),
        (Change(-60.0, 40.0, -2.5, relative=True, kind="count"), "−100 (from 40)"),
        (Change(30.0, None, relative=True, kind="count"), "nothing to compare"),
        (Change(None, 30.0, relative=True, kind="count"), "no data"),
        (Change(30.0, 20.0, comparable=False, kind="unique", marks=("lower_bound",)), "only bounds known"),
        (Change(30.0, 20.0, 0.5, comparable=False, kind="count", marks=("break",)), "not comparable"),
        (Change(3.0, 2.0, 0.5, relative=True, kind="money_ratio"), "+50%"),
        (Change(3.0, 2.0, 0.5, relative=True, kind="count"), "+50%, too small to weigh"),
    ],
)
def test_a_change_is_told_as_what_it_is(change, text):
    """From 0 or across it a difference; nothing, bounds or a break by name; few are few only where counted."""
    assert change_cell(EN, change, "count", "up").text == text


def test_bounds_begin_at_what_is_shown():
    """Reach of 100 to 300 is bounds; a frequency of at least 1.27 has an interval around that estimate."""
    reach = Reading(100.0, "reported", ("lower_bound",), low=100.0, high=300.0)
    frequency = Reading(1.27, "reported", ("lower_bound",), low=1.21, high=1.33)
    assert interval_cell(EN, reach, "accounts").text == "bounds 100 to 300"
    assert interval_cell(EN, frequency, "ratio").text == "1.21\u202f× to 1.33\u202f×"
    assert marks_text(EN, frequency.marks) == "a lower bound"
