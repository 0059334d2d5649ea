"""Sources that stopped within the period, and the figures they touch."""

from datetime import UTC, date, datetime, timedelta

from kpikit.evaluation import coverage, coverage_gaps, findings
from tests.evaluation.fakes import OCTOBER, FakeFigures, brand, kpi

SOURCES = {
    "tiktok": {"format": "tiktok", "platform": "tiktok"},
    "meta": {"format": "meta", "platform": "instagram"},
    "ga4": {"format": "ga4", "platform": "web"},
    "shop": {"format": "shopify", "platform": "shop"},
}
WEB_OF_NOVEMBER = {
    "source": "ga4",
    "period_start": date(2026, 11, 1),
    "period_end": date(2026, 11, 30),
    "grain": "month",
    "sessions": 5,
}
EXPORTED = datetime(2026, 11, 2, tzinfo=UTC)


def daily(source, platform, last, metric="views"):
    """Rows of every day from 1 September to `last`."""
    first = date(2026, 9, 1)
    return [
        {"source": source, "platform": platform, "account": "a", "metric": metric, "value": 1.0}
        | {"date": first + timedelta(days=day), "snapshot_at": EXPORTED}
        for day in range((last - first).days + 1)
    ]


def orders(last, exported=EXPORTED, every=2):
    """An order every second day from July to `last`."""
    first = date(2026, 7, 1)
    days = range(0, (last - first).days + 1, every)
    return [
        {
            "source": "shop",
            "order_id": str(day),
            "local_date": first + timedelta(days=day),
            "snapshot_at": exported,
        }
        for day in days
    ]


def figures(**rows):
    """Views, followers and orders are offered."""
    return FakeFigures(
        {("views", OCTOBER.id): 1.0, ("views", OCTOBER.id, "tiktok"): 1.0}
        | {("followers", OCTOBER.id): 1.0, ("orders", OCTOBER.id): 1.0, ("social_sessions", OCTOBER.id): 1.0},
        rows=rows,
    )


def covered(*kpis, **rows):
    """Coverage by source."""
    return {
        entry.source: entry for entry in coverage(figures(**rows), brand(*kpis, sources=SOURCES), OCTOBER)
    }


def test_a_daily_source_that_stopped_is_named_with_what_it_touches():
    """TikTok to 20 October only: views, not followers (it delivers none), not Instagram's key figure."""
    rows = daily("tiktok", "tiktok", date(2026, 10, 20)) + daily("meta", "instagram", date(2026, 10, 31))
    found = covered(kpi("views"), kpi("followers"), kpi("orders"), account_daily=rows)
    gap = found["tiktok"]
    assert (gap.stopped, gap.last_day, gap.days_covered, gap.days) == ("ended", date(2026, 10, 20), 20, 31)
    assert "views" in gap.touches
    assert "followers" not in gap.touches
    assert gap.touched_kpis == ("views",)
    assert found["meta"].whole


def test_a_key_figure_of_another_platform_is_not_touched():
    """Instagram's views don't rest on TikTok's export."""
    rows = daily("tiktok", "tiktok", date(2026, 10, 20))
    assert covered(kpi("views", platform="instagram"), account_daily=rows)["tiktok"].touched_kpis == ()


def test_days_missing_within_are_gaps():
    """Five days in the middle."""
    rows = [row for row in daily("tiktok", "tiktok", date(2026, 10, 31)) if not 10 <= row["date"].day <= 14]
    gap = covered(account_daily=rows)["tiktok"]
    assert (gap.stopped, gap.days_covered) == ("gaps", 26)


def test_a_weekly_note_covers_its_week():
    """Followers counted on Saturdays: whole; not since the 10th: three weeks are missing."""
    rows = [
        row
        for row in daily("meta", "instagram", date(2026, 10, 31), "followers")
        if row["date"].weekday() == 5
    ]
    assert covered(account_daily=rows)["meta"].whole
    gap = covered(account_daily=[row for row in rows if row["date"] <= date(2026, 10, 10)])["meta"]
    assert (gap.stopped, gap.last_day, gap.days_covered) == ("ended", date(2026, 10, 10), 10)


def test_a_monthly_file_covers_its_month():
    """GA4's traffic of October in one row."""
    row = {
        "source": "ga4",
        "period_start": OCTOBER.start,
        "period_end": OCTOBER.end,
        "grain": "month",
        "sessions": 5,
    }
    found = covered(web=[row])["ga4"]
    assert found.whole
    assert (found.platform, found.days_covered) == ("web", 31)
    assert "social_sessions" in found.touches


def test_a_range_over_the_months_ends_covers_none_of_it():
    """Ninety days in one row: no figure of October can be taken from it."""
    row = {
        "source": "ga4",
        "period_start": date(2026, 9, 1),
        "period_end": date(2026, 11, 29),
        "grain": "range",
        "sessions": 5,
    }
    gap = covered(web=[row])["ga4"]
    assert (gap.whole, gap.days_covered) == (False, 0)


def test_orders_are_covered_up_to_the_export():
    """No order on the last day is no gap; an export of 15 October is one."""
    assert covered(orders=orders(date(2026, 10, 29)))["shop"].whole
    gap = covered(orders=orders(date(2026, 10, 14), datetime(2026, 10, 15, tzinfo=UTC)))["shop"]
    assert (gap.stopped, gap.last_day, gap.days_covered) == ("ended", date(2026, 10, 15), 15)


def test_events_that_fall_silent_are_noticed():
    """Every second day since July, then nothing for 15 days though exported later."""
    gap = covered(orders=orders(date(2026, 10, 15)))["shop"]
    assert (gap.stopped, gap.last_day) == ("silent", date(2026, 10, 15))


def test_sources_that_gave_nothing_are_listed_as_absent():
    """Orders until August, a website without any row: each is there with its last day, and touches nothing."""
    data = figures(orders=orders(date(2026, 8, 20)), web=[WEB_OF_NOVEMBER])
    of = brand(kpi("orders"), sources=SOURCES)
    found = {entry.source: entry for entry in coverage(data, of, OCTOBER)}
    assert found.keys() == SOURCES.keys()
    assert (found["shop"].stopped, found["shop"].last_day) == ("no_data", date(2026, 8, 20))
    assert (found["ga4"].stopped, found["ga4"].last_day) == ("no_data", None)
    assert (found["meta"].stopped, found["meta"].last_day) == ("no_file", None)
    assert all(entry.absent and not entry.whole and not entry.touches for entry in found.values())
    assert coverage_gaps(found.values()) == []
    assert [entry for entry in findings(data, of, OCTOBER) if entry.id == "source_stopped"] == []


def test_rows_without_days_to_miss_are_no_gap():
    """A picture of the audience, taken in October."""
    row = {"source": "meta", "platform": "instagram", "as_of": date(2026, 10, 12), "value": 0.5}
    found = covered(audience=[row])["meta"]
    assert (found.stopped, found.last_day, found.whole) == ("rows", date(2026, 10, 12), True)


def test_the_gaps_of_a_source_become_one_finding():
    """Daily figures and posts of one platform: one sentence, more severe where a key figure is touched."""
    rows = daily("tiktok", "tiktok", date(2026, 10, 20))
    posts = [
        {"source": "tiktok", "platform": "tiktok", "post_id": str(day), "local_date": date(2026, 10, day)}
        | {"snapshot_at": datetime(2026, 10, 20, tzinfo=UTC)}
        for day in (2, 9, 16)
    ]
    of = brand(kpi("views"), sources=SOURCES)
    data = figures(account_daily=rows, posts=posts)
    assert len(coverage_gaps(coverage(data, of, OCTOBER))) == 1
    (found,) = [entry for entry in findings(data, of, OCTOBER) if entry.id == "source_stopped"]
    assert found.facts["kpis"] == ("views",)
    assert found.caveat
    (untouched,) = [
        entry for entry in findings(data, brand(sources=SOURCES), OCTOBER) if entry.id == "source_stopped"
    ]
    assert untouched.severity < found.severity
