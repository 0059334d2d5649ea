"""Waits, backlog, returning customers, cohorts, audience, content."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

import pytest

from kpikit.errors import MetricError
from kpikit.periods import Period
from tests.metrics.tiny import EXPORTED, event, figures, post
from tests.statistics.test_waits_count_those_still_open import E, T

pytestmark = pytest.mark.conformance

OCTOBER, SEPTEMBER = Period.month(2026, 10), Period.month(2026, 9)


def oracle_tickets():
    """The 28 tickets of the reference, opened so that open ones are as old as the reference says."""
    rows = []
    for index, (hours, end) in enumerate(zip(T, E, strict=True)):
        opened = EXPORTED - timedelta(hours=hours) if end == 0 else datetime(2026, 10, 20, 4, tzinfo=UTC)
        moment = opened + timedelta(hours=hours)
        rows.append(
            event(
                date(2026, 10, 20),
                ticket_id=str(index),
                created_at=opened,
                first_response_at=moment if end == 1 else None,
                closed_at=moment if end == 2 else None,
            )
        )
    return rows


def test_answered_within_the_promise_counts_open_and_closed():
    """The catalogue's reference: 65 % answered within a day, closed-unanswered competing."""
    shown = figures({"service": {"first_response_hours": 24}}, tickets=oracle_tickets())
    row = shown.value("first_response_within_promise", OCTOBER).iloc[0]
    assert row["value"] == pytest.approx(0.6458049886621314, rel=1e-6)
    assert row["n"] == 28
    curve = shown.curve("first_response_median", OCTOBER)
    assert curve["at_risk"][0] == 28
    assert curve[curve["hours"] <= 1.0001]["share_answered"].iloc[-1] == pytest.approx(0.17857142857142858)


def test_median_that_is_not_reached_is_a_lower_bound():
    """Where fewer than half were answered the longest wait stands, marked, and no number is made up."""
    rows = [
        event(
            date(2026, 10, 30), ticket_id=str(index), created_at=EXPORTED - timedelta(hours=10 * index + 10)
        )
        for index in range(3)
    ]
    rows[0]["first_response_at"] = EXPORTED
    row = figures(tickets=rows).value("first_response_median", OCTOBER).iloc[0]
    assert row["value"] == pytest.approx(30)
    assert {"lower_bound", "too_small"} <= set(row["marks"])


def test_reply_before_the_question_says_nothing():
    """A negative wait is a fault of the export and is left out."""
    opened = datetime(2026, 10, 3, 4, tzinfo=UTC)
    rows = [
        event(
            date(2026, 10, 3),
            ticket_id=str(hours),
            created_at=opened,
            first_response_at=opened + timedelta(hours=hours),
        )
        for hours in (-5, 1, 3)
    ]
    assert figures(tickets=rows).value("first_response_median", OCTOBER).iloc[0]["n"] == 2


def test_resolution_counts_only_tickets_old_enough():
    """Of two tickets a day old one was solved in time; one opened an hour before the export isn't counted."""
    opened = datetime(2026, 10, 3, 4, tzinfo=UTC)
    rows = [
        event(date(2026, 10, 3), ticket_id="1", created_at=opened, resolved_at=opened + timedelta(hours=24)),
        event(date(2026, 10, 3), ticket_id="2", created_at=opened, resolved_at=opened + timedelta(hours=25)),
        event(date(2026, 10, 31), ticket_id="3", created_at=EXPORTED - timedelta(hours=1)),
    ]
    row = figures(tickets=rows).value("resolution_within_promise", OCTOBER).iloc[0]
    assert (row["numerator"], row["denominator"]) == (1, 2)


def test_backlog_is_that_of_the_periods_end():
    """Open at the end of October in the brand's zone, whatever became of it later; overdue after a day."""
    end = datetime(2026, 10, 31, 16, tzinfo=UTC)  # midnight in Kuala Lumpur
    rows = [
        event(date(2026, 9, 1), ticket_id="old", created_at=datetime(2026, 9, 1, tzinfo=UTC)),
        event(
            date(2026, 10, 31),
            ticket_id="fresh",
            created_at=end - timedelta(hours=2),
            resolved_at=end + timedelta(hours=1),
        ),
        event(
            date(2026, 10, 30),
            ticket_id="solved",
            created_at=end - timedelta(hours=30),
            resolved_at=end - timedelta(hours=1),
        ),
        event(date(2026, 11, 1), ticket_id="later", created_at=end + timedelta(minutes=1)),
    ]
    shown = figures(tickets=rows)
    assert list(shown.value("ticket_backlog", OCTOBER)["value"]) == [2]
    assert list(shown.value("overdue_tickets", OCTOBER)["value"]) == [1]
    assert list(shown.value("ticket_backlog", SEPTEMBER)["value"]) == [1]
    assert list(shown.value("ticket_backlog", Period.month(2026, 3))["state"]) == ["missing"]


def orders(*pairs):
    return [
        event(day, order_id=str(index), customer_key=key, status="paid", total=1.0)
        for index, (key, day) in enumerate(pairs)
    ]


SHOP = orders(
    ("a", date(2026, 1, 5)),
    ("a", date(2026, 1, 5)),
    ("b", date(2026, 1, 9)),
    ("b", date(2026, 10, 9)),
    ("c", date(2026, 10, 1)),
    ("c", date(2026, 10, 2)),
    ("d", date(2026, 10, 30)),
    (None, date(2026, 10, 30)),
    ("e", date(2025, 1, 1)),
)


def test_two_orders_on_a_day_are_one_purchase():
    """Repeaters of the year are b and c of a, b, c, d; orders without a customer are left out."""
    row = figures(orders=SHOP).value("repeat_purchase_rate", OCTOBER).iloc[0]
    assert (row["numerator"], row["denominator"]) == (2, 4)


def test_returning_customers_of_the_month():
    """Of October's b, c, d two had ordered on an earlier day."""
    row = figures(orders=SHOP).value("returning_customer_rate", OCTOBER).iloc[0]
    assert (row["numerator"], row["denominator"]) == (2, 3)


def test_lapsed_are_those_silent_for_thirty_days():
    """At the end of October a and e are silent for over 30 days; c's last order is 29 days old."""
    assert list(figures(orders=SHOP).value("lapsed_customers", OCTOBER)["value"]) == [2]
    assert list(
        figures({"thresholds": {"lapsed_days": 5}}, orders=SHOP).value("lapsed_customers", OCTOBER)["value"]
    ) == [4]


def test_cohorts_leave_unlived_months_blank():
    """January's two customers, one of them back after nine months; October's cohort has no later month yet."""
    frame = figures(orders=SHOP).cohorts(OCTOBER).set_index(["cohort", "k"])
    assert frame.loc[("2026-01", 9), "retained"] == 1
    assert frame.loc[("2026-01", 1), "retained"] == 0
    assert frame.loc[("2026-01", 0), "size"] == 2
    assert math.isnan(frame.loc[("2026-10", 1), "retained"])


def picture(
    bucket, value, dimension="age_gender", unit="share", platform="instagram", day=date(2026, 10, 31)
):
    return {
        "source": "ig",
        "platform": platform,
        "account": "a",
        "as_of": day,
        "base": "followers",
        "dimension": dimension,
        "bucket": bucket,
        "value": value,
        "unit": unit,
        "snapshot_at": EXPORTED,
    }


def match(persona, *rows):
    return figures({"persona": persona}, audience=list(rows)).value("audience_match", OCTOBER).iloc[0]


def test_persona_that_fits_the_bands_is_exact():
    """Women of 25 to 44 are 30 + 20 of 100 percent."""
    rows = [
        picture("18-24|women", 0.1),
        picture("25-34|women", 0.3),
        picture("35-44|women", 0.2),
        picture("25-34|men", 0.4),
    ]
    row = match({"age": [25, 44], "gender": ["women"]}, *rows)
    assert row["value"] == pytest.approx(0.5)
    assert row["marks"] == ()


def test_persona_that_cuts_a_band_has_bounds():
    """From 30 on, the band of 25 to 34 may be in or out."""
    row = match({"age": [30, 44]}, picture("25-34|women", 0.6), picture("35-44|women", 0.4))
    assert (row["value"], row["low"], row["high"]) == pytest.approx((0.4, 0.4, 1.0))
    assert row["marks"] == ("lower_bound",)


def test_margins_give_bounds():
    """70 % of the age and 80 % of the country overlap in 50 to 70 %; country names and codes are one."""
    rows = [
        picture("25-34|women", 0.7),
        picture("35-44|women", 0.3),
        picture("Malaysia", 0.8, "country"),
        picture("Indonesia", 0.2, "country"),
    ]
    row = match({"age": [25, 34], "country": ["MY"]}, *rows)
    assert (row["low"], row["high"]) == pytest.approx((0.5, 0.7))


def test_margins_that_leave_all_open_give_no_figure():
    """40 % and 50 % may not overlap at all: no figure, but each margin by itself."""
    rows = [picture("25-34|women", 0.4), picture("35-44|women", 0.6), picture("MY", 0.5, "country")]
    row = match({"age": [25, 34], "country": ["MY"]}, *rows, picture("SG", 0.5, "country"))
    assert math.isnan(row["value"])
    assert (row["state"], row["high"]) == ("missing", 0.4)
    shown = figures(
        {"persona": {"age": [25, 34], "country": ["MY"]}}, audience=[*rows, picture("SG", 0.5, "country")]
    )
    frame = shown.value("audience_match", OCTOBER, by=("dimension",))
    assert dict(zip(frame["dimension"], frame["value"], strict=True)) == {"age_gender": 0.4, "country": 0.5}


def test_places_tell_their_country():
    """LinkedIn names metropolitan areas; the country stands last."""
    rows = [
        picture("Greater Zurich Area, Switzerland", 30.0, "location", "count"),
        picture("Lyon, France", 10.0, "location", "count"),
    ]
    assert match({"country": ["CH"]}, *rows)["value"] == pytest.approx(0.75)


def test_counts_have_an_interval():
    """Where followers are counted the share has Wilson's interval."""
    row = match(
        {"industry": ["Machinery"]},
        picture("Machinery", 30.0, "industry", "count"),
        picture("Retail", 70.0, "industry", "count"),
    )
    assert (row["value"], row["n"]) == (pytest.approx(0.3), 100)
    assert row["low"] < 0.3 < row["high"]


def test_platform_that_knows_too_little_is_not_offered():
    """Without age bands nothing is said on a persona of an age."""
    assert match({"age": [25, 34]}, picture("women", 1.0, "gender"))["state"] == "not_offered"
    assert match({"age": [25, 34]}, picture("25-34|women", 1.0, day=date(2026, 1, 1)))["state"] == "missing"


def test_content_names_best_and_worst():
    """Posts by rate, the quarter of least reach left out; an unknown order is refused."""
    rows = [
        post(
            str(index),
            date(2026, 10, index),
            reach=1000,
            reactions=index,
            comments=0,
            shares=0,
            title=f"t{index}",
        )
        for index in range(1, 9)
    ]
    rows.append(post("tiny", date(2026, 10, 20), reach=2, reactions=2, comments=0, shares=0))
    shown = figures(
        posts=rows,
        post_tags=[{"source": "t", "platform": "instagram", "post_id": "8", "content_type": "guide"}],
    )
    frame = shown.content(OCTOBER, n=2)
    assert list(frame["post_id"]) == ["8", "7", "2", "1"]
    assert list(frame["side"]) == ["top", "top", "bottom", "bottom"]
    assert frame["content_type"][0] == "guide"
    assert shown.content(OCTOBER, order="engagements", n=20)["side"].eq("top").all()
    with pytest.raises(MetricError, match="reach"):
        shown.content(OCTOBER, order="raech")


def test_tags_break_figures_down():
    """The analyst's content types are a breakdown; untagged posts stand apart."""
    rows = [post(str(index), date(2026, 10, index), reactions=index) for index in range(1, 4)]
    tags = [
        {"source": "t", "platform": "instagram", "post_id": str(index), "content_type": "guide"}
        for index in (1, 2)
    ]
    frame = figures(posts=rows, post_tags=tags).value("reactions", OCTOBER, by=("content_type",))
    assert frame["content_type"][0] == "guide"
    assert frame["content_type"].isna()[1]
    assert list(frame["value"]) == [3, 3]


def test_best_time_is_shrunk_and_thin_cells_marked():
    """One lucky post doesn't make a best time."""
    rows = [
        post(
            str(index),
            date(2026, 10, 5) + timedelta(days=7 * (index % 4)),
            reach=1000,
            reactions=30 + index,
            comments=0,
            shares=0,
        )
        for index in range(8)
    ]
    rows.append(post("lucky", date(2026, 10, 7), reach=1000, reactions=300, comments=0, shares=0))
    frame = figures(posts=rows).by_cell("engagement_rate_by_reach", OCTOBER).set_index("weekday")
    assert (frame.loc[1, "n"], frame.loc[3, "n"]) == (8, 1)
    assert frame.loc[3, "too_small"]
    assert not frame.loc[1, "too_small"]
    assert frame.loc[3, "shrunk"] < frame.loc[3, "value"]
    with pytest.raises(MetricError):
        figures(posts=rows).by_cell("followers", OCTOBER)


def test_kinds_of_content_are_compared_shrunk_with_interval_and_n():
    """Six stories at (30 + … + 35) / 6000 and one lucky guide at 300 / 1000, which is drawn towards the rest.

    A post without a content type is of none; exposures are compared by platform.
    """
    facts = {"reach": 1000, "views": 2000, "comments": 0, "shares": 0}
    rows = [
        post(str(index), date(2026, 10, 5), reactions=30 + index, content_type="story", **facts)
        for index in range(6)
    ]
    rows += [post("g", date(2026, 10, 6), reactions=300, content_type="guide", **facts)]
    rows += [post("n", date(2026, 10, 6), "facebook", reactions=9, **facts)]
    shown = figures(posts=rows)
    frame = shown.by_cell("engagement_rate_by_reach", OCTOBER, by="content_type").set_index("content_type")
    assert list(frame.index) == ["guide", "story"]
    assert (frame.loc["story", "value"], frame.loc["story", "n"]) == (pytest.approx(195 / 6000), 6)
    assert frame.loc["story", "low"] < 195 / 6000 < frame.loc["story", "high"]
    assert 195 / 6000 < frame.loc["guide", "shrunk"] < 300.5 / 1000
    assert list(frame["too_small"]) == [True, False]
    with pytest.raises(MetricError, match="by platform"):
        shown.by_cell("engagement_rate_by_exposures", OCTOBER, by="content_type")
    apart = shown.by_cell("engagement_rate_by_exposures", OCTOBER, by=("platform", "content_type"))
    assert list(apart["platform"]) == ["instagram", "instagram"]
