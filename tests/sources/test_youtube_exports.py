"""YouTube Studio, advanced mode: tables by content, date and other dimensions in three languages."""

from __future__ import annotations

import csv
import io
import zipfile

import pandas as pd
import pytest

from kpikit.errors import ExportError
from kpikit.sources.common.checks import NEGATIVE_COUNT, ROUNDED_ID
from kpikit.sources.common.rows import NOT_A_DATE, NOT_WHOLE, TWICE
from tests.sources.reading import read, reasons, write

CONTENT = [
    "Content", "Video title", "Video publish time", "Duration", "Views", "Watch time (hours)", "Subscribers",
    "Estimated revenue (EUR)", "Average view duration", "Impressions", "Impressions click-through rate (%)",
]  # fmt: skip
TOTAL = ["Total", "", "", "", 1000, 50.5, 7, 1.5, "0:03:01", 9000, 4.1]
VIDEO = ["aaaaaaaaaa1", "Pumps, explained by @jan_private", "Jun 7, 2026", 245, 600, 30.25, -2, 0.9, "0:03:01", 5000, 4.2]  # fmt: skip
OTHER = [" -aaaaaaaaa2", "Valves", "Sep 2, 2025", 61, 400, 20.25, 9, "", "1:00:02", 4000, 4]
GERMAN = [
    "Vi\u00addeo", "Vi\u00addeo\u00adti\u00adtel", "Ver\u00adöf\u00adfent\u00adli\u00adchungs\u00adzeit\u00adpunkt des Vi\u00adde\u00ados",
    "Auf\u00adru\u00adfe", "Wie\u00adder\u00adga\u00adbe\u00adzeit (Stun\u00adden)", "Abon\u00adnen\u00adten", "Im\u00adpres\u00adsio\u00adnen",
    "Klick\u00adra\u00adte der Im\u00adpres\u00adsio\u00adnen (%)",
]  # fmt: skip
ZIP = "Content 2026-06-01_2026-06-30 Demo Pumps.zip"


def lines(rows):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def archive(path, members):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as zipped:
        for name, rows in members.items():
            zipped.writestr(zipfile.ZipInfo(name), lines(rows))
    return path


def content(tmp_path, *rows, name="Table data 2026-06-01_2026-06-30.csv", header=CONTENT):
    return write(tmp_path / name, lines([header, *rows]))


def daily(first, *counts, header=("Date", "Views")):
    days = pd.date_range(first, periods=len(counts)).strftime("%Y-%m-%d")
    return [list(header), *zip(days, counts, strict=True)]


def test_a_zip_is_read_by_its_table(tmp_path):
    """The total is a check figure, charts are never read, and the daily totals say which days are counted."""
    path = archive(
        tmp_path / ZIP,
        {
            "Table data.csv": [CONTENT, TOTAL, VIDEO, OTHER],
            "Chart data.csv": [["Date", *CONTENT[:3], "Views"], ["2026-06-01", *VIDEO[:3], 17]],
            "Totals.csv": daily("2026-06-01", *[34] * 28, 48),
        },
    )
    found = read(path, "youtube")
    posts = found.tables["posts"]
    assert (found.rows_read, len(posts)) == (2, 2)
    assert posts["post_id"].tolist() == ["aaaaaaaaaa1", "-aaaaaaaaa2"]
    assert posts["views"].tolist() == [600, 400]
    assert posts["watch_seconds"].tolist() == [108_900, 72_900]
    assert posts["average_watch_seconds"].tolist() == [181, 3602]
    assert posts["duration_seconds"].tolist() == [245, 61]
    assert posts["follows"].tolist() == [-2, 9]
    assert posts["revenue"].sum() == 0.9
    assert set(posts["currency"]) == {"EUR"}
    assert posts["title"].tolist() == ["Pumps, explained by [handle]", "Valves"]
    assert posts["published_at"].iloc[0] == pd.Timestamp("2026-06-07", tz="UTC")
    assert posts["day_only"].all()
    # The name ends on the 30th; the last day counted is the 29th.
    assert set(posts["counted_from"]) == {pd.Timestamp("2026-06-01")}
    assert set(posts["counted_to"]) == {pd.Timestamp("2026-06-29")}
    assert set(posts["snapshot_at"]) == {pd.Timestamp("2026-06-30 06:59:59", tz="UTC")}
    totals = {total.what: (total.stated, total.found) for total in found.totals}
    assert totals == {
        "total, Views": (1000, 1000),
        "total, Views, by day": (1000, 1000),
        "total, Impressions": (9000, 9000),
    }
    assert found.notes == [
        "chart data hold what was plotted only; not read",
        "subscribers are net: those gained less those lost",
    ]


def test_daily_totals_that_differ_are_told(tmp_path):
    """They must add up to the table's total exactly."""
    path = archive(tmp_path / ZIP, {"Table data.csv": [CONTENT, TOTAL, VIDEO, OTHER], "Totals.csv": daily("2026-06-01", 999)})  # fmt: skip
    assert [total.what for total in read(path, "youtube").totals if not total.holds] == [
        "total, Views, by day"
    ]


def test_rows_left_out_are_told_and_more_than_the_total_never_holds(tmp_path):
    """The export stops at about 500 rows and says so in a last line; rows can't be more than the whole."""
    footer = ["Showing top 500 results", *[""] * 10]
    found = read(content(tmp_path, TOTAL, VIDEO, footer), "youtube")
    assert found.rows_read == 1
    assert found.notes[:3] == [
        "the export stops at its first rows and says so in its last line",
        "rows hold 600 of 1000 views: the export leaves rows out",
        "rows hold 5000 of 9000 impressions: the export leaves rows out",
    ]
    assert found.totals == []
    less = ["Total", *[""] * 3, 999, *TOTAL[5:]]
    found = read(content(tmp_path, VIDEO, OTHER, less), "youtube")
    assert [(total.what, total.holds) for total in found.totals] == [("total, Views", False), ("total, Impressions", True)]  # fmt: skip


def test_days_counted_stand_in_a_name_a_folder_or_daily_totals_beside(tmp_path):
    """Only a name that says lifetime makes figures of all days; without anything the file is refused."""
    ranged = read(content(tmp_path / "a", TOTAL, VIDEO), "youtube").tables["posts"]
    assert ranged[["counted_from", "counted_to"]].iloc[0].tolist() == [pd.Timestamp("2026-06-01"), pd.Timestamp("2026-06-30")]  # fmt: skip
    folder = content(tmp_path / "Content 2026-05-01_2026-07-01 Demo", VIDEO, name="Table data.csv")
    posts = read(folder, "youtube", below=tmp_path).tables["posts"]
    assert set(posts["counted_from"]) == {pd.Timestamp("2026-05-01")}
    bare = content(tmp_path / "b", TOTAL, VIDEO, OTHER, name="Table data (1).csv")
    with pytest.raises(ExportError, match="nothing says which days it counts"):
        read(bare, "youtube")
    totals = write(tmp_path / "b" / "Totals (1).csv", lines(daily("2026-06-03", 400, 600)))
    write(tmp_path / "b" / "Totals.csv", lines(daily("2025-01-01", 5)))
    found = read(bare, "youtube")
    assert set(found.tables["posts"]["counted_to"]) == {pd.Timestamp("2026-06-04")}
    assert list(found.rests_on) == [totals.name]
    assert all(total.holds for total in found.totals)
    lifetime = content(tmp_path / "c", VIDEO, name="Lifetime - Table data 2026-07-01.csv")
    posts = read(lifetime, "youtube").tables["posts"]
    assert posts["counted_from"].isna().all()
    assert posts["counted_to"].isna().all()


def test_days_not_stated_end_when_the_file_was_received(tmp_path):
    """Declared to have been received, figures are taken as those of all days until then, and the log says so."""
    path = content(tmp_path, VIDEO, name="Table data.csv")
    found = read(path, "youtube", received="2026-07-02")
    posts = found.tables["posts"]
    assert posts["counted_from"].isna().all()
    assert set(posts["counted_to"]) == {pd.Timestamp("2026-07-02")}
    assert set(posts["snapshot_at"]) == {pd.Timestamp("2026-07-03 06:59:59", tz="UTC")}
    assert "the days counted are not stated: taken as all days until the file was received" in found.notes


def test_german_words_hold_soft_hyphens(tmp_path):
    """Invisible characters in the header; days of publication stay English; so do numbers."""
    row = ["aaaaaaaaaa1", "Pumpen", "Sep 2, 2019", 405, 12.5, -3, 3645, 6.27]
    total = ["Ge\u00adsamt", "", "", 405, 12.5, -3, 3645, 6.27]
    path = archive(
        tmp_path / "Video 2026-06-01_2026-06-30 Demo.zip",
        {
            "Tabellendaten.csv": [GERMAN, total, row],
            "Diagrammdaten.csv": [["Da\u00adtum", *GERMAN[:4]]],
            "Gesamtwerte.csv": daily("2026-06-01", 400, 5, header=("Da\u00adtum", "Auf\u00adru\u00adfe")),
        },
    )
    found = read(path, "youtube")
    posts = found.tables["posts"]
    assert posts[["views", "impressions", "follows"]].iloc[0].tolist() == [405, 3645, -3]
    assert posts["published_at"].tolist() == [pd.Timestamp("2019-09-02", tz="UTC")]
    assert len(found.totals) == 3
    assert all(total.holds for total in found.totals)


def test_portuguese_words_of_2025(tmp_path):
    """Engaged views, new and returning viewers; columns in any order."""
    header = [
        "Conteúdo", "Título do vídeo", "Horário de publicação do vídeo", "Duração", "Visualizações intencionais",
        "Duração média da visualização", "Continuaram assistindo (%)", "Média de visualizações por espectador",
        "Novos espectadores", "Espectadores recorrentes", "Visualizações", "Tempo de exibição (horas)", "Inscritos",
        "Impressões", "Taxa de cliques de impressões (%)",
    ]  # fmt: skip
    row = ["aaaaaaaaaa1", "Bombas", "Jun 7, 2026", 30, 80, "0:00:20", 71.5, 1.2, 40, 9, 100, 0.5, 1, 300, 2.5]
    found = read(content(tmp_path, row[::-1], header=header[::-1]), "youtube")
    posts = found.tables["posts"]
    assert posts[["views", "engaged_views", "impressions", "follows", "watch_seconds"]].iloc[0].tolist() == [100, 80, 300, 1, 1800]  # fmt: skip


def test_subscribers_gained_are_follows_where_the_export_has_them(tmp_path):
    """Net subscribers stand in for them only where nothing better does."""
    header = ["Content", "Video title", "Video publish time", "Subscribers", "Subscribers gained", "Likes"]
    found = read(content(tmp_path, ["aaaaaaaaaa1", "A", "Jun 7, 2026", -2, 3, 5], header=header), "youtube")
    assert found.tables["posts"][["follows", "reactions"]].iloc[0].tolist() == [3, 5]
    assert found.notes == []


def test_damaged_videos_are_set_aside(tmp_path):
    """Counts below zero or in fractions, no or a wrong day, a day to come, ids lost, rows and headers twice."""
    rows = [[f"aaaaaaaaa1{number}", *VIDEO[1:]] for number in range(8)]
    rows[0][4], rows[1][4], rows[2][2], rows[3][2] = -1, 2.5, "", "Juni 7, 2026"
    rows[4][2], rows[5][0], rows[7][0] = "Jun 7, 2030", "1.23E+17", rows[6][0]
    found = read(content(tmp_path, *rows, CONTENT), "youtube")
    assert reasons(found) == {
        2: NEGATIVE_COUNT,
        3: NOT_WHOLE,
        4: "no time of publication",
        5: NOT_A_DATE,
        6: "a day before 2004 or after the export",
        7: ROUNDED_ID,
        9: TWICE,
        10: "the header once more",
    }


def test_a_table_by_date_is_the_channels_days(tmp_path):
    """Net subscribers may be negative; a day without figures is set aside; the total must be met exactly."""
    header = ["Date", "Views", "Engaged views", "Watch time (hours)", "Subscribers", "Unique viewers"]
    rows = [
        ["Total", 30, 24, 1.5, -1, 15],
        ["2026-06-01", 10, 8, 0.5, -3, 9],
        ["2026-06-02", 20, 16, 1, 2, 11],
        ["2026-06-03", "", "", "", "", ""],
        ["2026-06-04", 0, "", "", "", 0],
        ["06/05/2026", 1, 1, 1, 1, 1],
    ]
    found = read(write(tmp_path / "Table data.csv", lines([header, *rows])), "youtube")
    frame = found.tables["account_daily"]
    sums = frame.groupby("metric")["value"].sum().to_dict()
    assert sums == {"views": 30, "engaged_views": 24, "watch_seconds": 5400, "net_follows": -1, "reach": 20}
    assert set(frame["day_zone"]) == {"America/Los_Angeles"}
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-06-05 06:59:59", tz="UTC")}
    assert reasons(found) == {5: "no figure for this day", 7: NOT_A_DATE}
    assert [(total.what, total.holds) for total in found.totals] == [
        ("total, Views", True), ("total, Engaged views", True), ("total, Subscribers", True),
    ]  # fmt: skip
    short = read(write(tmp_path / "Table data.csv", lines([header, *rows[:2]])), "youtube")
    assert [total.holds for total in short.totals] == [False, False, False]


def test_in_a_zip_by_date_the_totals_are_no_second_table(tmp_path):
    """Three members hold days; the one with the row of totals is read."""
    table = [["Date", "Views", "Subscribers"], ["Total", 30, 1], ["2026-06-01", 10, 0], ["2026-06-02", 20, 1]]
    days = daily("2026-06-01", 10, 20)
    path = archive(tmp_path / "Date 2026-06-01_2026-06-03 Demo.zip", {"Chart data.csv": days, "Table data.csv": table, "Totals.csv": days})  # fmt: skip
    found = read(path, "youtube")
    assert found.tables["account_daily"]["value"].sum() == 31
    assert all(total.holds for total in found.totals)
    assert found.totals[0].what == "total, Views, by day"


def test_weeks_are_no_days(tmp_path):
    """The table by date can be had by week and month; those rows would be read as days."""
    path = write(tmp_path / "Totals.csv", "Date,Views\n2026-06-01,10\n2026-06-08,20\n2026-06-15,20\n")
    with pytest.raises(ExportError, match="a week or more apart"):
        read(path, "youtube")


def test_chart_data_alone_are_refused(tmp_path):
    """They hold what was plotted: no lifetime, and no whole."""
    charts = {
        "Chart data.csv": "Date,Geography,Views\n2026-06-01,US,3\n",
        "Dados do gráfico.csv": "Data,Conteúdo,Título do vídeo,Horário de publicação do vídeo,Visualizações\n2026-06-01,a,b,c,1\n",
    }
    for name, text in charts.items():
        with pytest.raises(ExportError, match=r"chart data.*known, but not served"):
            read(write(tmp_path / name, text), "youtube", received="2026-06-30")
    path = archive(tmp_path / "C 2026-06-01_2026-06-30 D.zip", {"Chart data.csv": [["Date", "Geography", "Views"]], "Chart data 2.csv": [["Date", "Geography", "Views"]]})  # fmt: skip
    with pytest.raises(ExportError, match="holds chart data only"):
        read(path, "youtube")


def test_ages_and_genders_are_shares_of_views(tmp_path):
    """Labels of three languages come to one form; there is no row of totals."""
    age = "Viewer age,Views (%),Average view duration,Average percentage viewed (%),Watch time (hours) (%)\n13–17 years,0.61,0:04:40,38.43,0.26\n65+ years,17.86,0:13:21,45.74,21.98\n"
    found = read(write(tmp_path / "age.csv", age), "youtube", received="2026-06-30")
    frame = found.tables["audience"]
    assert frame[["base", "dimension", "bucket", "unit"]].to_numpy().tolist() == [
        ["viewers", "age", "13-17", "share"],
        ["viewers", "age", "65+", "share"],
    ]
    assert frame["value"].tolist() == pytest.approx([0.0061, 0.1786])
    assert set(frame["as_of"]) == {pd.Timestamp("2026-06-30")}
    gender = (
        "Gênero do espectador,Visualizações (%)\nFeminino,33.5\nMasculino,66\nEspecificado pelo usuário,0.5\n"
    )
    frame = read(write(tmp_path / "gender.csv", gender), "youtube", received="2026-06-30").tables["audience"]
    assert frame["bucket"].tolist() == ["women", "men", "other"]
    brazil = "Idade do espectador,Visualizações (%)\n18 a 24 anos,12.5\n"
    frame = read(write(tmp_path / "idade.csv", brazil), "youtube", received="2026-06-30").tables["audience"]
    assert frame["bucket"].tolist() == ["18-24"]
    both = "Viewer age,Viewer gender,Views (%)\n25–34 years,Female,4\n25–34 years,Male,6\n"
    frame = read(write(tmp_path / "both.csv", both), "youtube", received="2026-06-30").tables["audience"]
    assert frame[["dimension", "bucket"]].to_numpy().tolist() == [["age_gender", "25-34|women"], ["age_gender", "25-34|men"]]  # fmt: skip


def test_places_are_counted_in_views(tmp_path):
    """Cities by name, two of one name by their id too; the last line is no city."""
    text = (
        "Cities,City name,Views,Watch time (hours),Average view duration\n"
        '0x1:0x2,"Springfield, USA",50,1,0:01:00\n0x1:0x3,"Springfield, USA",40,1,0:01:00\n'
        '0x1:0x4,"Lübeck, Germany",30,1,0:01:00\nShowing top 500 results,,,,\n'
    )
    found = read(write(tmp_path / "Cidades 2026-06-01_2026-06-30 Demo.csv", text), "youtube")
    frame = found.tables["audience"]
    assert frame["bucket"].tolist() == [
        "Springfield, USA (0x1:0x2)",
        "Springfield, USA (0x1:0x3)",
        "Lübeck, Germany",
    ]
    assert frame["value"].tolist() == [50, 40, 30]
    assert set(frame["unit"]) == {"views"}
    country = "País,Visualizações\nTotal,12\nBR,10\nPT,2\n"
    found = read(write(tmp_path / "País 2026-06-01_2026-06-30 Demo.csv", country), "youtube")
    assert found.tables["audience"]["bucket"].tolist() == ["BR", "PT"]
    assert [total.holds for total in found.totals] == [True]


def test_other_dimensions_are_figures_of_the_period(tmp_path):
    """Traffic sources and the like need the days that they count."""
    text = (
        "Traffic source,Views,Watch time (hours),Average view duration,Impressions,Impressions click-through rate (%)\n"
        "Total,100,5,0:03:00,900,2.5\nYouTube search,60,3,0:03:00,900,2.5\nExternal,39,2,0:03:00,,\n"
    )
    found = read(write(tmp_path / "Traffic source 2026-06-01_2026-06-30 Demo.csv", text), "youtube")
    frame = found.tables["account_periods"]
    rows = frame[["metric", "dimension", "bucket", "value"]].to_numpy().tolist()
    assert rows == [
        ["views", "traffic_source", "YouTube search", 60],
        ["views", "traffic_source", "External", 39],
        ["impressions", "traffic_source", "YouTube search", 900],
        ["watch_seconds", "traffic_source", "YouTube search", 10_800],
        ["watch_seconds", "traffic_source", "External", 7_200],
    ]
    assert set(frame["period_end"]) == {pd.Timestamp("2026-06-30")}
    assert found.notes == ["rows hold 99 of 100 views: the export leaves rows out"]
    with pytest.raises(ExportError, match="nothing says which days"):
        read(write(tmp_path / "Traffic source.csv", text), "youtube", received="2026-07-01")


def test_words_of_no_such_export_are_refused(tmp_path):
    """A table by a known dimension with foreign columns may count something else."""
    with pytest.raises(ExportError, match="Frobs"):
        read(write(tmp_path / "x_2026-06-01.csv", "Geography,Views,Frobs\nUS,1,2\n"), "youtube")
    with pytest.raises(ExportError, match="no layout"):
        read(write(tmp_path / "x.csv", "Date,Impressions,Likes,Engagements\n2026-06-01,1,2,3\n"), "youtube")


def test_headers_alone_are_an_empty_export(tmp_path):
    """A new channel has no rows; no day is asked for."""
    found = read(content(tmp_path, name="Table data.csv"), "youtube")
    assert (found.tables, found.notes) == ({}, ["no rows"])
