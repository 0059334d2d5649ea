"""Reports of own profiles, one row a day and profile: Profile Performance, Instagram and TikTok Profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.sources.base import ControlTotal
from kpikit.sources.common.checks import counts, without_figures
from kpikit.sources.common.rows import melt
from kpikit.sources.sprout.layouts import INSTAGRAM, PROFILES, TIKTOK
from kpikit.sources.sprout.parts import accounts, days, networks

if TYPE_CHECKING:
    import pandas as pd

    from kpikit.sources.base import Context, Layout
    from kpikit.sources.common.rows import Rows

_NOT_METRICS = ("date", "network", "profile", "replies")
_NET = "net_follows"
# Measured on Instagram: reach counts advertising, and is larger than the views of many a day.
_SCOPE_UNKNOWN = ("impressions", "views", "video_views")
_PARTS = {
    INSTAGRAM.id: (
        "interactions/organic",
        ("reactions/organic", "comments/organic", "shares/organic", "saves/organic", "replies"),
    ),
    TIKTOK.id: ("interactions", ("reactions", "comments", "shares")),
}
"""Report → its engagements and what they are the sum of (measured exact). Those of Profile Performance hold
answers to stories too, which it has no column for."""


def read(
    rows: Rows, layout: Layout, context: Context, moment: pd.Timestamp, notes: list[str]
) -> list[pd.DataFrame]:
    """Rows of `account_daily`.

    Engagements that are not said to be organic count as of organic and paid content together, so that the
    organic ones of the Instagram report are parts of those of Profile Performance and never added to them.
    """
    platform = {INSTAGRAM.id: "instagram", TIKTOK.id: "tiktok"}.get(layout.id)
    platforms = networks(rows) if layout is PROFILES else None
    profiles = accounts(rows)
    found = days(rows, moment, context)
    names = [name for name in layout.headers if name not in _NOT_METRICS]
    columns = counts(rows, [name for name in names if name != _NET])
    if rows.has(_NET):
        columns[_NET] = rows.integer(_NET)
    without_figures(rows, columns)
    if (found.eq(found.max()) & columns["followers"].isna() & rows.kept).any():
        notes.append("the last day has no follower count: it was not over when the report was made")
    rows.set_aside_repeats(*([platforms] if platforms is not None else []), profiles, found)
    base: dict[str, object] = {
        "platform": platforms if platforms is not None else platform,
        "account": profiles,
        "surface": "",
        "paid_scope": "both",
        "date": found,
        "day_zone": context.zone,
    }
    scoped = {f"{name}/unknown" if name in _SCOPE_UNKNOWN else name: of for name, of in columns.items()}
    return melt(rows, scoped, base)


def totals(rows: Rows, layout: Layout) -> list[ControlTotal]:
    """Engagements against the sum of their parts, over the days that have them."""
    if layout.id not in _PARTS:
        return []
    whole, parts = _PARTS[layout.id]
    if not all(rows.has(name) for name in (whole, *parts)):
        return []
    stated = rows.integer(whole)
    found = sum((rows.integer(name) for name in parts[1:]), rows.integer(parts[0]))
    both = stated.notna() & found.notna() & rows.kept
    return [ControlTotal("engagements by day", float(stated[both].sum()), float(found[both].sum()))]
