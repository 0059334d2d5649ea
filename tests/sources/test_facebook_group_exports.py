"""Facebook groups: the days of members and activity, out of a file of many blocks."""

from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.communities import written
from tests.sources.reading import read, reasons, write

SAMPLES = Path(__file__).parents[1] / "samples" / "facebook_group"
HEAD = '"Date","Total Members","Posts","Comments","Reactions"\n'


def days(path, **source):
    return read(path, "facebook_group", **source).tables["community_daily"]


def row(*cells):
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


def test_days_of_members_and_activity():
    """Approved requests join; answered ones are approved and declined."""
    frame = days(SAMPLES / "group-insights.csv")
    assert frame["members"].tolist()[2:] == [210, 213, 215, 219, 220, 226]
    assert frame["joins"].tolist() == [0, 0, 3, 4, 2, 5, 1, 6]
    assert frame["requests"].tolist() == [1, 1, 4, 5, 3, 6, 2, 7]
    assert frame[["posts", "comments", "reactions"]].sum().tolist() == [17, 51, 85]
    assert frame["active_members"].tolist() == [40, 41, 42, 43, 42, 44, 40, 45]


def test_members_before_counting_are_missing():
    """0 members means that nobody counted; other zeros are zeros."""
    found = read(SAMPLES / "group-insights.csv", "facebook_group")
    frame = found.tables["community_daily"]
    assert frame["members"].isna().tolist() == [True, True, *[False] * 6]
    assert frame["posts"][0] == 0
    assert "2 day(s) state 0 members: not counted yet, missing" in found.notes


def test_the_other_form_of_days():
    """Joined, Viewed, Posted or Commented."""
    frame = days(SAMPLES / "group-activity.csv")
    assert frame["joins"].sum() == 7
    assert frame["visitors"].tolist() == list(range(90, 98))
    assert frame["active_members"].tolist() == list(range(10, 18))
    assert "members" not in frame


def test_blocks_with_names_are_not_read():
    """Contributors and posts stay in the file; the note counts blocks and tells no name."""
    found = read(SAMPLES / "group-insights.csv", "facebook_group")
    assert "4 further block(s) are not read: some hold names and texts of members" in found.notes
    assert found.rows_read == 8
    for word in ("Mira", "Tom", "Which oil", "18-24"):
        assert word not in written(found)


def test_two_blocks_of_days_give_one_row_a_day(tmp_path):
    """Each gives its own figures of the day."""
    other = (SAMPLES / "group-activity.csv").read_text(encoding="utf-8")
    both = (SAMPLES / "group-insights.csv").read_text(encoding="utf-8") + "\n" + other
    frame = days(write(tmp_path / "both.csv", both))
    assert len(frame) == 8
    assert frame["members"].tolist()[2:] == [210, 213, 215, 219, 220, 226]
    assert frame["visitors"].tolist() == list(range(90, 98))


@pytest.mark.parametrize(
    ("one", "other"),
    [("3/4/2026", "3/14/2026"), ("04/03/2026", "14/03/2026"), ("Mar 4, 2026", "March 14, 2026")],
)
def test_days_in_the_order_of_the_file(tmp_path, one, other):
    """A number above 12 settles the order for all rows."""
    path = write(tmp_path / "x.csv", HEAD + row(one, 5, 1, 1, 1) + row(other, 6, 1, 1, 1))
    assert days(path)["date"].tolist() == [pd.Timestamp("2026-03-04"), pd.Timestamp("2026-03-14")]


def test_days_that_can_not_be_told_are_refused(tmp_path):
    """3/4 and 3/5 may be days of March, or thirds of months."""
    path = write(tmp_path / "x.csv", HEAD + row("3/4/2026", 5, 1, 1, 1) + row("3/5/2026", 6, 1, 1, 1))
    with pytest.raises(ExportError, match="which of them is the month"):
        days(path)


def test_wrong_rows_are_set_aside(tmp_path):
    """Totals are no day; negative counts, future days, days twice, headers twice."""
    text = HEAD
    text += row("2026-03-01", 5, 1, 1, 1) + row("2026-03-02", 5, -1, 1, 1) + row("2031-03-03", 5, 1, 1, 1)
    text += row("2026-03-01", 6, 1, 1, 1) + row("soon", 6, 1, 1, 1) + row("2026-03-04", "", "--", "", "")
    text += HEAD + row("Total", 5, 99, 99, 99)
    found = read(write(tmp_path / "x.csv", text), "facebook_group", received="2026-03-06")
    assert reasons(found) == {
        3: "a count below zero",
        4: "a day before 2004 or after the export",
        5: "stands in the file a second time",
        6: "not a date in the format of this export",
        7: "no figure for this day",
        8: "the header once more",
    }
    assert (found.rows_read, found.used) == (7, 1)
    assert found.tables["community_daily"]["posts"].tolist() == [1]


def test_other_files_are_refused(tmp_path):
    """Blocks without days alone give nothing."""
    with pytest.raises(ExportError, match="nearest: Facebook group insights"):
        days(write(tmp_path / "x.csv", '"Contributor","Posts","Comments"\n"A","1","2"\n'))
