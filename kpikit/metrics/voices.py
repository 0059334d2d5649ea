"""What people say, as frames: days above the usual, topics that move, threads and texts to look at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kpikit import statistics
from kpikit.errors import MetricError, Problem
from kpikit.metrics.answers import Answers
from kpikit.metrics.covering import EPOCH, day_number
from kpikit.metrics.relations import ABOUT_US, CANONICAL
from kpikit.metrics.totals import Totals
from kpikit.periods import Period, as_period

if TYPE_CHECKING:
    from datetime import date

    from kpikit.metrics.cells import Group, Query

ORIGINS: dict[str, tuple[str, str, str | None]] = {
    "negative_mentions": ("negative_mentions", "topic", "kind is distinct from 'comment'"),
    "negative_comments": ("negative_mentions", "topic", "kind = 'comment'"),
    "support_tickets": ("support_tickets", "topic", None),
    "lead_questions": ("lead_questions", "question", None),
}
"""Where topics are heard: metric, its column of topics, which of its rows."""

_SPIKES = ("date", "value", "usual", "history", "p", "adjusted", "spike")
_TOPICS = ("origin", "topic", "value", "other", "ratio", "low", "high", "p", "adjusted", "clear", "too_small")
_TEXT = (
    "platform, mention_id, local_date, kind, language, topic, sentiment, sentiment_source, engagements, "
    "permission, link, text"
)


class Voices(Answers):
    """What `Figures` answers on what people say."""

    def spikes(
        self, period: Period | str | int, metric_id: str = "negative_mentions", where: str | None = None
    ) -> pd.DataFrame:
        """Days with more than is usual on their weekday.

        A day is held against the same weekdays of the weeks before it (negative binomial, since counts
        spread more than Poisson's); p-values of all days are adjusted together (Benjamini-Hochberg).

        Returns:
            A row a covered day: date, value, usual (mean of the history), history (how many days), p (nan
            where the history is too short), adjusted, spike (adjusted p at most `false_discovery`, and at
            least `spike_least_count`).

        Raises:
            MetricError: The metric isn't counted by day.
        """
        counts = self._daily(self._query(metric_id, (), where), as_period(period))
        first, last = (day_number(day) for day in (as_period(period).start, as_period(period).end))
        weeks, least = (int(self.thresholds[name]) for name in ("spike_weeks", "spike_least_history"))
        found = []
        for day in (day for day in counts if first <= day <= last):
            earlier = [counts[day - 7 * week] for week in range(1, weeks + 1) if day - 7 * week in counts]
            tail = statistics.negbin_tail(earlier, counts[day]) if len(earlier) >= max(least, 2) else None
            usual, p = (tail.mean, tail.p) if tail else (math.nan, math.nan)
            found.append((_day(day), counts[day], usual, len(earlier), p))
        frame = pd.DataFrame(found, columns=list(_SPIKES[:5]))
        frame["adjusted"] = _adjusted(frame["p"])
        unusual = frame["adjusted"] <= self.thresholds["false_discovery"]
        frame["spike"] = unusual & (frame["value"] >= self.thresholds["spike_least_count"])
        return frame

    def topics(self, period: Period | str | int, other: Period | str | int | None = None) -> pd.DataFrame:
        """What negative mentions, comments, tickets and questions of leads are about; what moved most first.

        Returns:
            A row a topic and origin (one of ORIGINS): value and other (counts in the period and in `other`,
            by default the one before, on covered days), ratio of the counts a day (1 = no change; nan where
            it is new) with its interval (quasi-Poisson), p, adjusted (Benjamini-Hochberg over
            those of enough cases), clear (adjusted p at most `false_discovery`), too_small (never to be named
            as a mover). Clear ones first, by how far they moved; then the others by count.
        """
        current = as_period(period)
        against = current.previous() if other is None else as_period(other)
        rows = [
            row
            for origin, (metric_id, column, where) in ORIGINS.items()
            if metric_id in self.offered()
            for row in self._moved(origin, self._query(metric_id, (column,), where), (current, against))
        ]
        frame = pd.DataFrame(rows, columns=[name for name in _TOPICS if name not in ("adjusted", "clear")])
        enough = ~frame["too_small"].astype(bool)
        frame["adjusted"] = _adjusted(frame["p"].astype(float).where(enough))
        frame["clear"] = frame["adjusted"] <= self.thresholds["false_discovery"]
        steps = frame["ratio"].astype(float).where(frame["clear"], 1.0)
        frame["moved"] = np.abs(np.log(steps.to_numpy()))
        order = ["moved", "value", "origin", "topic"]
        frame = frame.sort_values(order, ascending=[False, False, True, True], ignore_index=True)
        return frame[list(_TOPICS)]

    def negative_threads(self, period: Period | str | int, n: int = 5) -> pd.DataFrame:
        """The largest conversations of the period's negative texts.

        Returns:
            platform, thread, negative (texts of the period labelled so), texts (of others in it), engagements
            (of all these, nan where unknown), first_day, last_day (of the negative ones), answered (whether
            the brand answered any of them), link (of one of them). Texts outside a conversation are one of
            their own; those under one of the brand's posts belong together.
        """
        span = as_period(period)
        sql = (
            "SELECT platform, coalesce(thread_id, post_id, mention_id) AS thread, "  # noqa: S608 - our names
            "SUM(CASE WHEN sentiment = 'negative' THEN 1 ELSE 0 END) AS negative, COUNT(*) AS texts, "
            "CAST(SUM(engagements) AS DOUBLE) AS engagements, "
            "MIN(CASE WHEN sentiment = 'negative' THEN local_date END) AS first_day, "
            "MAX(CASE WHEN sentiment = 'negative' THEN local_date END) AS last_day, "
            "bool_or(replied_at IS NOT NULL) AS answered, MIN(link) AS link "
            f"FROM mentions WHERE {ABOUT_US} AND local_date BETWEEN ? AND ? "
            "GROUP BY platform, coalesce(thread_id, post_id, mention_id) "
            "HAVING SUM(CASE WHEN sentiment = 'negative' THEN 1 ELSE 0 END) > 0 "
            f"ORDER BY negative DESC, texts DESC, platform, thread LIMIT {int(n)}"
        )
        return pd.DataFrame(self._data.fetch("mentions", sql, [span.start, span.end]))

    def texts(self, period: Period | str | int, which: str, n: int = 20) -> pd.DataFrame:
        """Texts of the period to look through: those with most engagements first.

        Args:
            period: Texts published in it.
            which: alert (with one of the brand's alert words), negative, or praise (positive ones: what
                testimonials may be asked for).
            n: How many.

        Returns:
            platform, mention_id, local_date, kind, language, topic, sentiment, sentiment_source, engagements,
            permission, link, text (without handles of private people). Nobody's name.

        Raises:
            MetricError: `which` is none of those.
        """
        conditions = {
            "alert": self._data.compiler.expression("has_alert_term(mention_id)"),
            "negative": "sentiment = 'negative'",
            "praise": "sentiment = 'positive'",
        }
        if which not in conditions:
            raise MetricError(Problem(f"no texts {which!r}", allowed=", ".join(conditions)))
        span = as_period(period)
        sql = (
            f"SELECT {_TEXT} FROM {CANONICAL}.mentions WHERE {conditions[which]} AND {ABOUT_US} "  # noqa: S608 - our names
            "AND local_date BETWEEN ? AND ? "
            f"ORDER BY coalesce(engagements, 0) DESC, local_date, platform, mention_id LIMIT {int(n)}"
        )
        return pd.DataFrame(self._data.fetch("mentions", sql, [span.start, span.end]))

    def _daily(self, query: Query, period: Period) -> dict[int, float]:
        """Counts of the covered days of a period and of the weeks before it."""
        totals = self._compute(query)
        weeks = int(self.thresholds["spike_weeks"])
        long = Period(_day(day_number(period.start) - 7 * weeks), period.end)
        counts = totals.by_day(long, ()) if isinstance(totals, Totals) else None
        if query.metric.kind != "count" or (counts is None and query.metric.id in self.offered()):
            raise MetricError(Problem(f"{query.metric.id} isn't counted by day, so it has no spikes"))
        return counts if counts is not None and query.metric.id in self.offered() else {}

    def _moved(self, origin: str, query: Query, periods: tuple[Period, Period]) -> list[dict[str, Any]]:
        totals = self._compute(query)
        groups: list[Group] = [group for group in totals.parts.groups if group[0] is not None]
        found = []
        for group in groups:
            days = [totals.by_day(period, group) or {} for period in periods]
            now, before = (list(counts.values()) for counts in days)
            value, other = (float(sum(counts)) if counts else math.nan for counts in (now, before))
            if not np.nansum([value, other]):
                continue
            ratio = statistics.count_rate_ratio(now, before)
            found.append(
                {"origin": origin, "topic": group[0], "value": value, "other": other}
                | {"ratio": ratio.ratio.value, "low": ratio.ratio.low, "high": ratio.ratio.high, "p": ratio.p}
                | {"too_small": np.nansum([value, other]) < self.thresholds["topic_least_n"]}
            )
        return found


def _adjusted(p: pd.Series[float]) -> pd.Series[float]:
    """Adjusted p-values of those that have one."""
    known = p.notna()
    adjusted = p.astype(float).copy()
    if known.any():
        adjusted[known] = statistics.benjamini_hochberg(p[known])
    return adjusted


def _day(number: int) -> date:
    return EPOCH + pd.Timedelta(days=number).to_pytimedelta()
