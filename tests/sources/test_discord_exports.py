"""Discord: figures of Server Insights, and messages by DiscordChatExporter."""

import json
from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from kpikit.parameters import load_brand
from kpikit.project import Project
from kpikit.store import Store, import_brand
from tests.sources.communities import written, zipped
from tests.sources.reading import pseudonym, read, reasons, write

SAMPLES = Path(__file__).parents[1] / "samples" / "discord"
JSON = SAMPLES / "Lantern Club - Text - welcome [812345678901234567].json"
CSV = SAMPLES / "Lantern Club - Text - wicks [812345678901234568].csv"
BRAND = """\
brand: moor
name: Moor
timezone: UTC
currency: EUR
sources:
  discord: {format: discord, platform: discord, account: Lantern Club}
"""


def days(path, **source):
    return read(path, "discord", **source).tables["community_daily"].set_index("date")


def insights(tmp_path, text, name="guild.csv"):
    return write(tmp_path / name, text.replace("Z,", "T00:00:00+00:00,").replace("\n", "\r\n"))


def test_members_have_gaps_that_are_no_zeros():
    """A day without a row is missing, and the note counts them."""
    found = read(SAMPLES / "guild-total-membership.csv", "discord")
    frame = found.tables["community_daily"]
    assert len(frame) == 7
    assert pd.Timestamp("2026-03-04") not in set(frame["date"])
    assert found.notes == ["1 day(s) between the first and the last have no row: missing"]


def test_active_members_are_visitors_who_wrote():
    """206 visitors of whom 25.728155339805824 % wrote are 53; the note says that it was worked out."""
    found = read(SAMPLES / "guild-communicators.csv", "discord")
    assert found.tables["community_daily"]["active_members"].tolist() == [10, 7, 8, 9, 15, 12, 5, 4]
    assert found.notes == [
        "active members are visitors x pct_communicated, rounded: the file states no count"
    ]
    assert [(total.stated, total.found) for total in found.totals] == [(8, 8)]


def test_a_share_of_no_whole_number_is_seen(tmp_path):
    """A percentage that no count of members can give fails the check, but rounded ones don't."""
    head = "interval_start_timestamp,visitors,pct_communicated\n"
    path = insights(tmp_path, head + "2026-03-01Z,206,25.73\n2026-03-02Z,10,33.3333333\n2026-03-03Z,0,\n")
    found = read(path, "discord")
    assert [(total.stated, total.found) for total in found.totals] == [(2, 1)]
    frame = found.tables["community_daily"]
    assert frame["active_members"].fillna(-1).tolist() == [53, 3, -1]


@pytest.mark.parametrize(
    ("share", "reason"), [("101", "not a percentage from 0 to 100"), ("many", "not a number")]
)
def test_shares_beyond_all_are_set_aside(tmp_path, share, reason):
    """More than all visitors can't have written."""
    head = "interval_start_timestamp,visitors,pct_communicated\n"
    found = read(insights(tmp_path, head + f"2026-03-01Z,206,25\n2026-03-02Z,10,{share}\n"), "discord")
    assert reasons(found) == {3: reason}


def test_joins_are_the_sum_of_their_sources(tmp_path):
    """Older exports know three sources and no total; newer ones state it, and it is compared."""
    old = insights(
        tmp_path, "interval_start_timestamp,discovery_joins,invites,vanity_joins\n2026-03-01Z,1,2,4\n"
    )
    assert days(old)["joins"].tolist() == [7]
    found = read(SAMPLES / "guild-joins-by-source.csv", "discord")
    assert found.tables["community_daily"]["joins"].tolist() == [3, 6, 7, 7, 4, 7, 5, 8]
    assert [(total.stated, total.found) for total in found.totals] == [(47, 47)]
    newer = insights(
        tmp_path,
        "interval_start_timestamp,discovery_joins,invites,vanity_joins,hubs_joins,total_joins\n"
        "2026-03-01Z,1,2,4,8,15\n2026-03-02Z,1,1,1,1,9\n",
        "newer.csv",
    )
    assert [(total.stated, total.found, total.holds) for total in read(newer, "discord").totals] == [
        (24, 19, False)
    ]


def test_leavers_are_summed_by_day():
    """A day has a row for each time that they had been members."""
    frame = days(SAMPLES / "guild-leavers.csv")
    assert frame["leaves"].tolist() == [1, 2, 1, 2, 1, 2, 1, 2]
    assert frame["line"].tolist() == [3, 5, 7, 9, 11, 13, 15, 17]


def test_a_label_that_stands_twice_counts_once(tmp_path):
    """Two glued exports don't double the leavers."""
    row = "2026-03-01Z,'Members for 1 month+',3\n"
    path = insights(tmp_path, "interval_start_timestamp,days_in_guild,leavers\n" + row + row)
    found = read(path, "discord")
    assert reasons(found) == {3: "stands in the file a second time"}
    assert found.tables["community_daily"]["leaves"].tolist() == [3]


def test_what_is_not_known_yet_is_null():
    """Of the newest members nobody knows whether they come back; rows without the cell are repaired."""
    found = read(SAMPLES / "guild-retention.csv", "discord")
    frame = found.tables["community_daily"]
    assert frame["newcomers_retained"].fillna(-1).tolist() == [2, 1, -1, 1, 2, 0, -1, -1]
    assert len(found.repaired) == 3
    activation = days(SAMPLES / "guild-activation.csv")
    assert activation["new_members_active"].fillna(-1).tolist() == [-1, 1, 2, 3, 0, 1, 2, 3]
    assert activation["new_members_reading"].fillna(-1).tolist() == [-1, *[3] * 7]


def test_channels_keep_their_ids():
    """18 digits are text; intervals of a week are the channels' own."""
    frame = read(SAMPLES / "popular-text-channels.csv", "discord").tables["community_channels"]
    assert frame["channel_id"].tolist() == ["812345678901234567", "812345678901234568", "812345678901234568"]
    assert frame["active_members"].tolist() == [14, 20, 17]


def test_rounded_ids_are_set_aside(tmp_path):
    """A spreadsheet that made 8.12E+17 of an id lost which channel it is."""
    head = "interval_start_timestamp,channel_name,channel_id,readers,chatters,messages\n"
    path = insights(tmp_path, head + "2026-03-01Z,a,8.12E+17,1,1,1\n2026-03-01Z,b,812345678901234568,1,1,1\n")
    assert reasons(read(path, "discord")) == {2: "an id that a spreadsheet made a rounded number of"}


def test_the_files_of_a_guild_fill_one_row_a_day(tmp_path):
    """Members, visitors, messages, joins and leavers of a day stand in one row of the store."""
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "moor.yaml").write_text(BRAND, encoding="utf-8")
    project = Project(tmp_path)
    for path in SAMPLES.glob("guild-*.csv"):
        place = project.data / "moor" / "discord" / path.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    records = import_brand(project, load_brand(project, "moor"))
    assert {record.status for record in records} == {"imported"}
    store = Store(project, "moor")
    row = store.frame("SELECT * FROM community_daily WHERE date = DATE '2026-03-05'").iloc[0]
    figures = ("members", "visitors", "active_members", "messages", "joins", "leaves", "speaking_minutes")
    assert [row[name] for name in figures] == [412, 60, 15, 90, 4, 1, 90]
    missing = store.frame("SELECT members, messages FROM community_daily WHERE date = DATE '2026-03-04'")
    assert missing["members"].isna().all()
    assert missing["messages"].tolist() == [27]
    assert store.frame("SELECT count(*) AS n FROM community_daily")["n"].item() == 8
    store.close()


def test_a_zip_of_the_files_reads_as_they_do(tmp_path):
    """One row a day, with the figures of all tables."""
    names = ("guild-total-membership.csv", "guild-message-activity.csv")
    members = {name: (SAMPLES / name).read_text(encoding="utf-8") for name in names}
    found = read(zipped(tmp_path / "insights.zip", members), "discord")
    frame = found.tables["community_daily"].set_index("date")
    assert len(frame) == 8
    assert frame.loc["2026-03-05", ["members", "messages"]].tolist() == [412, 90]
    assert frame["members"].isna().sum() == 1


def test_weeks_are_no_days(tmp_path):
    """The dashboard also counts weeks and months: refused, as their figures are of no day."""
    head = "interval_start_timestamp,messages,messages_per_communicator\n"
    path = insights(tmp_path, head + "2026-03-01Z,70,7\n2026-03-08Z,80,8\n")
    with pytest.raises(ExportError, match="weeks or months"):
        read(path, "discord")


def test_impossible_rows_are_set_aside(tmp_path):
    """Days before Discord's time or after the export, hours, counts below zero, days twice, headers twice."""
    head = "interval_start_timestamp,total_membership\n"
    rows = (
        "2026-03-01Z,10\n2026-03-02Z,-1\n2026-03-02T07:00:00+00:00,12\n1970-01-01Z,13\n2031-03-01Z,14\n"
        "2026-03-01Z,15\nsoon,16\n2026-03-03Z,1.5\n2026-03-04Z,\n"
    )
    found = read(
        insights(tmp_path, head + rows + head + "2026-03-05Z,20\n"), "discord", received="2026-03-06"
    )
    assert reasons(found) == {
        3: "a count below zero",
        4: "an interval that doesn't begin at midnight UTC",
        5: "not a date in the format of this export",
        6: "a day before 2004 or after the export",
        7: "stands in the file a second time",
        8: "not a date in the format of this export",
        9: "not a whole number",
        10: "no figure for this day",
        11: "the header once more",
    }
    assert found.tables["community_daily"]["members"].tolist() == [10, 20]


def test_ids_hold_the_moment():
    """The upper bits of a message's id are milliseconds since 2015; time stamps and the count agree."""
    found = read(JSON, "discord")
    frame = found.tables["community_messages"]
    assert frame["sent_at"][1] == pd.Timestamp("2026-03-01 09:00:00.120", tz="UTC")
    assert [(total.stated, total.found) for total in found.totals] == [(7, 7), (7, 7)]
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-03-05 23:59:59", tz="UTC")}


def test_types_tell_notices_and_bots():
    """Joins and pins are notices; a command's answer is a bot's message."""
    frame = read(JSON, "discord").tables["community_messages"]
    assert frame["is_system"].tolist() == [True, False, False, False, False, False, True]
    assert frame["author_kind"].tolist() == [*["member"] * 4, "bot", "member", "member"]
    assert frame["starts_thread"].tolist() == [False, True, False, False, False, False, False]
    assert frame["thread_id"].notna().tolist() == [False, True, True, True, False, False, False]
    assert frame["reactions"].sum() == 3


def test_a_threads_own_export_is_one_thread(tmp_path):
    """Its messages are of the thread's channel; a forum's first message bears the channel's id."""
    content = json.loads(JSON.read_text(encoding="utf-8"))
    content["channel"] |= {"type": "GuildPublicThread", "id": content["messages"][1]["id"]}
    frame = read(write(tmp_path / "t.json", json.dumps(content)), "discord").tables["community_messages"]
    assert set(frame["thread_id"]) == {content["messages"][1]["id"]}
    assert frame["starts_thread"].tolist() == [False, True, False, False, False, False, False]


def test_a_cut_export_is_seen(tmp_path):
    """Fewer messages than stated, and a time stamp that is not that of the id."""
    content = json.loads(JSON.read_text(encoding="utf-8"))
    del content["messages"][2]
    content["messages"][0]["timestamp"] = "2026-03-01T07:00:00+00:00"
    found = read(write(tmp_path / "cut.json", json.dumps(content)), "discord")
    assert [(total.stated, total.found) for total in found.totals] == [(6, 5), (7, 6)]


def test_damaged_messages_are_set_aside(tmp_path):
    """Rounded ids, messages without one, and the same message twice."""
    content = json.loads(JSON.read_text(encoding="utf-8"))
    one = content["messages"][1]
    content["messages"] = [one, one | {"id": "1.47E+18"}, "x", {}, one, one | {"id": "9" * 19}]
    found = read(write(tmp_path / "d.json", json.dumps(content)), "discord")
    assert reasons(found) == {
        2: "an id that a spreadsheet made a rounded number of",
        3: "no message, or one without its id",
        4: "no message, or one without its id",
        5: "stands in the file a second time",
        6: "a moment before 2004 or after the export",
    }


def test_nothing_personal_leaves():
    """Names, nicknames, pictures and words stay; authors are pseudonyms of their ids, the same in both forms."""
    one, other = read(JSON, "discord"), read(CSV, "discord")
    for word in ("Ann", "ann#", "Ben", "cleo", "winter", "wick or", "312345678901234501", "cdn.example"):
        assert word not in written(one) + written(other)
    key = pseudonym("312345678901234501")
    assert one.tables["community_messages"]["author_key"][1] == key
    assert other.tables["community_messages"]["author_key"][0] == key


def test_csv_has_offsets_and_reactions():
    """Moments carry their offset; the counts in brackets are reactions; words of notices are known."""
    frame = read(CSV, "discord").tables["community_messages"]
    assert frame["sent_at"][1] == pd.Timestamp("2026-03-01 09:30", tz="UTC")
    assert frame["reactions"].tolist() == [4, 0, 0, 0]
    assert frame["is_system"].tolist() == [False, False, False, True]
    assert frame["message_id"].nunique() == 4
    assert frame["characters"].tolist()[0] == len("Flat wick or round?\nBoth fit.")


def test_overlapping_csv_files_count_a_message_once(tmp_path):
    """An id is made of channel, author and moment: the second export gives the same."""
    later = CSV.read_text(encoding="utf-8").replace(
        '"312345678901234501","ann#0001"', '"312345678901234501","annie#0001"'
    )
    path = write(tmp_path / CSV.name, later)
    one, other = (read(each, "discord").tables["community_messages"] for each in (CSV, path))
    assert one["message_id"].tolist() == other["message_id"].tolist()
    elsewhere = write(tmp_path / "x [812345678901234599].csv", later)
    assert set(read(elsewhere, "discord").tables["community_messages"]["message_id"]).isdisjoint(
        one["message_id"]
    )


def test_older_csv_dates_are_of_the_exporters_zone(tmp_path):
    """01-Jan-20 01:33 AM hung on the exporter's wall; dates of other locales are refused, not guessed."""
    head = "AuthorID,Author,Date,Content,Attachments,Reactions\n"
    path = write(
        tmp_path / "old.csv",
        head + '"1","a","01-Jan-20 01:33 AM","x","",""\n"2","b","02-Jan-20 01:33 PM","-","",""\n',
    )
    frame = read(path, "discord", timezone="Europe/Berlin").tables["community_messages"]
    assert frame["sent_at"].tolist() == [
        pd.Timestamp("2020-01-01 00:33", tz="UTC"),
        pd.Timestamp("2020-01-02 12:33", tz="UTC"),
    ]
    assert frame["characters"].tolist() == [1, 1]
    with pytest.raises(ExportError, match="some locale"):
        read(write(tmp_path / "l.csv", head + '"1","a","03/04/2020 1:33 AM","x","",""\n'), "discord")


def test_rounded_authors_are_set_aside(tmp_path):
    """A spreadsheet that saved the CSV lost who wrote; so is a row with an unreadable date."""
    head = "AuthorID,Author,Date,Content,Attachments,Reactions\n"
    rows = (
        '"3.12E+17","a","2026-03-01T09:00:00+00:00","x","",""\n'
        '"","b","2026-03-01T09:00:00+00:00","x","",""\n'
        '"5","c","soon","x","",""\n'
        '"6","d","2026-03-01T09:00:00+00:00","x","",""\n'
    )
    found = read(write(tmp_path / "x.csv", head + rows), "discord")
    assert reasons(found) == {
        2: "an id that a spreadsheet made a rounded number of",
        3: "no id of the author",
        4: "not a date in the format of this export",
    }
    assert (found.rows_read, found.used) == (4, 1)


def test_private_and_foreign_files_are_refused(tmp_path):
    """Direct messages are no community; several exports in one file would share its name."""
    content = json.loads(JSON.read_text(encoding="utf-8"))
    content["channel"]["type"] = "DirectTextChat"
    with pytest.raises(ExportError, match="private conversation"):
        read(write(tmp_path / "dm.json", json.dumps(content)), "discord")
    both = {"a.json": JSON.read_text(encoding="utf-8"), "b.json": JSON.read_text(encoding="utf-8")}
    with pytest.raises(ExportError, match="holds 2 exports"):
        read(zipped(tmp_path / "two.zip", both), "discord")
    with pytest.raises(ExportError, match="no layout"):
        read(write(tmp_path / "x.json", '{"guild": 1}'), "discord")
    with pytest.raises(ExportError, match="nearest: Discord Server Insights, total membership"):
        read(write(tmp_path / "x.csv", "interval_start_timestamp,members\n2026-03-01,1\n"), "discord")
