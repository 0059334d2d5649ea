"""What was planted in the example brands is found (tests/examples/FINDINGS.md), with the figures planted."""

from datetime import date

import pytest
import yaml

from kpikit.evaluation import (
    coverage,
    coverage_gaps,
    decision_states,
    experiment_results,
    findings,
    headlines,
    kpi_states,
)
from kpikit.periods import Period
from tests.evaluation.fakes import OCTOBER, PROJECT

PLANTED = yaml.safe_load((PROJECT.root / "tests" / "examples" / "findings.yaml").read_text(encoding="utf-8"))
BRANDS = ("seri-kulit", "ridgeline", "hanse-pumpen")


@pytest.fixture(scope="module")
def found(example):
    """A function: brand id and period → findings by id and metric."""

    def of(brand_id, period=OCTOBER):
        return {(entry.id, entry.metric): entry for entry in findings(*example(brand_id), period)}

    return of


def test_the_weak_step_is_named_first(example):
    """From basket to payment, against the six months before; nothing matters more in that month."""
    entry = headlines(findings(*example("ridgeline"), OCTOBER))[0]
    counts = PLANTED["weak-checkout-step"]["expected"]["2026-10"]
    assert entry.id == "funnel_step_worse"
    assert (entry.facts["name_before"], entry.facts["name"]) == ("Basket", "Payment")
    assert (entry.facts["before"], entry.facts["value"]) == (
        counts["add_to_cart"],
        counts["add_payment_info"],
    )


def test_the_wave_of_complaints_has_its_interval_and_topic(found):
    """Negative mentions without reposts; nearly all about deliveries."""
    entry = found("ridgeline")["negative_mentions_risen", "negative_mentions"]
    assert entry.facts["topic"] == "delivery"
    assert entry.facts["topic_share"] > 0.9
    assert 0 < entry.facts["change_low"] < entry.facts["change"] < entry.facts["change_high"]
    assert entry.measures == ("post_delivery_news",)


@pytest.mark.parametrize("brand_id", BRANDS)
def test_late_tickets_are_counted(found, brand_id):
    """Open and overdue at the end of October."""
    planted = PLANTED["late-tickets"]["expected"][brand_id]
    facts = found(brand_id)["tickets_overdue", "overdue_tickets"].facts
    assert (facts["open"], facts["value"]) == (planted["open"], planted["overdue"])
    assert facts["promise_hours"] == planted["promise_hours"]


def test_the_stopped_source_is_named_with_the_key_figure_it_touches(example, found):
    """TikTok to 18 October; of all brands no other source has a gap."""
    facts = found("seri-kulit")["source_stopped", None].facts
    planted = PLANTED["stopped-source"]
    assert (facts["source"], facts["last_day"]) == ("tiktok", planted["expected"]["last_day"])
    assert facts["days_covered"] == planted["expected"]["days_in_period"]
    assert list(facts["kpis"]) == planted["touches"]
    for brand_id in BRANDS:
        gaps = coverage_gaps(coverage(*example(brand_id), OCTOBER))
        assert [gap.source for gap in gaps] == (["tiktok"] if brand_id == "seri-kulit" else [])


def test_the_break_is_marked(found):
    """The consent banner hides visits from 10 March on."""
    marked = [entry.facts for key, entry in found("ridgeline").items() if key[0] == "counting_changed"]
    assert any(
        facts["date"] == date(2026, 3, 10) and "social_sessions" in facts["metrics"] for facts in marked
    )


def test_bought_followers_are_suspicious_on_their_day_alone(found):
    """14 May; no other month of that year has a jump."""
    planted = PLANTED["bought-followers"]
    entry = found("seri-kulit", Period.month(2026, 5))["follower_jump_suspicious", "net_follower_growth"]
    assert (entry.facts["date"], entry.facts["gain"]) == (
        planted["where"]["day"],
        planted["expected"]["follows"],
    )
    for month in (4, 6, 8, 9):
        assert not [key for key in found("seri-kulit", Period.month(2026, month)) if "jump" in key[0]]


def test_advertising_in_the_community_is_beyond_its_limit(found):
    """31 of 110 messages."""
    planted = PLANTED["community-advertising"]["expected"]
    facts = found("ridgeline")["advertising_high", "advertising_share"].facts
    assert facts["value"] == pytest.approx(planted["promotional"] / planted["messages"])
    assert facts["clear"]


@pytest.mark.parametrize(
    ("brand_id", "metric", "kind"),
    [
        ("seri-kulit", "return_on_ad_spend", "tutorial"),
        ("hanse-pumpen", "qualified_lead_rate", "Anwendungsbericht"),
    ],
)
def test_the_content_that_brings_more_is_named(found, brand_id, metric, kind):
    """Tutorials return more, application stories win leads that fit."""
    facts = found(brand_id)["content_better", metric].facts
    assert (facts["by"], facts["group"]) == ("content_type", kind)


def test_experiments_have_the_verdicts_planted(example):
    """A winner, no clear difference, one that runs on and isn't judged."""
    verdicts = {
        result.experiment.id: (result.verdict, result.winner)
        for brand_id in BRANDS
        for result in experiment_results(*example(brand_id), OCTOBER)
    }
    assert verdicts == {
        "reel-opening": ("winner", PLANTED["test-with-winner"]["winner"]),
        "caption-length": ("no_clear_difference", None),
        "carousel-order": ("running", None),
    }


@pytest.mark.parametrize("brand_id", BRANDS)
def test_one_decision_of_three_is_late(example, brand_id):
    """Two done, one past its day."""
    states = [entry.state for entry in decision_states(example(brand_id)[1], OCTOBER)]
    assert states == ["late", "done", "done"]


@pytest.mark.parametrize("brand_id", [*BRANDS, "ridgeline-start"])
def test_every_key_figure_has_a_status_or_a_reason(example, brand_id):
    """Nothing fails on real exports, for the newcomer without a year before it neither."""
    figures, brand = example(brand_id)
    for state in kpi_states(figures, brand, OCTOBER):
        assert (state.status == "cannot_tell") == (state.reason is not None)
        assert state.value is not None
