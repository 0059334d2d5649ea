"""Support tweets: questions become mentions, conversations tickets, the earliest reply of the brand answers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from kpikit.parameters import Brand, Source
from kpikit.reader import read_file
from kpikit.sources import module
from kpikit.sources.base import Context
from tests.sources.reading import VOCABULARIES, pseudonym, read, reasons, write

SAMPLE = Path(__file__).parents[1] / "samples" / "support_tweets" / "twcs.csv"
HEADER = "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id"
ASKED = "3,700001,True,Tue Oct 31 22:08:27 +0000 2017,hello,1,"
ANSWERED = "1,MoorCare,False,Tue Oct 31 22:10:47 +0000 2017,hi,,3"


def tweets(tmp_path, *lines):
    return read(write(tmp_path / "twcs.csv", "\n".join([HEADER, *lines]) + "\n"), "support_tweets")


def of_brand(path, *own):
    """Read for a brand with accounts of its own."""
    brand = Brand(brand="demo", name="Demo", timezone="UTC", currency="EUR", own_accounts=list(own))
    source = Source(format="support_tweets", platform="x")
    context = Context(brand, "s", source, path, path.name, VOCABULARIES, pseudonym)
    return module("support_tweets").read(read_file(path), context)


def test_tickets_are_conversations_that_a_customer_opens():
    """The earliest of two replies answers; a reply by another customer doesn't."""
    found = read(SAMPLE, "support_tweets")
    frame = found.tables["tickets"].set_index("ticket_id")
    assert frame.index.tolist() == ["3", "4", "8", "9"]
    waits = (frame["first_response_at"] - frame["created_at"]).dt.total_seconds()
    assert waits.dropna().to_dict() == {"3": 140, "4": 600, "9": 180}
    assert frame["replies"].tolist() == [1, 2, 0, 1]
    assert found.rows_read == found.used == 10


def test_mentions_are_the_tweets_of_customers():
    """With what they answer, their conversation, and when the brand replied to each."""
    frame = read(SAMPLE, "support_tweets").tables["mentions"].set_index("mention_id")
    assert frame.index.tolist() == ["2", "3", "4", "7", "8", "9"]
    assert frame["kind"].tolist() == ["comment", "mention", "mention", "comment", "mention", "mention"]
    assert frame["thread_id"].tolist() == ["3", "3", "4", "8", "8", "9"]
    assert frame.loc["4", "replied_at"] == pd.Timestamp("2017-10-31 21:55:10", tz="UTC")
    assert frame["reply_wanted"].dropna().index.tolist() == ["3", "4", "8", "9"]


def test_answers_named_at_the_question_are_those_that_name_it(tmp_path):
    """A list of ids in one cell; a wrong link fails the check."""
    (total,) = read(SAMPLE, "support_tweets").totals
    assert (total.stated, total.found) == (6, 6)
    (total,) = tweets(tmp_path, ASKED, ANSWERED.replace(",3", ",4")).totals
    assert not total.holds


def test_accounts_of_the_brand_are_told_from_other_companies():
    """What is said to another company is about it; only conversations with the brand are its tickets."""
    found = of_brand(SAMPLE, "@moorcare")
    subjects = found.tables["mentions"].set_index("mention_id")["subject"]
    assert subjects.to_dict() == dict.fromkeys("23478", "own") | {"9": "fjordair"}
    assert found.tables["tickets"]["ticket_id"].tolist() == ["3", "4", "8"]
    assert found.notes == []
    assert any("own_accounts" in note for note in read(SAMPLE, "support_tweets").notes)


def test_personal_data_stay():
    """Customers are pseudonyms, their numbers and addresses leave the texts, entities are resolved."""
    frame = read(SAMPLE, "support_tweets").tables["mentions"].set_index("mention_id")
    assert frame.loc["3", "text"] == "@MoorCare my kettle leaks.\nMail me at [e-mail]"
    assert frame.loc["2", "text"] == "@MoorCare the small one & the lid too"
    assert frame.loc["7", "text"] == "[handle] same here @MoorCare"
    assert frame.loc["3", "author_key"] == pseudonym("700001")
    assert "700001" not in frame.to_csv()


def test_ids_that_became_decimals_are_mended(tmp_path):
    """3.0 is 3, in all columns of ids; TRUE is True."""
    found = tweets(
        tmp_path,
        "3.0,700001.0,TRUE,Tue Oct 31 22:08:27 +0000 2017,hello,1.0,",
        "1.0,MoorCare,FALSE,Tue Oct 31 22:10:47 +0000 2017,hi,,3.0",
    )
    assert len(found.repaired) == 2
    assert found.tables["tickets"]["ticket_id"].tolist() == ["3"]
    assert found.tables["tickets"]["first_response_at"].notna().all()
    assert found.tables["mentions"]["author_key"].tolist() == [pseudonym("700001")]
    assert found.totals[0].holds


def test_an_answer_outside_the_file_is_not_never(tmp_path):
    """A cut file: the answer exists, its moment is unknown; the question is no ticket that waits."""
    found = tweets(tmp_path, ASKED, ANSWERED.replace(",3", ",99").replace("1,", "2,", 1), ASKED.replace("3,", "4,", 1).replace(",1,", ",,"))  # fmt: skip
    assert found.tables["tickets"]["ticket_id"].tolist() == ["4"]
    assert found.tables["mentions"].set_index("mention_id")["reply_wanted"].isna().to_dict() == {"3": True, "4": False}  # fmt: skip
    assert any(note.startswith("1 question(s) name an answer") for note in found.notes)


def test_a_reply_before_the_question_is_missing(tmp_path):
    """The clock can't run backwards: the reply goes, the question stays."""
    found = tweets(tmp_path, ASKED, ANSWERED.replace("22:10:47", "22:00:47"))
    assert found.tables["tickets"]["first_response_at"].isna().all()
    assert [remark.line for remark in found.repaired] == [2]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (ASKED.replace("3,", "1.23E+17,", 1), "an id that a spreadsheet made a rounded number of"),
        (ASKED.replace("3,", ",", 1), "a cell that every row needs is empty"),
        (ASKED.replace("True", "maybe"), "neither yes nor no"),
        (ASKED.replace("Tue Oct 31 22:08:27 +0000 2017", "hello"), "not a date in the format of this export"),
        (ASKED.replace("2017", "2099"), "a moment before 2004 or after the export"),
        (ANSWERED.replace("hi", "again"), "stands in the file a second time"),
        (ASKED + ",more,cells", "more cells than the header has columns"),
        (HEADER, "the header once more"),
        ("3,700001,Tr", "neither yes nor no"),
    ],
)
def test_rows_that_cannot_be_are_set_aside(tmp_path, line, reason):
    """With their reason; the others stay."""
    found = tweets(tmp_path, ANSWERED, ASKED.replace("3,", "5,", 1), line)
    assert reasons(found) == {4: reason}
    assert len(found.tables["mentions"]) == 1


def test_a_circle_of_replies_ends(tmp_path):
    """Damaged links don't hang the reader."""
    found = tweets(tmp_path, ASKED + "4", ASKED.replace("3,", "4,", 1) + "3")
    assert len(found.tables["mentions"]) == 2
    assert "tickets" not in found.tables


def test_other_tables_are_refused(tmp_path):
    """Sentiment sets have a tweet_id too."""
    path = write(tmp_path / "t.csv", "tweet_id,airline_sentiment,text\n1,negative,late\n")
    with pytest.raises(ExportError, match="missing: author_id"):
        read(path, "support_tweets")
