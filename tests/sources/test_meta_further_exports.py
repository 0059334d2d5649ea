"""Meta Business Suite: videos, stories, formats, follower totals; the Facebook Insights before it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, utf16, write

SAMPLES = Path(__file__).parents[1] / "samples" / "meta"
RANGE = "Jun-01-2026_Jun-30-2026_1664000000000001.csv"
VIDEOS = (SAMPLES / RANGE).read_text(encoding="utf-8-sig")
STORIES = (SAMPLES / "Jun-01-2026_Jun-30-2026_stories.csv").read_text(encoding="utf-8-sig")
POST_LEVEL = (SAMPLES / "Facebook Insights Data Export (Post Level) - Demo - 2019-10-31.csv").read_text(
    "utf-8"
)
PAGE_LEVEL = (SAMPLES / "Facebook Insights Data Export - Demo - 2019-10-31.csv").read_text("utf-8")
INSTAGRAM = "Post ID,Account ID,Account username,Publish time,Post type,Date,Likes,Comments,Shares,Saves"
POST = "17974697564884257,178,demo,05/26/2026 10:23,IG image,Lifetime,9,2,1,0"
CONTENT = "May-25-2026_Jun-21-2026_1.csv"


def posts(found):
    return found.tables["posts"].set_index("post_id")


def test_videos_are_posts_with_the_time_watched(tmp_path):
    """Columns that depend on the page's public are left alone; a missing reach is missing."""
    found = read(write(tmp_path / RANGE, "\ufeff" + VIDEOS), "meta")
    assert found.layout == "meta-video/1"
    frame = posts(found)
    first, second = frame.loc["100000000000001"], frame.loc["100000000000002"]
    assert first[["platform", "account", "format", "title"]].tolist() == [
        "facebook", "Demo Page", "video", "How it is made",
    ]  # fmt: skip
    assert first[["reach", "video_views", "watch_seconds", "average_watch_seconds", "duration_seconds"]].tolist() == [
        900, 400, 5200.5, 13, 61.5,
    ]  # fmt: skip
    assert first[["native_engagements", "reactions", "comments", "shares"]].tolist() == [21, 15, 4, 2]
    # 18:00 in the Pacific summer is 01:00 UTC of the next day.
    assert first["published_at"] == pd.Timestamp("2026-06-03 01:00", tz="UTC")
    assert pd.isna(second["reach"])
    assert (first["revenue"], first["currency"]) == (1.25, "USD")
    assert pd.isna(second["revenue"])
    assert "3-second video views by country (MY)" not in frame.columns
    assert [(total.stated, total.found) for total in found.totals] == [(24, 24)]
    assert any("are not counted again" in note for note in found.notes)
    assert frame["is_asset"].all()


def test_the_wide_preset_of_facebook(tmp_path):
    """38 columns, Views twice, a caption over two lines, a row without its last cells."""
    name = "Jun-01-2026_Jun-30-2026_5533000000000001.csv"
    found = read(write(tmp_path / name, (SAMPLES / name).read_text("utf-8")), "meta")
    photo, reel = posts(found).loc["122222222222222301"], posts(found).loc["122222222222222302"]
    assert photo[["views", "reach", "clicks", "link_clicks", "negative_feedback"]].tolist() == [
        740,
        610,
        48,
        4,
        1,
    ]
    assert reel[["views", "video_views", "native_engagements", "format"]].tolist() == [
        1900,
        820,
        61,
        "short_video",
    ]
    assert pd.isna(photo["video_views"])
    assert pd.isna(reel["link_clicks"])
    assert (found.used, len(found.repaired)) == (1, 1)
    assert [(total.stated, total.found) for total in found.totals] == [(94, 94)]
    assert any("differ in 0 of 2 rows" in note for note in found.notes)


def test_the_narrow_preset_of_facebook_has_earnings(tmp_path):
    """31 columns: average time watched, and money in the currency of the column's name."""
    text = (
        "Post ID,Page ID,Page name,Publish time,Post type,Date,Views,Reach,Reactions,Comments,Shares,Seconds viewed,"
        "Average Seconds viewed,Estimated earnings (EUR),Ad impressions\n"
        "1,300,Demo,06/01/2026 08:15,Videos,Lifetime,9,8,3,2,1,45,5,0.5,7\n"
    )
    post = posts(read(write(tmp_path / RANGE, text), "meta")).loc["1"]
    assert post[["watch_seconds", "average_watch_seconds", "revenue", "currency"]].tolist() == [
        45,
        5,
        0.5,
        "EUR",
    ]


def test_earnings_without_a_currency_are_told(tmp_path):
    """The brand's currency is taken, and the log says so."""
    found = read(write(tmp_path / RANGE, VIDEOS.replace("earnings (USD)", "earnings")), "meta")
    assert posts(found).loc["100000000000001", "currency"] == "EUR"
    assert any("currency" in note for note in found.notes)


def test_stories_are_posts_with_replies(tmp_path):
    """Comments and saves a story has none; taps on stickers have no place here and are not read."""
    found = read(write(tmp_path / CONTENT.replace("Jun-21", "Jun-30"), STORIES), "meta")
    assert found.layout == "meta-stories-instagram/1"
    first = posts(found).loc["17900000000000001"]
    assert first[["views", "reach", "reactions", "shares", "profile_visits", "replies", "link_clicks", "follows"]].tolist() == [
        310, 300, 12, 3, 5, 2, 4, 1,
    ]  # fmt: skip
    assert first["format"] == "story"
    second = posts(found).loc["17900000000000002"]
    assert pd.isna(second["reach"])
    assert pd.isna(second["link_clicks"])
    assert second["replies"] == 0


def test_impressions_of_old_exports_are_no_views(tmp_path):
    """Until 2024 Impressions stood where Views stand now; they are kept apart."""
    text = f"{INSTAGRAM},Impressions,Reach\n{POST.replace('2026', '2024')},800,700\n"
    frame = posts(read(write(tmp_path / "May-25-2024_Jun-21-2024_1.csv", text), "meta"))
    assert frame["impressions"].tolist() == [800]
    assert "views" not in frame


def test_posts_seen_by_more_accounts_than_times_are_told(tmp_path):
    """On Instagram an account that was reached saw it at least once: a difference shows up in the log."""
    rows = [
        f"{POST},800,700",
        f"{POST.replace('17974', '27974')},600,700",
        f"{POST.replace('17974', '37974')},5,",
    ]
    text = f"{INSTAGRAM},Views,Reach\n" + "\n".join(rows) + "\n"
    (total,) = read(write(tmp_path / CONTENT, text), "meta").totals
    assert (total.stated, total.found, total.holds) == (2, 1, False)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("17974697564884257", "1.79747E+16", "an id that a spreadsheet made a rounded number of"),
        (",9,2,1,0", ",9,-2,1,0", "a count below zero"),
        ("05/26/2026", "06/26/2026", "a moment before 2004 or after the export"),
        ("05/26/2026", "01/01/1970", "a moment before 2004 or after the export"),
        ("05/26/2026", "26/05/2026", "not a date in the format of this export"),
    ],
)
def test_what_cannot_be_true_is_set_aside(tmp_path, old, new, reason):
    """Rounded ids, counts below zero, days after the export or before Facebook."""
    text = f"{INSTAGRAM}\n{POST.replace(old, new)}\n{POST.replace('17974', '27974')}\n"
    found = read(write(tmp_path / CONTENT, text), "meta")
    assert reasons(found) == {2: reason}
    assert found.used == 1


def test_a_page_that_repeats_its_header_is_read_once(tmp_path):
    """Two exports glued together: the second header and the posts that stand twice are set aside."""
    text = f"{INSTAGRAM}\n{POST}\n"
    found = read(write(tmp_path / CONTENT, text * 2), "meta")
    assert reasons(found) == {3: "the header once more", 4: "stands in the file a second time"}


def test_a_file_cut_off_keeps_what_is_whole(tmp_path):
    """The last row breaks off before its time: it is set aside, not guessed."""
    text = f"{INSTAGRAM}\n{POST}\n{POST.replace('17974', '27974')[:25]}"
    found = read(write(tmp_path / CONTENT, text), "meta")
    assert found.used == 1
    assert reasons(found) == {3: "the last line is cut off"}


TOP = (SAMPLES / "Top content formats 2026-06-01_2026-06-30.csv").read_text("utf-16")


def figures(found):
    frame = found.tables["account_periods"]
    return {(row.metric, row.bucket): row.value for row in frame.itertuples()}


def test_formats_are_figures_of_a_period(tmp_path):
    """Each section has its own order of columns; known formats bear the words of the data dictionary."""
    path = write(tmp_path / "Top content formats 2026-06-01_2026-06-30.csv", utf16(TOP), "utf-16-le")
    found = read(path, "meta", platform="instagram")
    assert figures(found) == {
        ("views", "short_video"): 5200,
        ("views", "Posts"): 1800,
        ("views", "story"): 640,
        ("interactions", "Posts"): 310,
        ("interactions", "short_video"): 150,
        ("posts", "story"): 14,
        ("posts", "Posts"): 6,
        ("posts", "short_video"): 3,
    }
    frame = found.tables["account_periods"]
    assert set(frame["period_start"].dt.date) == {date(2026, 6, 1)}
    assert set(frame["period_end"].dt.date) == {date(2026, 6, 30)}
    assert set(frame["dimension"]) == {"format"}
    assert set(frame["surface"]) == {"instagram"}
    assert found.rows_read == 3


def test_formats_need_to_say_of_when_they_are(tmp_path):
    """Neither name nor parameters say it: refused; with the day received the first day stays open."""
    path = write(tmp_path / "Top content formats.csv", utf16(TOP), "utf-16-le")
    with pytest.raises(ExportError, match="which days its figures count"):
        read(path, "meta")
    found = read(path, "meta", received="2026-07-01")
    assert found.tables["account_periods"]["period_start"].isna().all()
    assert any("first day is missing" in note for note in found.notes)


def test_formats_in_portuguese_and_saved_again(tmp_path):
    """Semicolons and padded titles; a section whose cell is no whole number is set aside."""
    text = "Conteúdo publicado;\nStories;Publicações\n14;6\n;\nVisualizações;\nStories;Reels\n1.234;9\n"
    found = read(write(tmp_path / "2026-06-01_2026-06-30" / "x.csv", text), "meta", below=tmp_path)
    assert figures(found) == {("posts", "story"): 14, ("posts", "Publicações"): 6}
    assert reasons(found) == {7: "not a whole number"}


def test_two_names_of_one_format_stay_as_written(tmp_path):
    """Else one would overwrite the other."""
    text = utf16('sep=,\n"Views"\n"Photos","Photo","Reels"\n"5","4","3"\n')
    found = read(write(tmp_path / "2026-06-01_2026-06-30.csv", text, "utf-16-le"), "meta")
    assert figures(found) == {("views", "Photos"): 5, ("views", "Photo"): 4, ("views", "short_video"): 3}


AUDIENCE = (SAMPLES / "Público 2024-12-31.csv").read_text("utf-16")


def test_the_audience_of_2024_says_how_many_follow(tmp_path):
    """The internal name IG_ACCOUNT,FOLLOW,UNIQUE_USERS stands above the number of followers."""
    found = read(write(tmp_path / "Público 2024-12-31.csv", utf16(AUDIENCE), "utf-16-le"), "meta")
    (row,) = found.tables["account_daily"].itertuples()
    assert (row.metric, row.value, row.surface, row.line) == ("followers", 1204, "instagram", 5)
    assert row.date.date() == date(2024, 12, 31)
    shares = found.tables["audience"]
    assert shares.loc[shares["dimension"] == "city", "value"].round(3).tolist() == [0.612, 0.012]
    assert [total.holds for total in found.totals] == [True]
    assert found.rows_read == 5


def test_one_list_of_the_audience_may_stand_alone(tmp_path):
    """Countries or cities are exported singly as well."""
    text = utf16(
        'sep=,\n"Seguidores do Instagram pelos principais países"\n"Principais países","Valor"\n"Brasil","97,4%"\n'
    )
    frame = read(write(tmp_path / "2024-12-31.csv", text, "utf-16-le"), "meta").tables["audience"]
    assert frame[["dimension", "bucket"]].to_numpy().tolist() == [["country", "Brasil"]]


@pytest.mark.parametrize("cell", ["3-Apr", "45385", "-2"])
def test_shares_that_are_none_are_refused(tmp_path, cell):
    """Dates, their numbers and whatever lies outside of 0 to 100 %."""
    text = f"Top countries;\nBrazil;India\n{cell};4.5\n"
    with pytest.raises(ExportError, match="not numbers up to 100"):
        read(write(tmp_path / "Audience 2025-12-30.csv", text), "meta")


def follows(*rows):
    lines = [f'"{day}T00:00:00","{value}"' for day, value in rows]
    return utf16("\n".join(["sep=,", '"Instagram follows"', '"Date","Primary"', *lines, ""]))


def test_a_day_that_was_set_aside_is_missing_and_not_zero(tmp_path):
    """Its row is there, so the file did not leave it out; the other gap is filled."""
    text = follows(("2026-05-25", 3), ("2026-05-26", "many"), ("2026-05-28", 1))
    found = read(write(tmp_path / "Follows.csv", text, "utf-16-le"), "meta")
    frame = found.tables["account_daily"]
    assert dict(zip(frame["date"].dt.day, frame["value"], strict=True)) == {25: 3, 27: 0, 28: 1}
    assert reasons(found) == {5: "not a whole number"}
    unknown = follows(("2026-05-25", 3), ("May", 2), ("2026-05-28", 1))
    frame = read(write(tmp_path / "x.csv", unknown, "utf-16-le"), "meta").tables["account_daily"]
    assert frame["date"].dt.day.tolist() == [25, 28]


def test_days_after_the_export_are_set_aside(tmp_path):
    """The folder says until when the figures go; counts below zero are none."""
    text = follows(("2026-05-25", 3), ("2026-05-26", -1), ("2026-06-26", 5))
    path = write(tmp_path / "May-25-2026_May-31-2026" / "Follows.csv", text, "utf-16-le")
    found = read(path, "meta", below=tmp_path)
    assert reasons(found) == {5: "a count below zero", 6: "a day before 2004 or after the export"}


def test_posts_of_facebook_insights(tmp_path):
    """The row of descriptions is no post; times are Pacific; the month leads unless a day says otherwise."""
    found = read(write(tmp_path / "2019-10-31.csv", POST_LEVEL), "meta")
    assert (found.layout, found.rows_read, found.used) == ("facebook-insights-posts/1", 2, 2)
    first = posts(found).loc["300_400000000000001"]
    assert first[["reach", "impressions", "clicks", "negative_feedback"]].tolist() == [800, 1200, 75, 1]
    assert first["published_at"] == pd.Timestamp("2019-10-14 04:00", tz="UTC")
    assert posts(found)["format"].tolist() == ["image", "video"]
    turned = POST_LEVEL.replace("10/13/2019", "13/10/2019").replace("10/2/2019", "2/10/2019")
    other = posts(read(write(tmp_path / "2019-10-31 b.csv", turned), "meta"))
    assert other["published_at"].tolist() == posts(found)["published_at"].tolist()
    mixed = POST_LEVEL.replace("10/2/2019", "22/10/2019")
    with pytest.raises(ExportError, match="both orders"):
        read(write(tmp_path / "2019-10-31 c.csv", mixed), "meta")


def test_a_workbook_of_facebook_insights_is_read_for_its_key_metrics(tmp_path):
    """Further sheets are named in the log, not read."""
    book = openpyxl.Workbook()
    book.active.title = "Key Metrics"
    for row in pd.read_csv(io.StringIO(POST_LEVEL), header=None, dtype=str).fillna("").to_numpy().tolist():
        book.active.append(row)
    other = book.create_sheet("Lifetime Post Stories by type")
    other.append(["Post ID", "share", "like"])
    other.append(["300_400000000000001", "3", "60"])
    book.save(tmp_path / "2019-10-31.xlsx")
    found = read(tmp_path / "2019-10-31.xlsx", "meta")
    assert found.used == 2
    assert any("Lifetime Post Stories by type" in note for note in found.notes)


def test_days_of_facebook_insights(tmp_path):
    """Unique figures of a day stay as they are; those of a week or 28 days are not read as days."""
    found = read(write(tmp_path / "2019-10-31.csv", PAGE_LEVEL), "meta")
    frame = found.tables["account_daily"]
    first = frame[frame["date"] == pd.Timestamp("2019-10-01")]
    assert {(row.metric, row.paid_scope): row.value for row in first.itertuples()} == {
        ("followers", "both"): 5000,
        ("follows", "both"): 12,
        ("unfollows", "both"): 2,
        ("engaged_accounts", "both"): 80,
        ("reach", "both"): 900,
        ("reach", "organic"): 850,
        ("impressions", "both"): 1400,
    }
    assert (found.rows_read, found.used) == (2, 2)
    assert set(frame["surface"]) == {"facebook"}


UCI = "Page total likes{0}Type{0}Category{0}Post Month{0}Post Weekday{0}Post Hour{0}Paid{0}Lifetime Post Total Reach{0}comment{0}like{0}share{0}Total Interactions"
UCI_SPANISH = "Total de likes,Tipo,Categoría,Mes de publicación,Semana de publicación,Hora de publicación,Comentarios,Me gusta,Compartido,Total interacciones"


@pytest.mark.parametrize(
    "text",
    [
        UCI.format(";") + "\n9;Photo;2;12;4;3;0;700;4;79;17;100\n",
        (UCI.format(",") + "\n9,Photo,2,12,4,3,0,700,4,79,17,100\n").replace("\n", "\r"),
        UCI.format(",").replace(" ", "") + "\n9,Photo,2,12,4,3,0,700,4,79,17,100\n",
        UCI_SPANISH + "\n9,Photo,2,12,4,3,4,79,17,100\n",
    ],
)
def test_the_teaching_data_set_is_refused_by_name(tmp_path, text):
    """It has no dates and no ids: nothing of it can be reported."""
    with pytest.raises(ExportError, match=r"teaching data set.*no dates.*not served"):
        read(write(tmp_path / "dataset_Facebook.csv", text), "meta")
