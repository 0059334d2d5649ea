"""Customers of a real CD shop: cohorts, gaps, the lapsed, counted anew by pandas."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kpikit.periods import Period
from tests.metrics.tiny import at, event, figures

ORDERS = Path(__file__).parents[3] / "shared" / "exports" / "real" / "orders" / "CDNOW_sample.txt"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not ORDERS.is_file(), reason="no real exports here")]
MONTH = Period.month(1998, 5)


@pytest.fixture(scope="module")
def days():
    """Purchase days of the sample's customers, one row each."""
    columns = ["master", "customer", "day", "items", "total"]
    frame = pd.read_csv(ORDERS, sep=r"\s+", names=columns, dtype={"customer": str, "day": str})
    frame["day"] = pd.to_datetime(frame["day"], format="%Y%m%d")
    return frame


@pytest.fixture(scope="module")
def shown(days):
    """Figures over all its transactions."""
    exported = datetime.fromisoformat("1998-07-01T08:00:00+00:00")
    rows = [
        event(
            day.date(),
            order_id=str(number),
            customer_key=customer,
            created_at=at(day.date()),
            status="paid",
            total=total,
            snapshot_at=exported,
        )
        for number, (customer, day, total) in enumerate(
            zip(days["customer"], days["day"], days["total"], strict=True)
        )
    ]
    return figures(orders=rows)


def until(days):
    return days[days["day"] <= pd.Timestamp(MONTH.end)].drop_duplicates(["customer", "day"])


def value(shown, metric):
    return shown.value(metric, MONTH).iloc[0]


def test_repeat_and_returning_customers(days, shown):
    """Two different days in the 365 days to the end of May; May's customers with an earlier day."""
    known = until(days)
    year = known[known["day"] > pd.Timestamp(MONTH.end) - pd.Timedelta(days=365)]
    counts = year.groupby("customer")["day"].nunique()
    row = value(shown, "repeat_purchase_rate")
    assert (row["numerator"], row["denominator"]) == ((counts > 1).sum(), len(counts))
    may = known[known["day"] >= pd.Timestamp(MONTH.start)]["customer"].unique()
    first = known.groupby("customer")["day"].min()
    last = known.groupby("customer")["day"].max()
    row = value(shown, "returning_customer_rate")
    assert (row["numerator"], row["denominator"]) == ((first[may] < last[may]).sum(), len(may))


def test_gaps_and_the_lapsed(days, shown):
    """The 90th percentile of gaps, and who was silent for longer than it, or than 30 days."""
    known = until(days).sort_values(["customer", "day"])
    gaps = known.groupby("customer")["day"].diff().dropna().dt.days
    limit = np.percentile(gaps, 90)
    row = value(shown, "purchase_gap_90th_percentile")
    assert (row["value"], row["n"]) == (pytest.approx(24 * limit), len(gaps))
    silent = (pd.Timestamp(MONTH.end) - known.groupby("customer")["day"].max()).dt.days
    assert value(shown, "lapsed_customers")["value"] == (silent > 30).sum()
    assert value(shown, "lapsed_customers_by_own_gap")["value"] == (silent > limit).sum()
    listed = shown.lapsed(MONTH, "lapsed_customers_by_own_gap")
    assert set(listed["customer"]) == set(silent[silent > limit].index)


def test_cohorts_and_pooled_retention(days, shown):
    """Customers of each first month seen again k months later, and the pool of cohorts old enough."""
    known = until(days)
    month = known["day"].dt.year * 12 + known["day"].dt.month
    first = month.groupby(known["customer"]).transform("min")
    seen = pd.DataFrame(
        {"customer": known["customer"], "cohort": first, "k": month - first}
    ).drop_duplicates()
    table = pd.crosstab(seen["cohort"], seen["k"])
    frame = shown.cohorts(MONTH).dropna(subset="retained")
    for row in frame.itertuples():
        year, number = (int(part) for part in row.cohort.split("-"))
        assert row.retained == table.loc[year * 12 + number].get(row.k, 0)
    pooled = shown.retention(MONTH).set_index("k")
    last = MONTH.end.year * 12 + MONTH.end.month
    for k in (1, 6, 15):
        old = table[table.index + k <= last]
        assert pooled.loc[k, "share"] == pytest.approx(old.get(k, pd.Series([0])).sum() / old[0].sum())
