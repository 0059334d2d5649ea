"""Search Console: totals by date, items with the days of their export."""

from __future__ import annotations

import zipfile
from datetime import date

import openpyxl
import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, write

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


@pytest.mark.parametrize("line", ["Page,+/blog/", "Country,Germany", "Requête,+pompe"])
def test_filtered_exports_are_refused(tmp_path, line):
    """A part of the searches is no total."""
    write(tmp_path / "x_Filters.csv", f"Filter,Value\n{line}\nDate,Last 3 months\n")
    with pytest.raises(ExportError, match="part of the searches"):
        read(write(tmp_path / "x_Dates.csv", DATES), "search_console")


@pytest.mark.parametrize(
    ("head", "kind", "surface"),
    [
        ("Filter,Value", "Search type,Web", "web"),
        ("Filter,Value", "Search type,Image", "image"),
        ("Filter,Value", "Search type,Video", "video"),
        ("Filter,Value", "Search type,News", "news"),
        ("Filtre,Valeur", "Type de recherche,Vidéo", "video"),
        ("Filtro,Valor", "Tipo de búsqueda,Noticias", "news"),
    ],
)
def test_each_search_type_stands_apart(tmp_path, head, kind, surface):
    """Clicks on images are no clicks from web search."""
    write(tmp_path / "Filters.csv", f"{head}\n{kind}\nDate,Last 3 months\n")
    frame = read(write(tmp_path / "Dates.csv", DATES), "search_console").tables["search"]
    assert set(frame["surface"]) == {surface}


def test_a_search_type_that_is_not_known_is_refused(tmp_path):
    """Google News is another one than the News tab."""
    write(tmp_path / "Filters.csv", "Filter,Value\nSearch type,Google News\n")
    with pytest.raises(ExportError, match="search type that is not served"):
        read(write(tmp_path / "Dates.csv", DATES), "search_console")


def zipped(path, **members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name.replace('_', ' ')}.csv", text)
    return path


DISCOVER = "Date,Clicks,Impressions,CTR\n2026-03-02,3,40,7.5%\n2026-03-01,0,5,0%\n"


def test_discover_has_no_positions(tmp_path):
    """Its surface is told by the filters, or by the table of appearances in Discover."""
    pages = "Top pages,Clicks,Impressions,CTR\nhttps://demo.example/,3,45,6.67%\n"
    for number, told in enumerate(
        (
            {"Filters": "Filter,Value\nSearch type,Discover\nDate,Last 3 months\n"},
            {"Discover_appearance": "Discover appearance,Clicks,Impressions,CTR\n"},
        )
    ):
        path = zipped(tmp_path / f"{number}-2026-03-05.zip", Chart=DISCOVER, Pages=pages, **told)
        found = read(path, "search_console")
        frame = found.tables["search"]
        assert set(frame["surface"]) == {"discover"}
        assert frame.groupby("dimension")["clicks"].sum().to_dict() == {"date": 3, "page": 3}
        assert frame["position"].isna().all()
    with pytest.raises(ExportError, match="nothing beside it says that it is of Discover"):
        read(write(tmp_path / "x" / "Chart.csv", DISCOVER), "search_console")


def test_a_workbook_holds_the_tables_as_sheets(tmp_path):
    """Rates are shares of 1 there, days true dates."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    days = [[date(2026, 3, 2), 2, 97, 2 / 97, 8.25], [date(2026, 3, 1), 0, 0, None, None]]
    figures = ["Clicks", "Impressions", "CTR", "Position"]
    for name, head, rows in (
        ("Chart", ["Date", *figures], days),
        ("Queries", ["Top queries", *figures], [["red pump", 1, 50, 0.02, 3]]),
        ("Devices", ["Device", *figures], [["Mobile", 2, 97, 0.0206, 8.25]]),
        ("Filters", ["Filter", "Value"], [["Search type", "Web"], ["Date", "Last 3 months"]]),
    ):
        sheet = book.create_sheet(name)
        for row in (head, *rows):
            sheet.append(row)
    path = tmp_path / "demo-Performance-on-Search-2026-03-05.xlsx"
    book.save(path)
    found = read(path, "search_console")
    frame = found.tables["search"]
    assert frame.groupby("dimension")["clicks"].sum().to_dict() == {"date": 2, "device": 2, "query": 1}
    assert frame["position"].isna().sum() == 1
    assert all(total.holds for total in found.totals)
    assert max(total.stated for total in found.totals) == 2
    assert found.notes == ["queries hold 50 % of the clicks: rare ones are withheld"]


def test_a_rate_that_is_not_clicks_by_impressions_is_told(tmp_path):
    """A file changed by hand doesn't add up."""
    found = read(write(tmp_path / "Dates.csv", DATES.replace("50%", "51%")), "search_console")
    assert [total.holds for total in found.totals] == [False]


def test_the_share_of_clicks_that_queries_hold_is_told(tmp_path):
    """Rare queries are withheld: the table by query is no total."""
    days = DATES.replace("2026-03-02,0,4,0%", "2026-03-02,2,4,50%")
    path = zipped(tmp_path / "x-2026-03-05.zip", Queries=QUERIES, Dates=days, Filters=FILTERS)
    assert read(path, "search_console").notes == ["queries hold 33 % of the clicks: rare ones are withheld"]
    write(tmp_path / "Dates.csv", days)
    found = read(write(tmp_path / "Queries.csv", QUERIES), "search_console")
    assert "queries hold 33 % of the clicks: rare ones are withheld" in found.notes
    assert "no filters beside it: taken to count all searches" in found.notes


def test_a_table_of_a_thousand_rows_is_cut(tmp_path):
    """Search Console gives no more."""
    rows = "".join(f"pump {number},0,1,0%,9\n" for number in range(1_000))
    write(tmp_path / "Dates.csv", DATES)
    head = QUERIES.splitlines()[0]
    found = read(write(tmp_path / "Queries.csv", f"{head}\n{rows}"), "search_console")
    assert "the table by query is cut at 1000 rows" in found.notes


def test_queries_with_an_e_mail_address_are_set_aside(tmp_path):
    """What people type goes no further where it names a person; a count is never below zero."""
    write(tmp_path / "Dates.csv", DATES)
    text = QUERIES + "ann.tan@mail.example pump,1,2,50%,3\nblue pump,-1,2,0%,3\nred pump,1,2,50%,8\n"
    found = read(write(tmp_path / "Queries.csv", text), "search_console")
    assert found.tables["search"]["item"].tolist() == ["red pump"]
    assert list(reasons(found).values()) == [
        "an e-mail address stands in it", "a count below zero", "stands in the file a second time",
    ]  # fmt: skip


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


def test_narrow_blanks_in_french_filters_are_blanks(tmp_path):
    """U+00A0 stands in names and values; months have French and Spanish names."""
    write(
        tmp_path / "Filtres.csv",
        "Filtre,Valeur\nType de\u00a0recherche,Web\nDate,1\u00a0janv. 2025-31\u00a0déc. 2025\n",
    )
    text = "Requêtes les plus fréquentes,Clics,Impressions,CTR,Position\npompe,1,2,50%,8.09\n"
    (row,) = read(write(tmp_path / "Requêtes.csv", text), "search_console").tables["search"].itertuples()
    assert (row.period_start, row.period_end) == (pd.Timestamp("2025-01-01"), pd.Timestamp("2025-12-31"))
    folder = tmp_path / "es"
    write(folder / "Filtros.csv", "Filtro,Valor\nTipo de búsqueda,Web\nFecha,1 ago 2025-30 ago 2025\n")
    text = "País,Clics,Impresiones,CTR,Posición\nChile,1,2,50%,8.09\n"
    (row,) = read(write(folder / "Países.csv", text), "search_console").tables["search"].itertuples()
    assert (row.period_start, row.period_end) == (pd.Timestamp("2025-08-01"), pd.Timestamp("2025-08-30"))


def compared(first, second, words="Clicks Impressions CTR Position", item="Top queries"):
    return ",".join([item, *(f"{span} {word}" for word in words.split() for span in (first, second))]) + "\n"


ROWS = "red pump,5,2,10,8,50%,25%,2.5,3\nblue pump,1,0,4,0,25%,0%,4,0\nold pump,0,0,0,0,0%,0%,0,0\n"


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("8/1/25 - 8/30/25", "7/1/25 - 7/31/25", "Clicks Impressions CTR Position"),
        ("8/1/2025 - 8/30/2025", "7/1/2025 - 7/31/2025", "Clicks Impressions CTR Position"),
        ("2025-08-01 - 2025-08-30", "2025-07-01 - 2025-07-31", "Clicks Impressions CTR Position"),
        ("01/08/2025 - 30/08/2025", "01/07/2025 - 31/07/2025", "Clics Impressions CTR Position"),
    ],
)
def test_a_comparison_is_two_periods(tmp_path, first, second, words):
    """A position of 0 says that the period has no data of the query; a query without any is set aside."""
    found = read(write(tmp_path / "Queries.csv", compared(first, second, words) + ROWS), "search_console")
    frame = found.tables["search"].set_index(["item", "period_start"])
    assert frame["clicks"].to_dict() == {
        ("red pump", pd.Timestamp("2025-08-01")): 5,
        ("blue pump", pd.Timestamp("2025-08-01")): 1,
        ("red pump", pd.Timestamp("2025-07-01")): 2,
    }
    assert set(frame["period_end"]) == {pd.Timestamp("2025-08-30"), pd.Timestamp("2025-07-31")}
    assert frame["position"].tolist() == [2.5, 4, 3]
    assert (found.rows_read, found.used) == (3, 2)
    assert all(total.holds for total in found.totals)
    assert found.layout == "search-console-comparison/1"


def test_days_of_a_comparison_that_read_both_ways_are_refused(tmp_path):
    """English is written with either number first; French and Spanish put the day first."""
    text = compared("1/8/25 - 7/8/25", "1/7/25 - 7/7/25") + ROWS
    with pytest.raises(ExportError, match="which number is the month"):
        read(write(tmp_path / "Queries.csv", text), "search_console")
    text = compared("1/8/25 - 7/8/25", "1/7/25 - 7/7/25", "Clics Impressions CTR Position") + ROWS
    frame = read(write(tmp_path / "Queries.csv", text), "search_console").tables["search"]
    assert set(frame["period_start"]) == {pd.Timestamp("2025-08-01"), pd.Timestamp("2025-07-01")}


@pytest.mark.parametrize(
    ("first", "second"), [("Last 3 months", "Previous 3 months"), ("Mobile", "Desktop"), ("8/1/25 - 8/30/25", "Last year")]
)  # fmt: skip
def test_a_comparison_without_days_is_refused(tmp_path, first, second):
    """Relative periods don't say their days; devices compared are no periods."""
    with pytest.raises(ExportError, match="periods without dates"):
        read(write(tmp_path / "Queries.csv", compared(first, second) + ROWS), "search_console")


def test_the_table_by_date_of_a_comparison_is_left_out(tmp_path):
    """Each of its rows stands for a day of both periods; the other tables of the zip are read."""
    queries = compared("8/1/25 - 8/30/25", "7/1/25 - 7/31/25")
    days = queries.replace("Top queries", "Date") + ROWS.replace("red pump", "2025-08-01")
    path = zipped(tmp_path / "x-2025-09-05.zip", Queries=queries + ROWS, Chart=days, Filters=FILTERS)
    found = read(path, "search_console")
    assert set(found.tables["search"]["dimension"]) == {"query"}
    assert "the table by date of a comparison is not read: its rows stand for two days each" in found.notes
    with pytest.raises(ExportError, match="by date of a comparison alone"):
        read(write(tmp_path / "Chart.csv", days), "search_console")


def test_the_filters_alone_feed_nothing(tmp_path):
    """They are accounted for and are no figures."""
    found = read(write(tmp_path / "Filters.csv", FILTERS), "search_console")
    assert (found.tables, found.rows_read, found.used) == ({}, 2, 2)
