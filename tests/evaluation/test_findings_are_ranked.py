"""Which findings are told first, and what they propose."""

from datetime import date

import pytest

from kpikit.evaluation import Finding, headlines, proposed_decisions
from tests.evaluation.fakes import OCTOBER, brand, kpi


def finding(severity, metric, tone="bad", **facts):
    """A finding of the engagement dimension."""
    return Finding(**{"id": "fallen", "dimension": "engagement", "severity": severity, "metric": metric}
                   | {"facts": {}, "tone": tone, "measures": ("ask_open_questions",)} | facts)  # fmt: skip


def test_the_most_severe_come_first():
    """Whatever their order."""
    entries = [
        finding(0.4, "a", dimension="awareness"),
        finding(0.9, "b"),
        finding(0.6, "c", dimension="conversion"),
    ]
    assert [entry.metric for entry in headlines(entries)] == ["b", "c", "a"]


def test_at_most_one_a_metric_and_one_a_dimension_and_tone():
    """Five falls of engagement are one thing to say."""
    entries = [finding(0.9 - index / 10, name) for index, name in enumerate("abcd")]
    entries += [finding(0.3, "a", dimension="awareness"), finding(0.2, "e", dimension="awareness")]
    assert [entry.metric for entry in headlines(entries)] == ["a", "e"]


def test_the_good_is_told_beside_the_bad():
    """In place of the third, if it matters enough."""
    bad = [
        finding(0.9, "a"),
        finding(0.8, "b", dimension="awareness"),
        finding(0.7, "c", dimension="reputation"),
    ]
    good = finding(0.4, "d", "good", dimension="conversion")
    assert [entry.metric for entry in headlines([*bad, good])] == ["a", "b", "d"]
    trifle = finding(0.2, "d", "good", dimension="conversion")
    assert [entry.metric for entry in headlines([*bad, trifle])] == ["a", "b", "c"]


def test_findings_about_the_data_are_no_headlines():
    """The confidence line tells them."""
    assert headlines([finding(0.9, None, caveat=True)]) == []


def test_decisions_propose_each_measure_once_and_mend_before_they_extend():
    """Bad before good, the most severe first, three at most."""
    entries = [
        finding(0.9, "a", "good", measures=("more_of_this_content",)),
        finding(0.8, "b"),
        finding(0.7, "c"),
        finding(0.6, "d", measures=("reply_faster",)),
        finding(0.5, "e", measures=()),
        finding(0.4, "f", measures=("clear_overdue_tickets",)),
    ]
    found = proposed_decisions(entries, brand(), OCTOBER)
    assert [entry.measure for entry in found] == [
        "ask_open_questions",
        "reply_faster",
        "clear_overdue_tickets",
    ]
    assert found[0].finding.metric == "b"
    assert {entry.decide_by for entry in found} == {date(2026, 11, 14)}


@pytest.mark.parametrize(
    ("facts", "owner"),
    [
        ({"metric": "leads"}, "Lena"),
        ({"metric": "orders", "dimension": "conversion"}, "Lena"),
        ({"metric": "csat", "dimension": "reputation"}, "Rosa"),
        ({"metric": None, "dimension": "awareness", "facts": {"kpis": ("csat",)}}, "Rosa"),
        ({"metric": "saves", "dimension": "engagement"}, None),
    ],
)
def test_the_owner_is_who_answers_for_the_figure_or_its_dimension(facts, owner):
    """Nobody is named where nobody answers."""
    of = brand(kpi("leads", goal="leads", owner="Lena"), kpi("csat", goal="service", owner="Rosa"))
    metric = facts.pop("metric")
    (found,) = proposed_decisions([finding(0.9, metric, **facts)], of, OCTOBER)
    assert found.owner == owner
