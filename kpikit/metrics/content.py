"""Single posts, times of publication, and the funnel."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kpikit import statistics
from kpikit.errors import MetricError, Problem, nearest
from kpikit.metrics.compiling import SIGNATURES
from kpikit.metrics.covering import day_number, tile
from kpikit.metrics.relations import column_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from numpy.typing import ArrayLike

    from kpikit.metrics.data import Data
    from kpikit.metrics.model import Metric
    from kpikit.parameters.model import FunnelStep
    from kpikit.periods import Period

ORDERS = {
    "engagement_rate": "engagements / nullif(coalesce(reach, views, impressions), 0)",
    "engagements": "engagements",
    "reach": "reach",
    "exposures": "coalesce(views, impressions)",
    "comments": "comments",
    "shares": "shares",
    "saves": "saves",
    "link_clicks": "link_clicks",
}
"""What posts can be ranked by."""

_POST = (
    "platform, account, post_id, local_date, title, link, format, content_type, reach, "
    "coalesce(views, impressions) AS exposures, views, impressions, reactions, comments, shares, saves, "
    "link_clicks, reactions + comments + shares AS engagements"
)


def best_and_worst(data: Data, period: Period, order: str, n: int) -> pd.DataFrame:
    """Posts of the period at the top and at the bottom of an order.

    Posts in the lowest quarter of reach (of their platform) are left out of an order by rate: a few
    accounts reached give extreme rates.

    Args:
        data: The brand's tables.
        period: Posts published in it.
        order: One of ORDERS.
        n: How many at each end; fewer posts than 2 n are shown once, at the top.

    Returns:
        side (top, bottom), rank (1 = best), the post's platform, account, post_id, local_date, title, link,
        format, content_type, reach, exposures, reactions, comments, shares, saves, link_clicks, engagements,
        value (what it was ranked by).

    Raises:
        MetricError: No such order.
    """
    if order not in ORDERS:
        raise MetricError(
            Problem(
                f"posts can't be ordered by {order!r}",
                allowed=", ".join(ORDERS),
                nearest=nearest(order, ORDERS),
            )
        )
    audience = "coalesce(reach, views, impressions)"
    fair = (
        f"{audience} >= (quantile_cont({audience}, 0.25) OVER (PARTITION BY platform))"
        if order == "engagement_rate"
        else "true"
    )
    posts = f"SELECT {_POST}, {fair} AS is_fair FROM posts WHERE local_date BETWEEN ? AND ?"  # noqa: S608 - our names
    ranked = f"SELECT *, CAST({ORDERS[order]} AS DOUBLE) AS value FROM ({posts}) AS post"  # noqa: S608
    sql = (
        f"SELECT * FROM ({ranked}) AS ranked WHERE is_fair AND value IS NOT NULL "  # noqa: S608
        "ORDER BY value DESC, platform, post_id"
    )
    frame = pd.DataFrame(data.fetch("posts", sql, [period.start, period.end]))
    frame = frame.drop(columns=["is_fair", "views", "impressions"])
    frame.insert(0, "rank", np.arange(1, len(frame) + 1))
    top, bottom = frame.head(n), frame.iloc[max(n, len(frame) - n) :]
    sides = pd.concat([top, bottom], ignore_index=True)
    sides.insert(0, "side", ["top"] * len(top) + ["bottom"] * len(bottom))
    return sides


def shrunk_cells(data: Data, metric: Metric, period: Period, by: Sequence[str], least: int) -> pd.DataFrame:
    """A rate of posts by cell (weekday and hour, content type …), shrunk towards the common one.

    Cells of few posts are shrunk most. Rates are shrunk on the log scale, a half added to each numerator so
    that none is log 0. Cells do not stand alone on platforms that must not be added up: name them in `by`.

    Args:
        data: The brand's tables.
        metric: A ratio over posts.
        period: Posts published in it.
        by: Words of the breakdown.
        least: Cells of fewer posts are marked too_small and must not be named.

    Returns:
        The words of `by` (weekday: 1 = Monday), n, value (raw ratio of sums), low, high (posts as clusters),
        shrunk (ratio), too_small. Posts that lack a word's value are left out.

    Raises:
        MetricError: The metric is no ratio over posts.
    """
    if metric.form != "ratio" or metric.table != "posts":
        raise MetricError(Problem(f"{metric.id} is no rate over posts, so it can't be compared by cells"))
    y, x = (data.compiler.expression(metric.spec[key]) for key in ("numerator", "denominator"))
    columns = [f'"{column_of(word)}"' for word in by]
    known = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    sql = (
        f"SELECT {', '.join(columns)}, CAST({y} AS DOUBLE) AS y, CAST({x} AS DOUBLE) AS x FROM posts "  # noqa: S608
        f"WHERE {data.compiler.condition(metric)} AND local_date BETWEEN ? AND ? AND {known} "
        f"AND ({y}) IS NOT NULL AND ({x}) > 0 ORDER BY ALL"
    )
    cells: dict[tuple[Any, ...], list[tuple[float, float]]] = {}
    for *key, top, bottom in data.rows("posts", sql, [period.start, period.end]):
        cells.setdefault(tuple(key), []).append((top, bottom))
    logs = {cell: [math.log((top + 0.5) / bottom) for top, bottom in posts] for cell, posts in cells.items()}
    given: dict[Hashable, ArrayLike] = dict(logs.items())
    shrunk = statistics.empirical_bayes_cells(given).shrunk
    rows = []
    for cell, posts in sorted(cells.items()):
        rate = statistics.ratio_of_sums([top for top, _ in posts], [bottom for _, bottom in posts])
        facts = (len(posts), rate.value, rate.low, rate.high, math.exp(shrunk[cell]), len(posts) < least)
        rows.append((*cell, *facts))
    return pd.DataFrame(rows, columns=[*by, "n", "value", "low", "high", "shrunk", "too_small"])


def funnel(
    data: Data,
    steps: Sequence[FunnelStep],
    period: Period,
    count: Callable[[str, Period], tuple[float, str]],
) -> pd.DataFrame:
    """Counts of the brand's funnel steps, and how many of each went on to the next.

    Args:
        data: The brand's tables.
        steps: As the parameters name them.
        period: The period.
        count: A metric's value (nan: no data) and its unit, for steps that count one.

    Returns:
        step (1 = first), name, event (or metric), value (nan: no data), unit (sessions, events, or the
        metric's), rate_from_previous, low, high (Wilson; none where a step counts more than the one before).
    """
    rows = []
    previous = math.nan
    for number, step in enumerate(steps, start=1):
        value, unit = _counted(data, step, period, count)
        rate = statistics.wilson(value, previous) if 0 <= value <= previous else statistics.NOTHING
        if value > previous > 0:
            rate = statistics.Estimate(value / previous)
        rows.append(
            {
                "step": number,
                "name": step.name,
                "event": step.event or step.metric,
                "value": value,
                "unit": unit,
                "rate_from_previous": rate.value,
                "low": rate.low,
                "high": rate.high,
            }
        )
        previous = value
    columns = ["step", "name", "event", "value", "unit", "rate_from_previous", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def _counted(
    data: Data, step: FunnelStep, period: Period, count: Callable[[str, Period], tuple[float, str]]
) -> tuple[float, str]:
    if step.metric is not None:
        return count(step.metric, period)
    if step.event == "sessions":
        return _sessions(data, period), "sessions"
    return _events(data, str(step.event), period), "events"


def _sessions(data: Data, period: Period) -> float:
    spans = [span for span in data.spans("web") if "|session|" in span[0]]
    return _tiled(
        data, "web", "sum(CASE WHEN basis = 'session' THEN sessions END)", "true", tile(spans, period)
    )


def _events(data: Data, name: str, period: Period) -> float:
    quoted = name.replace("'", "''")
    chosen = tile(data.spans("conversions"), period)
    if not chosen:
        return math.nan
    value = _tiled(data, "conversions", 'sum("count")', f"name = '{quoted}'", chosen)
    # A covered period in which an event known from other periods didn't happen is a true 0.
    known = data.once("conversions", f"SELECT 1 FROM conversions WHERE name = '{quoted}' LIMIT 1")  # noqa: S608 - quoted
    return 0.0 if math.isnan(value) and known else value


def _tiled(data: Data, table: str, total: str, condition: str, chosen: set[tuple[str, int, int]]) -> float:
    """A total over the chosen spans; nan without rows."""
    sql = (
        f"SELECT {SIGNATURES[table]} AS signature, period_start, period_end, CAST({total} AS DOUBLE) "  # noqa: S608
        f"FROM {table} WHERE {condition} GROUP BY ALL"
    )
    found = [
        value
        for signature, first, last, value in data.once(table, sql)
        if value is not None and (signature, day_number(first), day_number(last)) in chosen
    ]
    return float(sum(found)) if found else math.nan
