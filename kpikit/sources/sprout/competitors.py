"""Reports of competitors' public figures, one row a day and profile; own profiles stand among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.base import ControlTotal
from kpikit.sources.common.checks import counts, without_figures
from kpikit.sources.common.personal import handle
from kpikit.sources.sprout.layouts import COMPETITORS, INSTAGRAM_COMPETITORS
from kpikit.sources.sprout.parts import accounts, days, networks

if TYPE_CHECKING:
    from kpikit.sources.base import Context, Layout
    from kpikit.sources.common.rows import Rows

_NET = "net_followers"


def read(rows: Rows, layout: Layout, context: Context, moment: pd.Timestamp) -> list[pd.DataFrame]:
    """Rows of `competitors`, each of a period of one day; days without any figure are set aside."""
    by_network = layout is COMPETITORS
    platforms = (
        networks(rows) if by_network else pd.Series("instagram", index=range(len(rows)), dtype="string")
    )
    names = accounts(rows)
    found = days(rows, moment, context)
    columns = counts(rows, ("followers", "posts", "engagements"))
    if rows.has(_NET):
        columns[_NET] = rows.integer(_NET)
    without_figures(rows, columns)
    rows.set_aside_repeats(platforms, names, found)
    own = {
        handle(name)
        for name in (context.source.account, context.brand.name, *context.brand.own_accounts)
        if name is not None
    }
    return [
        rows.frame(
            {
                "platform": platforms,
                "name": names,
                "is_own": names.map(handle, na_action="ignore").isin(own).astype("boolean"),
                "period_start": found,
                "period_end": found,
                **columns,
            }
        )
    ]


def totals(rows: Rows, layout: Layout) -> list[ControlTotal]:
    """Instagram's public engagements are likes and comments; those of other networks differ."""
    if layout is not INSTAGRAM_COMPETITORS or not (rows.has("likes") and rows.has("comments")):
        return []
    stated = rows.integer("engagements")
    found = rows.integer("likes") + rows.integer("comments")
    both = stated.notna() & found.notna() & rows.kept
    what = "public engagements by day"
    return [ControlTotal(what, float(stated[both].sum()), float(found[both].sum()))]
