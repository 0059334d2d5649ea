"""What Sprout's reports have in common: networks, profiles, days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.sources.common import values
from kpikit.sources.common.checks import set_aside_impossible, unguarded
from kpikit.sources.common.rows import NOT_A_DATE
from kpikit.sources.sprout.layouts import NETWORKS

if TYPE_CHECKING:
    import pandas as pd

    from kpikit.sources.base import Context
    from kpikit.sources.common.rows import Rows

DAYS = ("%m-%d-%Y",)
"""Months stand first in all reports, whatever the workspace's language."""


def networks(rows: Rows) -> pd.Series:
    """The platform of each row; rows of a network without a name that is known are set aside."""
    written = values.folded(rows.cells("network"))
    platforms = written.map(NETWORKS).astype("string")
    rows.set_aside(platforms.isna(), "a network that is not known", "network")
    return platforms


def accounts(rows: Rows) -> pd.Series:
    """The profile of each row: a report holds several, so it is the file that names them."""
    names = unguarded(rows.text("profile", 200))
    rows.set_aside(names.isna(), "no name of the page", "profile")
    return names


def days(rows: Rows, moment: pd.Timestamp, context: Context) -> pd.Series:
    """The day of each row."""
    found = rows.day("date", DAYS)
    rows.set_aside(found.isna(), NOT_A_DATE, "date")
    set_aside_impossible(rows, found, "date", moment, context.zone)
    return found
