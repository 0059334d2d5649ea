"""Local day, month, weekday and hour of instants in a brand's zone, resolved once, when importing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

DAY_ONLY = "day_only"
"""Column of a reading: true where the export gave the day but no time."""


def resolve(frame: pd.DataFrame, clock: str, zone: str) -> pd.DataFrame:
    """Add local_date, local_month, local_dow (1 = Monday) and local_hour.

    Rows marked `day_only` carry midnight UTC of a local day: that day is taken as it stands, the hour is
    null, and the instant becomes the day's own beginning in the zone.

    Args:
        frame: Rows with the instants `clock` (UTC), and perhaps `day_only`, which is taken out.
        clock: Name of the column of instants.
        zone: IANA zone.

    Returns:
        A copy with the columns.
    """
    instants = frame[clock].astype("datetime64[us, UTC]")
    local = instants.dt.tz_convert(zone).dt.tz_localize(None)
    timeless = pd.Series(False, index=frame.index)
    if DAY_ONLY in frame:
        timeless = frame[DAY_ONLY].fillna(value=False).astype(bool)
        days = instants.dt.tz_localize(None).dt.normalize()
        # A day that begins at 1 o'clock, because the clock went forward at midnight, begins then.
        first = np.ones(len(days), dtype=bool)
        begins = days.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")
        instants = instants.mask(timeless, begins.dt.tz_convert("UTC"))
        local = local.mask(timeless, days)
    wall = pa.Array.from_pandas(local, type=pa.timestamp("us"))
    hours = pc.if_else(pa.array(timeless.to_numpy()), pa.scalar(None, pa.int64()), pc.hour(wall))
    return frame.drop(columns=DAY_ONLY, errors="ignore").assign(
        **{
            clock: instants,
            "local_date": _series(wall.cast(pa.date32(), safe=False), frame.index),
            "local_month": _series(months(wall), frame.index),
            "local_dow": _series(pc.day_of_week(wall, count_from_zero=False, week_start=1), frame.index),
            "local_hour": _series(hours, frame.index),
        }
    )


def months(days: pa.Array) -> pa.Array:
    """The month of days or wall-clock times, YYYY-MM; distinct ones are written once."""
    numbers = pc.add(pc.multiply(pc.year(days), 12), pc.subtract(pc.month(days), 1))
    found = pc.dictionary_encode(numbers)
    words = [f"{number // 12:04}-{number % 12 + 1:02}" for number in found.dictionary.to_pylist()]
    return pc.take(pa.array(words, pa.string()), found.indices)


def _series(array: pa.Array, index: pd.Index) -> pd.Series:
    return pd.Series(pd.arrays.ArrowExtensionArray(array), index=index)
