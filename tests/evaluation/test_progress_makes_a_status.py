"""Progress, time gone and their status, by hand and by the team's oracles."""

from datetime import date

import pytest

from kpikit.evaluation.progress import Course, Line, per_month, time_gone
from kpikit.statistics.series import progress_to_target

UP = Course(baseline=200, target=300, up=True, time_gone=0.5, tolerance=0.05)
DOWN = Course(baseline=8, target=1, up=False, time_gone=0.5, tolerance=0.05)


@pytest.mark.parametrize(
    ("up", "baseline", "target", "actual", "expected"),
    [
        (True, 2.0, 3.0, 2.6, 0.6000000000000001),
        (False, 8.0, 1.0, 3.0, 0.7142857142857143),
        (True, 0.0, 0.0, 5.0, None),
        (False, 8.0, 1.0, 9.0, -0.14285714285714285),
    ],
)
def test_progress_is_one_formula_for_up_and_down(up, baseline, target, actual, expected):
    """Oracle progress_to_target: none where baseline and target are equal."""
    assert progress_to_target(actual, baseline, target) == (
        expected if expected is None else pytest.approx(expected, rel=1e-9)
    )


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (300, "ahead"),  # there
        (256, "ahead"),  # 56 % of the way, 50 % of the time
        (255, "on_track"),
        (245, "on_track"),
        (244, "behind"),
        (200, "behind"),
        (199, "wrong_way"),
    ],
)
def test_status_of_a_figure_that_shall_rise(value, status):
    """Halfway in time: within five points of half the way is on track."""
    assert UP.status(value) == status


@pytest.mark.parametrize(
    ("value", "status"),
    [(1, "ahead"), (0.5, "ahead"), (4, "ahead"), (4.5, "on_track"), (6, "behind"), (8.1, "wrong_way")],
)
def test_status_of_a_figure_that_shall_fall(value, status):
    """From 8 h to 1 h: 4 h is 57 % of the way, 4.5 h 50 %, 6 h 29 %."""
    assert DOWN.status(value) == status


def test_a_small_step_back_right_after_the_start_is_no_wrong_way():
    """Within the tolerance of the time gone is on track, even below the baseline."""
    assert Course(200, 300, True, 0.02, 0.05).status(198) == "on_track"


def test_what_had_met_its_target_before_is_a_line_to_hold():
    """From 120 with a target of 100 (up), 90 is not "150 % of the way" but the wrong way."""
    course = Course(baseline=120, target=100, up=True, time_gone=0.5, tolerance=0.05)
    assert course.status(125) == "ahead"
    assert course.status(100) == "ahead"
    assert course.status(90) == "wrong_way"


def test_a_floor_and_a_ceiling_hold_or_do_not():
    """At the line counts as held."""
    floor, ceiling = Line(0.8, up=True), Line(24, up=False)
    assert [floor.status(value) for value in (0.9, 0.8, 0.79)] == ["on_track", "on_track", "behind"]
    assert [ceiling.status(value) for value in (20, 24, 25)] == ["on_track", "on_track", "behind"]


@pytest.mark.parametrize(
    ("start", "due", "today", "share"),
    [
        (date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 6), 0.5),
        (date(2026, 1, 1), date(2026, 1, 11), date(2025, 12, 1), 0.0),
        (date(2026, 1, 1), date(2026, 1, 11), date(2026, 3, 1), 1.0),
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1), 1.0),
    ],
)
def test_time_gone_is_a_share_of_the_days(start, due, today, share):
    """Cut to 0 and 1; a way without days is over."""
    assert time_gone(start, due, today) == share


def test_run_rates_count_mean_months():
    """365.25 days are twelve months."""
    assert per_month(120, date(2024, 1, 1), date(2025, 1, 1)) == pytest.approx(120 / (366 / 30.4375))
    assert per_month(120, date(2024, 1, 1), date(2024, 1, 1)) is None


def test_an_interval_tells_a_status_if_its_ends_lie_at_most_one_apart():
    """Behind to on track is told by the figure; behind to ahead is not; a line must not be crossed."""
    assert UP.tells(240, 250)
    assert not UP.tells(240, 260)
    assert Line(0.8, up=True).tells(0.81, 0.9)
    assert not Line(0.8, up=True).tells(0.79, 0.9)
