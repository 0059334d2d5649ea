"""TikTok Studio: days without a year, words for missing."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta

import openpyxl
import pandas as pd
import pytest

from kpikit.errors import ExportError
from kpikit.sources.common.values import column
from kpikit.sources.tiktok.days import month_day, resolve
from tests.sources.reading import read, reasons, write

HEADER = '\ufeff"Date","Video Views","Profile Views","Likes","Comments","Shares"\n'


def overview(*rows):
    return HEADER + "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("April 12", (4, 12)),
        ("8 de marzo", (3, 8)),
        ("30 de abril", (4, 30)),
        ("1 de setembro", (9, 1)),
        ("Sep 9", (9, 9)),
        ("31 December", (12, 31)),
        ("8. März", (3, 8)),
        ("1er août", (8, 1)),
        ("17 Agustus", (8, 17)),
        ("31 Ogos", (8, 31)),
        ("4月12日", (4, 12)),
        ("12 tháng 4", (4, 12)),
        ("29 février", (2, 29)),
        ("undefined", None),
        ("Smarch 3", None),
    ],
)
def test_days_are_read_in_many_languages(text, found):
    """Of the account; day and month in either order."""
    assert month_day(text) == found


@pytest.mark.parametrize("backwards", [False, True])
def test_a_year_of_days_gets_its_years_by_counting(backwards):
    """February 28 to February 27 of the next year, anchored at the day of export, in either order."""
    days = [date(2025, 2, 28) + timedelta(days=count) for count in range(365)]
    days = days[::-1] if backwards else days
    found, unreadable = resolve(
        column(f"{day:%B} {day.day}" for day in days), date(2026, 3, 1), consecutive=True
    )
    assert found.dt.date.tolist() == days
    assert not unreadable.any()


def test_a_leap_day_finds_its_year():
    """29 February stands in leap years only."""
    found, _ = resolve(column(["February 28", "February 29", "March 1"]), date(2024, 3, 9), consecutive=True)
    assert found.dt.strftime("%Y-%m-%d").tolist() == ["2024-02-28", "2024-02-29", "2024-03-01"]


def test_undefined_is_missing(tmp_path):
    """A day of undefined has no figures; one undefined cell is missing beside reported zeros."""
    text = overview(
        ("December 30", "undefined", "undefined", "undefined", "undefined", "undefined"),
        ("December 31", "5", "undefined", "0", "0", "1"),
        ("January 1", "7", "2", "1", "0", "0"),
    )
    found = read(write(tmp_path / "Overview_2026-01-02.csv", text), "tiktok")
    frame = found.tables["account_daily"]
    assert reasons(found) == {2: "no figure for this day"}
    first = frame[frame["date"] == "2025-12-31"]
    assert dict(zip(first["metric"], first["value"], strict=True)) == {
        "video_views": 5, "reactions": 0, "comments": 0, "shares": 1,
    }  # fmt: skip
    assert frame["date"].max() == pd.Timestamp("2026-01-01")


def test_without_a_day_of_export_the_years_are_unknown(tmp_path):
    """Refused, with what would help; `received:` helps."""
    path = write(tmp_path / "Overview.csv", overview(("April 12", 1, 2, 3, 4, 5)))
    with pytest.raises(ExportError, match=r"no year.*received"):
        read(path, "tiktok")
    frame = read(path, "tiktok", received=date(2026, 4, 20)).tables["account_daily"]
    assert set(frame["date"]) == {pd.Timestamp("2026-04-12")}


def test_an_xlsx_of_text_cells_is_the_same(tmp_path):
    """Studio writes numbers as text."""
    book = openpyxl.Workbook()
    book.active.append(["Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"])
    book.active.append(["12 de abril", "1591", "7", "10", "1", "0"])
    book.save(tmp_path / "Overview_2026-04-20.xlsx")
    frame = read(tmp_path / "Overview_2026-04-20.xlsx", "tiktok").tables["account_daily"]
    assert frame["value"].tolist() == [1591, 7, 10, 1, 0]


def test_a_followers_zip_holds_stock_and_groups(tmp_path):
    """History, gender, territories, hours of activity; the stated difference is checked."""
    path = tmp_path / "Followers_2026-04-20.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "FollowerHistory.csv",
            '\ufeff"Date","Followers","Difference in followers from previous day"\n"April 18","100","2"\n"April 19","105","5"\n',
        )
        archive.writestr("FollowerGender.csv", '"Gender","Distribution"\n"Male","0.4"\n"Female","0.6"\n')
        archive.writestr("FollowerTopTerritories.csv", '"Top territories","Distribution"\n"MY","0.9"\n')
        archive.writestr("FollowerActivity.csv", '"Date","Hour","Active followers"\n"April 19","1","5"\n')
    found = read(path, "tiktok")
    days = found.tables["account_daily"]
    assert days.loc[days["metric"] == "followers", "value"].tolist() == [100, 105]
    assert [(total.stated, total.found) for total in found.totals] == [(5, 5)]
    groups = found.tables["audience"]
    assert groups[["dimension", "bucket", "value"]].to_numpy().tolist() == [
        ["gender", "men", 0.4],
        ["gender", "women", 0.6],
        ["country", "MY", 0.9],
    ]
    hours = found.tables["active_hours"]
    assert hours[["hour", "active_followers"]].to_numpy().tolist() == [[1, 5]]
    assert set(hours["date"]) == {pd.Timestamp("2026-04-19")}


CONTENT = (
    '\ufeff"Time","Video title","Video link","Post time","Total likes","Total comments","Total shares","Total views"\n'
    '"October 18","A","https://www.tiktok.com/@demo/video/{id}","October 17","288","21","25","8384"\n'
    '"October 18","B","https://www.tiktok.com/@demo/photo/77","December 30","1","0","0","10"\n'
    '"October 18","C","https://www.tiktok.com/@demo","October 17","1","0","0","10"\n'
)


def test_posts_take_their_instant_from_their_id(tmp_path):
    """Else their day, without an hour, the latest such day before the export."""
    moment = pd.Timestamp("2026-10-17 13:05:09", tz="UTC")
    text = CONTENT.replace("{id}", str((int(moment.timestamp()) << 32) + 9))
    found = read(write(tmp_path / "Content_2026-10-18.csv", text), "tiktok")
    posts = found.tables["posts"]
    assert posts["published_at"].tolist() == [moment, pd.Timestamp("2025-12-30", tz="UTC")]
    assert posts["day_only"].tolist() == [False, True]
    assert posts["format"].tolist() == ["short_video", "carousel"]
    assert posts["video_views"].tolist() == [8384, 10]
    assert reasons(found) == {4: "no post id in its link"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"Date","New followers","Foo"\n"2025/10/31","1","2"\n', "Business Suite.*missing: reached audience"),
        (
            '"Date","Video Views","Likes"\n"April 1","1","2"\n',
            "nearest: TikTok Studio Overview.*missing: profile views",
        ),
    ],
)
def test_other_exports_are_refused_by_name(tmp_path, text, words):
    """The nearest layout and what is missing are named."""
    with pytest.raises(ExportError, match=words):
        read(write(tmp_path / "x_2026-04-20.csv", text), "tiktok")


def test_a_planned_post_keeps_its_stated_day(tmp_path):
    """An id is made on the day of the upload, which is not that of publication."""
    uploaded = int(pd.Timestamp("2026-10-10 13:05:09", tz="UTC").timestamp()) << 32
    found = read(write(tmp_path / "Content_2026-10-18.csv", CONTENT.replace("{id}", str(uploaded))), "tiktok")
    posts = found.tables["posts"]
    assert posts["published_at"][0] == pd.Timestamp("2026-10-17", tz="UTC")
    assert posts["day_only"][0]


BUSINESS = (
    'Date,Video views,Reached audience,Profile views,Likes,Shares,Comments,"Phone number clicks ",'
    "Leads submission,Net growth,New followers,Lost followers\n"
    "2025/10/30,1200,800,12,30,2,-1,0,--,3,5,2\n"
    "2025/10/31,900,NAN,8,20,1,4,1,0,-1,1,2\n"
    "2025/11/01,NAN,NAN,NAN,NAN,NAN,NAN,NAN,NAN,NAN,NAN,NAN\n"
    "2025/11/02,5,-4,1,1,1,1,1,1,0,1,1\n"
    "2026/11/01,5,4,1,1,1,1,1,1,0,1,1\n"
)


def test_business_suite_gives_followers_won_and_lost(tmp_path):
    """A header with a trailing blank, NAN and --, likes taken back, days that can't be."""
    found = read(write(tmp_path / "overview_2025-11-03.csv", BUSINESS), "tiktok", timezone="Europe/Athens")
    frame = found.tables["account_daily"].set_index(["metric", "date"])["value"]
    assert frame["follows"].tolist() == [5, 1]
    assert frame["unfollows"].tolist() == [2, 2]
    assert frame["net_follows"].tolist() == [3, -1]
    assert frame["calls"].tolist() == [0, 1]
    assert frame["leads"].tolist() == [0]
    assert frame["reach"].tolist() == [800]
    assert frame["comments"].tolist() == [-1, 4]
    assert reasons(found) == {
        4: "no figure for this day", 5: "a count below zero", 6: "a day before 2004 or after the export"
    }  # fmt: skip
    assert [(total.stated, total.found) for total in found.totals] == [(2, 2)]


def test_net_growth_that_is_not_new_less_lost_is_told(tmp_path):
    """The stated figure is a check."""
    text = BUSINESS.replace("3,5,2", "9,5,2")
    found = read(write(tmp_path / "overview_2025-11-03.csv", text), "tiktok")
    assert not found.totals[0].holds


def test_business_suite_followers(tmp_path):
    """Days with their year say themselves when they were exported."""
    text = "Date,New followers,Total followers,Reached audience,Engaged audience\n2025/10/31,3,1500,800,40\n"
    frame = read(write(tmp_path / "audience.csv", text), "tiktok").tables["account_daily"]
    assert dict(zip(frame["metric"], frame["value"], strict=True)) == {
        "follows": 3, "followers": 1500, "reach": 800, "engaged_accounts": 40,
    }  # fmt: skip
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2025-10-31 23:59:59", tz="UTC")}


def test_business_suite_videos_are_dated_in_utc(tmp_path):
    """Whatever the brand's zone; the id's instant is held against the stated one."""
    moment = pd.Timestamp("2025-10-31 16:20:00", tz="UTC")
    text = (
        "Video title,Video link,Post time,Video views,Likes,Comments,Shares,Add to Favorites\n"
        f"Soup,https://www.tiktok.com/@demo/video/{(int(moment.timestamp()) << 32) + 7},2025/10/31 16:20,100,5,NAN,1,2\n"
        "Cake,https://www.tiktok.com/@demo/video/12,soon,100,5,1,1,2\n"
    )
    found = read(write(tmp_path / "videos_2025-11-03.csv", text), "tiktok", timezone="Europe/Athens")
    posts = found.tables["posts"]
    assert posts["published_at"].tolist() == [moment]
    assert posts["saves"].tolist() == [2]
    assert posts["comments"].isna().all()
    assert not posts["day_only"][0]
    assert [(total.stated, total.found) for total in found.totals] == [(1, 1)]
    assert set(reasons(found)) == {3}
    with pytest.raises(ExportError, match="of which day"):
        read(write(tmp_path / "videos.csv", text), "tiktok")


@pytest.mark.parametrize("backwards", [False, True])
def test_hours_of_activity(tmp_path, backwards):
    """A week over the turn of the year, in either order; an hour 24 is none."""
    days = ["December 30", "December 31", "January 1"][:: -1 if backwards else 1]
    lines = [f'"{day}","{hour}","{hour * 2}"' for day in days for hour in range(24)]
    text = (
        '\ufeff"Date","Hour","Active followers"\n'
        + "\n".join([*lines, '"January 1","24","5"', lines[0]])
        + "\n"
    )
    found = read(write(tmp_path / "FollowerActivity_2026-01-02.csv", text), "tiktok", timezone="Asia/Bangkok")
    frame = found.tables["active_hours"]
    assert len(frame) == 72
    assert sorted(set(frame["date"].dt.strftime("%Y-%m-%d"))) == ["2025-12-30", "2025-12-31", "2026-01-01"]
    assert frame["active_followers"].sum() == 3 * 552
    assert set(frame["day_zone"]) == {"Asia/Bangkok"}
    assert list(reasons(found).values()) == ["not an hour from 0 to 23", "stands in the file a second time"]


def test_viewers_are_new_or_returning(tmp_path):
    """Four columns, days in German."""
    text = '\ufeff"Date","Total Viewers","New Viewers","Returning Viewers"\n"8. März","50","30","20"\n'
    frame = read(write(tmp_path / "Viewers_2026-03-10.csv", text), "tiktok").tables["account_daily"]
    assert dict(zip(frame["metric"], frame["value"], strict=True)) == {
        "reach": 50, "new_viewers": 30, "returning_viewers": 20,
    }  # fmt: skip
