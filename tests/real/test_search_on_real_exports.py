"""Positions in web search of a real site, weighted by impressions, against the bytes read anew by pandas."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from kpikit.metrics import open_brand
from kpikit.project import Project

SEARCH = Path(__file__).parents[3] / "shared" / "exports" / "real" / "search_console"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not SEARCH.is_dir(), reason="no real exports here")]

BRAND = """\
brand: guru
name: Guru
timezone: Europe/Stockholm
currency: SEK
terms: {brand: [tool guru, toolguru]}
sources:
  search: {format: search_console, platform: web, received: 2026-03-03}
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("search"))
    project.params.mkdir()
    project.brand_file("guru").write_text(BRAND, encoding="utf-8")
    folder = project.data / "guru" / "search"
    folder.mkdir(parents=True)
    for path in SEARCH.glob("Setheryd__*.csv"):
        shutil.copy(path, folder / path.name)
    return open_brand("guru", project.root)


def raw(name):
    return pd.read_csv(SEARCH / f"Setheryd__{name}.csv")


def test_a_month_is_the_sum_of_its_days_and_positions_are_weighted(shown):
    """Each whole month that had impressions: clicks, click rate, and the mean position over impressions."""
    days = raw("Chart")
    seen = 0
    for month, mine in days.groupby(days["Date"].str[:7]):
        both = mine[mine["Position"].notna() & (mine["Impressions"] > 0)]
        row = shown.value("search_position", month).iloc[0]
        assert shown.value("search_clicks", month)["value"].item() == mine["Clicks"].sum()
        if both.empty:
            assert row["state"] == "missing"
            continue
        seen += 1
        weighted = (both["Position"] * both["Impressions"]).sum() / both["Impressions"].sum()
        assert row["value"] == pytest.approx(weighted)
        rate = shown.value("search_click_rate", month)["value"].item()
        assert rate == pytest.approx(mine["Clicks"].sum() / mine["Impressions"].sum())
    assert seen > 2


def test_brand_searches_and_countries_of_the_whole_span(shown):
    """Queries are exported for the whole span only: the brand's own, by their impressions; countries beside."""
    days, queries, countries = raw("Chart"), raw("Queries"), raw("Countries")
    span = f"{days['Date'].min()}..{days['Date'].max()}"
    own = queries[queries["Top queries"].str.contains(r"\btool ?guru", case=False)]
    assert shown.value("brand_search_clicks", span)["value"].item() == own["Clicks"].sum()
    weighted = (own["Position"] * own["Impressions"]).sum() / own["Impressions"].sum()
    assert shown.value("brand_search_position", span)["value"].item() == pytest.approx(weighted)
    assert shown.value("search_clicks", span)["value"].item() == days["Clicks"].sum()
    found = shown.value("search_clicks_by_country", span, by="country").set_index("country")["value"]
    assert dict(found) == dict(zip(countries["Country"], countries["Clicks"], strict=True))
