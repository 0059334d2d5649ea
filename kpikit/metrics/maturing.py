"""How the brand's own posts grow with age, and young ones completed by it: marked as projected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kpikit import statistics
from kpikit.errors import MetricError, Problem
from kpikit.metrics.ages import GROWTH

if TYPE_CHECKING:
    from kpikit.metrics.data import Data
    from kpikit.metrics.model import Metric
    from kpikit.periods import Period

AGES = (1, 3, 7, 14, 28)
"""Ages in days at which posts are looked at [house rule]."""


def grown(data: Data, metric: Metric) -> pd.DataFrame:
    """A post a row, indexed by platform, post_id and local_date: its figure at each of AGES.

    At an age counts the last snapshot from then on to the day before the next one, at the last age any later
    one; nan where there is none.

    Raises:
        MetricError: The metric is no counter of posts.
    """
    if metric.form != "sum" or metric.table != "posts":
        raise MetricError(Problem(f"{metric.id} is no counter of posts, so it doesn't grow with their age"))
    value = data.compiler.expression(metric.spec["value"])
    sql = (
        f"SELECT platform, post_id, local_date, age, CAST({value} AS DOUBLE) AS value FROM {GROWTH} "  # noqa: S608
        f"WHERE ({value}) IS NOT NULL AND age >= {AGES[0]} ORDER BY platform, post_id, snapshot_at"
    )
    rows = pd.DataFrame(data.fetch(GROWTH, sql))
    stage = np.searchsorted(np.array(AGES), rows["age"].to_numpy(dtype=float), side="right") - 1
    table = rows.assign(stage=stage).pivot_table(
        index=["platform", "post_id", "local_date"], columns="stage", values="value", aggfunc="last"
    )
    return table.reindex(columns=range(len(AGES))).set_axis(list(AGES), axis="columns")


def age_curve(table: pd.DataFrame) -> pd.DataFrame:
    """How much of the last age's figure posts have by each age, platform by platform.

    Args:
        table: As of `grown`.

    Returns:
        platform, age, completeness (nan where no post was seen at this age and the next ones), posts (seen at
        this age and the next).
    """
    rows = []
    for platform, mine in table.groupby(level="platform"):
        values = mine.to_numpy(dtype=float)
        seen = ~np.isnan(values)
        posts = [*(seen[:, :-1] & seen[:, 1:]).sum(axis=0), seen[:, -1].sum()]
        curve = statistics.post_age(AGES, values).completeness
        rows += [(platform, *row) for row in zip(AGES, curve, posts, strict=True)]
    return pd.DataFrame(rows, columns=["platform", "age", "completeness", "posts"])


def projected(table: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Totals of a period's posts at the last age, those that are younger completed by their platform's curve.

    Args:
        table: As of `grown`; the curve is of all its posts.
        period: Posts published in it.

    Returns:
        platform, value (the projected total), reported (what of it is counted already), n (posts in it),
        left_out (posts that no curve reaches), marks.
    """
    rows = []
    curves = age_curve(table)
    for platform, mine in table.groupby(level="platform"):
        days = pd.to_datetime(mine.index.get_level_values("local_date"))
        inside = (days >= pd.Timestamp(period.start)) & (days <= pd.Timestamp(period.end))
        values = mine[inside].to_numpy(dtype=float)
        if not len(values):
            continue
        # Each post by the last age at which it was seen.
        last = values.shape[1] - 1 - np.argmax(~np.isnan(values[:, ::-1]), axis=1)
        newest = values[np.arange(len(values)), last]
        whole = newest / curves.loc[curves["platform"] == platform, "completeness"].to_numpy()[last]
        known = ~np.isnan(whole)
        marks = ("projected",) if (last[known] < len(AGES) - 1).any() else ()
        total, counted = float(whole[known].sum()), float(newest[known].sum())
        rows.append((platform, total, counted, int(known.sum()), int((~known).sum()), marks))
    return pd.DataFrame(rows, columns=["platform", "value", "reported", "n", "left_out", "marks"])
