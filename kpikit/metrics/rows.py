"""Cells and changes as rows of the frames that others read; the column names are a contract."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kpikit.metrics.comparing import RELATIVE, Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.metrics.cells import Cell, Query

VALUE_COLUMNS = (
    "period", "value", "numerator", "denominator", "n", "low", "high", "kind", "unit", "clock", "scope",
    "state", "marks", "days_covered", "days", "definition",
)  # fmt: skip
"""Columns of a value, after metric and the breakdown's."""
CHANGE_COLUMNS = (
    "period", "other_period", "value", "other", "change", "change_low", "change_high", "clear", "comparable",
    "relative", "basis", "kind", "unit", "marks",
)  # fmt: skip
"""Columns of a comparison, after metric and the breakdown's."""

_OWN = frozenset({"metric", *VALUE_COLUMNS, *CHANGE_COLUMNS})


def group_columns(by: Sequence[str]) -> list[str]:
    """Names of the breakdown's columns: its words, with `by_` before one that a frame's own column bears."""
    return [f"by_{word}" if word in _OWN else word for word in by]


NEVER_NEGATIVE = ("per_unit", "event_rate")
"""Kinds whose interval of few, uneven cases may reach below what can be: it is shown from 0 on."""


def value_row(query: Query, metric_id: str, cell: Cell, scope: str) -> dict[str, Any]:
    """A cell as a row; `metric` is what was asked for, `definition` what answered."""
    metric, estimate = query.metric, cell.estimate
    few = metric.kind == "money_ratio" and "too_small" in cell.marks
    impossible = metric.kind in NEVER_NEGATIVE and estimate.low < 0 <= estimate.value
    return dict(zip(group_columns(query.by), cell.group, strict=True)) | {
        "metric": metric_id,
        "period": cell.period.id,
        "value": estimate.value,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "n": estimate.n,
        "low": math.nan if few else 0.0 if impossible else estimate.low,
        "high": math.nan if few else estimate.high,
        "kind": metric.kind,
        "unit": metric.unit,
        "clock": metric.clock,
        "scope": scope,
        "state": cell.state,
        "marks": tuple(sorted(cell.marks)),
        "days_covered": cell.days_covered,
        "days": cell.period.days,
        "definition": metric.id,
    }


def change_row(
    query: Query, metric_id: str, cells: tuple[Cell, Cell], change: Change, *, broken: bool
) -> dict[str, Any]:
    """A change between two cells (current, other) as a row; `broken`: a break lies between them."""
    metric = query.metric
    current, other = cells
    bounded = metric.kind == "unique" and "lower_bound" in current.marks | other.marks
    marks = (current.marks | other.marks) - {"break"} | ({"break"} if broken else set())
    few = metric.kind == "money_ratio" and "too_small" in marks
    return dict(zip(group_columns(query.by), current.group, strict=True)) | {
        "metric": metric_id,
        "period": current.period.id,
        "other_period": other.period.id,
        "value": current.estimate.value,
        "other": other.estimate.value,
        "change": change.change,
        "change_low": math.nan if few else change.low,
        "change_high": math.nan if few else change.high,
        "clear": change.clear and not few,
        "comparable": not broken and not bounded,
        "relative": metric.kind in RELATIVE,
        "basis": change.basis,
        "kind": metric.kind,
        "unit": metric.unit,
        "marks": tuple(sorted(marks)),
    }
