"""What leads of customer-relationship systems have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpikit.sources.common.checks import set_aside_impossible
from kpikit.sources.common.numeric_days import moments
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import CLOCK_CHANGE, NOT_A_DATE
from kpikit.sources.common.snapshots import snapshot_at

if TYPE_CHECKING:
    from datetime import datetime

    import pandas as pd

    from kpikit.sources.base import Context
    from kpikit.sources.common.rows import Rows


class Dated(NamedTuple):
    """The moments of leads.

    Attributes:
        created: When they were made; a day's midnight UTC where only the day is known.
        day_only: Mask of leads of which only the day is known.
        later: Further columns as instants; of days their beginning in the brand's zone.
        moment: The moment that the export is of.
    """

    created: pd.Series
    day_only: pd.Series
    later: dict[str, pd.Series]
    moment: datetime


def dated(rows: Rows, created: str, further: tuple[str, ...], context: Context) -> Dated:
    """Read the columns of moments; leads without a moment, or with an impossible one, are set aside.

    Raises:
        ExportError: Days can't be told, or nothing says of which day the export is.
    """
    found = moments(rows, (created, *further), context)
    for name, column in found.items():
        rows.set_aside(column.unreadable, NOT_A_DATE, name)
        rows.repair(column.ambiguous, CLOCK_CHANGE, name)
    made = found[created].values  # noqa: PD011 - a field of `Moments`
    rows.set_aside(made.isna(), NOT_A_DATE, created)
    zone = context.zone
    local = made.dt.tz_convert(zone).mask(
        found[created].day_only, made.dt.tz_localize(None).dt.tz_localize(zone)
    )
    last = None if context.source.received or made.isna().all() else local[made.notna()].max().date()
    moment = snapshot_at(context, zone, last_day=last)
    set_aside_impossible(rows, made, created, moment, zone)
    later = {
        name: _begins(column.values, column.day_only, context.brand.timezone)
        for name, column in found.items()
        if name != created
    }
    return Dated(made, found[created].day_only.astype("boolean"), later, moment)


def _begins(instants: pd.Series, day_only: pd.Series, zone: str) -> pd.Series:
    """Days without a time begin at midnight of the zone."""
    if not day_only.any():
        return instants
    midnight = instants.dt.tz_localize(None).dt.tz_localize(
        zone, ambiguous="NaT", nonexistent="shift_forward"
    )
    return instants.mask(day_only, midnight.dt.tz_convert("UTC"))


def scrubbed(rows: Rows, name: str, context: Context) -> pd.Series:
    """A column of words that people typed, personal data taken out."""
    return Scrubber.of(context.brand).column(rows.cells(name), 300)
