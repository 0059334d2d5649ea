"""Every status of a key figure, computed by hand."""

from datetime import date

import pytest

from kpikit.evaluation import kpi_states
from kpikit.evaluation.kpis import judged_period
from kpikit.parameters import Baseline, Break
from kpikit.periods import Period, parse_period
from tests.evaluation.fakes import LAST_OCTOBER, OCTOBER, SEPTEMBER, FakeFigures, brand, kpi

SOURCES = {"ig": {"format": "meta", "platform": "instagram"}}


def state(figures, *, period=OCTOBER, sources=None, **facts):
    """The state of a brand's only key figure."""
    (found,) = kpi_states(figures, brand(kpi(**facts), sources=sources or {}), period)
    return found


def sessions(now, *, last_year=None, previous=None, **row):
    """Figures with sessions alone."""
    values = {("social_sessions", OCTOBER.id): {"value": now, **row}}
    if last_year is not None:
        values["social_sessions", LAST_OCTOBER.id] = last_year
    if previous is not None:
        values["social_sessions", SEPTEMBER.id] = previous
    return FakeFigures(values)


# From 31 October 2025 to 31 December 2026 are 426 days, of which 365 have gone on 31 October 2026: 85.7 %.


@pytest.mark.parametrize(
    ("now", "progress", "status"),
    [
        (1000, 1.0, "ahead"),
        (960, 0.92, "ahead"),
        (950, 0.90, "on_track"),
        (905, 0.81, "on_track"),
        (900, 0.80, "behind"),
        (500, 0.0, "behind"),
        (490, -0.02, "wrong_way"),
    ],
)
def test_status_from_the_same_month_last_year(now, progress, status):
    """From 500 to 1000 sessions; on track between 80.7 and 90.7 % of the way."""
    found = state(sessions(now, last_year=500))
    assert found.progress == pytest.approx(progress)
    assert found.time_gone == pytest.approx(365 / 426)
    assert (found.status, found.reason) == (status, None)
    assert found.baseline.origin == "last_year"
    assert found.baseline.date == date(2025, 10, 31)


def test_a_figure_that_shall_fall():
    """Cost per lead from 40 to 30, due with the year: 33 is 70 % of the way."""
    figures = FakeFigures({("cost_per_lead", OCTOBER.id): 33.0, ("cost_per_lead", LAST_OCTOBER.id): 40.0})
    found = state(figures, metric="cost_per_lead", target=30)
    assert not found.up
    assert found.progress == pytest.approx(0.7)
    assert found.status == "behind"
    assert found.met is False


def test_a_given_baseline_counts_before_all_others():
    """Its own value, day and source."""
    start = Baseline(value=800, date=date(2026, 6, 30), source="own history")
    found = state(sessions(900, last_year=500), baseline=start)
    assert (found.baseline.value, found.baseline.origin, found.baseline.source) == (
        800,
        "given",
        "own history",
    )
    assert found.progress == pytest.approx(0.5)
    assert found.time_gone == pytest.approx(123 / 184)
    assert found.status == "behind"


def test_without_last_year_the_first_month_with_data_is_the_baseline():
    """A newcomer of four months: July, unless it is a partial month."""
    values = {("social_sessions", f"2026-{month:02d}"): 100.0 * month for month in (8, 9, 10)}
    values["social_sessions", "2026-07"] = {"value": 7.0, "marks": ("partial",)}
    found = state(FakeFigures(values))
    assert (found.baseline.value, found.baseline.origin) == (800, "first_month")
    assert found.baseline.date == date(2026, 8, 31)
    assert found.progress == pytest.approx(1.0)


def test_run_rate_needed_and_reached():
    """From 500 a year ago to 860: 30 a month reached; 140 more in 61 days: 70 a month needed."""
    found = state(sessions(860, last_year=500))
    assert found.pace.reached == pytest.approx(360 / (365 / 30.4375))
    assert found.pace.needed == pytest.approx(140 / (61 / 30.4375))
    assert found.pace.months_left == pytest.approx(61 / 30.4375)


def test_nothing_is_needed_any_more_once_reached_and_nothing_can_be_once_due():
    """0 at the target; none after the due day."""
    assert state(sessions(1100, last_year=500)).pace.needed == 0
    assert state(sessions(900, last_year=500), due=date(2026, 10, 31)).pace.needed is None


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        (sessions(None, last_year=500), "missing"),
        (sessions(None, last_year=500, state="not_offered"), "not_offered"),
        (sessions(900, last_year=500, marks=("too_small",)), "too_small"),
        (sessions(900), "no_baseline"),
        (sessions(700, last_year=500, low=400, high=1000), "interval_too_wide"),
        (sessions(900, last_year=500, marks=("partial",), days_covered=28, days=31), "days_missing"),
    ],
)
def test_what_cannot_be_told_is_not_told(figures, reason):
    """Each with its reason."""
    found = state(figures)
    assert (found.status, found.reason) == ("cannot_tell", reason)


def test_missing_days_that_change_nothing_leave_the_status():
    """100 sessions in 28 of 31 days are behind, scaled up or not; above the target is ahead in any case."""
    assert (
        state(sessions(510, last_year=500, marks=("partial",), days_covered=28, days=31)).status == "behind"
    )
    assert (
        state(sessions(1001, last_year=500, marks=("partial",), days_covered=28, days=31)).status == "ahead"
    )


def test_an_interval_within_neighbouring_statuses_leaves_the_status():
    """From behind to on track is told by the figure itself."""
    assert state(sessions(880, last_year=500, low=860, high=910)).status == "behind"


def test_a_reached_target_needs_no_baseline():
    """1000 of 1000, wherever it started; no progress is claimed."""
    found = state(sessions(1000))
    assert (found.status, found.progress, found.baseline) == ("ahead", None, None)


@pytest.mark.parametrize(
    ("day", "platform", "status"),
    [
        (date(2026, 3, 1), "instagram", "cannot_tell"),
        (date(2025, 10, 31), "instagram", "behind"),  # on the baseline's own day: nothing lies between
        (date(2026, 11, 1), "instagram", "behind"),
    ],
)
def test_no_comparison_across_a_break(day, platform, status):
    """Only breaks between the baseline and now."""
    values = {("impressions", OCTOBER.id): 700.0, ("impressions", LAST_OCTOBER.id): 500.0}
    entry = Break(platform, "impressions", day, "counted otherwise", "hand")
    found = state(FakeFigures(values, breaks=[entry]), metric="impressions", sources=SOURCES)
    assert found.status == status
    assert found.reason == ("break" if status == "cannot_tell" else None)


@pytest.mark.parametrize(
    ("row", "status", "reason"),
    [
        ({"value": 0.90, "low": 0.85, "high": 0.94}, "on_track", None),
        ({"value": 0.70, "low": 0.64, "high": 0.76}, "behind", None),
        ({"value": 0.82, "low": 0.75, "high": 0.88}, "cannot_tell", "interval_too_wide"),
        ({"value": None}, "cannot_tell", "missing"),
    ],
)
def test_a_floor_to_hold_is_met_or_not(row, status, reason):
    """80 % satisfied: no progress, no time gone, no run-rate, no baseline needed."""
    found = state(FakeFigures({("csat", OCTOBER.id): row}), metric="csat", target=0.8, hold=True)
    assert (found.status, found.reason) == (status, reason)
    assert (found.progress, found.time_gone, found.pace) == (None, None, None)


def test_a_ceiling_to_hold():
    """First response of an hour: 0.9 holds, 1.2 doesn't."""
    for hours, status in ((0.9, "on_track"), (1.2, "behind")):
        figures = FakeFigures({("first_response_median", OCTOBER.id): hours})
        assert state(figures, metric="first_response_median", target=1, hold=True).status == status


@pytest.mark.parametrize(
    ("before", "interval", "status"), [(0.85, (-0.2, -0.1), "wrong_way"), (0.5, (0.1, 0.3), "behind")]
)
def test_a_floor_missed_is_the_wrong_way_only_if_the_figure_moved_away(before, interval, status):
    """70 of 80 % after 85 % is the wrong way; after 50 % it is behind, and better."""
    values = {("csat", OCTOBER.id): 0.7, ("csat", SEPTEMBER.id): before}
    figures = FakeFigures(values, changes={("csat", SEPTEMBER.id): interval})
    assert state(figures, metric="csat", target=0.8, hold=True).status == status


def test_one_platform_alone():
    """A key figure of Instagram doesn't see TikTok."""
    values = {
        ("followers", OCTOBER.id, "instagram"): 5000.0,
        ("followers", OCTOBER.id, "tiktok"): 90000.0,
        ("followers", LAST_OCTOBER.id, "instagram"): 4000.0,
    }
    found = state(FakeFigures(values), metric="followers", target=6000, platform="instagram")
    assert found.value == 5000
    assert found.progress == pytest.approx(0.5)


def test_what_cannot_be_added_up_over_platforms_needs_one():
    """Views of two platforms have no total to hold against a target."""
    values = {("views", OCTOBER.id, name): 5.0 for name in ("tiktok", "instagram")}
    found = state(FakeFigures(values), metric="views", target=10)
    assert (found.status, found.reason) == ("cannot_tell", "needs_platform")
    assert state(FakeFigures(values), metric="views", target=4, platform="tiktok").status == "ahead"


def test_direction_of_a_figure_that_is_neither_good_nor_bad():
    """From baseline to target, unless the key figure says otherwise."""
    values = {("posts_published", OCTOBER.id): 20.0, ("posts_published", LAST_OCTOBER.id): 30.0}
    assert not state(FakeFigures(values), metric="posts_published", target=15).up
    assert state(FakeFigures(values), metric="posts_published", target=15, direction="up").up


def test_change_against_the_month_before_comes_along():
    """With its interval and whether it is clear."""
    figures = FakeFigures(
        {("social_sessions", OCTOBER.id): 900.0, ("social_sessions", SEPTEMBER.id): 750.0},
        changes={("social_sessions", SEPTEMBER.id): (0.1, 0.3)},
    )
    found = state(figures)
    assert found.previous.change == pytest.approx(0.2)
    assert found.previous.certain
    assert found.previous.other == 750


def test_only_active_key_figures_are_judged():
    """One that began in November is none in October."""
    figures = sessions(900, last_year=500)
    entries = [kpi(), kpi(starts=date(2026, 11, 1)), kpi(ends=date(2026, 9, 30))]
    assert len(kpi_states(figures, brand(*entries), OCTOBER)) == 1


@pytest.mark.parametrize(
    ("kind", "period", "judged"),
    [
        ("count", "2026-10", "2026-10"),
        ("count", "2026-Q3", "2026-09"),
        ("count", "2026-W42", "2026-09"),
        ("unique", "2026", "2026-12"),
        ("share", "2026-W42", "2026-W42"),
        ("stock", "2026-Q3", "2026-Q3"),
    ],
)
def test_what_adds_up_over_days_is_judged_by_the_month(kind, period, judged):
    """A quarter's sum is no month's target."""
    assert judged_period(kind, parse_period(period)).id == judged


def test_a_range_is_judged_on_the_last_whole_month_in_it_or_before():
    """3 October to 14 November: October."""
    assert judged_period("count", Period(date(2026, 10, 3), date(2026, 11, 14))).id == "2026-10"
