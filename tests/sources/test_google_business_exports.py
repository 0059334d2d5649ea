"""Google Business Profile: figures by location for the days in the file's name."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, write

SAMPLE = Path(__file__).parents[1] / "samples" / "google_business" / "GMB insights 2026-10-1 - 2026-10-31.csv"


def figures(found):
    frame = found.tables["account_periods"]
    return frame.set_index(["account", "metric", "bucket"])["value"]


def test_the_line_that_describes_columns_is_no_location():
    """Two locations; people that viewed stand by surface and device, never added."""
    found = read(SAMPLE, "google_business")
    assert found.rows_read == found.used == 2
    values = figures(found)
    first = "Demo Pumps, 1 Harbour Lane, Leith EH6 1AA"
    assert values[first, "visitors", "search_mobile"] == 1040
    assert values[first, "direction_requests", ""] == 45
    assert values["DP-2", "link_clicks", ""] == 7
    assert ("DP-2", "messages", "") not in values.index
    assert values["DP-2", "calls", ""] == 0
    frame = found.tables["account_periods"]
    assert set(frame.loc[frame["metric"] == "visitors", "dimension"]) == {"surface_device"}
    assert (frame["period_start"].min(), frame["period_end"].max()) == (
        pd.Timestamp("2026-10-01"),
        pd.Timestamp("2026-10-31"),
    )
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-10-31 23:59:59", tz="UTC")}


def test_a_single_location_is_the_account_of_the_parameters(tmp_path):
    """A location that stands twice counts once."""
    header, described, first, _ = SAMPLE.read_text(encoding="utf-8").splitlines()
    path = write(tmp_path / "insights_2026-09.csv", f"{header}\n{described}\n{first}\n")
    found = read(path, "google_business", account="Leith")
    assert set(found.tables["account_periods"]["account"]) == {"Leith"}
    assert set(found.tables["account_periods"]["period_end"]) == {pd.Timestamp("2026-09-30")}
    twice = write(tmp_path / "again_2026-09.csv", f"{header}\n{described}" + 3 * f"\n{first}")
    assert reasons(read(twice, "google_business")) == dict.fromkeys(
        (4, 5), "stands in the file a second time"
    )


def test_odd_cells_are_set_aside(tmp_path):
    """Below zero, no number, no location; words further down describe nothing."""
    header, described, first, _ = SAMPLE.read_text(encoding="utf-8").splitlines()
    lines = [header, first.replace(",45,", ",-45,"), first.replace(",310,", ",many,"), described]
    found = read(write(tmp_path / "insights_2026-09.csv", "\n".join(lines) + "\n"), "google_business")
    assert reasons(found) == {
        2: "a count below zero",
        3: "not a whole number",
        4: "a cell that every row needs is empty",
    }


def test_the_days_must_be_named(tmp_path):
    """The file itself says none."""
    with pytest.raises(ExportError, match="which days it counts"):
        read(write(tmp_path / "insights.csv", SAMPLE.read_text(encoding="utf-8")), "google_business")
