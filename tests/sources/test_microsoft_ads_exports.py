"""Microsoft Advertising: ids in brackets, totals at the end, days in the name."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, write

SAMPLE = Path(__file__).parents[1] / "samples" / "microsoft_ads" / "Campaigns_2026-10-01_2026-10-31.csv"
HEADER = "Campaign ID,Campaign,Campaign Type,Spend,Clicks,Impr.\n"


def test_campaigns_without_their_totals():
    """Ids lose their brackets; each footer is held against the rows of its type."""
    found = read(SAMPLE, "microsoft_ads")
    frame = found.tables["ads_periods"]
    assert frame["campaign_id"].tolist() == ["436000001", "436000002", "436000003"]
    assert frame["cost"].tolist() == [602.1, 372.05, 0.0]
    assert frame["impressions"].tolist() == [40_585, 9_120, 0]
    stated = {total.what: total.stated for total in found.totals}
    assert stated["Search total, Spend"] == 974.15
    assert stated["Overall total, Impr."] == 49_705
    assert len(stated) == 12
    assert all(total.holds for total in found.totals)
    assert found.rows_read == 3


def test_the_days_counted_stand_in_the_name(tmp_path):
    """A whole month, or both days; else it is refused."""
    text = SAMPLE.read_bytes().decode("utf-8")
    frame = read(write(tmp_path / "bing 2026-09.csv", text), "microsoft_ads").tables["ads_periods"]
    assert (frame["period_start"][0], frame["period_end"][0]) == (
        pd.Timestamp("2026-09-01"),
        pd.Timestamp("2026-09-30"),
    )
    for name in ("bing_08.csv", "campaigns 2026-10-31.csv"):
        with pytest.raises(ExportError, match="which days it counts"):
            read(write(tmp_path / name, text), "microsoft_ads")


def test_a_total_that_is_not_reached_is_told(tmp_path):
    """A row that can't be read is missing from its type and from the whole."""
    text = HEADER + (
        "[1],A,Search,5.00,1,10\n[2],Lump total,Search,x,1,10\n4.36E+08,C,Search,1.00,1,1\n[4],D,Search,1.00,-1,1\n"
        "[1],A,Search,5.00,1,10\nSearch total,,,12.00,3,30\n\u00a9 2026 Microsoft Corporation. All rights reserved.\n"
    )
    found = read(write(tmp_path / "x_2026-10-01_2026-10-31.csv", text), "microsoft_ads")
    assert reasons(found) == {
        3: "not a number",
        4: "an id that a spreadsheet made a rounded number of",
        5: "a count below zero",
        6: "stands in the file a second time",
    }
    assert found.rows_read == 5
    assert not any(total.holds for total in found.totals)


def test_days_feed_days(tmp_path):
    """By campaign and day, in the file's currency."""
    text = (
        "Day,Currency,"
        + HEADER
        + "2026-10-01,USD,[1],A,Search,5.00,1,10\n2026-10-02,USD,[1],A,Search,6.00,--,10\n"
    )
    found = read(write(tmp_path / "x.csv", text), "microsoft_ads")
    frame = found.tables["ads_daily"]
    assert frame["date"].dt.day.tolist() == [1, 2]
    assert frame["clicks"].isna().tolist() == [False, True]
    assert set(frame["currency"]) == {"USD"}
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-10-02 23:59:59", tz="UTC")}


def test_finer_divisions_are_refused(tmp_path):
    """Rows by ad group would count as campaigns."""
    text = "Ad group," + HEADER + "G,[1],A,Search,5.00,1,10\n"
    with pytest.raises(ExportError, match="divided by ad group"):
        read(write(tmp_path / "x_2026-10-01_2026-10-31.csv", text), "microsoft_ads")
