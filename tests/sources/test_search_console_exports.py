"""Search Console: totals by date, items with the days of their export."""

from __future__ import annotations

import zipfile

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, write

DATES = (
    "Date,Clicks,Impressions,CTR,Position\n2026-03-03,1,2,50%,1\n2026-03-02,0,4,0%,20.8\n2026-03-01,0,0,,\n"
)
QUERIES = "Top queries,Clicks,Impressions,CTR,Position\nred pump,1,2,50%,8.09\n"
COUNTRIES = "Country,Clicks,Impressions,CTR,Position\nGreece,1,6,16.67%,6.85\n"
FILTERS = "Filter,Value\nSearch type,Web\nDate,Last 3 months\n"


def test_a_day_without_impressions_has_no_position(tmp_path):
    """Blank rate and position are missing; clicks and impressions are a reported 0."""
    frame = read(write(tmp_path / "Dates.csv", DATES), "search_console").tables["search"]
    row = frame[frame["period_start"] == "2026-03-01"].iloc[0]
    assert (row["clicks"], row["impressions"]) == (0, 0)
    assert pd.isna(row["position"])
    assert set(frame["dimension"]) == {"date"}
    assert set(frame["item"]) == {""}
    assert set(frame["grain"]) == {"day"}


def test_items_take_their_days_from_the_table_beside_them(tmp_path):
    """Loose files of one export share what stands before their names; another export's dates are not theirs."""
    write(tmp_path / "Iman__Dates.csv", DATES)
    write(tmp_path / "Other__Dates.csv", DATES.replace("2026-03", "2025-01"))
    path = write(tmp_path / "Iman__Queries.csv", QUERIES)
    found = read(path, "search_console")
    (row,) = found.tables["search"].itertuples()
    assert (row.dimension, row.item, row.clicks, row.position) == ("query", "red pump", 1, 8.09)
    assert (row.period_start, row.period_end) == (pd.Timestamp("2026-03-01"), pd.Timestamp("2026-03-03"))
    assert list(found.rests_on) == ["Iman__Dates.csv"]


def test_a_zip_is_one_export(tmp_path):
    """All tables at once; clicks by country are compared with those by date."""
    path = tmp_path / "https___www.x.example_-Performance-on-Search-2026-03-05.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {
            "Queries": QUERIES,
            "Chart": DATES,
            "Countries": COUNTRIES,
            "Filters": FILTERS,
        }.items():
            archive.writestr(f"{name}.csv", text)
    found = read(path, "search_console")
    frame = found.tables["search"]
    assert frame.groupby("dimension").size().to_dict() == {"country": 1, "date": 3, "query": 1}
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-03-06 07:59:59", tz="UTC")}
    assert all(total.holds for total in found.totals)
    assert "clicks by country, against those by date" in {total.what for total in found.totals}
    assert found.rows_read == 7


@pytest.mark.parametrize(
    "written", ["1 Jan 2025-31 Dec 2025", "Jan 1, 2025-Dec 31, 2025", "2025-01-01-2025-12-31"]
)
def test_absolute_filters_say_the_days(tmp_path, written):
    """Without the table by date, absolute dates in the filters serve."""
    write(tmp_path / "Filters.csv", f'Filter,Value\nSearch type,Web\nDate,"{written}"\n')
    found = read(write(tmp_path / "Queries.csv", QUERIES), "search_console")
    (row,) = found.tables["search"].itertuples()
    assert (row.period_start, row.period_end) == (pd.Timestamp("2025-01-01"), pd.Timestamp("2025-12-31"))


def test_a_relative_filter_alone_fixes_no_days(tmp_path):
    """ "Last 3 months" ends some days before the day of export, which the file doesn't say."""
    write(tmp_path / "Filters.csv", FILTERS)
    with pytest.raises(ExportError, match="which days it counts"):
        read(write(tmp_path / "Queries.csv", QUERIES), "search_console")


@pytest.mark.parametrize("line", ["Page,+/blog/", "Search type,Image", "Country,Germany"])
def test_filtered_exports_are_refused(tmp_path, line):
    """A part of the searches is no total."""
    write(tmp_path / "x_Filters.csv", f"Filter,Value\n{line}\nDate,Last 3 months\n")
    with pytest.raises(ExportError, match="part of web search"):
        read(write(tmp_path / "x_Dates.csv", DATES), "search_console")


@pytest.mark.parametrize(
    ("dates", "items", "names"),
    [
        ("Date,Clics,Impressions,CTR,Position", "Requêtes les plus fréquentes,Clics,Impressions,CTR,Position", "Requêtes"),
        ("Fecha,Clics,Impresiones,CTR,Posición", "Páginas principales,Clics,Impresiones,CTR,Posición", "Páginas"),
    ],
)  # fmt: skip
def test_french_and_spanish_headers_are_the_same_tables(tmp_path, dates, items, names):
    """Decimals stay points, separators commas."""
    write(tmp_path / "Dates.csv", DATES.replace("Date,Clicks,Impressions,CTR,Position", dates))
    found = read(write(tmp_path / f"{names}.csv", f"{items}\npompe,1,2,50%,8.09\n"), "search_console")
    assert found.tables["search"]["position"].tolist() == [8.09]


def test_a_comparison_is_refused_by_name(tmp_path):
    """Two periods side by side."""
    text = "Top queries,Last 3 months Clicks,Previous 3 months Clicks,Last 3 months Position\npump,1,2,3\n"
    with pytest.raises(ExportError, match="comparison of two periods"):
        read(write(tmp_path / "Queries.csv", text), "search_console")


def test_the_filters_alone_feed_nothing(tmp_path):
    """They are accounted for and are no figures."""
    found = read(write(tmp_path / "Filters.csv", FILTERS), "search_console")
    assert (found.tables, found.rows_read, found.used) == ({}, 2, 2)
