"""Findings on followers and on what others say."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from kpikit.evaluation import basis
from kpikit.evaluation.rules import rules
from kpikit.evaluation.source_days import as_day
from kpikit.statistics.series import modified_z

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from kpikit.evaluation.situation import Finding, Situation

JUMP_HISTORY_DAYS = 92
"""Days before the period against which daily follower gains are unusual."""

LEAST_JUMP_SHARE = 0.01
"""A jump adds at least this share of the followers there were: a few follows on a quiet day are none. [H]"""

EVENT_DAYS = 3
"""An event this many days before a jump coincides with it."""

# Gains as exported; where only the stock is, its day-to-day difference.
_GAINS = """
WITH daily AS (
  SELECT platform, account, metric, date, max(value) AS value FROM account_daily
  WHERE metric IN ('follows', 'net_follows', 'followers') AND date BETWEEN $first AND $last
  GROUP BY ALL
), steps AS (
  SELECT platform, account, CASE WHEN metric = 'followers' THEN 'difference' ELSE metric END AS metric, date,
    CASE WHEN metric <> 'followers' THEN value
         WHEN date - lag(date) OVER of_account = 1 THEN value - lag(value) OVER of_account END AS gain
  FROM daily WINDOW of_account AS (PARTITION BY platform, account, metric ORDER BY date)
)
SELECT platform, metric, date, sum(gain) AS gain FROM steps WHERE gain IS NOT NULL GROUP BY ALL ORDER BY ALL
"""


def follower_jumps(situation: Situation) -> Iterator[Finding]:
    """Days on which followers came in unusual numbers, by platform.

    Unusual: the robust z of the log of the day's gain against the period and the 92 days before lies beyond
    the threshold, and beyond the usual gain the days together brought at least 1 % of the followers before.
    Suspicious (bought or bots) where engagements per follower fell against the period before.
    """
    first = situation.period.start - timedelta(days=JUMP_HISTORY_DAYS)
    by_platform: dict[str, dict[str, list[tuple[date, float]]]] = {}
    for row in basis.ask(situation.figures, _GAINS, first=first, last=situation.period.end):
        series = by_platform.setdefault(str(row["platform"]), {})
        series.setdefault(str(row["metric"]), []).append((as_day(row["date"]), float(row["gain"])))
    for platform, series in sorted(by_platform.items()):
        gains = next(series[name] for name in ("follows", "net_follows", "difference") if name in series)
        found = _jump(situation, platform, gains)
        if found is not None:
            yield found


def negative_mentions(situation: Situation) -> Iterator[Finding]:
    """negative_mentions_risen: more of them beyond doubt, with the topic that rose most."""
    row = situation.change_of("negative_mentions")
    if row is None or not row["clear"] or row["change"] <= 0:
        return
    topic = _top_topic(situation)
    facts = {
        name: basis.number(row[name])
        for name in ("value", "previous", "change", "change_low", "change_high", "last_year")
    }
    yield situation.finding(
        "negative_mentions_risen",
        "negative_mentions",
        {**facts, "relative": row["relative"], **topic},
        tone="bad",
        about=rules().topic(str(topic["topic"])) if topic else None,
    )


def _jump(situation: Situation, platform: str, gains: list[tuple[date, float]]) -> Finding | None:
    values = np.array([gain for _, gain in gains])
    # On the log scale: gains grow with the account and vary in proportion to it.
    scores = modified_z(np.log1p(np.clip(values, 0, None)))
    usual = float(np.median(values))
    limit = situation.defaults["follower_jump_robust_z"]
    days = [
        (day, gain, float(score))
        for (day, gain), score in zip(gains, scores, strict=True)
        if score > limit and situation.period.contains(day)
    ]
    followers = _followers_before(situation, platform)
    extra = sum(gain - usual for _, gain, _ in days)
    if not days or followers is None or extra < LEAST_JUMP_SHARE * followers:
        return None
    day, gain, score = max(days, key=lambda entry: entry[1])
    change = _engagement_per_follower(situation, platform)
    event = next(
        (event.what for event in situation.brand.events if 0 <= (day - event.date).days <= EVENT_DAYS), None
    )
    suspicious = change is not None and change < 0
    return situation.finding(
        "follower_jump_suspicious" if suspicious else "follower_jump",
        "net_follower_growth",
        {"platform": platform, "date": day, "gain": gain, "usual": usual, "z": score, "days": len(days)}
        | {"extra": extra, "followers": followers, "engagement_per_follower_change": change, "event": event},
        tone="bad" if suspicious else "neutral",
        about=platform,
    )


def _followers_before(situation: Situation, platform: str) -> float | None:
    figures, before = situation.figures, situation.period.previous()
    if "followers" not in situation.offered:
        return None
    return basis.read(figures, "followers", before, platform).value


def _engagement_per_follower(situation: Situation, platform: str) -> float | None:
    """Relative change of public engagements per follower against the period before."""
    if "public_engagements" not in situation.offered:
        return None
    ratios = []
    for period in (situation.period.previous(), situation.period):
        engagements = basis.read(situation.figures, "public_engagements", period, platform).value
        followers = basis.read(situation.figures, "followers", period, platform).value
        if engagements is None or not followers:
            return None
        ratios.append(engagements / followers / period.days)
    return ratios[1] / ratios[0] - 1 if ratios[0] else None


def _top_topic(situation: Situation) -> dict[str, Any]:
    """The topic whose negative mentions rose most, with counts and share; empty where topics are not kept."""
    figures, period = situation.figures, situation.period
    if "topic" not in figures.metrics["negative_mentions"].by:
        return {}
    now = _counts(figures.value("negative_mentions", period, by=("topic",)))
    before = _counts(figures.value("negative_mentions", period.previous(), by=("topic",)))
    if not now:
        return {}
    topic = max(sorted(now), key=lambda name: now[name] - before.get(name, 0.0))
    total = sum(now.values())
    return {
        "topic": topic,
        "topic_count": now[topic],
        "topic_previous": before.get(topic, 0.0),
        "topic_share": now[topic] / total if total else None,
    }


def _counts(frame: Any) -> dict[str, float]:  # noqa: ANN401 - Figures.value's frame
    found = {name: basis.reading(row).value for name, row in basis.groups(frame, "topic").items()}
    return {name: value for name, value in found.items() if value is not None and name}
