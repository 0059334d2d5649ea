"""The rules as data name only what exists."""

import pytest

from kpikit.evaluation.rules import cause_keys, finding_ids, measure_keys, rules
from kpikit.metrics import registry
from kpikit.parameters import load_defaults
from tests.evaluation.fakes import PROJECT


def test_rules_name_known_metrics():
    """In limits, pairs, comparisons of content and advice."""
    named = {limit.metric for limit in rules().limits} | set(rules().best_metrics) | set(rules().core)
    named |= {metric for pair in rules().pairs for metric in (*pair.high, *pair.low)}
    for kind in ("risen", "fallen"):
        named |= set(rules().kinds[kind].by)
    assert named <= set(registry())


def test_rules_make_known_findings_with_known_thresholds():
    """A limit without its finding or threshold would fail at the month's end only."""
    defaults = load_defaults(PROJECT)
    for limit in rules().limits:
        assert limit.finding in rules().kinds
        value, basis = limit.value(defaults)
        assert 0 < value < 1
        assert basis in ("R", "H")
    assert {pair.finding for pair in rules().pairs} <= set(rules().kinds)


def test_what_proposes_a_measure_names_a_cause():
    """No measure out of nowhere."""
    for kind in rules().kinds.values():
        for advice in (kind.advice, *kind.by.values()):
            assert bool(advice.causes) == bool(advice.measures)


def test_every_pair_of_dimensions_has_something_to_look_at():
    """Twenty pairs of five."""
    assert len(rules().links) == 20


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("Late delivery", "delivery"),
        ("Lieferverzug", "delivery"),
        ("物流太慢", "delivery"),
        ("Penghantaran lambat", "delivery"),
        ("Kundendienst", "service"),
        ("price", None),
    ],
)
def test_topics_are_known_in_several_languages(words, topic):
    """In the brand's own vocabulary."""
    assert rules().topic(words) == topic


def test_keys_for_words_are_listed():
    """Whoever writes a language file can ask for them."""
    assert "follower_jump_suspicious" in finding_ids()
    assert "delivery" in cause_keys()
    assert {"post_delivery_news", "member_offers"} <= set(measure_keys())
