"""Checks of a question before anything is computed, and what a brand's parameters say to the definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from kpikit.errors import MetricError, Problem, nearest
from kpikit.metrics.compiling import Binding
from kpikit.metrics.data import pinned_platform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.metrics.cells import Query
    from kpikit.metrics.data import Data
    from kpikit.metrics.model import Metric
    from kpikit.parameters import Brand, Defaults


def brand_binding(brand: Brand, thresholds: Defaults) -> Binding:
    """A brand's currency, promises, thresholds, words and zone."""
    parameters = {
        "currency": brand.currency,
        "first_response_hours": brand.service.first_response_hours,
        "resolution_hours": brand.service.resolution_hours,
        "reply_mature_hours": thresholds["reply_mature_hours"],
        "lapsed_days": thresholds["lapsed_days"],
    }
    return Binding(parameters, tuple(brand.terms.brand), brand.timezone)


def filter_text(where: str | Mapping[str, object] | None) -> str | None:
    """A filter's text; of a mapping, all its columns must have the given value."""
    if where is None or isinstance(where, str):
        return where
    conditions = (
        f"{column} is null" if value is None else f"{column} = {exp.convert(value).sql()}"
        for column, value in where.items()
    )
    return " and ".join(conditions) or None


def refuse_roll_up(data: Data, query: Query) -> None:
    """Refuse to add up over platforms what must not be.

    Raises:
        MetricError: With the platforms, and what to use instead.
    """
    metric = query.metric
    if "platform" not in metric.not_additive_over or "platform" in query.by or metric.form == "bounds":
        return
    if pinned_platform(query.where) is not None:
        return
    platforms = data.platforms(query)
    if len(platforms) > 1:
        raise MetricError(
            Problem(
                f"{metric.id} can't be added up over platforms ({', '.join(platforms)})",
                allowed=metric.instead or f"{metric.id} by platform",
            )
        )


def check_by(metric: Metric, by: tuple[str, ...]) -> None:
    """Refuse breakdowns that the definition doesn't allow.

    Raises:
        MetricError: With those allowed.
    """
    for column in by:
        if column not in metric.by:
            raise MetricError(
                Problem(
                    f"{metric.id} can't be broken down by {column!r}",
                    allowed=", ".join(metric.by) or "no breakdown",
                    nearest=nearest(column, metric.by),
                )
            )
