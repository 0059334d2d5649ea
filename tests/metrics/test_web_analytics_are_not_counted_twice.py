"""Rows of web analytics count spans of days that may overlap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpikit.metrics.covering import day_number, tile
from kpikit.periods import Period, parse_period
from tests.metrics.tiny import EXPORTED, figures

pytestmark = pytest.mark.conformance

OCTOBER = Period.month(2026, 10)


def row(first, last, sessions, **facts):
    length = (last - first).days
    return {
        "source": "w",
        "file": f"{first}..{last}",
        "period_start": first,
        "period_end": last,
        "grain": "day" if length == 0 else "month",
        "basis": "session",
        "source_name": "ig",
        "medium": "social",
        "platform": "instagram",
        "sessions": sessions,
        "snapshot_at": EXPORTED,
    } | facts


def month(number, sessions, **facts):
    period = Period.month(2026, number)
    return row(period.start, period.end, sessions, **facts)


def every_day(number, sessions, **facts):
    period = Period.month(2026, number)
    return [
        row(period.start + timedelta(days=day), period.start + timedelta(days=day), sessions, **facts)
        for day in range(period.days)
    ]


def total(shown, period, metric="social_sessions"):
    found = shown.value(metric, period).iloc[0]
    return found["value"], found["days_covered"]


def test_month_row_serves_the_month_and_the_quarter():
    """Three monthly rows make the quarter; a week has no part of a month's row."""
    shown = figures(web=[month(10, 310), month(11, 300), month(12, 310)])
    assert total(shown, OCTOBER) == (310, 31)
    assert total(shown, parse_period("2026-Q4")) == (920, 92)
    assert list(shown.value("social_sessions", parse_period("2026-W42"))["state"]) == ["missing"]


def test_days_and_month_of_the_same_time_count_once():
    """A monthly row and daily rows of the same month are one month."""
    assert total(figures(web=[month(10, 310), *every_day(10, 10)]), OCTOBER) == (310, 31)


def test_months_are_filled_up_with_days():
    """A quarter of two monthly rows and one month of days is whole."""
    shown = figures(web=[month(10, 310), month(11, 300), *every_day(12, 10)])
    assert total(shown, parse_period("2026-Q4")) == (920, 92)


def test_exports_of_other_dimensions_are_not_added():
    """Sessions by source and sessions by channel group are the same sessions."""
    channels = [
        month(10, 400, source_name=None, medium=None, platform=None, channel_group="Organic Social", file="b")
    ]
    shown = figures(web=[month(10, 310), month(10, 90, source_name="google", platform=None), *channels])
    assert total(shown, OCTOBER) == (310, 31)
    assert total(shown, OCTOBER, "all_sessions") == (400, 31)
    assert shown.value("social_session_share", OCTOBER)["value"][0] == pytest.approx(0.775)


def test_tables_of_one_file_are_exports_of_their_own():
    """A snapshot gives sessions by source and by channel group in one file: the same sessions."""
    by_group = {"source_name": None, "medium": None, "channel_group": "Organic Social", "layout": "groups"}
    rows = [
        month(10, 310, layout="sources"),
        month(10, 90, source_name="google", platform=None, layout="sources"),
        month(10, 300, **by_group),
        month(10, 100, **by_group | {"channel_group": "Organic Search", "platform": None}),
    ]
    shown = figures(web=[each | {"file": "snapshot"} for each in rows])
    assert total(shown, OCTOBER) == (310, 31)
    assert total(shown, OCTOBER, "all_sessions") == (400, 31)


def test_first_user_rows_are_another_basis():
    """First-user acquisition never mixes with sessions."""
    assert total(figures(web=[month(10, 310), month(10, 999, basis="first_user", file="f")]), OCTOBER) == (
        310,
        31,
    )


def test_two_websites_add_up():
    """Sources are tiled on their own and then added."""
    assert total(figures(web=[month(10, 310), month(10, 90, source="w2", file="x")]), OCTOBER) == (400, 31)


def test_half_a_month_of_days_is_partial():
    """Days that stop make the month partial."""
    found = figures(web=every_day(10, 10)[:14]).value("social_sessions", OCTOBER).iloc[0]
    assert (found["value"], found["days_covered"], found["marks"]) == (140, 14, ("partial",))


def test_conversion_rate_needs_both_parts():
    """Key events over sessions, only where both were exported; bounce is what wasn't engaged."""
    rows = [
        month(10, 200, key_events=5.0, engaged_sessions=150),
        month(10, 100, source_name="fb", platform="facebook", key_events=None),
    ]
    shown = figures(web=rows)
    found = shown.value("conversion_rate", OCTOBER).iloc[0]
    assert (found["numerator"], found["denominator"]) == (5, 200)
    assert shown.value("bounce_share", OCTOBER)["value"][0] == pytest.approx(0.25)


def test_overlapping_ranges_are_tiled():
    """Of spans that overlap only those are taken that don't, most days first."""
    spans = [
        ("w|s", day_number(date(2026, 10, first)), day_number(date(2026, 10, last)))
        for first, last in ((1, 20), (1, 15), (16, 31), (10, 12))
    ]
    assert (
        tile(spans, OCTOBER) == {spans[0]}
        or sum(last - first + 1 for _, first, last in tile(spans, OCTOBER)) == 31
    )


def test_funnel_names_rates_between_steps():
    """Each step's rate is of the step before; unknown events are missing, events that didn't happen 0."""
    counts = [("view", 1000), ("cart", 200), ("pay", 0)]
    rows = [
        {
            "source": "w",
            "period_start": p.start,
            "period_end": p.end,
            "grain": "month",
            "name": name,
            "count": count,
            "snapshot_at": EXPORTED,
        }
        for p in (OCTOBER,)
        for name, count in counts
    ]
    steps = [{"name": event, "event": event} for event in ("sessions", "view", "cart", "pay", "nothing")]
    frame = figures({"funnel": steps}, conversions=rows, web=[month(10, 4000)]).funnel(OCTOBER)
    assert list(frame["value"][:4]) == [4000, 1000, 200, 0]
    assert list(frame["rate_from_previous"][1:4]) == [0.25, 0.2, 0.0]
    assert frame["value"].isna()[4]
    assert frame["low"][1] < 0.25 < frame["high"][1]


def test_days_of_search_and_the_months_queries_stand_side_by_side():
    """The newest export tells its days and, for the whole of it, queries, countries and devices: each counts."""

    def searched(first, last, dimension, item, clicks):
        return {
            "source": "s", "file": "s", "surface": "web", "dimension": dimension, "item": item,
            "period_start": first, "period_end": last, "grain": "day" if first == last else "range",
            "clicks": clicks, "impressions": 10 * clicks, "snapshot_at": EXPORTED,
        }  # fmt: skip

    every = [OCTOBER.start + timedelta(days=day) for day in range(OCTOBER.days)]
    rows = [searched(day, day, "date", "", 10) for day in every]
    rows += [
        searched(OCTOBER.start, OCTOBER.end, dimension, item, clicks)
        for dimension, item, clicks in (
            ("country", "Malaysia", 310),
            ("query", "seri soap", 90),
            ("query", "soap", 60),
        )
    ]
    shown = figures({"terms": {"brand": ["Seri"]}}, search=rows)
    assert total(shown, OCTOBER, "search_clicks") == (310, 31)
    assert total(shown, OCTOBER, "brand_search_clicks") == (90, 31)


def test_a_funnel_may_begin_with_exposures_and_end_with_customers():
    """Steps may count metrics: 800 impressions of ads, 40 clicks on them, 10 sessions, 4 leads; each in its unit."""
    ads = [{
        "source": "ads", "platform": "meta_ads", "date": OCTOBER.start, "campaign": "c", "impressions": 800,
        "link_clicks": 40, "cost": 5.0, "snapshot_at": EXPORTED,
    }]  # fmt: skip
    leads = [
        {"source": "crm", "lead_id": str(number), "local_date": OCTOBER.start, "snapshot_at": EXPORTED}
        for number in range(4)
    ]
    steps = [
        {"name": "Shown", "metric": "ad_impressions"},
        {"name": "Clicked", "metric": "ad_clicks"},
        {"name": "Came", "event": "sessions"},
        {"name": "Asked", "metric": "leads"},
        {"name": "Posted", "metric": "views"},
    ]
    shown = figures({"funnel": steps}, ads_daily=ads, leads=leads, web=[month(10, 10)])
    frame = shown.funnel("2026-10")
    assert list(frame["value"][:4]) == [800, 40, 10, 4]
    assert list(frame["unit"]) == ["exposures", "count", "sessions", "count", "exposures"]
    assert list(frame["rate_from_previous"][1:4]) == [0.05, 0.25, 0.4]
    assert frame["value"].isna()[4]


def test_a_funnel_step_counts_one_thing():
    """Neither both nor none."""
    with pytest.raises(ValueError, match="either an event or a metric"):
        figures({"funnel": [{"name": "x", "event": "sessions", "metric": "leads"}]})
    with pytest.raises(ValueError, match="either an event or a metric"):
        figures({"funnel": [{"name": "x"}]})
