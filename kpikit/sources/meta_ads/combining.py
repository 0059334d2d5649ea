"""Rows of one key: names of ads repeat, only ids are keys; ad sets have no place in the table of days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit import dictionary

if TYPE_CHECKING:
    from collections.abc import Sequence

ADDITIVE = (
    "impressions", "clicks", "link_clicks", "video_views", "conversions", "leads",
    "cost", "attributed_revenue",
)  # fmt: skip
_UNIQUE_RESULTS = "reach|alcance"


def combined(frame: pd.DataFrame, table: str, notes: list[str]) -> pd.DataFrame:
    """One row a key of the canonical table: counts and amounts added up, reach left out.

    Results are added up where all rows mean the same by them, and are no reach.
    """
    key = [name for name in dictionary.table(table).key if name in frame]
    shared = frame.duplicated(key, keep=False)
    if not shared.any():
        return frame
    groups = frame[shared].groupby(key, dropna=False, sort=False)
    joined = pd.DataFrame([_joined(group, key) for _, group in groups])
    notes.append(
        f"{int(shared.sum())} rows have the key of another: added up into {len(joined)}, without their reach"
    )
    joined = joined.astype({name: frame[name].dtype for name in joined.columns})
    return pd.concat([frame[~shared], joined], ignore_index=True).sort_values("line", ignore_index=True)


def _joined(group: pd.DataFrame, key: Sequence[str]) -> pd.Series:
    row = {}
    for name in group.columns:
        column = group[name]
        if name in key or name == "line":
            row[name] = column.iloc[0]
        elif name in ADDITIVE:
            row[name] = column.sum(min_count=1)
        elif name == "results":
            row[name] = column.sum(min_count=1) if _one_meaning(group) else pd.NA
        elif name == "reach":
            row[name] = pd.NA
        else:
            row[name] = column.iloc[0] if len(column.unique()) == 1 else pd.NA
    return pd.Series(row, dtype="object")


def _one_meaning(group: pd.DataFrame) -> bool:
    """Whether the results of the rows that have some are of one known type that adds up."""
    if "result_type" not in group:
        return False
    types = group.loc[group["results"].notna(), "result_type"]
    if types.isna().any() or len(types.unique()) != 1:
        return False
    return not types.str.contains(_UNIQUE_RESULTS, case=False).any()
