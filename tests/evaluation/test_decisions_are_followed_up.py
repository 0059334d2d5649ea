"""What has become of the measures decided on."""

from datetime import date

import pytest

from kpikit.evaluation import decision_states
from tests.evaluation.fakes import OCTOBER, brand


def decision(**facts):
    """A measure decided in September, due on 15 October."""
    return {"what": "x", "owner": "y", "decided": date(2026, 9, 5), "due": date(2026, 10, 15)} | facts


@pytest.mark.parametrize(
    ("facts", "state", "days_late"),
    [
        ({"state": "done", "done": date(2026, 10, 10)}, "done", 0),
        ({"state": "done", "done": date(2026, 10, 20)}, "done", 5),
        ({"state": "done"}, "done", 0),
        ({"state": "done", "done": date(2026, 11, 3)}, "late", 16),  # not yet on 31 October
        ({}, "late", 16),
        ({"due": date(2026, 10, 31)}, "open", 0),
        ({"due": date(2026, 11, 30)}, "open", 0),
        ({"state": "dropped"}, "dropped", 0),
    ],
)
def test_a_measure_is_judged_on_the_periods_last_day(facts, state, days_late):
    """Done, late, open or dropped."""
    (found,) = decision_states(brand(decisions=[decision(**facts)]), OCTOBER)
    assert (found.state, found.days_late) == (state, days_late)


def test_what_was_decided_later_is_not_last_months():
    """Late ones come first."""
    entries = [
        decision(what="done", state="done"),
        decision(what="late"),
        decision(what="later", decided=date(2026, 11, 2)),
        decision(what="open", due=date(2026, 12, 1)),
    ]
    found = decision_states(brand(decisions=entries), OCTOBER)
    assert [entry.decision.what for entry in found] == ["late", "open", "done"]
