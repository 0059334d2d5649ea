"""Checks of a question before anything is computed, and what a brand's parameters say to the definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from kpikit.errors import MetricError, Problem, nearest
from kpikit.metrics.compiling import Binding
from kpikit.metrics.data import pinned_platform
from kpikit.metrics.expressions import EVENTS, Words
from kpikit.metrics.given import given_by
from kpikit.metrics.relations import CLOCK_COLUMNS, POST, relation
from kpikit.parameters import ended_statuses
from kpikit.periods import GRAINS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpikit.metrics.cells import Query
    from kpikit.metrics.data import Data
    from kpikit.metrics.model import Metric
    from kpikit.parameters import Brand, Defaults
    from kpikit.project import Project


_BOUNDED = ("bounds", "stated")
"""Forms that over platforms give bounds."""

_OVER_TIME = ("contacts", "repeat", "lapsed", "gap", "active", "silence")
"""Forms about people or spans of time: single rows' weekdays and hours say nothing on them."""

_WEIGHED = ("reactions", "comments", "shares")
"""What the weighted engagement is made of."""


def brand_binding(project: Project, brand: Brand, thresholds: Defaults) -> Binding:
    """A brand's currency, promises, thresholds, key events, words, costs and zone."""
    events = {name: event.event for name, event in brand.key_events.items()}
    parameters = {
        **{name: events.get(name.removesuffix("_event")) for name in EVENTS},
        "currency": brand.currency,
        "first_response_hours": brand.service.first_response_hours,
        "resolution_hours": brand.service.resolution_hours,
        "reply_mature_hours": thresholds["reply_mature_hours"],
        "lapsed_days": thresholds["lapsed_days"],
        "alert_terms": len(brand.terms.alert),
        "coverage_whole": thresholds["coverage_whole"],
        "median_least_n": thresholds["median_least_n"],
        "influencer_least_followers": thresholds["influencer_least_followers"],
        **{f"quality_weight_{part}": thresholds[f"quality_weight_{part}"] for part in _WEIGHED},
        "order_margin": brand.key_events["order"].margin if "order" in brand.key_events else None,
        "event_rate_effective_below": thresholds["event_rate_effective_below"],
    }
    words = Words(tuple(brand.terms.brand), tuple(brand.terms.alert), tuple(ended_statuses(project)))
    return Binding(parameters, words, brand.timezone, given_by(project, brand))


def filter_text(where: str | Mapping[str, object] | None) -> str | None:
    """A filter's text; of a mapping, all its columns must have the given value."""
    if where is None or isinstance(where, str):
        return where
    conditions = (
        f"{column} is null" if value is None else f"{column} = {exp.convert(value).sql()}"
        for column, value in where.items()
    )
    return " and ".join(conditions) or None


def refused_platforms(data: Data, query: Query) -> list[str]:
    """The platforms over which a question adds up what must not be; none where it may be asked."""
    metric = query.metric
    if "platform" not in metric.not_additive_over or "platform" in query.by or metric.form in _BOUNDED:
        return []
    if pinned_platform(query.where) is not None:
        return []
    platforms = data.platforms(query)
    return platforms if len(platforms) > 1 else []


def refuse_roll_up(data: Data, query: Query) -> None:
    """Refuse to add up over platforms what must not be.

    Raises:
        MetricError: With the platforms, and what to use instead.
    """
    metric = query.metric
    if platforms := refused_platforms(data, query):
        raise MetricError(
            Problem(
                f"{metric.id} can't be added up over platforms ({', '.join(platforms)})",
                allowed=metric.instead or f"{metric.id} by platform",
            )
        )


def split_by(by: str | Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """The grain of time in a breakdown, if one, and the other words.

    Raises:
        MetricError: Two grains.
    """
    words = (by,) if isinstance(by, str) else tuple(by)
    grains = [word for word in words if word in GRAINS]
    if len(grains) > 1:
        raise MetricError(Problem(f"by {' and '.join(grains)}", allowed="one grain of time"))
    return (grains[0] if grains else None), tuple(word for word in words if word not in GRAINS)


def breakdowns(metric: Metric) -> tuple[str, ...]:
    """Words by which a metric may be broken down: its own, the clock's where rows have one, and grains."""
    timed = "local_hour" in relation(metric.table).columns and metric.form not in _OVER_TIME
    return (*metric.by, *(tuple(CLOCK_COLUMNS) if timed else ()), *GRAINS)


def with_platform(by: Sequence[str]) -> tuple[str, ...]:
    """A breakdown by single posts has their platform beside: ids of two platforms may be the same."""
    words = tuple(by)
    return ("platform", *words) if POST in words and "platform" not in words else words


def check_by(metric: Metric, by: tuple[str, ...]) -> None:
    """Refuse breakdowns that the definition doesn't allow.

    Raises:
        MetricError: With those allowed.
    """
    allowed = breakdowns(metric)
    for word in by:
        if word not in allowed:
            raise MetricError(
                Problem(
                    f"{metric.id} can't be broken down by {word!r}",
                    allowed=", ".join(allowed),
                    nearest=nearest(word, allowed),
                )
            )
