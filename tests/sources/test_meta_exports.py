"""Meta Business Suite: posts, days, audience."""

from __future__ import annotations

import csv
import io
from datetime import date

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, utf16, write

INSTAGRAM = [
    "Post ID",
    "Account ID",
    "Account username",
    "Account name",
    "Description",
    "Duration (sec)",
    "Publish time",
    "Permalink",
    "Post type",
    "Data comment",
    "Date",
    "Views",
    "Reach",
    "Likes",
    "Shares",
    "Comments",
    "Saves",
    "Follows",
]
INSTAGRAM_2026 = [*INSTAGRAM[:-3], "Follows", "Comments", "Saves"]
PORTUGUESE = [
    "Identificação da publicação",
    "Identificação da conta",
    "Nome de usuário da conta",
    "Nome da conta",
    "Descrição",
    "Duração (segundos)",
    "Horário de publicação",
    "Link permanente",
    "Tipo de publicação",
    "Comentário de dados",
    "Data",
    "Visualizações",
    "Curtidas",
    "Compartilhamentos",
    "Comentários",
    "Salvamentos",
    "Alcance",
    "Seguimentos",
]
FACEBOOK = (
    "Post ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Caption type,Permalink,Is crosspost,"
    "Is share,Post type,Languages,Custom labels,Funded content status,Data comment,Date,Views,Reach,"
    '"Reactions, Comments and Shares",Reactions,Comments,Shares,Total clicks,Link Clicks,Other Clicks,'
    "Matched Audience Targeting Consumption (Photo Click),Seconds viewed,Average Seconds viewed,"
    "Estimated earnings (USD),Ad impressions"
)
FACEBOOK = next(csv.reader([FACEBOOK]))
FACEBOOK_38 = [
    *FACEBOOK[:24],
    "Views",
    "Reach from Organic posts",
    "3-second video views",
    "Other Clicks",
    "Link Clicks",
]
POST = {
    "Post ID": "17974697564884257",
    "Account ID": "17841400000000001",
    "Account username": "demo.example",
    "Description": "First line\n\nsecond, with comma",
    "Publish time": "05/26/2026 10:23",
    "Permalink": "https://www.instagram.com/reel/X/",
    "Post type": "IG reel",
    "Date": "Lifetime",
    "Views": "4993",
    "Reach": "3206",
    "Likes": "287",
    "Shares": "56",
    "Comments": "0",
    "Saves": "7",
    "Follows": "2",
}
PAGE_POST = {
    "Post ID": "122222222222222222",
    "Page ID": "100",
    "Page name": "Demo Page",
    "Title": "A title",
    "Publish time": "01/31/2025 22:30",
    "Post type": "Photos",
    "Date": "Lifetime",
    "Views": "500",
    "Reach": "400",
    "Reactions, Comments and Shares": "12",
    "Reactions": "9",
    "Comments": "2",
    "Shares": "1",
    "Total clicks": "30",
    "Link Clicks": "4",
}
NAME = "May-25-2026_Jun-21-2026_1493633672508178.csv"


def content(header, *posts):
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([post.get(name, "") for name in header] for post in posts)
    return "\ufeff" + buffer.getvalue()


def one(found, table="posts"):
    frame = found.tables[table]
    assert len(frame) == 1
    return frame.iloc[0]


@pytest.mark.parametrize("header", [INSTAGRAM, INSTAGRAM_2026])
def test_columns_are_found_by_name_in_any_order(tmp_path, header):
    """Two orders of 2025 and 2026 give the same row."""
    found = read(write(tmp_path / NAME, content(header, POST)), "meta")
    post = one(found)
    assert found.layout == "meta-content-instagram/1"
    assert post["post_id"] == "17974697564884257"
    assert post["published_at"] == pd.Timestamp("2026-05-26 17:23", tz="UTC")
    assert post["format"] == "short_video"
    assert post["title"] == "First line\n\nsecond, with comma"
    assert post[["views", "reach", "reactions", "shares", "comments", "saves", "follows"]].tolist() == [
        4993, 3206, 287, 56, 0, 7, 2,
    ]  # fmt: skip
    assert post["snapshot_at"] == pd.Timestamp("2026-06-22 06:59:59", tz="UTC")


def test_portuguese_headers_and_values_are_the_same_export(tmp_path):
    """Vitalício is Lifetime, Carrossel is a carousel; reach stands near the end."""
    row = dict(
        zip(
            PORTUGUESE,
            ["1", "2", "conta", "Conta", "Olá", "0", "11/05/2025 21:15", "https://x/p/", "Carrossel do Instagram", "",
             "Vitalício", "900", "80", "7", "6", "5", "700", "3"],
            strict=True,
        )
    )  # fmt: skip
    post = one(read(write(tmp_path / NAME, content(PORTUGUESE, row)), "meta"))
    assert post["format"] == "carousel"
    # 21:15 in winter is 05:15 UTC of the next day, 02:15 in Brazil: the next day there as well.
    assert post["published_at"] == pd.Timestamp("2025-11-06 05:15", tz="UTC")
    assert post[["views", "reactions", "shares", "comments", "saves", "reach", "follows"]].tolist() == [
        900, 80, 7, 6, 5, 700, 3,
    ]  # fmt: skip


def test_missing_counters_are_null_and_never_zero(tmp_path):
    """A reel without reach has no reach; 0 comments are 0."""
    post = one(read(write(tmp_path / NAME, content(INSTAGRAM, POST | {"Reach": "", "Follows": ""})), "meta"))
    assert pd.isna(post["reach"])
    assert pd.isna(post["follows"])
    assert post["comments"] == 0


def test_an_error_row_is_set_aside(tmp_path):
    """Identity blank, an error in words, some views: not a post."""
    error = {"Data comment": "An error occurred while computing metadata", "Views": "6727"}
    found = read(write(tmp_path / NAME, content(INSTAGRAM, error, POST)), "meta")
    assert reasons(found) == {2: "the platform reports an error for this post"}
    assert len(found.tables["posts"]) == 1


def test_rows_counted_by_day_and_repeats_are_set_aside(tmp_path):
    """Only lifetime counts stand for a post, and each post once."""
    daily = POST | {"Post ID": "2", "Date": "05/26/2026"}
    found = read(write(tmp_path / NAME, content(INSTAGRAM, POST, daily, POST)), "meta")
    assert found.used == 1
    assert [remark.reason for remark in found.set_aside] == [
        "counts one day, not from publication on: export without daily breakdown",
        "stands in the file a second time",
    ]


def test_an_unreadable_counter_sets_its_row_aside(tmp_path):
    """The row's line and column are named; the line counts records, not physical lines."""
    found = read(
        write(tmp_path / NAME, content(INSTAGRAM, POST, POST | {"Post ID": "2", "Likes": "many"})), "meta"
    )
    (remark,) = found.set_aside
    assert (remark.line, remark.column, remark.reason) == (3, "Likes", "not a whole number")


def test_trailing_cells_left_out_are_empty(tmp_path):
    """Ragged rows of 27 cells under 31 columns are repaired, and their last counters missing."""
    text = content(FACEBOOK, PAGE_POST)
    header, row, *_ = text.splitlines()
    cut = ",".join(row.split(",")[:27])
    found = read(write(tmp_path / NAME, f"{header}\n{cut}\n"), "meta", surface="facebook")
    assert len(found.repaired) == 1
    assert pd.isna(one(found)["watch_seconds"])
    assert one(found)["link_clicks"] == 4


def test_facebook_is_told_by_its_columns(tmp_path):
    """Page columns make it Facebook whatever the source's platform; the stated sum is a control total."""
    found = read(write(tmp_path / NAME, content(FACEBOOK, PAGE_POST)), "meta")
    post = one(found)
    assert (post["platform"], post["account"], post["title"]) == ("facebook", "Demo Page", "A title")
    assert post["published_at"] == pd.Timestamp("2025-02-01 06:30", tz="UTC")
    assert (post["native_engagements"], post["clicks"], post["link_clicks"]) == (12, 30, 4)
    (total,) = found.totals
    assert (total.stated, total.found, total.holds) == (12, 12, True)


def test_a_column_that_stands_twice_is_compared(tmp_path):
    """Views in the other preset of Facebook: the first counts, a difference would be told."""
    found = read(write(tmp_path / NAME, content(FACEBOOK_38, PAGE_POST)), "meta")
    assert one(found)["views"] == 500
    assert any("stands twice; they differ in 0 of 1 rows" in note for note in found.notes)


def test_lines_quoted_twice_are_read_as_repaired(tmp_path):
    """Every row counts as repaired, and nothing is lost."""
    text = content(INSTAGRAM, POST, POST | {"Post ID": "2"}).removeprefix("\ufeff")
    wrapped = "".join(
        '"' + line.replace('"', '""') + '"\n' if "," in line else line + "\n" for line in text.splitlines()
    )
    found = read(write(tmp_path / NAME, wrapped), "meta")
    assert (found.used, len(found.repaired)) == (0, 2)
    assert found.tables["posts"]["title"].tolist() == ["First line\n\nsecond, with comma"] * 2


def daily(title, *rows, column="Primary"):
    lines = [f'"{day}T00:00:00","{value}"' for day, value in rows]
    return utf16("\n".join(["sep=,", f'"{title}"', f'"Date","{column}"', *lines, ""]))


def series(found):
    frame = found.tables["account_daily"]
    return {str(day.date()): value for day, value in zip(frame["date"], frame["value"], strict=True)}


@pytest.mark.parametrize(
    ("title", "metric", "surface"),
    [
        ("Reach", "reach", "instagram"),
        ("Facebook reach", "reach", "facebook"),
        ("Alcance", "reach", "instagram"),
        ("Alcance do Instagram", "reach", "instagram"),
        ("Visualizações", "views", "instagram"),
        ("Interações com o conteúdo", "interactions", "instagram"),
        ("Visitas ao perfil do Instagram", "profile_visits", "instagram"),
        ("Seguidores no Instagram", "follows", "instagram"),
        ("Cliques no link do Instagram", "link_clicks", "instagram"),
        ("Facebook visits", "profile_visits", "facebook"),
        ("Content interactions", "interactions", "instagram"),
        ("Viewers", "reach_unique", "instagram"),
    ],
)
def test_the_title_says_metric_and_surface(tmp_path, title, metric, surface):
    """Whatever the file's name; a bare title is of the surface that the parameters name."""
    path = write(tmp_path / "Visits (1).csv", daily(title, ("2026-05-25", 3)), "utf-16-le")
    row = one(read(path, "meta", platform="instagram"), "account_daily")
    assert (row["metric"], row["surface"], row["platform"]) == (metric, surface, surface)
    assert (row["value"], row["day_zone"]) == (3, "America/Los_Angeles")


def test_a_title_without_surface_needs_the_parameters(tmp_path):
    """Views are of Facebook or of Instagram: not guessed."""
    path = write(tmp_path / "Views.csv", daily("Views", ("2026-05-25", 3)), "utf-16-le")
    with pytest.raises(ExportError, match="surface: facebook"):
        read(path, "meta", platform="meta")
    assert (
        one(read(path, "meta", platform="meta", surface="facebook"), "account_daily")["platform"]
        == "facebook"
    )


def test_an_unknown_title_is_refused_with_the_nearest(tmp_path):
    """A title that Meta may invent next year."""
    path = write(tmp_path / "x.csv", daily("Instagram profile visit", ("2026-05-25", 3)), "utf-16-le")
    with pytest.raises(ExportError, match="instagram profile visits"):
        read(path, "meta")


def test_days_left_out_between_follows_are_zero_but_a_missing_end_is_missing(tmp_path):
    """A follows file that prints no zeros: gaps inside are 0, days after its last row are not there."""
    text = daily("Instagram follows", ("2026-05-25", 3), ("2026-05-28", 1))
    path = write(tmp_path / "May-25-2026_May-31-2026" / "Follows.csv", text, "utf-16-le")
    found = read(path, "meta", below=tmp_path)
    assert series(found) == {"2026-05-25": 3, "2026-05-26": 0, "2026-05-27": 0, "2026-05-28": 1}
    assert any("filled with 0" in note for note in found.notes)
    assert any("stops on 2026-05-28, 3 day(s) before" in note for note in found.notes)
    assert found.rows_read == 2


@pytest.mark.parametrize(("title", "values"), [("Instagram follows", (0, 1)), ("Views", (3, 1))])
def test_gaps_elsewhere_stay_missing(tmp_path, title, values):
    """A file that prints zeros, or one of another metric, has no reason to leave a day out."""
    text = daily(title, ("2026-05-25", values[0]), ("2026-05-28", values[1]))
    found = read(write(tmp_path / "x.csv", text, "utf-16-le"), "meta")
    assert list(series(found)) == ["2026-05-25", "2026-05-28"]
    assert any("no row: missing" in note for note in found.notes)


def test_the_hour_of_a_day_is_of_no_account(tmp_path):
    """01:00 before the clock change and 00:00 after it are days all the same."""
    text = utf16('sep=,\n"Reach"\n"Date","Primary"\n"2025-03-09T01:00:00","5"\n"2025-03-10T00:00:00","6"\n')
    assert series(read(write(tmp_path / "x.csv", text, "utf-16-le"), "meta")) == {
        "2025-03-09": 5,
        "2025-03-10": 6,
    }


def test_old_files_hold_two_surfaces_and_wrong_headers(tmp_path):
    """The section's title counts: "Facebook Page likes" stood above page visits."""
    text = utf16(
        'sep=,\n"Facebook Page visits"\n"Date","Facebook Page likes"\n"2022-01-01T00:00:00","7"\n\n'
        '"Instagram profile visits"\n"Date","Instagram followers"\n"2022-01-01T00:00:00","9"\n'
    )
    frame = read(write(tmp_path / "x.csv", text, "utf-16-le"), "meta").tables["account_daily"]
    assert frame[["surface", "metric", "value"]].to_numpy().tolist() == [
        ["facebook", "profile_visits", 7.0],
        ["instagram", "profile_visits", 9.0],
    ]


def test_a_daily_file_is_of_its_last_day(tmp_path):
    """Where neither name nor folder says a day, the last row does."""
    text = daily("Views", ("2026-05-25", 3), ("2026-05-26", 4))
    frame = read(write(tmp_path / "Views.csv", text, "utf-16-le"), "meta").tables["account_daily"]
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-05-27 06:59:59", tz="UTC")}


def test_files_saved_again_by_a_spreadsheet_are_read(tmp_path):
    """Semicolons, a title with an empty second cell, no mark."""
    text = "Facebook follows;\nDate;Primary\n2026-05-25T00:00:00;3\n2026-05-26T00:00:00;4\n"
    found = read(write(tmp_path / "Follows.csv", text), "meta")
    assert set(found.tables["account_daily"]["surface"]) == {"facebook"}


PUBLICO = utf16(
    'sep=,\n"Faixa etária e gênero"\n"","Mulheres","Homens"\n"18-24","40","11.9"\n"65+","30.1","18"\n\n'
    '"Principais cidades"\n"Santa Maria, RS","Porto Alegre, RS"\n"61.2","10"\n\n'
    '"Principais países"\n"Brasil","Argentina"\n"97.4","0.3"\n'
)


def test_the_audience_is_shares_by_group(tmp_path):
    """Sections in any order, ages down and genders across, names across for places."""
    found = read(write(tmp_path / "Público 2025-09-14.csv", PUBLICO, "utf-16-le"), "meta")
    frame = found.tables["audience"]
    shares = {(row.dimension, row.bucket): round(row.value, 4) for row in frame.itertuples()}
    assert shares == {
        ("age_gender", "18-24|women"): 0.4,
        ("age_gender", "65+|women"): 0.301,
        ("age_gender", "18-24|men"): 0.119,
        ("age_gender", "65+|men"): 0.18,
        ("city", "Santa Maria, RS"): 0.612,
        ("city", "Porto Alegre, RS"): 0.1,
        ("country", "Brasil"): 0.974,
        ("country", "Argentina"): 0.003,
    }
    assert set(frame["as_of"].dt.date) == {date(2025, 9, 14)}
    assert found.rows_read == 4


def test_the_old_audience_layout_has_lists_and_decimal_commas(tmp_path):
    """2024 in Portuguese: two columns down, "23,9%"."""
    text = utf16(
        'sep=,\n"Seguidores do Instagram por gênero e idade"\n"Idade","Mulheres","Homens"\n"18-24","23,9%","10,1%"\n\n'
        '"Seguidores do Instagram pelas principais cidades"\n"Principais cidades","Valor"\n"Santa Maria","61,2%"\n'
    )
    frame = read(write(tmp_path / "2024-12-31.csv", text, "utf-16-le"), "meta", platform="x").tables[
        "audience"
    ]
    assert frame["value"].round(3).tolist() == [0.239, 0.101, 0.612]
    assert set(frame["platform"]) == {"instagram"}


def test_shares_that_a_spreadsheet_turned_into_dates_are_refused(tmp_path):
    """3.4 became 3 April: nothing restores it."""
    text = "Age & gender;;\n;Women;Men\n18-24;3.апр;17.юни\n"
    with pytest.raises(ExportError, match="turn them into dates"):
        read(write(tmp_path / "Audience 2025-12-30.csv", text, "cp1251"), "meta")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Video asset ID,Universal video ID,Publish time,Reach\n1,2,05/26/2026 10:23,4\n", "nearest.*video export.*missing: page id"),
        ("Women,Men\n4,6\n", "audience without a title"),
        ("Reels,Posts,Stories\n4,6,2\n", "top content formats without a title"),
        ("Post ID,Account ID,Publish time,Date,Likes,Comments,Shares\n1,2,3,4,5,6,7\n", "nearest.*Instagram.*missing: saves"),
        ("Day,Hours\nMonday,3\n", "no layout that this source reads"),
    ],
)  # fmt: skip
def test_other_files_are_refused_by_name(tmp_path, text, words):
    """A known layout that is not served is named; an unknown one is given its nearest and what it misses."""
    with pytest.raises(ExportError, match=words):
        read(write(tmp_path / NAME, text), "meta")
