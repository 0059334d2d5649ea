"""Key figures against their targets: where they stand, how far they have come, how fast they must go.

A target is a figure of one calendar month (or the stock on its last day). Figures that add up over days are
therefore judged on a month: the period itself if it is one, else the last whole month that had ended by the
period's end. Rates, shares, durations and stocks are judged on the period itself.

progress = (value - baseline) / (target - baseline)
time gone = days since the baseline's day / days from there to the due day
needed a month = (target - value) / months left
reached a month = (value - baseline) / months since the baseline

`progress.Course` says how the two shares make a status. A floor or ceiling to hold is on_track while it
holds; else behind, or wrong_way where the figure has also clearly moved away since the period before. There
is no status ("cannot_tell") where

- the figure is missing or rests on too few cases,
- there is no baseline and the target isn't reached,
- a break lies between the baseline and now,
- the two ends of the figure's interval lie two statuses apart, or on two sides of a line to hold,
- days are missing, so that the figure as counted and scaled up to all days differ in status.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpikit.evaluation import basis
from kpikit.evaluation.basis import ADDITIVE, Reading
from kpikit.evaluation.kpi_state import KpiState, Pace, Reason, Start
from kpikit.evaluation.progress import (
    DAYS_A_MONTH,
    Course,
    Line,
    Status,
    per_month,
    reaches,
    time_gone,
)
from kpikit.parameters import load_defaults
from kpikit.statistics.series import progress_to_target

if TYPE_CHECKING:
    from datetime import date

    from kpikit.metrics import Figures
    from kpikit.metrics.model import Metric
    from kpikit.parameters import Brand, Kpi
    from kpikit.periods import Period

HISTORY_MONTHS = 25
"""How far back the first month with data is looked for: two years before the month judged."""

_WITHOUT_FIGURE: dict[str, Reason] = {"not_offered": "not_offered", "needs_platform": "needs_platform"}


def kpi_states(figures: Figures, brand: Brand, period: Period) -> list[KpiState]:
    """States of the key figures active on the period's last day (at most six), in the parameters' order."""
    tolerance = load_defaults(figures.project, brand)["status_tolerance"]
    return [_state(figures, kpi, period, tolerance) for kpi in brand.kpis if kpi.active(period.end)]


def judged_period(kind: str, period: Period) -> Period:
    """The period whose figure is held against a target: a month for kinds that add up over days."""
    if period.kind == "month" or kind not in (*ADDITIVE, "unique"):
        return period
    last = period.months(1)[0]
    return last if last.end == period.end else last.previous()


def _state(figures: Figures, kpi: Kpi, period: Period, tolerance: float) -> KpiState:
    metric = figures.metrics[kpi.metric]
    judged = judged_period(metric.kind, period)
    current = basis.read(figures, kpi.metric, judged, kpi.platform)
    previous = basis.compare(figures, kpi.metric, judged, judged.previous(), kpi.platform)
    last_year = basis.compare(figures, kpi.metric, judged, judged.last_year(), kpi.platform)
    start = None if kpi.hold and kpi.baseline is None else _start(figures, kpi, judged)
    up = _up(kpi, metric, start)
    after = start.date if start else judged.last_year().end
    breaks = tuple(
        entry for entry in figures.breaks(kpi.metric, kpi.platform) if after < entry.date <= judged.end
    )
    way = _way(kpi, start, current, judged, up=up, tolerance=tolerance)
    if (
        isinstance(way, Line)
        and previous.certain
        and basis.tone("up" if up else "down", previous.change) == "bad"
    ):
        way = replace(way, missed="wrong_way")
    status, reason = _status(current, way, metric.kind, broken=bool(breaks))
    return KpiState(
        kpi=kpi,
        metric=kpi.metric,
        dimension=metric.dimension,
        unit=metric.unit,
        kind=metric.kind,
        level=metric.level,
        up=up,
        judged=judged,
        reading=current,
        previous=previous,
        last_year=last_year,
        baseline=start,
        progress=_progress(way, current),
        time_gone=way.time_gone if isinstance(way, Course) else None,
        met=None if current.value is None else reaches(current.value, kpi.target, up=up),
        status=status,
        reason=reason,
        pace=_pace(kpi, start, current, judged.end, up=up),
        breaks=breaks,
    )


def _start(figures: Figures, kpi: Kpi, judged: Period) -> Start | None:
    """Baseline as given, else the same period of the year before, else the first month with data."""
    if kpi.baseline is not None:
        return Start(kpi.baseline.value, kpi.baseline.date, "given", kpi.baseline.source)
    year_ago = judged.last_year()
    before = basis.read(figures, kpi.metric, year_ago, kpi.platform)
    if before.whole and before.value is not None:
        return Start(before.value, year_ago.end, "last_year")
    months = [month for month in judged.months(HISTORY_MONTHS) if month.end < judged.start]
    known = basis.history(figures, kpi.metric, months, kpi.platform)
    for month in months:
        first = known.get(month.id, Reading())
        if first.whole and first.value is not None:
            return Start(first.value, month.end, "first_month")
    return None


def _up(kpi: Kpi, metric: Metric, start: Start | None) -> bool:
    """Direction as the key figure says, else as the metric is better, else from baseline to target."""
    direction = kpi.direction or (metric.better if metric.better in ("up", "down") else None)
    if direction is not None:
        return direction == "up"
    return start is None or kpi.target >= start.value


def _way(
    kpi: Kpi, start: Start | None, current: Reading, judged: Period, *, up: bool, tolerance: float
) -> Course | Line | None:
    """The way to the target; a line where it is to be held, or is reached with nothing known of the start."""
    if kpi.hold:
        return Line(kpi.target, up)
    if start is not None:
        gone = time_gone(start.date, kpi.due, judged.end)
        return Course(start.value, kpi.target, up, gone, tolerance)
    reached = current.value is not None and reaches(current.value, kpi.target, up=up)
    return Line(kpi.target, up, "ahead") if reached else None


def _progress(way: Course | Line | None, current: Reading) -> float | None:
    if not isinstance(way, Course) or current.value is None or way.line is not None:
        return None
    return progress_to_target(current.value, way.baseline, way.target)


def _status(
    current: Reading, way: Course | Line | None, kind: str, *, broken: bool
) -> tuple[Status, Reason | None]:
    obstacle = _obstacle(current, way, broken=broken)
    if obstacle is not None or way is None or current.value is None:
        return "cannot_tell", obstacle
    doubt = _doubt(current, way, kind)
    return ("cannot_tell", doubt) if doubt else (way.status(current.value), None)


def _obstacle(current: Reading, way: Course | Line | None, *, broken: bool) -> Reason | None:
    """Why there can be no status whatever the figure says."""
    if current.value is None:
        return _WITHOUT_FIGURE.get(current.state, "missing")
    if "too_small" in current.marks:
        return "too_small"
    if way is None:
        return "no_baseline"
    return "break" if broken and isinstance(way, Course) else None


def _doubt(current: Reading, way: Course | Line, kind: str) -> Reason | None:
    """Why the figure's status can't be told from another."""
    if not way.tells(*_ends(current)):
        return "interval_too_wide"
    whole = way.status(_scaled_up(kind, current))
    return "days_missing" if whole != way.status(current.value or 0.0) else None


def _ends(current: Reading) -> tuple[float, float]:
    """Both ends of the interval; the figure itself where there is none."""
    value = current.value or 0.0
    return (value if current.low is None else current.low), (value if current.high is None else current.high)


def _scaled_up(kind: str, current: Reading) -> float:
    """The figure if the missing days had been like those counted; itself where days don't add up."""
    value = current.value or 0.0
    if kind not in ADDITIVE or "partial" not in current.marks or not current.days_covered or not current.days:
        return value
    return value * current.days / current.days_covered


def _pace(kpi: Kpi, start: Start | None, current: Reading, today: date, *, up: bool) -> Pace | None:
    if kpi.hold or start is None or current.value is None:
        return None
    left = (kpi.due - today).days
    gap = kpi.target - current.value
    if reaches(current.value, kpi.target, up=up):
        needed: float | None = 0.0
    else:
        needed = per_month(gap, today, kpi.due)
    return Pace(
        needed=needed,
        reached=per_month(current.value - start.value, start.date, today),
        months_left=max(left, 0) / DAYS_A_MONTH,
    )
