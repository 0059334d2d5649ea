"""Google Analytics 4: standard reports under their comment block."""

from __future__ import annotations

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, write


def report(name, table, start="20261001", end="20261031"):
    return (
        f"# ----------------------------------------\n# {name}\n# Account: Demo, Inc\n# Property: Demo\n"
        "# ----------------------------------------\n# \n# All Users\n"
        f"# Start date: {start}\n# End date: {end}\n{table}"
    )


SOURCES = report(
    "Traffic acquisition: Session source / medium",
    "Session source / medium,Sessions,Engaged sessions,Average engagement time per session,Event count,Key events,Total revenue\n"
    "google / organic,200,120,40.5,900,5,100.25\n"
    "l.instagram.com / referral,50,20,10,90,1,0\n"
    "facebook / paid_social,40,20,5.0000472,90,0.5,0\n"
    "newsletter / social,30,20,5,90,0,0\n"
    "(direct) / (none),10,5,1,20,0,0\n",
)


def table(tmp_path, text, name="web", **source):
    return read(write(tmp_path / "Traffic_acquisition.csv", text), "ga4", **source).tables[name]


def test_sources_and_media_are_split_and_given_their_platform(tmp_path):
    """Synonyms stand for one platform; social by medium alone is other_social; the rest is not social."""
    frame = table(tmp_path, SOURCES, timezone="Asia/Kuala_Lumpur", currency="MYR")
    assert frame["source_name"].tolist() == [
        "google",
        "l.instagram.com",
        "facebook",
        "newsletter",
        "(direct)",
    ]
    assert frame["medium"].tolist() == ["organic", "referral", "paid_social", "social", "(none)"]
    assert [None if pd.isna(word) else word for word in frame["platform"]] == [
        None, "instagram", "facebook", "other_social", None,
    ]  # fmt: skip
    assert frame["paid"].tolist() == [False, False, True, False, False]
    assert set(frame["basis"]) == {"session"}
    assert frame["key_events"].tolist() == [5, 1, 0.5, 0, 0]
    assert frame["engagement_seconds"].round(3).tolist() == [8100, 500, 200.002, 150, 10]
    assert set(frame["currency"]) == {"MYR"}
    assert frame["users"].isna().all()


@pytest.mark.parametrize(
    ("start", "end", "grain"),
    [
        ("20261001", "20261031", "month"),
        ("20261005", "20261011", "week"),
        ("20261006", "20261012", "range"),
        ("20261001", "20261001", "day"),
        ("20250101", "20251212", "range"),
    ],
)
def test_the_grain_is_that_of_the_stated_dates(tmp_path, start, end, grain):
    """A month only where it is exactly one; the snapshot is the end of the range."""
    text = report(
        "Events: Event name",
        "Event name,Event count,Total users,Total revenue\npurchase,4,3,99.5\n",
        start,
        end,
    )
    found = read(write(tmp_path / "x.csv", text), "ga4")
    (row,) = found.tables["conversions"].itertuples()
    assert (row.grain, row.period_start, row.period_end) == (grain, pd.Timestamp(start), pd.Timestamp(end))
    assert (row.name, row.count, row.users, row.value) == ("purchase", 4, 3, 99.5)
    assert row.snapshot_at == pd.Timestamp(end, tz="UTC") + pd.Timedelta(hours=23, minutes=59, seconds=59)


def test_first_users_are_a_basis_of_their_own(tmp_path):
    """User acquisition is never mixed with sessions; a channel group says social, not which platform."""
    text = report(
        "User acquisition: First user primary channel group (Default Channel Group)",
        "First user primary channel group (Default Channel Group),Total users,New users,Key events\n"
        "Organic Social,64,62,3\nPaid Search,20,19,1\n",
    )
    frame = table(tmp_path, text)
    assert set(frame["basis"]) == {"first_user"}
    assert frame["channel_group"].tolist() == ["Organic Social", "Paid Search"]
    assert frame["users"].tolist() == [64, 20]
    assert frame["platform"].fillna("").tolist() == ["other_social", ""]
    assert frame["paid"].tolist() == [False, True]
    assert frame["sessions"].isna().all()


def test_weeks_get_their_year_from_the_stated_dates(tmp_path):
    """Week 1 holds 1 January, weeks start on Sunday; parts beyond the range are cut off."""
    text = report(
        "Traffic acquisition: Session primary channel group (Default Channel Group)",
        "Session primary channel group (Default Channel Group),Week,Sessions\nDirect,1,5\nDirect,2,6\nDirect,60,7\n",
        "20260101",
        "20260110",
    )
    found = read(write(tmp_path / "x.csv", text), "ga4")
    frame = found.tables["web"]
    assert frame["period_start"].dt.strftime("%m-%d").tolist() == ["01-01", "01-04"]
    assert frame["period_end"].dt.strftime("%m-%d").tolist() == ["01-03", "01-10"]
    assert list(reasons(found)) == [13]


def test_days_as_second_dimension_are_days(tmp_path):
    """Date as YYYYMMDD."""
    text = report(
        "Traffic acquisition: Session source",
        "Session source,Date,Sessions\ngoogle,20261003,5\ngoogle,20261004,6\n",
    )
    frame = table(tmp_path, text)
    assert frame["period_start"].tolist() == frame["period_end"].tolist()
    assert set(frame["grain"]) == {"day"}


def test_a_second_dimension_that_is_not_served_is_refused(tmp_path):
    """Rows that differ only in a column that isn't read would be taken for one another."""
    text = report(
        "Traffic acquisition: Session source",
        "Session source,Country,Sessions\ngoogle,Malaysia,5\ngoogle,Germany,6\n",
    )
    with pytest.raises(ExportError, match="second dimension 'Country'"):
        table(tmp_path, text)


def test_a_page_with_a_custom_column_keeps_only_what_has_a_home(tmp_path):
    """Customised reports add columns of any name; the mean time of an active user becomes time in all."""
    text = report(
        "Pages and screens: Page path and screen class",
        "Page path and screen class,Quote requests,Views,Active users,Average engagement time per active user,"
        "Event count,Conversions,Total revenue\n/pumps/,7,40,8,30.5,90,2,0\n/pumps/#parts,1,4,2,10,9,0,1.5\n",
    )
    frame = table(tmp_path, text, "web_pages")
    assert frame["page"].tolist() == ["/pumps/", "/pumps/#parts"]
    assert set(frame["named_by"]) == {"path"}
    assert frame["views"].tolist() == [40, 4]
    assert frame["users"].tolist() == [8, 2]
    assert frame["engagement_seconds"].tolist() == [244, 20]
    assert frame["key_events"].tolist() == [2, 0]
    assert "Quote requests" not in frame
    assert frame["entrances"].isna().all()


def test_titles_that_differ_in_blanks_alone_are_one_name(tmp_path):
    """The second is set aside with its reason; the same title twice over is a second dimension."""
    head = "Page title and screen class,Views\n"
    text = report("Pages and screens: Page title", head + "Red  pumps,5\nRed pumps,3\nBlue pumps,2\n")
    found = read(write(tmp_path / "x.csv", text), "ga4")
    assert found.tables["web_pages"]["views"].tolist() == [5, 2]
    assert list(reasons(found).values()) == ["a name that differs from another one in blanks alone"]
    with pytest.raises(ExportError, match="second dimension"):
        read(write(tmp_path / "y.csv", text.replace("Red  pumps", "Red pumps")), "ga4")


def test_sessions_of_a_landing_page_are_its_entrances(tmp_path):
    """Each session has one landing page."""
    text = report("Landing page", "Landing page,Sessions,Active users\n/,50,40\n/pumps,5,5\n")
    frame = table(tmp_path, text, "web_pages")
    assert frame["entrances"].tolist() == frame["sessions"].tolist() == [50, 5]
    assert set(frame["named_by"]) == {"landing"}


def test_pages_whose_address_holds_an_e_mail_address_are_set_aside(tmp_path):
    """An address typed into a form ends up in the page's; it goes no further."""
    rows = "/thanks?m=ann@mail.example,3\n/thanks?m=bob%40mail.example,4\n/@author/post,5\n"
    text = report("Pages and screens", f"Page path and screen class,Views\n{rows}")
    found = read(write(tmp_path / "x.csv", text), "ga4")
    assert found.tables["web_pages"]["page"].tolist() == ["/@author/post"]
    assert set(reasons(found).values()) == {"an e-mail address stands in it"}


def test_older_words_are_the_same_figures(tmp_path):
    """Conversions are key events, Users are total users; the count of events stands first, wherever it stands."""
    text = report("Events: Event name", "Event name,Conversions,Event count,Users\npurchase,3,4,2\n")
    frame = table(tmp_path, text, "conversions")
    assert frame[["count", "users"]].to_numpy().tolist() == [[4, 2]]
    text = report("Conversions: Event name", "Event name,Conversions,Total users\npurchase,3,2\n")
    assert table(tmp_path, text, "conversions")["count"].tolist() == [3]
    text = report("Traffic acquisition", "Session campaign,Users,Sessions,Conversions\nspring,9,10,1\n")
    frame = table(tmp_path, text)
    assert frame[["campaign", "users", "key_events"]].to_numpy().tolist() == [["spring", 9, 1.0]]


def test_a_row_glued_on_a_second_time_counts_once(tmp_path):
    """A file pasted behind itself: its second header is no row, its rows are repeats."""
    body = "Session source,Sessions\ngoogle,5\nbing,6\n"
    found = read(write(tmp_path / "x.csv", report("Traffic acquisition", body + body)), "ga4")
    assert found.tables["web"]["sessions"].tolist() == [5, 6]
    assert list(reasons(found).values()).count("stands in the file a second time") == 2


def test_counts_below_zero_and_days_outside_of_the_range_are_set_aside(tmp_path):
    """No session counts less than none, no day stands beyond the days stated."""
    text = report(
        "Traffic acquisition: Session source",
        "Session source,Date,Sessions\ngoogle,20261003,-5\ngoogle,20271004,6\nbing,x,6\nbing,20261004,7\n",
    )
    found = read(write(tmp_path / "x.csv", text), "ga4")
    assert found.tables["web"]["sessions"].tolist() == [7]
    assert list(reasons(found).values()) == [
        "a count below zero", "not a day of the report's range", "not a date in the format of this export",
    ]  # fmt: skip


SECOND = "\n# \n# {label}\n# Start date: {start}\n# End date: {end}\nSession source,Sessions\ngoogle,3\n"


def test_a_comparison_of_days_gives_both(tmp_path):
    """A second table with other days is read with them."""
    first = report("Traffic acquisition: Session source", "Session source,Sessions\ngoogle,5\n")
    text = first + SECOND.format(label="All Users", start="20260901", end="20260930")
    frame = table(tmp_path, text)
    assert frame["sessions"].tolist() == [5, 3]
    assert frame["period_start"].dt.month.tolist() == [10, 9]


def test_a_comparison_of_segments_gives_all_users_only(tmp_path):
    """A segment's sessions are among those of all users."""
    first = report("Traffic acquisition: Session source", "Session source,Sessions\ngoogle,5\n")
    text = first + SECOND.format(label="Mobile traffic", start="20261001", end="20261031")
    found = read(write(tmp_path / "x.csv", text), "ga4")
    assert found.tables["web"]["sessions"].tolist() == [5]
    assert found.notes == ["1 table(s) of a comparison's segments are not read: parts of All Users"]
    with pytest.raises(ExportError, match="segments of a comparison"):
        read(write(tmp_path / "y.csv", first.replace("All Users", "Mobile traffic")), "ga4")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Session source,Sessions\ngoogle,5\n", "no Start date and End date"),
        (report("x", "Landing page,Bounces\n/,5\n"), "none of the figures"),
        (report("x", "Screen,Bounces\n/,5\n"), "no layout"),
        (report("x", "Session source,Sessions\ngoogle,5\n", "20261031", "20261001"), "no Start date"),
        (
            "event_date,event_name,user_pseudo_id,event_params.key\n20261001,page_view,1.2,page\n",
            "not served",
        ),
    ],
)
def test_what_cannot_be_read_truthfully_is_refused(tmp_path, text, words):
    """With the reason, and what to export instead."""
    with pytest.raises(ExportError, match=words):
        read(write(tmp_path / "x.csv", text), "ga4")
