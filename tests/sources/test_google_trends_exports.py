"""Google Trends: an index of its own file, in many languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from kpikit.reader import read_file
from kpikit.sources import identify
from tests.sources.reading import read, reasons, write

SAMPLES = Path(__file__).parents[1] / "samples" / "google_trends"


def interest(path, **source):
    return read(path, "google_trends", **source).tables["search_interest"]


def test_below_one_is_neither_nothing_nor_one():
    """`<1` has no value and says so; 0 stays 0; the terms stand below each other."""
    frame = interest(SAMPLES / "multiTimeline.csv")
    first = frame[frame["term"] == "cellar pump"]
    assert first["value"].tolist()[:3] == [28, 36, 0]
    assert first["value"].isna().tolist() == [False, False, False, True]
    assert first["below_one"].tolist() == [False, False, False, True]
    assert frame.loc[frame["term"] == "garden pump", "below_one"].tolist() == [False, False, True, False]
    assert set(frame["geo"]) == {"Germany"}
    assert first["date"].tolist()[0] == pd.Timestamp("2026-08-30")
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-09-20 23:59:59", tz="UTC")}
    assert first["line"].tolist() == [4, 5, 6, 7]


def test_full_width_colons_and_brackets():
    """A Chinese export, by month."""
    frame = interest(SAMPLES / "multiTimeline zh.csv")
    assert frame[["term", "geo"]].drop_duplicates().to_numpy().tolist() == [["厨房清洁", "中国"]]
    assert frame["date"].dt.strftime("%Y-%m-%d").tolist() == ["2026-07-01", "2026-08-01", "2026-09-01"]


@pytest.mark.parametrize(
    ("category", "column", "header"),
    [
        ("类别：所有类别", "semaine", "x: (France)"),
        ("カテゴリ: すべてのカテゴリ", "月", "x: (日本)"),
        ("Categoria: tutte le categorie", "Mese", "x: (Italia)"),
        ("Catégorie : Toutes les catégories", "Jour", "x: (Congo (Brazzaville))"),
    ],
)
def test_other_languages(tmp_path, category, column, header):
    """Column names in a language that need not be that of the first line."""
    day = "2026-10" if column in ("月", "Mese") else "2026-10-04"
    text = f"{category}\n\n{column},{header}\n{day},7\n"
    frame = interest(write(tmp_path / "multiTimeline.csv", text))
    assert frame["value"].tolist() == [7]
    assert frame["geo"].tolist() == [header.partition(": (")[2][:-1]]


def test_a_copy_saved_by_a_spreadsheet(tmp_path):
    """Semicolons, no first lines; a column of the user's own is left out and told."""
    text = "Mese;mia-somma;pompa: (Italia)\n2026-09;140;54\n2026-10;130;<1\n"
    found = read(write(tmp_path / "multiTimeline.csv", text), "google_trends")
    assert found.tables["search_interest"]["term"].unique().tolist() == ["pompa"]
    assert found.notes == ["1 column(s) without a place are not of Google Trends: not read"]
    assert found.used == 2


def test_what_is_no_index_is_set_aside(tmp_path):
    """Above 100, no number, no day, the day again; an empty cell is missing."""
    text = (
        "Category: All categories\n\nDay,a: (Worldwide),b: (Worldwide)\n2026-10-01,101,1\n2026-10-02,x,1\n"
        "soon,1,1\n2026-10-03,,5\n2026-10-03,2,5\n"
    )
    found = read(write(tmp_path / "multiTimeline.csv", text), "google_trends")
    assert reasons(found) == {
        4: "no index from 0 to 100",
        5: "not a number",
        6: "not a date in the format of this export",
        8: "stands in the file a second time",
    }
    assert found.tables["search_interest"][["term", "value"]].to_numpy().tolist() == [["b", 5]]


def test_hours_and_related_queries_are_refused_by_name(tmp_path):
    """A day's table can't hold hours; related queries are no course of time."""
    hours = "Category: All categories\n\nTime,a: (Worldwide)\n2026-10-01T13:00:00,5\n"
    with pytest.raises(ExportError, match=r"by hour or minute.*not served"):
        read(write(tmp_path / "multiTimeline.csv", hours), "google_trends")
    related = 'Category: Games\n"pumps: (9/25/26, 9:43\u202fAM - 9/26/26, Worldwide)"\n\nTOP\npump,100\npumps,99\n\nRISING\nquiet pump,+900%\nbig pump,Breakout\n'
    with pytest.raises(ExportError, match=r"related queries.*not served"):
        read(write(tmp_path / "relatedQueries.csv", related), "google_trends")


def test_a_day_alone_makes_no_trends_export(tmp_path):
    """Other files with a column Day or Week aren't taken for one."""
    path = write(tmp_path / "x.csv", "Week,Foo,Bar\n2026-10-04,1,2\n")
    with pytest.raises(ExportError, match="no layout"):
        read(path, "google_trends", received=date(2026, 10, 5))
    assert "Trends" not in identify(read_file(path))
