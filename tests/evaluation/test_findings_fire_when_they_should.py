"""Each rule with a case in which it fires and one in which it doesn't."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kpikit.evaluation import findings
from kpikit.parameters import Break
from tests.evaluation.fakes import LAST_OCTOBER, OCTOBER, SEPTEMBER, FakeFigures, brand, kpi

SOURCES = {"ig": {"format": "meta", "platform": "instagram"}}


def found(figures, of=None, **facts):
    """Findings by id; of one id the first."""
    return {entry.id: entry for entry in reversed(findings(figures, of or brand(**facts), OCTOBER))}


# ── movements ──────────────────────────────────────────────────────────────────────────────────────


def moved(metric, now, before, interval):
    """One metric in two months."""
    return FakeFigures(
        {(metric, OCTOBER.id): now, (metric, SEPTEMBER.id): before},
        changes={(metric, SEPTEMBER.id): interval},
    )


@pytest.mark.parametrize(
    ("metric", "now", "interval", "finding", "tone"),
    [
        ("reach", 120.0, (0.1, 0.3), "risen", "good"),
        ("reach", 80.0, (-0.3, -0.1), "fallen", "bad"),
        ("first_response_median", 120.0, (0.1, 0.3), "risen", "bad"),
        ("posts_published", 120.0, (0.1, 0.3), "risen", "neutral"),
    ],
)
def test_clear_movements_are_found(metric, now, interval, finding, tone):
    """Good or bad as the figure is better up or down."""
    entry = found(moved(metric, now, 100.0, interval))[finding]
    assert (entry.metric, entry.tone) == (metric, tone)
    assert entry.facts["value"] == now
    assert entry.facts["previous"] == 100


def test_unclear_movements_are_not():
    """+20 % within -10 to +50 % is nothing to say."""
    assert not found(moved("reach", 120.0, 100.0, (-0.1, 0.5)))


def test_a_key_figure_weighs_more():
    """The same fall, once on a key figure."""
    figures = moved("reach", 80.0, 100.0, (-0.3, -0.1))
    plain = found(figures)["fallen"]
    key = found(figures, brand(kpi("reach"), kpi("leads")))["fallen"]
    assert key.severity > plain.severity


def test_a_bad_movement_proposes_a_measure_and_a_good_one_none():
    """Nothing to mend where things went well."""
    assert found(moved("leads", 80.0, 100.0, (-0.3, -0.1)))["fallen"].measures == (
        "content_worth_an_address",
    )
    assert found(moved("leads", 120.0, 100.0, (0.1, 0.3)))["risen"].measures == ()


# ── limits ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("metric", "beyond", "within", "finding"),
    [
        ("positive_share", 0.60, 0.70, "positive_share_low"),
        ("earned_mention_share", 0.15, 0.25, "earned_mentions_low"),
        ("advertising_share", 0.30, 0.20, "advertising_high"),
        ("first_response_within_promise", 0.70, 0.85, "first_response_promise_broken"),
        ("resolution_within_promise", 0.70, 0.85, "resolution_promise_broken"),
    ],
)
def test_figures_beyond_their_limit_are_found(metric, beyond, within, finding):
    """At the limit is not beyond it."""
    entry = found(
        FakeFigures({(metric, OCTOBER.id): {"value": beyond, "low": beyond - 0.04, "high": beyond + 0.04}})
    )
    assert entry[finding].facts["clear"]
    assert entry[finding].facts["basis"] in ("R", "H")
    assert finding not in found(FakeFigures({(metric, OCTOBER.id): within}))


def test_beyond_a_limit_within_its_own_interval_is_half_as_severe():
    """66 % positive, 58 to 73: said, but not as certain; of too few cases: not said."""
    row = {"value": 0.66, "low": 0.58, "high": 0.73}
    unsure = found(FakeFigures({("positive_share", OCTOBER.id): row}))["positive_share_low"]
    sure = found(FakeFigures({("positive_share", OCTOBER.id): row | {"high": 0.69}}))["positive_share_low"]
    assert not unsure.facts["clear"]
    assert unsure.severity == pytest.approx(sure.severity / 2)
    assert not found(FakeFigures({("positive_share", OCTOBER.id): row | {"marks": ("too_small",)}}))


def test_a_brand_may_set_its_own_limit():
    """Named as the brand's."""
    figures = FakeFigures({("positive_share", OCTOBER.id): 0.60})
    assert not found(figures, thresholds={"positive_share_low": 0.5})
    entry = found(figures, thresholds={"positive_share_low": 0.65})["positive_share_low"]
    assert (entry.facts["threshold"], entry.facts["basis"]) == (0.65, "brand")


# ── pairs ──────────────────────────────────────────────────────────────────────────────────────────


def history(metric, now, group=None):
    """Twelve months of 100 … 111, then now."""
    months = OCTOBER.months(13)
    values = [*(100.0 + index for index in range(12)), now]
    key = () if group is None else (group,)
    return {(metric, month.id, *key): value for month, value in zip(months, values, strict=True)}


def test_high_exposure_with_low_reach_is_the_same_people_again():
    """Quartiles of 100 … 111 are 102.75 and 108.25."""
    entry = found(FakeFigures(history("views", 109.0, "instagram") | history("reach", 102.0, "instagram")))[
        "seen_again_by_few"
    ]
    assert entry.facts["high_quartile"] == pytest.approx(108.25)
    assert entry.facts["low_quartile"] == pytest.approx(102.75)
    assert "seen_again_by_few" not in found(
        FakeFigures(history("views", 108.0, "instagram") | history("reach", 102.0, "instagram"))
    )


def test_much_traffic_with_short_visits_names_the_platform():
    """TikTok sends many who leave soon; Instagram doesn't."""
    values = history("social_sessions", 120.0, "tiktok") | history("engagement_time", 90.0, "tiktok")
    values |= history("social_sessions", 120.0, "instagram") | history("engagement_time", 105.0, "instagram")
    values |= {("social_sessions", OCTOBER.id): 240.0}
    entry = found(FakeFigures(values))["traffic_with_short_visits"]
    assert entry.facts["platform"] == "tiktok"


def test_nothing_is_high_or_low_against_less_than_half_a_year():
    """Five months are no history; neither are months before a break."""
    values = history("views", 109.0, "instagram") | history("reach", 102.0, "instagram")
    short = {key: value for key, value in values.items() if key[1] >= "2026-05"}
    assert "seen_again_by_few" not in found(FakeFigures(short))
    broken = [Break("instagram", "views", date(2026, 6, 1), "counted otherwise", "hand")]
    assert "seen_again_by_few" not in found(FakeFigures(values, breaks=broken), sources=SOURCES)


# ── funnel and content ─────────────────────────────────────────────────────────────────────────────

STEPS = [
    ("clicks", 1000, 0, 0),
    ("sessions", 800, 0.77, 0.82),
    ("basket", 200, 0.22, 0.28),
    ("order", 60, 0.24, 0.37),
]


def steps(counts=None):
    """Funnel rows; counts replace the usual ones."""
    rows, before = [], None
    for name, value, low, high in counts or STEPS:
        rate = None if before is None else value / before
        rows.append({"step": name, "name": name, "value": value, "unit": "count", "rate_from_previous": rate}
                    | {"low": low, "high": high})  # fmt: skip
        before = value
    return rows


def funnels(now):
    """Six usual months, then now; with orders as a figure."""
    months = {month.id: steps() for month in OCTOBER.months(7)[:-1]}
    return FakeFigures({("orders", OCTOBER.id): 60.0}, funnels=months | {OCTOBER.id: steps(now)})


def test_the_step_that_keeps_fewer_than_usual_is_named():
    """Of 200 baskets 30 bought instead of 60: payment, not the step that always loses most."""
    worse = [*STEPS[:3], ("order", 30, 0.10, 0.21)]
    entry = found(funnels(worse))["funnel_step_worse"]
    assert entry.facts["step"] == "order"
    assert entry.facts["usual_rate"] == pytest.approx(0.3)
    assert entry.facts["missing"] == pytest.approx(30)
    assert entry.tone == "bad"


def test_a_usual_month_names_the_largest_loss_without_blame():
    """Three of four sessions end without a basket, as always."""
    entries = found(funnels(STEPS))
    assert "funnel_step_worse" not in entries
    assert entries["funnel_largest_loss"].facts["step"] == "basket"
    assert entries["funnel_largest_loss"].facts["lost"] == 600


def content(video):
    """Engagement by format over twelve months; all posts at 4 %."""
    year = "2025-11-01..2026-10-31"
    cells = {"video": video, "image": {"value": 0.035, "low": 0.03, "high": 0.04, "n": 20}}
    whole = {"value": 0.04, "low": 0.036, "high": 0.044, "n": 40}
    values = {("engagement_rate_by_reach", year, ("format", name)): row for name, row in cells.items()}
    return FakeFigures(values | {("engagement_rate_by_reach", year): whole})


def test_content_that_does_better_beyond_doubt():
    """6 % against 4 %, intervals of 0.5 and 0.4 points."""
    entry = found(content({"value": 0.06, "low": 0.055, "high": 0.065, "n": 20}))["content_better"]
    assert (entry.facts["group"], entry.facts["by"], entry.facts["groups"]) == ("video", "format", 2)
    assert entry.facts["times"] == pytest.approx(1.5)


@pytest.mark.parametrize(
    "video",
    [
        {"value": 0.045, "low": 0.040, "high": 0.050, "n": 20},  # not separable
        {"value": 0.06, "low": 0.055, "high": 0.065, "n": 4, "marks": ("too_small",)},
    ],
)
def test_content_that_may_do_better_is_not_named(video):
    """Overlapping, or of too few posts."""
    assert "content_better" not in found(content(video))


# ── followers and mentions ─────────────────────────────────────────────────────────────────────────


def gains(jump):
    """Daily follows of 10 to 14 since July; on 12 October so many more."""
    first = date(2026, 7, 1)
    return [
        {"platform": "instagram", "account": "a", "metric": "follows", "date": first + timedelta(days=day),
         "value": 10 + day % 5 + (jump if first + timedelta(days=day) == date(2026, 10, 12) else 0)}
        for day in range(123)
    ]  # fmt: skip


def audience(jump, engagements):
    """Followers, engagements in September and October, daily gains."""
    values = {}
    for month, followers, engaged in ((SEPTEMBER, 10000.0, 3000.0), (OCTOBER, 10400.0 + jump, engagements)):
        values["followers", month.id] = values["followers", month.id, "instagram"] = followers
        values["public_engagements", month.id] = values["public_engagements", month.id, "instagram"] = engaged
    return FakeFigures(values, rows={"account_daily": gains(jump)})


def test_a_jump_without_engagement_is_suspicious():
    """+900 on one day while engagements per follower fall."""
    entry = found(audience(900, 3100.0))["follower_jump_suspicious"]
    assert entry.facts["date"] == date(2026, 10, 12)
    assert entry.facts["gain"] == 913  # the 104th day: 10 + 103 modulo 5 + 900
    assert entry.facts["usual"] == 12
    assert entry.facts["engagement_per_follower_change"] < 0


def test_a_jump_with_engagement_is_none_to_suspect():
    """Engagements grew more than followers; the event of the day before stands beside it."""
    events = [{"date": date(2026, 10, 11), "what": "Fair"}]
    entries = found(audience(900, 9000.0), events=events)
    assert "follower_jump_suspicious" not in entries
    assert entries["follower_jump"].facts["event"] == "Fair"


def test_an_ordinary_month_or_a_few_follows_more_are_no_jump():
    """+60 is unusual for the day, but 0.6 % of the followers."""
    for jump in (0, 60):
        assert not {"follower_jump", "follower_jump_suspicious"} & set(found(audience(jump, 3000.0)))


def complaints(interval):
    """Negative mentions with topics, 20 in September and 60 in October."""
    return FakeFigures(
        {
            ("negative_mentions", OCTOBER.id): 60.0,
            ("negative_mentions", SEPTEMBER.id): 20.0,
            ("negative_mentions", OCTOBER.id, "price"): 15.0,
            ("negative_mentions", OCTOBER.id, "Late delivery"): 45.0,
            ("negative_mentions", SEPTEMBER.id, "price"): 14.0,
            ("negative_mentions", SEPTEMBER.id, "Late delivery"): 6.0,
        },
        changes={("negative_mentions", SEPTEMBER.id): interval},
    )


def test_a_wave_of_complaints_names_its_topic_and_what_to_do():
    """Deliveries rose from 6 to 45; the plain rise is not told a second time."""
    entries = found(complaints((0.8, 4.0)))
    entry = entries["negative_mentions_risen"]
    assert (entry.facts["topic"], entry.facts["topic_count"], entry.facts["topic_previous"]) == (
        "Late delivery",
        45,
        6,
    )
    assert (entry.facts["change_low"], entry.facts["change_high"]) == (0.8, 4.0)
    assert entry.measures == ("post_delivery_news",)
    assert "risen" not in entries


def test_no_wave_within_usual_movement():
    """The interval spans no change."""
    assert "negative_mentions_risen" not in found(complaints((-0.1, 4.0)))


# ── service and data ───────────────────────────────────────────────────────────────────────────────


def tickets(overdue, *more):
    """One ticket open since 2 October, one resolved in time, one of November."""

    def at(month, day):
        return datetime(2026, month, day, 9, tzinfo=UTC)

    rows = [
        {
            "ticket_id": "1",
            "created_at": at(10, 2),
            "local_date": date(2026, 10, 2),
            "snapshot_at": at(11, 2),
        },
        {"ticket_id": "2", "created_at": at(9, 1), "local_date": date(2026, 9, 1), "resolved_at": at(9, 2)}
        | {"snapshot_at": at(11, 2)},
        {
            "ticket_id": "3",
            "created_at": at(11, 2),
            "local_date": date(2026, 11, 2),
            "snapshot_at": at(11, 2),
        },
        *more,
    ]
    return FakeFigures(
        {("overdue_tickets", OCTOBER.id): overdue, ("ticket_backlog", OCTOBER.id): 5.0},
        rows={"tickets": rows},
    )


def test_late_tickets_are_counted_with_the_oldest():
    """Three of five open ones; the oldest is 29 days old on 31 October."""
    entry = found(tickets(3.0))["tickets_overdue"]
    assert (entry.facts["value"], entry.facts["open"]) == (3, 5)
    assert (entry.facts["oldest"], entry.facts["oldest_days"]) == (date(2026, 10, 2), 29)


def test_oldest_late_ticket_is_one_that_is_open():
    """Neither one that is closed by its status without a time, nor one of tweets, which never close."""
    closed = {"ticket_id": "4", "status": "Closed", "local_date": date(2026, 3, 1)}
    tweet = {"ticket_id": "5", "source": "tweets", "local_date": date(2026, 2, 1)}
    entry = found(tickets(3.0, closed, tweet))["tickets_overdue"]
    assert entry.facts["oldest"] == date(2026, 10, 2)


def test_no_late_tickets_no_finding():
    """Neither with 0 nor with a missing count."""
    assert "tickets_overdue" not in found(tickets(0.0))
    assert "tickets_overdue" not in found(tickets(None))


def test_a_change_of_counting_inside_the_charts_is_said():
    """Thirteen months back, no further."""

    def broken(day):
        figures = FakeFigures(
            {("views", OCTOBER.id): 5.0},
            breaks=[Break("instagram", "views", day, "counted otherwise", "hand")],
        )
        return found(figures, sources=SOURCES)

    entry = broken(date(2025, 10, 1))["counting_changed"]
    assert entry.caveat
    assert entry.facts["metrics"] == ("views",)
    assert "counting_changed" not in broken(date(2025, 9, 30))


def test_key_figures_that_are_all_outputs_are_said_to_be():
    """Posts and impressions put out; one outcome among them suffices."""
    figures = FakeFigures({("views", OCTOBER.id): 5.0})
    assert found(figures, brand(kpi("views"), kpi("impressions")))["outputs_only"].facts["n"] == 2
    assert "outputs_only" not in found(figures, brand(kpi("views"), kpi("leads")))
    assert "outputs_only" not in found(figures, brand())


def test_a_brand_without_data_has_no_findings():
    """Nothing is invented."""
    assert findings(FakeFigures(), brand(kpi("leads")), OCTOBER) == []
    assert LAST_OCTOBER.id == "2025-10"
