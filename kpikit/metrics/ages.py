"""Posts of unequal age: which of their snapshots counts, so that like is held against like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kpikit.store.schema import identity

if TYPE_CHECKING:
    from kpikit.metrics.data import Data
    from kpikit.periods import Period

SNAPSHOTS = "post_snapshots"
"""Relation of when posts were published and seen, all snapshots."""

GROWTH = "post_growth"
"""Relation of all snapshots of posts with their counters, and their age in days."""


@dataclass(frozen=True)
class Snapshots:
    """Which snapshot of each post counts, in place of the newest.

    Attributes:
        by: The last one up to this moment; of a post not seen by then the first one after it.
        age_days: The first one in the day after the post reached this age; posts not seen then are left out.
    """

    by: datetime | None = None
    age_days: int | None = None

    @property
    def sql(self) -> str:
        """A relation of posts, in brackets."""
        key = ", ".join(identity("posts"))
        if self.age_days is None:
            assert self.by is not None
            behind = f"epoch(snapshot_at) - {self.by.timestamp()!r}"
            order, kept = f"CASE WHEN {behind} <= 0 THEN 0 ELSE 1 END, abs({behind})", "true"
        else:
            days = (self.age_days, self.age_days + 1)
            age, day_after = (f"published_at + INTERVAL {day} DAY" for day in days)
            order, kept = "snapshot_at", f"snapshot_at >= {age} AND snapshot_at < {day_after}"
        turn = f"row_number() OVER (PARTITION BY {key} ORDER BY {order})"
        ranked = f"SELECT *, {turn} AS turn FROM main.posts_all WHERE {kept}"  # noqa: S608 - our names
        return f"(SELECT * FROM ({ranked}) AS seen WHERE turn = 1)"  # noqa: S608


def equal_lag(data: Data, current: Period, other: Period) -> Snapshots | None:
    """Snapshots of an earlier period's posts as far behind its end as the newest of the current one's.

    None where its posts were seen once only, or as early already.
    """
    newest = data.rows(SNAPSHOTS, _NEWEST, [current.start, current.end])[0][0]
    if newest is None or other.end >= current.end:
        return None
    zone = ZoneInfo(data.timezone)
    lag = datetime.fromtimestamp(newest, zone).date() - current.end
    by = datetime.combine(other.end + lag + timedelta(days=1), time(), zone) - timedelta(microseconds=1)
    again = data.rows(SNAPSHOTS, _AGAIN, [other.start, other.end, by.timestamp()])
    return Snapshots(by=by) if again else None


_NEWEST = f"SELECT epoch(max(snapshot_at)) FROM {SNAPSHOTS} WHERE local_date BETWEEN ? AND ?"  # noqa: S608 - our names
_AGAIN = (
    f"SELECT 1 FROM {SNAPSHOTS} WHERE local_date BETWEEN ? AND ? "  # noqa: S608 - our names
    "GROUP BY platform, account, post_id HAVING count(*) > 1 AND epoch(max(snapshot_at)) > ? LIMIT 1"
)
