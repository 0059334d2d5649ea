"""From figure, baseline and target to a status: one formula for figures to raise and to lower."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kpikit.statistics.series import progress_to_target

if TYPE_CHECKING:
    from datetime import date

Status = Literal["ahead", "on_track", "behind", "wrong_way", "cannot_tell"]

DAYS_A_MONTH = 365.25 / 12
"""Mean length of a calendar month, by which run-rates are counted."""

_RANK: dict[Status, int] = {"wrong_way": 0, "behind": 1, "on_track": 2, "ahead": 3}


@dataclass(frozen=True)
class Line:
    """A floor or ceiling to hold: there is no way to go and no time that could be gone.

    Attributes:
        target: The line.
        up: Whether higher is better, so that the line is a floor.
        met: Status at the line or on its good side.
        missed: Status beyond it.
    """

    target: float
    up: bool
    met: Status = "on_track"
    missed: Status = "behind"

    def status(self, value: float) -> Status:
        """Status of a figure known exactly."""
        return self.met if reaches(value, self.target, up=self.up) else self.missed

    def tells(self, low: float, high: float) -> bool:
        """Whether a figure's interval lies on one side of the line."""
        return self.status(low) == self.status(high)


@dataclass(frozen=True)
class Course:
    """The way from a baseline to a target.

    Attributes:
        baseline: Where it started.
        target: Where it shall arrive.
        up: Whether higher is better.
        time_gone: Share of the time between the baseline's day and the due day that has passed, 0 to 1.
        tolerance: How far progress may differ from the time gone and still be on track (0.05 = 5 points).
    """

    baseline: float
    target: float
    up: bool
    time_gone: float
    tolerance: float

    @property
    def line(self) -> Line | None:
        """The target as a line to hold, where the baseline had already met it and there is no way to go."""
        met = reaches(self.baseline, self.target, up=self.up)
        return Line(self.target, self.up, "ahead", "wrong_way") if met else None

    def status(self, value: float) -> Status:
        """Status of a figure known exactly.

        ahead: the target is reached, or progress exceeds the time gone by more than the tolerance;
        on_track: progress within the tolerance of the time gone; wrong_way: further from the target than at
        the baseline; behind: all else.
        """
        if self.line is not None:
            return self.line.status(value)
        share = progress_to_target(value, self.baseline, self.target) or 0.0
        if share >= 1 or share > self.time_gone + self.tolerance:
            return "ahead"
        if share >= self.time_gone - self.tolerance:
            return "on_track"
        return "wrong_way" if share < 0 else "behind"

    def tells(self, low: float, high: float) -> bool:
        """Whether the ends of a figure's interval lie at most one status apart."""
        if self.line is not None:
            return self.line.tells(low, high)
        return abs(_RANK[self.status(low)] - _RANK[self.status(high)]) < 2


def reaches(value: float, target: float, *, up: bool) -> bool:
    """Whether a figure is at the target or beyond it on the good side."""
    return value >= target if up else value <= target


def time_gone(start: date, due: date, today: date) -> float:
    """Share of the days between `start` and `due` that have passed on `today`, cut to 0-1."""
    if due <= start:
        return 1.0
    return min(max((today - start).days / (due - start).days, 0.0), 1.0)


def per_month(change: float, start: date, end: date) -> float | None:
    """A change between two days per mean month; None where no day lies between."""
    days = (end - start).days
    return None if days <= 0 else change / (days / DAYS_A_MONTH)
