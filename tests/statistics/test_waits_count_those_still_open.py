"""Kaplan-Meier and Aalen-Johansen against lifelines, R and hand."""

from __future__ import annotations

import math

import pytest

from kpikit import statistics

T = [
    0.2,
    0.4,
    0.5,
    0.7,
    0.9,
    1.1,
    1.4,
    1.8,
    2.0,
    2.6,
    3.1,
    3.9,
    4.4,
    5.2,
    6.5,
    7.3,
    8.8,
    10.5,
    12.0,
    16.0,
    20.0,
    26.0,
    30.0,
    30.0,
    41.0,
    52.0,
    60.0,
    70.0,
]
E = [1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 2, 1, 1, 0, 1, 1, 0, 2, 1, 0, 0, 0]


def test_kaplan_meier():
    """Half are answered after 7.3 hours, not after the 3.1 of the answered ones alone."""
    curve = statistics.kaplan_meier(T, E)
    median = curve.quantile(0.5)
    assert (median.value, median.low, median.high) == (7.3, 2.6, 26)
    assert curve.at(1).value == pytest.approx(0.1785714285714285)
    day = curve.at(24)
    assert (day.value, day.low, day.high) == pytest.approx(
        (0.6571428571428571, 0.472233471654032, 0.83352335024717)
    )


def test_quantile_that_is_not_reached():
    """The 90th percentile isn't reached, and no number is made up."""
    assert math.isnan(statistics.kaplan_meier(T, E).quantile(0.9).value)


def test_aalen_johansen_lets_closed_tickets_compete():
    """Closed without an answer is an end of its own, not a wait that may still end well."""
    answered = statistics.aalen_johansen(T, E)
    closed = statistics.aalen_johansen(T, E, end=statistics.COMPETING)
    assert [answered.at(t).value for t in (1, 24, 48)] == pytest.approx(
        [0.17857142857142858, 0.6458049886621314, 0.7468253968253967]
    )
    assert [closed.at(t).value for t in (1, 24, 48)] == pytest.approx(
        [0.0, 0.0399092970521542, 0.08480725623582767]
    )


def test_without_competing_ends_both_are_one():
    """With nothing closed unanswered Aalen-Johansen gives Kaplan-Meier, interval included."""
    ends = [min(end, 1) for end in E]
    one, other = statistics.aalen_johansen(T, ends), statistics.kaplan_meier(T, ends)
    assert one.low == pytest.approx(other.low)
    assert one.share == pytest.approx(other.share)


def test_beyond_the_longest_wait_nothing_is_known():
    """Tickets open for two hours say nothing on a day."""
    curve = statistics.kaplan_meier([1.0, 2.0], [1, 0])
    assert curve.at(1).value == 0.5
    assert math.isnan(curve.at(24).value)


def test_all_answered():
    """Once everybody is answered the share stays 1."""
    curve = statistics.kaplan_meier([1.0, 1.0, 2.0], [1, 1, 1])
    assert curve.at(24).value == 1.0
    assert list(curve.at_risk) == [3, 1]


def test_nobody_waits():
    """No tickets, no share."""
    curve = statistics.kaplan_meier([], [])
    assert math.isnan(curve.at(1).value)
    assert math.isnan(curve.quantile(0.5).value)


def test_all_answered_is_no_certainty():
    """Three of three within a day are Wilson's 44 to 100 %, as three of three of anything are, not 100 to 100 %."""
    all_there = statistics.kaplan_meier([1.0, 1.0, 2.0], [1, 1, 1]).at(24)
    assert (all_there.value, all_there.low, all_there.high) == pytest.approx((1, 0.43850295, 1))


def test_none_answered_yet_is_no_certainty():
    """Nobody of four within an hour: up to Wilson's 49 %; one cut off before tells nothing, so up to 56 % of three."""
    none = statistics.kaplan_meier([2.0, 3.0, 4.0, 5.0], [1, 1, 1, 0]).at(1)
    assert (none.value, none.low, none.high) == pytest.approx((0, 0, 0.48989085))
    fewer = statistics.kaplan_meier([0.5, 3.0, 4.0, 5.0], [0, 1, 1, 0]).at(1)
    assert (fewer.value, fewer.low, fewer.high) == pytest.approx((0, 0, 0.56149705))
