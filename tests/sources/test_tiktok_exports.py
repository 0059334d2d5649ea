"""TikTok Studio: days without a year, words for missing."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta

import openpyxl
import pandas as pd
import pytest

from kpikit.errors import ExportError
from kpikit.sources.tiktok.days import month_day, resolve
from kpikit.sources.values import column
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
        ("undefined", None),
        ("Smarch 3", None),
    ],
)
def test_days_are_read_in_three_languages(text, found):
    """English, Spanish, Portuguese; day and month in either order."""
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
    """History, gender, territories; the stated difference is checked; hours of activity are passed over."""
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
    assert any("FollowerActivity is not read" in note for note in found.notes)


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
        ('"Date","New followers","Reached audience"\n"2025/10/31","1","2"\n', "Business Suite.*not served"),
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
