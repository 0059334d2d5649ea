"""House tables become canonical rows by the mapping; what can't be read is set aside and named."""

from datetime import date

import pandas as pd
import pytest

from kpikit.errors import ExportError
from kpikit.parameters import Brand
from kpikit.reader import read_file
from kpikit.sources import mapped
from kpikit.sources.base import Context

VOCABULARIES = {"social_sources": {"facebook": ["fb", "facebook.com"], "instagram": ["ig"]}}


def read(tmp_path, text, mapping, name="house-2026-10-31.csv", **source):
    """Read `text` with a mapping; returns the reading and the rows of its table."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    declared = {"format": "mapped", "platform": "house", "mapping": mapping} | source
    brand = Brand.model_validate(
        {
            "brand": "moor",
            "name": "Moor",
            "timezone": "Europe/Berlin",
            "currency": "EUR",
            "own_accounts": ["@moorbrand"],
            "sources": {"house": declared},
        }
    )
    source = brand.sources["house"]
    raw = read_file(path, source.mapping.delimiter, header=source.mapping.header)
    context = Context(
        brand, "house", source, path, f"house/{name}", VOCABULARIES, lambda person: person[::-1]
    )
    reading = mapped.read(raw, context)
    assert reading.rows_read == reading.used + len(reading.repaired) + len(reading.set_aside)
    return reading, reading.tables.get(source.mapping.table)


LEADS = {
    "table": "leads",
    "columns": {
        "lead_id": "Lead",
        "created_at": "Created",
        "platform": "Source",
        "qualified": "Fit?",
        "value": "Deal",
        "contact_key": "Mail",
    },
    "dates": "%d.%m.%Y %H:%M",
    "decimal": ",",
}


def test_a_row_becomes_canonical(tmp_path):
    """German dates, decimal comma, yes and no, a synonym of a platform, a zone: worked out by hand."""
    text = "Lead;Created;Source;Fit?;Deal;Mail\n17;01.10.2026 00:30;FB;ja;1.299,50 €;jo@mail.example\n"
    reading, rows = read(tmp_path, text, LEADS)
    row = rows.iloc[0]
    assert reading.layout == "mapped-leads/1"
    assert row["lead_id"] == "17"
    assert row["created_at"] == pd.Timestamp("2026-09-30 22:30", tz="UTC")
    assert (row["platform"], row["qualified"], row["value"]) == ("facebook", True, 1299.5)
    assert (row["currency"], row["contact_key"], row["line"]) == ("EUR", "elpmaxe.liam@oj", 2)
    assert row["snapshot_at"] == pd.Timestamp("2026-10-31 22:59:59", tz="UTC")


@pytest.mark.parametrize(
    "word", ["", "-", "--", "NA", "n/a", "null", "undefined", "NaN", "(not set)", "None"]
)
def test_words_for_no_value_are_null_never_zero(tmp_path, word):
    """However an export writes "no value", the cell is null."""
    text = f"Lead,Created,Source,Fit?,Deal,Mail\n1,01.10.2026 10:00,{word},{word},{word},{word}\n"
    reading, rows = read(tmp_path, text, LEADS)
    assert reading.used == 1
    assert rows[["platform", "qualified", "value", "contact_key"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ("1,30.02.2026 10:00,,,,", "Created", "not a date"),
        ("1,01.01.1970 00:00,,,,", "Created", "not a date"),
        ("1,,,,,", "Created", "needs"),
        (",01.10.2026 10:00,,,,", "Lead", "needs"),
        ("1,01.10.2026 10:00,,maybe,,", "Fit?", "yes nor no"),
        ('1,01.10.2026 10:00,,,"12,5x",', "Deal", "not a number"),
        ("5.70306E+17,01.10.2026 10:00,,,,", "Lead", "rounded number"),
    ],
)
def test_a_bad_cell_sets_its_row_aside(tmp_path, cells, column, reason):
    """The remark names line, column and reason, and not the value; the good row beside it is used."""
    good = "2,02.10.2026 10:00,,,,"
    reading, rows = read(tmp_path, f"Lead,Created,Source,Fit?,Deal,Mail\n{good}\n{cells}\n", LEADS)
    [remark] = reading.set_aside
    assert (remark.line, remark.column) == (3, column)
    assert reason in remark.reason
    assert rows["lead_id"].tolist() == ["2"]


def test_an_id_twice_in_a_file_counts_once(tmp_path):
    """The second row is set aside, not silently added."""
    row = "1,02.10.2026 10:00,,,,"
    reading, rows = read(tmp_path, f"Lead,Created,Source,Fit?,Deal,Mail\n{row}\n{row}\n", LEADS)
    assert [remark.line for remark in reading.set_aside] == [3]
    assert len(rows) == 1


def test_a_header_that_is_missing_is_named_with_the_nearest(tmp_path):
    """The file, its header's line, what is there and what comes nearest."""
    with pytest.raises(ExportError) as caught:
        read(tmp_path, "Lead,Creatd,Source,Fit?,Deal,Mail\n1,01.10.2026 10:00,,,,\n", LEADS)
    [problem] = caught.value.problems
    assert (problem.line, problem.nearest) == (1, "Creatd")
    assert "'Created'" in problem.what


def test_headers_are_compared_without_case_and_invisible_signs(tmp_path):
    """A byte-order mark, capitals and doubled blanks make no difference."""
    text = "\ufeffLEAD,created ,source,FIT?,Deal,mail\n1,01.10.2026 10:00,,,,\n"
    _, rows = read(tmp_path, text, LEADS)
    assert rows["lead_id"].tolist() == ["1"]


def test_nothing_says_the_day(tmp_path):
    """Tags have no date: without one in the name or `received:` the file is refused."""
    mapping = {"table": "post_tags", "columns": {"post_id": "Post", "content_type": "Kind"}}
    with pytest.raises(ExportError, match="received"):
        read(tmp_path, "Post,Kind\n1,how-to\n", mapping, name="tags.csv")
    _, rows = read(tmp_path, "Post,Kind\n1,how-to\n", mapping, name="tags.csv", received=date(2026, 11, 2))
    assert rows["snapshot_at"][0] == pd.Timestamp("2026-11-02 22:59:59", tz="UTC")


MENTIONS = {
    "table": "mentions",
    "columns": {
        "published_at": "When",
        "author_key": "Who",
        "author_name": "Name",
        "author_kind": "Kind",
        "text": "Text",
        "sentiment": "Mood",
        "link": "Link",
    },
    "values": {"sentiment": {"Good": "positive", "BAD": "negative"}, "author_kind": {"KOL": "influencer"}},
}


def mention(who="jane", name="Jane Doe", kind="user", text="nice", mood="good", link="https://x.example/p/1"):
    return f'2026-10-02T10:00:00Z,{who},{name},{kind},"{text}",{mood},{link}\n'


def mentions(tmp_path, *rows):
    return read(tmp_path, "When,Who,Name,Kind,Text,Mood,Link\n" + "".join(rows), MENTIONS, platform="ig")


def test_labels_take_the_words_of_values(tmp_path):
    """Values are compared without case; canonical words need no entry; others are missing, and counted."""
    reading, rows = mentions(
        tmp_path, mention(mood="GOOD"), mention(mood="bad"), mention(mood="Neutral"), mention(mood="meh")
    )
    assert rows["sentiment"].fillna("?").tolist() == ["positive", "negative", "neutral", "?"]
    [remark] = reading.repaired
    assert (remark.line, remark.column) == (5, "Mood")


def test_names_are_kept_of_public_authors_only(tmp_path):
    """Influencers and media keep their names and links; of others neither name nor profile link stays."""
    _, rows = mentions(
        tmp_path,
        mention(),
        mention(who="star", name="Star", kind="KOL", link="https://x.example/@star/1"),
        mention(link="https://x.example/@jane/1"),
        mention(link="https://x.example/Jane/status/1"),
        mention(who="@MoorBrand", name="Moor", kind=""),
    )
    assert rows["author_name"].fillna("").tolist() == ["", "Star", "", "", "Moor"]
    assert rows["author_kind"].tolist() == ["user", "influencer", "user", "user", "own"]
    assert rows["link"].notna().tolist() == [True, True, False, False, True]
    assert rows["platform"].unique().tolist() == ["instagram"]


def test_rows_without_an_id_get_the_same_one_again(tmp_path):
    """Two equal rows are two mentions; reading them again, in a longer file, gives the same ids."""
    seen = []
    brief = [mention(), mention(), mention(text="other")]
    for rows in (brief, [*brief, mention(text="more")]):
        path = tmp_path / str(len(rows))
        path.mkdir()
        text = "When,Who,Name,Kind,Text,Mood,Link\n" + "".join(rows)
        key = {"table": "mentions", "columns": {"published_at": "When", "author_key": "Who", "text": "Text"}}
        seen.append(_ids(path, text, key))
    assert len(set(seen[0])) == 3
    assert seen[1][:3] == seen[0]


def _ids(path, text, mapping):
    file = path / "m-2026-10-31.csv"
    file.write_text(text)
    brand = Brand.model_validate(
        {
            "brand": "moor",
            "name": "Moor",
            "timezone": "UTC",
            "currency": "EUR",
            "sources": {"house": {"format": "mapped", "platform": "x", "mapping": mapping}},
        }
    )
    context = Context(
        brand, "house", brand.sources["house"], file, "house/m-2026-10-31.csv", VOCABULARIES, str
    )
    return mapped.read(read_file(file), context).tables["mentions"]["mention_id"].tolist()


def test_negative_counts_and_durations(tmp_path):
    """A count below zero sets the row aside; a duration below zero is missing and the row repaired."""
    daily = {"table": "community_daily", "columns": {"date": "Day", "messages": "Messages"}}
    reading, rows = read(tmp_path, "Day,Messages\n2026-10-01,-1\n2026-10-02,0\n", daily)
    assert [remark.reason for remark in reading.set_aside] == ["a count below zero"]
    assert rows["messages"].tolist() == [0]
    tickets = {
        "table": "tickets",
        "columns": {
            "ticket_id": "Id",
            "created_at": "Opened",
            "first_response_at": "Replied",
            "first_response_business_hours": "Hours",
        },
    }
    text = (
        "Id,Opened,Replied,Hours\n"
        "1,2026-10-01 10:00,2026-10-01 12:00,27:31:12\n"
        "2,2026-10-01 10:00,,0:00:00\n"
        "3,2026-10-01 10:00,2026-09-30 12:00,-391:30:46\n"
    )
    reading, rows = read(tmp_path, text, tickets)
    assert rows["first_response_business_hours"].round(6).fillna(-1).tolist() == [27.52, -1, -1]
    assert [(remark.line, remark.column) for remark in reading.repaired] == [(4, "Hours")]


def test_a_table_without_header_and_with_blanks_between_cells(tmp_path):
    """Columns by position, runs of blanks, days without a time, constants, computed ids for equal orders."""
    mapping = {
        "table": "orders",
        "columns": {"customer_key": "1", "created_at": "2", "items": "3", "total": "4"},
        "constants": {"status": "paid"},
        "dates": "%Y%m%d",
        "header": False,
        "delimiter": "spaces",
    }
    text = " 00007 20261001  2   10.50\r\n 00007 20261001  2   10.50\r\n 00012 20261003  1    0.00\r\n"
    reading, rows = read(tmp_path, text, mapping, name="orders.txt", currency="USD")
    assert reading.used == 3
    assert rows["order_id"].nunique() == 3
    assert rows["total"].tolist() == [10.5, 10.5, 0.0]
    assert rows["day_only"].all()
    assert rows["created_at"].dt.strftime("%Y%m%d").tolist() == ["20261001", "20261001", "20261003"]
    assert set(rows["status"]) == {"paid"}
    assert set(rows["currency"]) == {"USD"}


def test_times_of_a_clock_change_are_repaired(tmp_path):
    """02:30 came twice on 25 October in Berlin: the first of both is taken, and the log says so."""
    mapping = {"table": "suggestions", "columns": {"suggestion_id": "Id", "date": "Day", "topic": "Topic"}}
    _, rows = read(tmp_path, "Id,Day,Topic\n1,2026-10-25T02:30,x\n", mapping)
    assert rows["date"][0] == pd.Timestamp("2026-10-25")
    calendar = {"table": "calendar", "columns": {"planned_at": "When", "title": "Title"}}
    reading, rows = read(tmp_path, "When,Title\n2026-10-25 02:30,x\n", calendar)
    assert rows["planned_at"][0] == pd.Timestamp("2026-10-25 00:30", tz="UTC")
    assert len(reading.repaired) == 1


@pytest.mark.parametrize(
    ("table", "header", "row", "columns", "expected"),
    [
        (
            "community_messages",
            "At,Who,Thread,First",
            "2026-10-01T10:00:00+08:00,ann,t1,true",
            {"sent_at": "At", "author_key": "Who", "thread_id": "Thread", "starts_thread": "First"},
            {"community": "house", "author_kind": "member", "starts_thread": True},
        ),
        (
            "surveys",
            "Id,At,Kind,Score,Best",
            "9,2026-10-01 10:00,NPS,8,10",
            {"response_id": "Id", "answered_at": "At", "metric": "Kind", "score": "Score", "scale": "Best"},
            {"metric": "nps", "score": 8.0, "scale": 10},
        ),
        (
            "manual",
            "Series,Day,Value,N",
            "share_of_search,2026-10-31,0.21,400",
            {"id": "Series", "date": "Day", "value": "Value", "n": "N"},
            {"id": "share_of_search", "value": 0.21, "n": 400},
        ),
        (
            "ads_daily",
            "Day,Campaign,Shown,Cost",
            '2026-10-01,Autumn,"12,345",€ 99.90',
            {"date": "Day", "campaign": "Campaign", "impressions": "Shown", "cost": "Cost"},
            {"impressions": 12345, "cost": 99.9, "currency": "EUR"},
        ),
        (
            "competitors",
            "Page,From,To,Followers,Ours",
            "Fen,2026-10-01,2026-10-31,900,no",
            {
                "name": "Page",
                "period_start": "From",
                "period_end": "To",
                "followers": "Followers",
                "is_own": "Ours",
            },
            {"name": "Fen", "followers": 900, "is_own": False},
        ),
    ],
)
def test_each_kind_of_table_is_served(tmp_path, table, header, row, columns, expected):
    """One row of each further table, with what the parameters fill in."""
    _, rows = read(tmp_path, f"{header}\n{row}\n", {"table": table, "columns": columns})
    got = rows.iloc[0]
    assert {name: got[name] for name in expected} == expected


def test_ad_rows_of_one_campaign_and_day_are_all_kept(tmp_path):
    """Without an ad id two rows of a campaign and day are two ads: their cost must not shrink to one's."""
    mapping = {"table": "ads_daily", "columns": {"date": "Day", "campaign": "Campaign", "cost": "Cost"}}
    _, rows = read(tmp_path, "Day,Campaign,Cost\n2026-10-01,A,5\n2026-10-01,A,7\n", mapping)
    assert rows["cost"].sum() == 12
    assert rows["ad_id"].nunique() == 2
