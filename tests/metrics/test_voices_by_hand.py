"""What people say: sentiment beside neutral, alert words, spikes, movers, threads, listening, surveys."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from kpikit.errors import MetricError
from kpikit.periods import Period
from kpikit.statistics import count_rate_ratio, negbin_tail
from tests.metrics.tiny import at, event, figures

pytestmark = pytest.mark.conformance

OCTOBER, SEPTEMBER = Period.month(2026, 10), Period.month(2026, 9)
THIRD = date(2026, 10, 3)


def text(mention_id, day=THIRD, **facts):
    """A mention by a user."""
    given = {"mention_id": mention_id, "platform": "x", "published_at": at(day), "author_kind": "user"}
    return event(day, kind="mention", subject="own") | given | facts


def one(shown, metric, period=OCTOBER, **facts):
    """The row of a figure."""
    (row,) = shown.value(metric, period, **facts).to_dict("records")
    return row


def test_positive_share_without_the_neutral_ones():
    """3 positive, 1 negative, 4 neutral, 2 unlabelled: 3 of 4 beside 3 of 8; 8 of 10 are labelled."""
    words = ["positive"] * 3 + ["negative"] + ["neutral"] * 4 + [None] * 2
    rows = [
        text(str(index), sentiment=word, sentiment_source="tool" if index % 2 else "hand")
        for index, word in enumerate(words)
    ]
    rows.append(text("own", sentiment="positive", author_kind="own"))
    shown = figures(mentions=rows)
    for metric, hits, base in (
        ("positive_to_negative_share", 3, 4),
        ("positive_share", 3, 8),
        ("labelled_share", 8, 10),
    ):
        row = one(shown, metric)
        assert (row["numerator"], row["denominator"]) == (hits, base)
    assert "labels=hand,tool" in one(shown, "positive_share")["scope"]
    frame = shown.value("positive_share", OCTOBER, by="sentiment_source").set_index("sentiment_source")
    assert frame["denominator"].to_dict() == {"hand": 4, "tool": 4}


ALERTS = [
    text("start", text="A LATEcomer: my parcel"),
    text("inside", text="the plate is fine"),
    text("two words", text="It came out of stock (again)"),
    text("zh", text="这个产品过敏了"),
    text("ja", text="商品がリコールされた"),
    text("th", text="สินค้าพังแล้ว"),
    text("ar", text="والتسريب مستمر"),
    text("de", text="GROẞE Straße, undicht"),
    text("own", text="late", author_kind="own"),
    text("repost", text="late", is_repost=True),
    text("rival", text="late", subject="Rival"),
    text("none"),
    text("earlier", day=date(2026, 9, 30), text="late"),
]
WORDS = ["late", "out of stock", "过敏", "リコール", "พัง", "تسريب", "undicht"]


def test_alert_words_at_word_starts_or_anywhere_in_joined_scripts():
    """Seven of the texts: not the plate, nor the brand's own, a repost, a rival's, one without a text."""
    shown = figures({"terms": {"alert": WORDS}}, mentions=ALERTS)
    assert one(shown, "alert_mentions")["value"] == 7
    assert one(shown, "alert_mentions", SEPTEMBER)["value"] == 1
    assert "alert_mentions" in shown.offered()
    frame = shown.texts(OCTOBER, "alert")
    assert set(frame["mention_id"]) == {"start", "two words", "zh", "ja", "th", "ar", "de"}
    assert "author_name" not in frame


def test_no_words_or_no_texts_no_alerts():
    """Without words of the brand, or of an export without texts, nothing is counted, not 0."""
    for parameters, rows in (({}, ALERTS), ({"terms": {"alert": WORDS}}, [text("1"), text("2")])):
        shown = figures(parameters, mentions=rows)
        assert "alert_mentions" not in shown.offered()
        assert one(shown, "alert_mentions")["state"] == "not_offered"
    assert figures(mentions=ALERTS).texts(OCTOBER, "alert").empty
    with pytest.raises(MetricError, match="praise"):
        figures(mentions=ALERTS).texts(OCTOBER, "prais")


def wave(weeks=10, usual=2, last=9, first=date(2026, 8, 1)):
    """Saturdays with `usual` or one more negative texts, the last with more; quiet on all other days."""
    rows = []
    for week in range(weeks):
        day = first + timedelta(days=7 * week)
        count = last if week == weeks - 1 else usual + week % 2
        rows += [text(f"{week}-{index}", day=day, sentiment="negative") for index in range(count)]
    return rows


def test_spike_against_the_same_weekday():
    """Nine Saturdays of 2 and 3, then 9 on 3 October: against them, not against the quiet Fridays."""
    shown = figures(mentions=wave())
    frame = shown.spikes(OCTOBER).set_index("date")
    row = frame.loc[THIRD]
    history = [2, 3] * 4 + [2]
    assert (row["value"], row["usual"], row["history"]) == (9, pytest.approx(22 / 9), 9)
    assert row["p"] == pytest.approx(negbin_tail(history, 9).p)
    assert row["adjusted"] >= row["p"]
    assert list(frame.index[frame["spike"]]) == [THIRD]
    assert math.isnan(frame.loc[date(2026, 10, 2), "usual"]) or frame.loc[date(2026, 10, 2), "usual"] == 0


def test_no_spike_of_few_or_without_history():
    """4 on a day are no wave however unusual; with five weeks before nothing is said; nor without labels."""
    few = figures(mentions=wave(last=4, usual=0)).spikes(OCTOBER)
    assert not few["spike"].any()
    short = figures(mentions=wave(weeks=6, first=date(2026, 8, 29))).spikes(OCTOBER)
    assert math.isnan(short.set_index("date").loc[THIRD, "p"])
    assert not short["spike"].any()
    assert figures(mentions=[text("1")]).spikes(OCTOBER).empty
    with pytest.raises(MetricError, match="spikes"):
        figures(mentions=wave()).spikes(OCTOBER, "positive_share")


def told(topic, counts, first, **facts):
    """Negative texts on a topic, so many a day from a day on."""
    return [
        text(f"{topic}-{facts.get('kind')}-{first}-{day}-{index}", day=first + timedelta(days=day))
        | {"topic": topic, "sentiment": "negative"}
        | facts
        for day, count in enumerate(counts)
        for index in range(count)
    ]


def test_topics_that_moved_most_stand_first():
    """Delivery from 30 in September to 93 in October (1 a day, then 3), quality stays, a rare one is too small."""
    rows = told("delivery", [0, 2] * 15, date(2026, 9, 1))
    rows += told("delivery", [2, 4] * 15 + [3], date(2026, 10, 1))
    rows += told("quality", [1] * 30, date(2026, 9, 1)) + told("quality", [1] * 31, date(2026, 10, 1))
    rows += told("price", [1] * 2, date(2026, 10, 1)) + told("delivery", [2] * 6, THIRD, kind="comment")
    tickets = [
        event(date(2026, 10, 5), ticket_id=str(index), created_at=at(date(2026, 10, 5)), topic="invoice")
        for index in range(3)
    ]
    leads = [
        event(THIRD, lead_id=str(index), created_at=at(THIRD), question=asked)
        for index, asked in enumerate(["size", "size", None])
    ]
    shown = figures(mentions=rows, tickets=tickets, leads=leads)
    frame = shown.topics(OCTOBER)
    first = frame.iloc[0]
    assert (first["origin"], first["topic"]) == ("negative_mentions", "delivery")
    assert (first["value"], first["other"], first["ratio"]) == (93, 30, pytest.approx(3))
    assert frame["clear"].tolist() == [True] + [False] * (len(frame) - 1)
    by_topic = frame.set_index(["origin", "topic"])
    assert by_topic.loc[("negative_mentions", "quality"), "ratio"] == pytest.approx(1)
    assert by_topic.loc[("negative_mentions", "price"), "too_small"]
    assert by_topic.loc[("negative_comments", "delivery"), "value"] == 12
    assert math.isnan(by_topic.loc[("negative_comments", "delivery"), "ratio"])
    assert by_topic.loc[("support_tickets", "invoice"), "value"] == 3
    assert by_topic.loc[("lead_questions", "size"), "value"] == 2
    assert one(shown, "lead_questions")["value"] == 2


def test_ratio_of_a_topic_is_the_references():
    """Uneven days: the ratio, its interval and p are the quasi-Poisson ones of the counts a day."""
    before, now = [1, 0, 3, 2, 1, 2] * 5, [4, 0, 6, 2, 3, 1] * 5 + [2]
    rows = told("late", before, date(2026, 9, 1)) + told("late", now, date(2026, 10, 1))
    row = figures(mentions=rows).topics(OCTOBER).iloc[0]
    known = count_rate_ratio(now, before)
    assert (row["ratio"], row["low"], row["high"], row["p"]) == pytest.approx(
        (known.ratio.value, known.ratio.low, known.ratio.high, known.p)
    )


def test_nothing_said_no_topics():
    """Without any source the frame is empty and has its columns."""
    frame = figures().topics(OCTOBER)
    assert frame.empty
    assert {"origin", "topic", "ratio", "clear"} <= set(frame)


def test_largest_negative_threads():
    """Thread a with 2 negative of 3 texts goes before the post's comments with 1 of 1; a merry one is none."""
    rows = [
        text("1", thread_id="a", sentiment="negative", engagements=4),
        text(
            "2", thread_id="a", sentiment="negative", day=date(2026, 10, 9), replied_at=at(date(2026, 10, 9))
        ),
        text("3", thread_id="a", sentiment="neutral", engagements=1),
        text("own", thread_id="a", sentiment="negative", author_kind="own"),
        text("4", thread_id="b", sentiment="positive"),
        text("5", post_id="p", sentiment="negative", kind="comment"),
        text("old", thread_id="c", sentiment="negative", day=date(2026, 9, 1)),
    ]
    frame = figures(mentions=rows).negative_threads(OCTOBER)
    assert list(frame["thread"]) == ["a", "p"]
    assert (frame["negative"][0], frame["texts"][0], frame["engagements"][0]) == (2, 3, 5)
    assert list(frame["answered"]) == [True, False]
    assert math.isnan(frame["engagements"][1])
    assert len(figures(mentions=rows).negative_threads(OCTOBER, n=1)) == 1


def test_negative_ones_answered_within_an_hour():
    """Of four negative texts and tickets one was answered after half an hour, one after two: 1 of 4."""
    waits = [0.5, 2, None, None]
    mentions = [
        text(str(index), sentiment="negative", replied_at=wait and at(THIRD, 12 + wait))
        for index, wait in enumerate(waits)
    ]
    mentions.append(text("merry", sentiment="positive", replied_at=at(THIRD, 12)))
    mentions.append(text("silent", platform="facebook", source="fb", sentiment="negative"))
    tickets = [
        event(THIRD, ticket_id=str(index), created_at=at(THIRD), sentiment="negative", source="desk")
        | {"first_response_at": wait and at(THIRD, 12 + wait)}
        for index, wait in enumerate(waits)
    ]
    tickets.append(event(THIRD, ticket_id="calm", created_at=at(THIRD), sentiment="neutral", source="desk"))
    shown = figures(mentions=mentions, tickets=tickets)
    for metric in ("negative_mentions_answered_within_promise", "first_response_negative_within_promise"):
        row = one(shown, metric)
        assert (row["value"], row["n"]) == (pytest.approx(0.25), 4), metric


def test_business_hours_and_means_are_of_answered_tickets():
    """Waits of 1, 2 and 9 h (2, 3 and 1 in business hours): median 2, mean 4, business median 2; a fault and
    an open ticket are left out."""
    hours = [(1, 2), (2, 3), (9, 1), (-5, None), (None, None)]
    tickets = [
        event(THIRD, ticket_id=str(index), created_at=at(THIRD), first_response_business_hours=business)
        | {"first_response_at": None if wait is None else at(THIRD) + timedelta(hours=wait)}
        | {"resolved_at": at(THIRD) + timedelta(hours=10), "resolution_business_hours": business}
        for index, (wait, business) in enumerate(hours)
    ]
    shown = figures(tickets=tickets)
    for metric, value in (
        ("first_response_median_answered", 2),
        ("first_response_mean_answered", 4),
        ("first_response_business_median", 2),
        ("resolution_business_median", 2),
    ):
        row = one(shown, metric)
        assert (row["value"], row["n"]) == (value, 3), metric
        assert "too_small" in row["marks"]


def test_response_rates_need_to_know_who_was_asked():
    """3 of 4 asked answered the csat survey; the nps list names only those who answered: no rate, not 100 %."""
    rows = [
        event(THIRD, response_id=f"{metric}{index}", metric=metric, score=score, scale=scale)
        for metric, scale, scores in (("csat", 5, [5, 4, 1, None]), ("nps", 10, [9, 3]))
        for index, score in enumerate(scores)
    ]
    shown = figures(surveys=rows)
    row = one(shown, "csat_response_rate")
    assert (row["numerator"], row["denominator"]) == (3, 4)
    assert (one(shown, "csat")["numerator"], one(shown, "csat")["denominator"]) == (2, 3)
    assert one(shown, "nps_response_rate")["state"] == "not_offered"
    assert one(shown, "nps")["value"] == pytest.approx(0)


def test_response_rate_of_tickets_stands_in():
    """Of three tickets two were asked and one of them rated: 1 of 2, also where csat's rate is asked for."""
    tickets = [
        event(THIRD, ticket_id=str(index), created_at=at(THIRD), satisfaction_asked=asked, satisfaction=score)
        | {"satisfaction_scale": 1}
        for index, (asked, score) in enumerate([(True, 1.0), (True, None), (False, None)])
    ]
    row = one(figures(tickets=tickets), "csat_response_rate")
    assert (row["numerator"], row["denominator"], row["definition"]) == (1, 2, "ticket_csat_response_rate")


def test_tickets_that_came_by_social():
    """Two of three came by a platform; where no help desk names one the share is not offered."""
    rows = [
        event(THIRD, ticket_id=str(index), created_at=at(THIRD), platform=platform)
        for index, platform in enumerate(["x", "facebook", None])
    ]
    row = one(figures(tickets=rows), "social_ticket_share")
    assert (row["numerator"], row["denominator"]) == (2, 3)
    assert one(figures(tickets=rows[2:]), "social_ticket_share")["state"] == "not_offered"


def test_conversations_held_are_counted_once():
    """Two answered texts of one thread and one of none are two conversations; unanswered ones are none held."""
    rows = [
        text("1", thread_id="a", replied_at=at(THIRD, 13)),
        text("2", thread_id="a", replied_at=at(THIRD, 14)),
        text("3", replied_at=at(THIRD, 13)),
        text("4", thread_id="b"),
    ]
    assert one(figures(mentions=rows), "conversations_held")["value"] == 2
    assert one(figures(mentions=rows[3:]), "conversations_held")["state"] == "not_offered"


def test_complaints_by_their_intent():
    """Two texts complain, one of them a repost; without intents nothing is offered."""
    rows = [
        text("1", intent="complaint"),
        text("2", intent="complaint", is_repost=True),
        text("3", intent="praise"),
    ]
    assert one(figures(mentions=rows), "complaints")["value"] == 1
    assert one(figures(mentions=[text("1")]), "complaints")["state"] == "not_offered"


def test_improvements_count_on_the_day_they_shipped():
    """One of March shipped in October and one of October in November: 1 in October, 2 of 3 carried out."""
    rows = [
        {"suggestion_id": "1", "date": date(2026, 3, 1), "shipped": date(2026, 10, 5), "state": "shipped"},
        {"suggestion_id": "2", "date": THIRD, "shipped": date(2026, 11, 2), "state": "shipped"},
        {"suggestion_id": "3", "date": THIRD, "state": "shipped"},
        {"suggestion_id": "4", "date": THIRD, "state": "declined"},
    ]
    shown = figures(suggestions=[row | {"source": "s", "snapshot_at": at(date(2026, 11, 3))} for row in rows])
    assert one(shown, "improvements_shipped")["value"] == 1
    assert one(shown, "improvements_shipped", Period.month(2026, 8))["value"] == 0
    row = one(shown, "shipped_suggestion_share")
    assert (row["numerator"], row["denominator"]) == (2, 3)
