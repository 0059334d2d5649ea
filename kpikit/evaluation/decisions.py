"""What has become of the measures decided on, as of a period's last day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kpikit.parameters import Brand, Decision
    from kpikit.periods import Period

State = Literal["done", "late", "open", "dropped"]


@dataclass(frozen=True)
class DecisionState:
    """A measure on a period's last day.

    Attributes:
        decision: What, who, by when.
        state: done (by that day), late (due before that day and not done), open or dropped.
        days_late: Days since it was due, or between due and done; 0 in time.
    """

    decision: Decision
    state: State
    days_late: int = 0


def decision_states(brand: Brand, period: Period) -> list[DecisionState]:
    """States of all measures decided by the period's last day: late, open, done, dropped; each by due day.

    One marked done without a day counts as done; one done only after the period counts as it stood then.
    """
    found = [_state(decision, period) for decision in brand.decisions if decision.decided <= period.end]
    order = {"late": 0, "open": 1, "done": 2, "dropped": 3}
    return sorted(found, key=lambda entry: (order[entry.state], entry.decision.due))


def _state(decision: Decision, period: Period) -> DecisionState:
    if decision.state == "dropped":
        return DecisionState(decision, "dropped")
    if decision.state == "done" and (decision.done is None or decision.done <= period.end):
        day = decision.done or decision.due
        return DecisionState(decision, "done", max((day - decision.due).days, 0))
    late = (period.end - decision.due).days
    return DecisionState(decision, "late", late) if late > 0 else DecisionState(decision, "open")
