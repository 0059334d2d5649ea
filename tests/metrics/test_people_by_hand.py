"""Contacts over platforms, members by day, who came back, who lapsed."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pandas as pd
import pytest

from kpikit.periods import Period
from tests.metrics.test_tickets_and_customers import SHOP, orders, picture
from tests.metrics.tiny import EXPORTED, at, daily, event, figures

pytestmark = pytest.mark.conformance

OCTOBER, SEPTEMBER = Period.month(2026, 10), Period.month(2026, 9)


def value(shown, metric, period=OCTOBER, **question):
    return shown.value(metric, period, **question).iloc[0]


def lead(key, day, platform, **facts):
    return event(
        day, lead_id=f"{key}{day}{platform}", contact_key=key, created_at=at(day), platform=platform, **facts
    )


LEADS = [
    lead("a", date(2026, 9, 1), "instagram"),
    lead("a", date(2026, 10, 2), "linkedin", customer_at=at(date(2026, 10, 20))),
    lead("a", date(2026, 10, 2), "linkedin", customer_at=at(date(2026, 10, 20))),
    lead("b", date(2026, 10, 3), "instagram"),
    lead("c", date(2026, 10, 4), "linkedin", customer_at=at(date(2026, 11, 1))),
    lead("d", date(2026, 10, 5), None),
    lead("e", date(2026, 8, 5), "x", customer_at=at(date(2026, 8, 9))),
    lead(None, date(2026, 10, 6), "x"),
]
BOUGHT = [
    event(date(2026, 10, 9), order_id="1", customer_key="b", created_at=at(date(2026, 10, 9)), platform="tiktok"),
    event(date(2026, 10, 9), order_id="2", customer_key="c", created_at=at(date(2026, 10, 9)), platform="tiktok",
          status="voided"),
]  # fmt: skip


def test_contacts_seen_on_several_platforms():
    """Of a, b, c with a known platform in October a (Instagram, LinkedIn) and b (Instagram, TikTok) are on two."""
    found = value(figures(leads=LEADS, orders=BOUGHT), "several_platform_share")
    assert (found["numerator"], found["denominator"]) == (2, 3)
    assert "lower_bound" in found["marks"]
    alone = value(figures(leads=LEADS), "several_platform_share")
    assert (alone["numerator"], alone["denominator"]) == (1, 3)


def test_customers_among_contacts_of_one_and_of_several_platforms():
    """a and b of two platforms are customers by October's end; c, of one, only in November."""
    shown = figures(leads=LEADS, orders=BOUGHT)
    assert value(shown, "several_platform_customer_rate")["value"] == 1
    single = value(shown, "single_platform_customer_rate")
    assert (single["numerator"], single["denominator"]) == (0, 1)
    plain = [lead("a", date(2026, 10, 2), "x")]
    assert "single_platform_customer_rate" not in figures(leads=plain).offered()
    assert "several_platform_share" in figures(leads=plain).offered()


def test_flow_tells_first_and_next_platform():
    """a went on to LinkedIn, b to TikTok, c stayed where it began; the voided order is no step."""
    frame = figures(leads=LEADS, orders=BOUGHT).flow(OCTOBER)
    steps = {(row.first, row.next): (row.contacts, row.share) for row in frame.fillna("-").itertuples()}
    assert steps == {
        ("instagram", "linkedin"): (1, 0.5),
        ("instagram", "tiktok"): (1, 0.5),
        ("linkedin", "-"): (1, 1.0),
    }
    assert figures().flow(OCTOBER).empty


def test_earlier_customers_who_came_again():
    """e and f were customers before October; f opened a ticket in it: one of two. Without customers: not offered."""
    leads = [*LEADS, lead("f", date(2026, 7, 1), "x", customer_at=at(date(2026, 7, 2)))]
    tickets = [event(date(2026, 10, 7), ticket_id="1", customer_key="f", created_at=at(date(2026, 10, 7)))]
    found = value(figures(leads=leads, tickets=tickets), "earlier_customers_returned")
    assert (found["numerator"], found["denominator"]) == (1, 2)
    nobody = [lead("a", date(2026, 10, 2), "x")]
    assert value(figures(leads=nobody), "earlier_customers_returned")["state"] == "not_offered"


def message(number, day, author, **facts):
    given = {"platform": "discord", "community": "c", "author_kind": "member", "source": "d"}
    return event(day, message_id=str(number), author_key=author, **given | facts)


def test_members_a_day_and_of_28_days():
    """a writes on 14 days, b on one (twice), in the 28 to 31 October: 15 / 28 a day of two; the bot is none."""
    end = date(2026, 10, 31)
    rows = [message(index, end - timedelta(days=2 * index), "a") for index in range(14)]
    rows += [message(f"b{index}", end, "b") for index in range(2)]
    rows += [message("bot", end, "z", author_kind="bot"), message("c", date(2026, 10, 3), "c")]
    rows += [message("none", end, None)]
    shown = figures(community_messages=rows)
    assert value(shown, "community_members_28_days")["value"] == 2
    assert value(shown, "community_members_a_day")["value"] == pytest.approx(15 / 28)
    assert value(shown, "community_stickiness")["value"] == pytest.approx(15 / 56)
    assert "partial" in value(shown, "community_stickiness", SEPTEMBER)["marks"] or math.isnan(
        value(shown, "community_stickiness", SEPTEMBER)["value"]
    )


def test_messages_a_day_and_by_channel():
    """62 messages in 31 covered days are two a day, half of them in each channel."""
    rows = [
        message(f"{day}{channel}", date(2026, 10, day), "a", channel=channel)
        for day in range(1, 32)
        for channel in ("help", "talk")
    ]
    shown = figures(community_messages=rows)
    row = value(shown, "community_messages_a_day")
    assert (row["value"], row["denominator"]) == (2, 31)
    by_channel = shown.value("community_messages_a_day", OCTOBER, by="channel").set_index("channel")["value"]
    assert dict(by_channel) == {"help": 1, "talk": 1}


def test_participants_of_events_and_their_messages():
    """The meet-up had a (2 messages) and b (1): 1.5 each; the quiz a with one. Over both it's two people, 4 / 2."""
    rows = [
        message(1, date(2026, 10, 3), "a", event="meet-up"),
        message(2, date(2026, 10, 3), "a", event="meet-up"),
        message(3, date(2026, 10, 3), "b", event="meet-up"),
        message(4, date(2026, 10, 9), "a", event="quiz"),
        message(5, date(2026, 10, 9), "own", event="quiz", author_kind="own"),
        message(6, date(2026, 10, 9), "c"),
    ]
    shown = figures(community_messages=rows)
    people = shown.value("event_participants", OCTOBER, by=("event",)).set_index("event")["value"]
    assert dict(people) == {"meet-up": 2, "quiz": 1}
    each = shown.value("event_messages_each", OCTOBER, by=("event",)).set_index("event")["value"]
    assert dict(each) == {"meet-up": 1.5, "quiz": 1}
    assert value(shown, "event_messages_each")["value"] == 2
    assert value(figures(community_messages=rows[5:]), "event_messages_each")["state"] == "not_offered"


def test_posts_comments_and_reactions_of_a_group():
    """Two threads, one answer, 3 + 4 reactions; where only days are exported, theirs."""
    rows = [
        message(1, date(2026, 10, 3), "a", starts_thread=True, reactions=3),
        message(2, date(2026, 10, 3), "b", starts_thread=False, reactions=4),
        message(3, date(2026, 10, 4), "b", starts_thread=True, reactions=None),
        message(4, date(2026, 10, 4), "b", starts_thread=True, is_system=True),
    ]
    lines = ("community_posts", "community_comments", "community_reactions")
    shown = figures(community_messages=rows)
    assert [value(shown, metric)["value"] for metric in lines] == [2, 1, 7]
    group = {"source": "f", "platform": "facebook", "community": "g", "date": date(2026, 10, 3)}
    days = [group | {"posts": 5, "comments": 6, "reactions": 7, "snapshot_at": EXPORTED}]
    shown = figures(community_daily=days)
    assert [value(shown, metric)["value"] for metric in lines] == [5, 6, 7]
    assert value(shown, "community_posts")["definition"] == "community_posts_daily"


def test_follows_by_source():
    """20 organic, 5 sponsored, 3 invited; Instagram's 9 of both are in no line, though in all follows."""
    day = date(2026, 10, 3)
    rows = [
        daily("follows", day, 20.0, "linkedin", paid_scope="organic", surface=""),
        daily("follows", day, 5.0, "linkedin", paid_scope="paid", surface=""),
        daily("follows", day, 3.0, "linkedin", paid_scope="organic", surface="invited"),
        daily("follows", day, 9.0),
    ]
    shown = figures(account_daily=rows)
    lines = ("follows_organic", "follows_sponsored", "follows_invited", "follows_gained")
    assert [value(shown, metric)["value"] for metric in lines] == [20, 5, 3, 37]
    parts = [*rows, daily("follows", day, 25.0, "linkedin", surface="")]
    shown = figures(account_daily=parts)
    assert [value(shown, metric)["value"] for metric in lines[:2]] == [20, 5]


def test_match_of_those_reached():
    """Of those reached 30 % are women of 25 to 34; of followers 60 %: never mixed."""
    rows = [
        picture("25-34|women", 0.6),
        picture("25-34|men", 0.4),
        picture("25-34|women", 0.3) | {"base": "reached"},
        picture("25-34|men", 0.7) | {"base": "reached"},
    ]
    shown = figures({"persona": {"age": [25, 34], "gender": ["women"]}}, audience=rows)
    assert value(shown, "audience_match_reached")["value"] == pytest.approx(0.3)
    assert value(shown, "audience_match")["value"] == pytest.approx(0.6)
    assert value(shown, "audience_match_engaged")["state"] == "not_offered"
    assert "audience_match_engaged" not in shown.offered()
    assert "audience_match_reached" not in figures(audience=rows).offered()


def regular(gaps):
    """A customer a gap: two orders so many days apart."""
    start = date(2026, 1, 1)
    return orders(
        *(
            (f"c{index}", start + timedelta(days=shift))
            for index, gap in enumerate(gaps)
            for shift in (0, gap)
        )
    )


def test_own_gaps_give_the_silence_that_is_a_lapse():
    """Gaps of 10, 20, … 110 days: the 90th percentile is 100 days; only who was silent longer lapsed."""
    rows = regular(range(10, 111, 10))
    shown = figures(orders=rows)
    april = Period.month(2026, 4)
    gap = value(figures(orders=rows), "purchase_gap_90th_percentile")
    assert (gap["value"], gap["n"]) == (pytest.approx(2400), 11)
    # On 30 April the last orders lie 109, 99, … 9 days back.
    assert value(shown, "lapsed_customers_by_own_gap", april)["value"] == 1
    assert value(shown, "lapsed_customers", april)["value"] == 8
    assert value(figures(orders=rows[:6]), "lapsed_customers_by_own_gap", april)["state"] == "missing"


def test_list_of_the_lapsed_names_pseudonyms_only():
    """At October's end e is silent for 668 days, a for 299; b, c and d are not on the list."""
    frame = figures(orders=SHOP).lapsed(OCTOBER)
    assert list(frame.columns) == ["customer", "last_day", "days_silent", "days_active"]
    assert frame.to_numpy().tolist() == [["e", date(2025, 1, 1), 668, 1], ["a", date(2026, 1, 5), 299, 1]]
    assert figures().lapsed(OCTOBER).empty


def test_lapsed_members_and_fans():
    """a wrote on 1 September, b on 20 October; a reviewer is silent since May, the press is no fan."""
    rows = [
        message(1, date(2026, 9, 1), "a"),
        message(2, date(2026, 10, 20), "b"),
        message(3, date(2026, 8, 1), "b"),
    ]
    assert value(figures(community_messages=rows), "lapsed_members")["value"] == 1
    said = [
        event(
            date(2026, 5, 1), mention_id="1", platform="x", author_key="f", author_kind="user", subject="own"
        ),
        event(
            date(2026, 5, 1), mention_id="2", platform="x", author_key="p", author_kind="media", subject="own"
        ),
        event(
            date(2026, 10, 9), mention_id="3", platform="x", author_key="g", author_kind="user", subject="own"
        ),
        event(
            date(2026, 5, 1),
            mention_id="4",
            platform="x",
            author_key="r",
            author_kind="user",
            subject="Rival",
        ),
    ]
    assert value(figures(mentions=said), "lapsed_fans")["value"] == 1


def test_retention_is_pooled_over_cohorts_old_enough():
    """The catalogue's cohorts as orders: 226 of 720 came back after a month, 136 of 560 after two; immature blank."""
    size = [120, 150, 90, 200, 160, 180]
    kept = [[36, 28, 24, 20, 18], [48, 36, 30, 27], [27, 20, 17], [70, 52], [45], []]
    months = [date(2026, month, 10) for month in range(5, 11)]
    rows = []
    for place, (count, back) in enumerate(zip(size, kept, strict=True)):
        rows += [(f"{place}-{person}", months[place]) for person in range(count)]
        rows += [
            (f"{place}-{person}", months[place + k])
            for k, again in enumerate(back, start=1)
            for person in range(again)
        ]
    shown = figures(orders=orders(*rows))
    frame = shown.retention(OCTOBER)
    assert list(frame["k"]) == [1, 2, 3, 4, 5]
    expected = [0.3138888888888889, 0.24285714285714285, 0.19722222222222222, 0.17407407407407408, 0.15]
    assert list(frame["share"]) == pytest.approx(expected)
    assert list(frame["base"]) == [720, 560, 360, 270, 120]
    assert (frame["low"] < frame["share"]).all()
    young = shown.cohorts(OCTOBER).set_index(["cohort", "k"])["retained"]
    assert pd.isna(young[("2026-10", 1)])
    assert young[("2026-05", 5)] == 18
    assert figures().retention(OCTOBER).empty
