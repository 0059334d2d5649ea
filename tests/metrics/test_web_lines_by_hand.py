"""Lines of web analytics: paid, organic, assistants, tags, visitors, key events by visitor and session."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from kpikit.periods import Period, parse_period
from tests.metrics.test_web_analytics_are_not_counted_twice import month, row
from tests.metrics.tiny import EXPORTED, event, figures

pytestmark = pytest.mark.conformance

OCTOBER, NOVEMBER = Period.month(2026, 10), Period.month(2026, 11)


def value(shown, metric, period=OCTOBER, **question):
    return shown.value(metric, period, **question).iloc[0]


def test_paid_organic_and_unknown_sessions_stand_apart():
    """Of 175 social sessions 100 are organic, 50 paid; 25 say neither and are in no line."""
    rows = [
        month(10, 100, paid=False),
        month(10, 50, medium="cpc", paid=True),
        month(10, 25, medium=None, paid=None),
        month(10, 500, source_name="google", medium="cpc", platform=None, paid=True),
    ]
    shown = figures(web=rows)
    lines = ("social_sessions", "organic_social_sessions", "paid_social_sessions")
    assert [value(shown, metric)["value"] for metric in lines] == [175, 100, 50]


def test_assistants_are_a_line_of_their_own():
    """ChatGPT's 12 and Perplexity's 3 are no social sessions; a site without any is not offered the line."""
    rows = [
        month(10, 100),
        month(10, 12, source_name="ChatGPT.com", medium="referral", platform=None),
        month(10, 3, source_name="perplexity.ai", medium="(none)", platform=None),
        month(10, 40, source_name="google", medium="organic", platform=None),
        month(10, 5, source_name=None, medium=None, platform=None, channel_group="Unassigned", file="g"),
    ]
    shown = figures(web=rows)
    assert value(shown, "assistant_sessions")["value"] == 15
    assert value(shown, "social_sessions")["value"] == 100
    by = shown.value("assistant_sessions", OCTOBER, by=("source_name",))
    assert dict(zip(by["source_name"], by["value"], strict=True)) == {"ChatGPT.com": 12, "perplexity.ai": 3}
    assert "assistant_sessions" not in figures(web=[month(10, 100)]).offered()


def test_share_of_tagged_sessions():
    """60 of 100 sessions carried a tag; "(not set)" is none; an export without campaigns is left out."""
    rows = [
        month(10, 60, campaign="autumn", file="c"),
        month(10, 30, campaign="(not set)", file="c"),
        month(10, 10, campaign=None, file="c", source_name="t.co", platform="x"),
        month(10, 9999, file="sources"),
    ]
    found = value(figures(web=rows), "tagged_session_share")
    assert (found["numerator"], found["denominator"]) == (60, 100)
    assert "tagged_session_share" not in figures(web=[month(10, 9999)]).offered()


def test_visitors_are_the_figure_of_the_period_or_bounds():
    """Sources of 80 and 50 users: 80 to 130; a row of the whole month says 100; a day's row bounds nothing more."""
    parts = [month(10, 100, users=80), month(10, 60, users=50, source_name="google", platform=None)]
    found = value(figures(web=parts), "visitors")
    assert (found["value"], found["low"], found["high"], found["marks"]) == (80, 80, 130, ("lower_bound",))
    whole = month(10, 160, users=100, source_name=None, medium=None, platform=None, file="all")
    found = value(figures(web=[*parts, whole]), "visitors")
    assert (found["value"], found["marks"]) == (100, ())
    day = row(
        OCTOBER.start, OCTOBER.start, 9, users=9, source_name=None, medium=None, platform=None, file="d"
    )
    assert value(figures(web=[*parts, day]), "visitors")["high"] == 130
    quarter = [month(10, 1, users=80), month(11, 1, users=70), month(12, 1, users=None)]
    found = value(figures(web=quarter), "visitors", parse_period("2026-Q4"))
    assert (found["low"], found["high"], found["days_covered"]) == (80, 150, 61)
    assert "partial" in found["marks"]


def test_first_user_rows_part_the_visitors():
    """Each visitor has one first source: 80 and 50 are 130 visitors, 39 of them new."""
    rows = [
        month(10, 1, basis="first_user", users=80, new_users=30, file="f"),
        month(
            10, 1, basis="first_user", users=50, new_users=9, source_name="google", platform=None, file="f"
        ),
    ]
    shown = figures(web=rows)
    assert (value(shown, "visitors")["value"], value(shown, "visitors")["marks"]) == (130, ())
    found = value(shown, "new_visitor_share")
    assert (found["numerator"], found["denominator"]) == (39, 130)
    assert found["value"] == pytest.approx(0.3)
    assert found["low"] < 0.3 < found["high"]


def test_new_share_of_visitors_known_between_bounds_is_the_least():
    """24 new of 80 to 120 visitors from social are at least 20 %; one platform's 20 of 80 are 25 %."""
    rows = [
        month(10, 1, users=80, new_users=20),
        month(10, 1, users=40, new_users=4, source_name="fb", platform="facebook"),
        month(10, 1, users=999, new_users=99, source_name="google", platform=None),
    ]
    shown = figures(web=rows)
    found = value(shown, "new_social_visitor_share")
    assert (found["value"], found["high"]) == pytest.approx((0.2, 0.3))
    assert "lower_bound" in found["marks"]
    by = shown.value("new_social_visitor_share", OCTOBER, by=("platform",)).set_index("platform")["value"]
    assert dict(by) == pytest.approx({"facebook": 0.1, "instagram": 0.25})


def happened(name, count, users=None, period=OCTOBER):
    return {
        "source": "w", "file": "events", "period_start": period.start, "period_end": period.end,
        "grain": "month", "name": name, "count": count, "users": users, "snapshot_at": EXPORTED,
    }  # fmt: skip


NAMED = {
    "conversions": {"order": "purchase", "lead": {"event": "generate_lead", "value": 20}, "sign_up": "join"}
}


def test_key_events_by_visitor_and_by_session():
    """8 orders of 6 visitors: 6 of 100 visitors, 8 of 200 sessions; no sign-up happened in a covered month: 0."""
    rows = [
        happened("purchase", 8, 6),
        happened("generate_lead", 3, 3),
        happened("page_view", 900, 100),
        happened("join", 5, 5, NOVEMBER),
    ]
    whole = month(10, 200, users=100, source_name=None, medium=None, platform=None)
    shown = figures(NAMED, conversions=rows, web=[whole])
    assert value(shown, "order_events")["value"] == 8
    by_visitor, by_session = value(shown, "order_rate_by_visitor"), value(shown, "order_rate_by_session")
    assert (by_visitor["numerator"], by_visitor["denominator"]) == (6, 100)
    assert by_visitor["low"] < 0.06 < by_visitor["high"]
    assert (by_session["numerator"], by_session["denominator"]) == (8, 200)
    assert value(shown, "lead_rate_by_session")["value"] == pytest.approx(0.015)
    assert value(shown, "sign_ups")["value"] == 0
    assert math.isnan(value(shown, "sign_up_rate_by_visitor")["value"])


def test_rate_of_visitors_known_between_bounds():
    """6 converting of 80 to 120 visitors are at least 5 % and at most 7.5 %."""
    web = [month(10, 1, users=80), month(10, 1, users=40, source_name="google", platform=None)]
    found = value(figures(NAMED, conversions=[happened("purchase", 8, 6)], web=web), "order_rate_by_visitor")
    assert (found["value"], found["high"]) == pytest.approx((0.05, 0.075))
    assert "lower_bound" in found["marks"]


def test_key_events_that_no_parameter_names_are_not_offered():
    """Without `conversions:` nobody knows which event is an order."""
    shown = figures(conversions=[happened("purchase", 8, 6)], web=[month(10, 200, users=100)])
    assert value(shown, "order_events")["state"] == "not_offered"
    assert not {"order_events", "order_rate_by_visitor", "assigned_value"} & set(shown.offered())


def test_assigned_value_is_count_times_value():
    """3 leads at 20 are 60; orders without an assigned value add nothing."""
    shown = figures(NAMED, conversions=[happened("generate_lead", 3), happened("purchase", 8)])
    found = value(shown, "assigned_value")
    assert (found["value"], found["unit"]) == (60, "money")


def test_half_a_month_by_a_whole_one_is_no_rate():
    """Sessions of 14 days can't stand below the events of 31."""
    days = [
        row(OCTOBER.start + timedelta(days=index), OCTOBER.start + timedelta(days=index), 10)
        for index in range(14)
    ]
    shown = figures(NAMED, conversions=[happened("purchase", 8, 6)], web=days)
    assert value(shown, "order_rate_by_session")["state"] == "missing"


def test_social_beside_the_rest():
    """10 of 200 against 40 of 400: five points less, with Newcombe's interval."""
    rows = [
        month(10, 200, key_events=10.0, engaged_sessions=100, engagement_seconds=2000.0),
        month(
            10,
            400,
            key_events=40.0,
            engaged_sessions=300,
            engagement_seconds=8000.0,
            source_name="g",
            platform=None,
        ),
    ]
    frame = figures(web=rows).social_against_others(OCTOBER).set_index("metric")
    assert frame.loc["conversion_rate", "difference"] == pytest.approx(-0.05)
    assert frame.loc["conversion_rate", "low"] < -0.05 < frame.loc["conversion_rate", "high"] < 0
    assert frame.loc["bounce_share", "difference"] == pytest.approx(0.25)
    assert frame.loc["engagement_time", "difference"] == pytest.approx(-10)
    assert figures(web=rows[:1]).social_against_others(OCTOBER).empty


def test_kinds_of_leads():
    """Words of the export stand for four kinds; without kinds none of them is offered."""
    kinds = ["Form", "Whitepaper", "demo", "Giveaway", None, "fax"]
    rows = [event(date(2026, 10, 3), lead_id=str(index), kind=kind) for index, kind in enumerate(kinds)]
    shown = figures(leads=rows)
    lines = ("contact_leads", "download_leads", "contest_leads", "click_leads")
    assert [value(shown, metric)["value"] for metric in lines] == [2, 1, 1, 0]
    by = shown.value("leads", OCTOBER, by=("lead_kind",))
    assert dict(zip(by["lead_kind"].fillna("-"), by["value"], strict=True)) == {
        "contact": 2, "contest": 1, "download": 1, "fax": 1, "-": 1,
    }  # fmt: skip
    assert (
        value(figures(leads=[event(date(2026, 10, 3), lead_id="1")]), "contact_leads")["state"]
        == "not_offered"
    )


def test_refunds_and_voids_are_no_revenue():
    """100 paid, 100 less 40 refunded; voided, cancelled, and refunded without an amount are nothing: 160."""
    facts = [
        {"status": "paid"},
        {"status": "partially_refunded", "refunded": 40.0},
        {"status": "voided"},
        {"status": "refunded"},
        {"status": "refunded", "refunded": 100.0},
        {"status": "paid", "cancelled_at": EXPORTED},
    ]
    rows = [event(date(2026, 10, 3), order_id=str(i), total=100.0, **more) for i, more in enumerate(facts)]
    shown = figures(orders=rows)
    assert value(shown, "revenue")["value"] == 160
    assert value(shown, "orders")["value"] == 2
