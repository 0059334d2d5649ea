"""Tickets without times, sources that never say what became of them, who counts as waiting: worked by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kpikit.periods import Period
from tests.metrics.tiny import at, event, figures

pytestmark = pytest.mark.conformance

OCTOBER, NOVEMBER = Period.month(2026, 10), Period.month(2026, 11)
OPENED = datetime(2026, 10, 20, 4, tzinfo=UTC)


def ticket(ticket_id, opened=OPENED, **facts):
    """A ticket of a help desk that was open at the export, unless told otherwise."""
    return event(opened.date(), ticket_id=ticket_id, created_at=opened, status="Open", source="desk") | facts


def after(hours, opened=OPENED):
    return opened + timedelta(hours=hours)


def one(shown, metric, period=OCTOBER, **facts):
    """The row of a figure."""
    (row,) = shown.value(metric, period, **facts).to_dict("records")
    return row


ENDED = [
    ticket("open"),
    ticket("open-old", opened=datetime(2026, 9, 1, 4, tzinfo=UTC), status="Waiting on customer"),
    ticket("timed", status="Resolved", resolved_at=after(2), first_response_at=after(1)),
    ticket("untimed", status=" Resolved "),
    ticket("untimed-zh", status="已关闭", first_response_at=after(3)),
    ticket("untimed-old", opened=datetime(2026, 8, 1, 4, tzinfo=UTC), status="geschlossen"),
]
"""Exported on 2 November at 8:00 UTC."""


def test_tickets_over_by_their_status_leave_the_backlog():
    """At the newest export two of six are open: one timed and three untimed ones are over, in any language."""
    shown = figures(tickets=ENDED)
    row = one(shown, "ticket_backlog", NOVEMBER)
    assert (row["value"], "lower_bound" in row["marks"]) == (2, False)
    assert one(shown, "overdue_tickets", NOVEMBER)["value"] == 2
    assert one(shown, "tickets_ended_untimed")["value"] == 2


def test_backlog_before_the_newest_export_is_a_lower_bound():
    """At the end of October the three untimed ones may have been open still: at least 2, at most 5."""
    row = one(figures(tickets=ENDED), "ticket_backlog")
    assert (row["value"], row["low"], row["high"]) == (2, 2, 5)
    assert "lower_bound" in row["marks"]


def test_oldest_open_ticket_by_its_hours():
    """From 1 September 4:00 to 2 November 8:00 UTC are 62 days and 4 hours; at the end of October in Kuala
    Lumpur 60 days and 12 hours, or 91 days and 12 hours where August's was open then."""
    shown = figures(tickets=ENDED)
    assert one(shown, "oldest_open_ticket", NOVEMBER)["value"] == pytest.approx(62 * 24 + 4)
    row = one(shown, "oldest_open_ticket")
    assert (row["value"], row["high"]) == pytest.approx((60 * 24 + 12, 91 * 24 + 12))
    assert "lower_bound" in row["marks"]


def test_oldest_of_none_is_no_number():
    """Where nothing is open there is no oldest one, and the backlog is 0."""
    shown = figures(tickets=[ticket("1", status="Closed"), ticket("2", status="Done")])
    assert one(shown, "oldest_open_ticket", NOVEMBER)["state"] == "missing"
    assert one(shown, "ticket_backlog", NOVEMBER)["value"] == 0


def test_closed_unanswered_without_a_time_is_never_answered():
    """Of four, two were answered within 3 hours, one waits, one ended unanswered at an unknown time: 2 of 4."""
    rows = [
        ticket("1", first_response_at=after(1)),
        ticket("2", first_response_at=after(3), status="Closed"),
        ticket("3", status="Closed"),
        ticket("4"),
    ]
    shown = figures({"service": {"first_response_hours": 3}}, tickets=rows)
    row = one(shown, "first_response_within_promise")
    assert (row["value"], row["n"]) == (pytest.approx(0.5), 4)
    curve = shown.curve("first_response_median", OCTOBER)
    assert list(curve["at_risk"])[:2] == [4, 3]


def test_answer_without_a_time_is_left_out():
    """A ticket with replies whose first one has no time is neither waiting nor answered: one of two others."""
    rows = [
        ticket("1", first_response_at=after(1), replies=2),
        ticket("2", replies=0),
        ticket("3", replies=1),
    ]
    shown = figures(tickets=rows)
    row = one(shown, "first_response_within_promise")
    assert (row["value"], row["n"]) == (pytest.approx(0.5), 2)
    assert one(shown, "tickets_answered_untimed")["value"] == 1


def test_resolution_leaves_out_what_ended_without_a_time():
    """Resolved after 24 h, closed unresolved after 30 h, open: one of three; the untimed one says nothing."""
    rows = [
        ticket("1", resolved_at=after(24), status="Resolved"),
        ticket("2", closed_at=after(30), status="Closed"),
        ticket("3"),
        ticket("4", status="Closed"),
    ]
    shown = figures(tickets=rows)
    row = one(shown, "resolution_within_promise")
    assert (row["numerator"], row["denominator"]) == (1, 3)
    assert one(shown, "resolution_median")["n"] == 3


TWEETS = [
    event(date(2026, 10, 3), source="tweets", ticket_id=str(hours), created_at=at(date(2026, 10, 3)))
    | {"first_response_at": after(hours, at(date(2026, 10, 3))) if hours else None, "replies": int(hours > 0)}
    for hours in (0, 1, 2)
]


OF_ENDS = (
    "ticket_backlog",
    "overdue_tickets",
    "oldest_open_ticket",
    "resolution_within_promise",
    "resolution_median",
    "tickets_ended_untimed",
)


@pytest.mark.parametrize("metric", OF_ENDS)
def test_source_that_never_ends_a_ticket_offers_no_ends(metric):
    """Tickets made of tweets never close: what is open can't be told, but how long people waited can."""
    shown = figures(tickets=TWEETS)
    assert metric not in shown.offered()
    assert one(shown, metric)["state"] == "not_offered"
    assert one(shown, "first_response_within_promise")["value"] == pytest.approx(1 / 3)


def test_source_without_ends_stays_out_of_the_others():
    """A help desk beside the tweets: its one open ticket is the backlog, not four."""
    shown = figures(tickets=[*TWEETS, ticket("open")])
    assert one(shown, "ticket_backlog")["value"] == 1
    assert one(shown, "resolution_median")["state"] == "not_offered"


def test_source_that_never_tells_replies_offers_none():
    """A list without a column of first replies is no list of unanswered questions."""
    shown = figures(tickets=[ticket("1"), ticket("2", resolved_at=after(1))])
    assert one(shown, "first_response_within_promise")["state"] == "not_offered"
    assert one(shown, "resolution_within_promise")["value"] == 0.5
