"""Campaigns with their dates, followers' hours, and what no source supplies: frames to find one's way by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.metrics.answers import Answers
from kpikit.metrics.relations import MADE_OF
from kpikit.periods import Period, as_period
from kpikit.sources import suppliers

if TYPE_CHECKING:
    from kpikit.metrics.model import Metric

_CAMPAIGNS = {
    "posts": "platform, local_date AS first, local_date AS last, 1 AS posts",
    "ads_daily": "platform, date AS first, until AS last, 0 AS posts",
    "leads": "CAST(NULL AS VARCHAR) AS platform, local_date AS first, local_date AS last, 0 AS posts",
}
"""Table → what its rows tell of a campaign."""


class Entities(Answers):
    """The part of Figures that lists what figures can be asked of."""

    def not_offered(self) -> pd.DataFrame:
        """Metrics that no source of the brand supplies, and what would.

        Returns:
            metric, name, reads (`table.column` of its inputs), formats (those whose exports feed its tables;
            a mapping can feed any).
        """
        known = set(self.offered())
        rows = [
            (entry.id, entry.name, ", ".join(entry.inputs), ", ".join(self._formats(entry)))
            for entry in self.metrics.values()
            if entry.id not in known
        ]
        return pd.DataFrame(rows, columns=["metric", "name", "reads", "formats"])

    def _formats(self, metric: Metric) -> list[str]:
        if metric.form == "quotient":
            parts = (self.metrics[metric.spec[side]] for side in ("of", "per"))
            return list(dict.fromkeys(name for part in parts for name in self._formats(part)))
        tables = MADE_OF.get(metric.table, (metric.table,))
        return sorted({name for table in tables for name in suppliers(table)} | {"mapped"})

    def campaigns(self) -> pd.DataFrame:
        """Campaigns that posts, ads or leads name, with their first and last day.

        Returns:
            campaign, first_day, last_day, period (these days as one writes a period), posts, platforms (how
            many); the newest first.
        """
        found: dict[str, list[tuple[Any, ...]]] = {}
        for table, columns in _CAMPAIGNS.items():
            if self._data.supplied(table):
                sql = f"SELECT campaign, {columns} FROM {table} WHERE coalesce(campaign, '') <> ''"  # noqa: S608
                for campaign, *row in self._data.once(table, sql):
                    found.setdefault(campaign, []).append(tuple(row))
        rows: list[Any] = []
        for campaign, told in found.items():
            platforms, firsts, lasts, posts = zip(*told, strict=True)
            span = Period(min(day for day in firsts if day), max(day for day in lasts if day))
            count = len(set(platforms) - {None})
            rows.append((campaign, span.start, span.end, span.id, sum(posts), count))
        rows.sort(key=lambda row: (row[1], row[0]), reverse=True)
        names = ["campaign", "first_day", "last_day", "period", "posts", "platforms"]
        return pd.DataFrame(rows, columns=names)

    def active_hours(self, period: Period | str | int) -> pd.DataFrame:
        """When followers are on the platform, as it states them: to be read beside the best times.

        Returns:
            platform, weekday (1 = Monday), hour (of the platform's own day: `zone`), active_followers (mean),
            n (days), zone.
        """
        span = as_period(period)
        sql = (
            "SELECT platform, date, hour, CAST(active_followers AS DOUBLE) AS active_followers, "
            "day_zone AS zone FROM active_hours WHERE date BETWEEN ? AND ? AND active_followers IS NOT NULL"
        )
        rows = pd.DataFrame(self._data.fetch("active_hours", sql, [span.start, span.end]))
        rows["weekday"] = pd.to_datetime(rows["date"]).dt.day_of_week + 1
        cells = rows.groupby(["platform", "weekday", "hour"], as_index=False)
        return cells.agg(
            active_followers=("active_followers", "mean"),
            n=("active_followers", "size"),
            zone=("zone", "first"),
        )
