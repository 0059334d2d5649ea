"""Key figures against their targets as one frame, for notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.evaluation.kpis import kpi_states
from kpikit.periods import as_period

if TYPE_CHECKING:
    from kpikit.evaluation.kpi_state import KpiState
    from kpikit.metrics import Figures
    from kpikit.periods import Period

COLUMNS = (
    "metric", "platform", "period", "value", "low", "high", "n", "unit", "target", "due", "baseline",
    "baseline_date", "progress", "time_gone", "met", "status", "reason", "needed_a_month", "reached_a_month",
)  # fmt: skip


def targets(figures: Figures, period: Period | str | int) -> pd.DataFrame:
    """The brand's key figures on the period's last day against their targets; see `kpis` for what counts.

    Args:
        figures: Of the brand.
        period: As people write it; figures that add up are judged on its last whole month.

    Returns:
        A row a key figure: metric, platform, period (the one judged), value, low, high, n, unit, target, due,
        baseline and baseline_date, progress ((value - baseline) / (target - baseline)), time_gone (share of
        the days from baseline to due), met, status and the reason why there is none, needed_a_month and
        reached_a_month. Numbers are nan where there are none.

    Raises:
        PeriodError: No such period.
    """
    states = kpi_states(figures, figures.brand, as_period(period))
    return pd.DataFrame([_row(state) for state in states], columns=list(COLUMNS))


def _row(state: KpiState) -> dict[str, object]:
    reading, start, pace = state.reading, state.baseline, state.pace
    numbers = {
        "value": reading.value,
        "low": reading.low,
        "high": reading.high,
        "n": reading.n,
        "target": state.target,
        "baseline": start.value if start else None,
        "progress": state.progress,
        "time_gone": state.time_gone,
        "needed_a_month": pace.needed if pace else None,
        "reached_a_month": pace.reached if pace else None,
    }
    return {name: float("nan") if number is None else float(number) for name, number in numbers.items()} | {
        "metric": state.metric,
        "platform": state.kpi.platform,
        "period": state.judged.id,
        "unit": state.unit,
        "due": state.due,
        "baseline_date": start.date if start else None,
        "met": state.met,
        "status": state.status,
        "reason": state.reason,
    }
