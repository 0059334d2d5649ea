"""What is known of a key figure at the end of a period: facts, no words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from kpikit.evaluation.basis import Change, Reading
    from kpikit.evaluation.progress import Status
    from kpikit.parameters import Break, Kpi
    from kpikit.periods import Period

Reason = Literal[
    "missing",
    "not_offered",
    "needs_platform",
    "too_small",
    "no_baseline",
    "break",
    "interval_too_wide",
    "days_missing",
]
"""Why a status cannot be told."""


@dataclass(frozen=True)
class Start:
    """A baseline: where a key figure started.

    Attributes:
        value: The figure.
        date: The day it is of.
        origin: given (in the parameters), last_year (same period a year before) or first_month (with data).
        source: Where a given one is from.
    """

    value: float
    date: date
    origin: Literal["given", "last_year", "first_month"]
    source: str | None = None


@dataclass(frozen=True)
class Pace:
    """Run-rate in the metric's unit per month.

    Attributes:
        needed: Still needed a month to arrive in time; None once due, 0 once reached.
        reached: Reached a month since the baseline.
        months_left: Mean months until the due day.
    """

    needed: float | None
    reached: float | None
    months_left: float


@dataclass(frozen=True)
class KpiState:
    """A key figure at the end of a period.

    Attributes:
        kpi: The parameters' entry: objective, goal, owner, target, due, hold, platform.
        metric: Metric id.
        dimension: One of the five.
        unit: Unit of value, target, baseline.
        kind: The metric's kind.
        level: output, outcome or impact.
        up: Whether higher is better.
        judged: The period whose figure is judged.
        reading: That figure with interval, n, state and marks.
        previous: Change against the period before it.
        last_year: Change against the same period of the year before.
        baseline: Where it started, if known; of targets to hold only a given one.
        progress: Share of the way from baseline to target; None for targets to hold and without baseline.
        time_gone: Share of the time gone; None where `progress` has none by nature.
        met: Whether the figure is at the target or beyond it; None where there is no figure.
        status: ahead, on_track, behind, wrong_way or cannot_tell.
        reason: Why it cannot be told.
        pace: Run-rate needed and reached, where there is a baseline and a way to go.
        breaks: Breaks between the baseline (or the year before) and now.
    """

    kpi: Kpi
    metric: str
    dimension: str
    unit: str
    kind: str
    level: str
    up: bool
    judged: Period
    reading: Reading
    previous: Change
    last_year: Change
    baseline: Start | None
    progress: float | None
    time_gone: float | None
    met: bool | None
    status: Status
    reason: Reason | None
    pace: Pace | None
    breaks: tuple[Break, ...]

    @property
    def value(self) -> float | None:
        """The figure judged."""
        return self.reading.value

    @property
    def target(self) -> float:
        """The target, in `unit`."""
        return self.kpi.target

    @property
    def due(self) -> date:
        """The day by which the target shall be reached."""
        return self.kpi.due
