"""Google Analytics 4: standard reports under their comment block."""

from __future__ import annotations

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, write


def report(name, table, start="20261001", end="20261031"):
    return (
        f"# ----------------------------------------\n# {name}\n# Account: Demo, Inc\n# Property: Demo\n"
        "# ----------------------------------------\n# \n# All Users\n"
        f"# Start date: {start}\n# End date: {end}\n{table}"
    )


SOURCES = report(
    "Traffic acquisition: Session source / medium",
    "Session source / medium,Sessions,Engaged sessions,Average engagement time per session,Event count,Key events,Total revenue\n"
    "google / organic,200,120,40.5,900,5,100.25\n"
    "l.instagram.com / referral,50,20,10,90,1,0\n"
    "facebook / paid_social,40,20,5.0000472,90,0.5,0\n"
    "newsletter / social,30,20,5,90,0,0\n"
    "(direct) / (none),10,5,1,20,0,0\n",
)


def table(tmp_path, text, name="web", **source):
    return read(write(tmp_path / "Traffic_acquisition.csv", text), "ga4", **source).tables[name]


def test_sources_and_media_are_split_and_given_their_platform(tmp_path):
    """Synonyms stand for one platform; social by medium alone is other_social; the rest is not social."""
    frame = table(tmp_path, SOURCES, timezone="Asia/Kuala_Lumpur", currency="MYR")
    assert frame["source_name"].tolist() == [
        "google",
        "l.instagram.com",
        "facebook",
        "newsletter",
        "(direct)",
    ]
    assert frame["medium"].tolist() == ["organic", "referral", "paid_social", "social", "(none)"]
    assert [None if pd.isna(word) else word for word in frame["platform"]] == [
        None, "instagram", "facebook", "other_social", None,
    ]  # fmt: skip
    assert frame["paid"].tolist() == [False, False, True, False, False]
    assert set(frame["basis"]) == {"session"}
    assert frame["key_events"].tolist() == [5, 1, 0.5, 0, 0]
    assert frame["engagement_seconds"].round(3).tolist() == [8100, 500, 200.002, 150, 10]
    assert set(frame["currency"]) == {"MYR"}
    assert frame["users"].isna().all()


@pytest.mark.parametrize(
    ("start", "end", "grain"),
    [
        ("20261001", "20261031", "month"),
        ("20261005", "20261011", "week"),
        ("20261006", "20261012", "range"),
        ("20261001", "20261001", "day"),
        ("20250101", "20251212", "range"),
    ],
)
def test_the_grain_is_that_of_the_stated_dates(tmp_path, start, end, grain):
    """A month only where it is exactly one; the snapshot is the end of the range."""
    text = report(
        "Events: Event name",
        "Event name,Event count,Total users,Total revenue\npurchase,4,3,99.5\n",
        start,
        end,
    )
    found = read(write(tmp_path / "x.csv", text), "ga4")
    (row,) = found.tables["conversions"].itertuples()
    assert (row.grain, row.period_start, row.period_end) == (grain, pd.Timestamp(start), pd.Timestamp(end))
    assert (row.name, row.count, row.users, row.value) == ("purchase", 4, 3, 99.5)
    assert row.snapshot_at == pd.Timestamp(end, tz="UTC") + pd.Timedelta(hours=23, minutes=59, seconds=59)


def test_first_users_are_a_basis_of_their_own(tmp_path):
    """User acquisition is never mixed with sessions; a channel group says social, not which platform."""
    text = report(
        "User acquisition: First user primary channel group (Default Channel Group)",
        "First user primary channel group (Default Channel Group),Total users,New users,Key events\n"
        "Organic Social,64,62,3\nPaid Search,20,19,1\n",
    )
    frame = table(tmp_path, text)
    assert set(frame["basis"]) == {"first_user"}
    assert frame["channel_group"].tolist() == ["Organic Social", "Paid Search"]
    assert frame["users"].tolist() == [64, 20]
    assert frame["platform"].fillna("").tolist() == ["other_social", ""]
    assert frame["paid"].tolist() == [False, True]
    assert frame["sessions"].isna().all()


def test_weeks_get_their_year_from_the_stated_dates(tmp_path):
    """Week 1 holds 1 January, weeks start on Sunday; parts beyond the range are cut off."""
    text = report(
        "Traffic acquisition: Session primary channel group (Default Channel Group)",
        "Session primary channel group (Default Channel Group),Week,Sessions\nDirect,1,5\nDirect,2,6\nDirect,60,7\n",
        "20260101",
        "20260110",
    )
    found = read(write(tmp_path / "x.csv", text), "ga4")
    frame = found.tables["web"]
    assert frame["period_start"].dt.strftime("%m-%d").tolist() == ["01-01", "01-04"]
    assert frame["period_end"].dt.strftime("%m-%d").tolist() == ["01-03", "01-10"]
    assert list(reasons(found)) == [13]


def test_days_as_second_dimension_are_days(tmp_path):
    """Date as YYYYMMDD."""
    text = report(
        "Traffic acquisition: Session source",
        "Session source,Date,Sessions\ngoogle,20261003,5\ngoogle,20261004,6\n",
    )
    frame = table(tmp_path, text)
    assert frame["period_start"].tolist() == frame["period_end"].tolist()
    assert set(frame["grain"]) == {"day"}


def test_a_second_dimension_that_is_not_served_is_refused(tmp_path):
    """Rows that differ only in a column that isn't read would be taken for one another."""
    text = report(
        "Traffic acquisition: Session source",
        "Session source,Country,Sessions\ngoogle,Malaysia,5\ngoogle,Germany,6\n",
    )
    with pytest.raises(ExportError, match="second dimension 'Country'"):
        table(tmp_path, text)


SNAPSHOT = (
    "# ----\n# Reports snapshot\n# Account: x\n# ----\n#  \n# Start date: 20251203\n# End date: 20260302\n"
    "Active users,New users\n1291,1272\n\n#  \n# Start date: 20251203\n# End date: 20260302\n"
    "Page title and screen class,Views\nHome,756\n"
)
EXPLORATION = (
    "# ----\n# Property\n# Free form-Tab\n# 20241122-20260120\n# ----\n\nPage path,Total users,Sessions\n"
    "/,13,16\n,13789,16244,Grand total\n"
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SNAPSHOT, "GA4 Reports snapshot"),
        (EXPLORATION, "GA4 exploration"),
        (
            report("Pages and screens", "Page path and screen class,Views\n/,3\n"),
            "Pages and screens report.*not served",
        ),
        ("date,sessions,totalUsers\n20261001,5,4\n", "Data API.*not served"),
        ("Session source,Sessions\ngoogle,5\n", "no Start date and End date"),
        (report("x", "Landing page,Bounces\n/,5\n"), "no layout"),
    ],
)
def test_other_writers_are_refused_by_name(tmp_path, text, words):
    """Snapshots and explorations look alike to a parser and mean something else."""
    with pytest.raises(ExportError, match=words):
        read(write(tmp_path / "x.csv", text), "ga4")
