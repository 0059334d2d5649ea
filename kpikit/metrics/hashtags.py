"""The brand's posts by hashtag: a post with several belongs to each, so that hashtags don't add up."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kpikit import statistics
from kpikit.errors import MetricError, Problem
from kpikit.metrics.relations import ABOUT_US, CANONICAL

if TYPE_CHECKING:
    from datetime import date

    from kpikit.metrics.data import Data
    from kpikit.metrics.model import Metric
    from kpikit.periods import Period

COLUMNS = (
    "hashtag", "posts", "platforms", "first_day", "last_day", "n", "value", "low", "high", "too_small",
    "by_others",
)  # fmt: skip

_HASHTAG = re.compile(r"(?<![\w&])[#\uff03](\w+)")
_NUMBER = re.compile(r"\d+")


@dataclass
class _Use:
    """Posts of one hashtag."""

    days: list[date] = field(default_factory=list)
    platforms: set[str] = field(default_factory=set)
    y: list[float] = field(default_factory=list)
    x: list[float] = field(default_factory=list)


def hashtags_of(text: str) -> list[str]:
    """Hashtags of a text without their mark, in small letters, each once; plain numbers ("#1") are none.

    A mark within a word, an address or an entity (`page#top`, `&#39;`) begins no hashtag.
    """
    found = (match.casefold() for match in _HASHTAG.findall(text))
    return list(dict.fromkeys(name for name in found if not _NUMBER.fullmatch(name)))


def by_hashtag(data: Data, metric: Metric, period: Period, least: int) -> pd.DataFrame:
    """A rate over posts for each hashtag of their titles, most used first.

    Args:
        data: The brand's tables.
        metric: A ratio over posts.
        period: Posts published in it.
        least: Hashtags of fewer posts are marked too_small.

    Returns:
        hashtag, posts (that bear it), platforms (on how many), first_day and last_day of use in the period,
        n (posts that have both parts), value (ratio of sums), low, high, too_small, by_others (texts of
        others in the period that bear it; nan where no source tells of any).

    Raises:
        MetricError: The metric is no ratio over posts.
    """
    if metric.form != "ratio" or metric.table != "posts":
        raise MetricError(Problem(f"{metric.id} is no rate over posts, so it has no hashtags"))
    y, x = (data.compiler.expression(metric.spec[key]) for key in ("numerator", "denominator"))
    sql = (
        f"SELECT platform, local_date, title, CAST({y} AS DOUBLE) AS y, CAST({x} AS DOUBLE) AS x FROM posts "  # noqa: S608
        f"WHERE {data.compiler.condition(metric)} AND local_date BETWEEN ? AND ? AND title IS NOT NULL "
        "ORDER BY local_date, platform, post_id"
    )
    uses: dict[str, _Use] = defaultdict(_Use)
    for platform, day, title, top, bottom in data.rows("posts", sql, [period.start, period.end]):
        for name in hashtags_of(title):
            use = uses[name]
            use.days.append(day)
            use.platforms.add(platform)
            use.y.append(np.nan if top is None else top)
            use.x.append(np.nan if bottom is None else bottom)
    # Exposures of different platforms are never added up.
    apart = "platform" in metric.not_additive_over
    ordered = sorted(uses.items(), key=lambda entry: (-len(entry[1].days), entry[0]))
    others = _others(data, period)
    rows = [
        _row(name, use, least, apart=apart) | {"by_others": others[name] if others is not None else np.nan}
        for name, use in ordered
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _others(data: Data, period: Period) -> Counter[str] | None:
    """Hashtag → texts by others that bear it."""
    if not data.supplied("mentions"):
        return None
    sql = (
        f"SELECT text FROM {CANONICAL}.mentions WHERE {ABOUT_US} AND text IS NOT NULL "  # noqa: S608 - our names
        "AND local_date BETWEEN ? AND ?"
    )
    texts = data.rows("mentions", sql, [period.start, period.end])
    return Counter(name for (text,) in texts for name in hashtags_of(text))


def _row(name: str, use: _Use, least: int, *, apart: bool) -> dict[str, object]:
    mixed = apart and len(use.platforms) > 1
    rate = statistics.NOTHING if mixed else statistics.ratio_of_sums(use.y, use.x)
    n = 0.0 if np.isnan(rate.n) else rate.n
    return {
        "hashtag": name,
        "posts": len(use.days),
        "platforms": len(use.platforms),
        "first_day": min(use.days),
        "last_day": max(use.days),
        "n": n,
        "value": rate.value,
        "low": rate.low,
        "high": rate.high,
        "too_small": n < least,
    }
