"""Telegram: the messages of one group or channel, without words and names."""

import json
from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.communities import written, zipped
from tests.sources.reading import pseudonym, read, reasons, write

SAMPLE = Path(__file__).parents[1] / "samples" / "telegram" / "result.json"
START = 1772355600


def chat(tmp_path, *messages, kind="private_supergroup", **more):
    content = {"name": "Walkers", "type": kind, "id": 77, "messages": list(messages)} | more
    return write(tmp_path / "result.json", json.dumps(content))


def said(number, seconds=START, **more):
    return {
        "id": number,
        "type": "message",
        "date": "2026-03-01T10:00:00",
        "date_unixtime": str(seconds),
        "from": "Mira Alves",
        "from_id": "user1",
        "text": "hello",
    } | more


def test_moments_are_those_in_utc():
    """date_unixtime counts; the wall clock beside it is of the exporter's zone."""
    frame = read(SAMPLE, "telegram").tables["community_messages"]
    assert frame["sent_at"][0] == pd.Timestamp("2026-03-01 09:00:00", tz="UTC")
    assert frame["message_id"].tolist() == [f"1987654321-{number}" for number in range(1, 6)]


def test_texts_in_parts_are_measured_whole():
    """A text is one string, or a list of strings and of marked parts."""
    frame = read(SAMPLE, "telegram").tables["community_messages"]
    assert frame["characters"].tolist() == [0, len("Walk on Sunday?"), 3, 12, 0]
    assert frame["reactions"].tolist() == [0, 3, 0, 0, 0]


def test_service_messages_are_notices_and_the_group_itself_is_own():
    """Who writes in the group's name writes for the brand."""
    frame = read(SAMPLE, "telegram").tables["community_messages"]
    assert frame["is_system"].tolist() == [True, False, False, False, False]
    assert frame["author_kind"].tolist() == ["member", "member", "member", "own", "member"]


def test_answers_belong_to_the_message_that_began():
    """An answer to an answer is of the first one's thread; what nobody answered is of none."""
    frame = read(SAMPLE, "telegram").tables["community_messages"]
    assert frame["thread_id"].fillna("").tolist() == ["", *["1987654321-2"] * 3, ""]
    assert frame["starts_thread"].tolist() == [False, True, False, False, False]


def test_answers_in_a_circle_or_to_other_chats_end(tmp_path):
    """Damaged answers are no endless loop; an answer to another chat's message is no answer here."""
    path = chat(
        tmp_path,
        said(1, reply_to_message_id=2),
        said(2, reply_to_message_id=3),
        said(3, reply_to_message_id=2),
        said(4, reply_to_message_id=1, reply_to_peer_id="channel9"),
        said(5, reply_to_message_id=999),
    )
    frame = read(path, "telegram").tables["community_messages"]
    assert frame["thread_id"].isna().tolist() == [False, False, False, True, False]
    assert frame["thread_id"][4] == "77-999"


def test_posts_of_a_channel_are_own(tmp_path):
    """A channel speaks for the brand, whoever signs."""
    path = chat(tmp_path, said(1, from_id="channel77"), said(2), kind="public_channel")
    found = read(path, "telegram")
    assert set(found.tables["community_messages"]["author_kind"]) == {"own"}
    assert found.notes == []


def test_nothing_personal_leaves():
    """Senders are pseudonyms of their ids; a deleted account's name is null and no failure."""
    found = read(SAMPLE, "telegram")
    text = written(found)
    for word in ("Mira", "Tom", "user111", "Sunday", "oil"):
        assert word not in text
    assert found.tables["community_messages"]["author_key"][1] == pseudonym("user111")


def test_older_exports_have_a_wall_clock_alone(tmp_path):
    """It is the source's zone, and the note says so; an hour that the clock showed twice is repaired."""
    one, two = said(1), said(2, date="2026-10-25T02:30:00")
    del one["date_unixtime"], two["date_unixtime"]
    found = read(chat(tmp_path, one, two), "telegram", timezone="Europe/Berlin")
    sent = found.tables["community_messages"]["sent_at"].tolist()
    assert sent == [pd.Timestamp("2026-03-01 09:00", tz="UTC"), pd.Timestamp("2026-10-25 00:30", tz="UTC")]
    assert [remark.line for remark in found.repaired] == [2]
    assert any(note.startswith("2 message(s) bear a wall clock alone") for note in found.notes)


def test_damaged_messages_are_set_aside(tmp_path):
    """No id, no date, a moment after the export, a second time."""
    path = chat(
        tmp_path, said(1), said(None), "x", said(2, "soon"), said(3, 4102444800), said(1), said(4, 10**18)
    )
    found = read(path, "telegram", received="2026-03-05")
    assert reasons(found) == {
        2: "no message, or one without its id",
        3: "no message, or one without its id",
        4: "not a date in the format of this export",
        5: "a moment before 2004 or after the export",
        6: "stands in the file a second time",
        7: "not a date in the format of this export",
    }


def test_the_zip_of_the_folder_reads_the_same(tmp_path):
    """Pictures beside result.json are no loss and no note."""
    path = zipped(
        tmp_path / "x.zip",
        {"ChatExport/result.json": SAMPLE.read_text(encoding="utf-8"), "ChatExport/photos/mira.jpg": "x"},
    )
    found = read(path, "telegram")
    assert found.used == 5
    assert "mira" not in written(found)


@pytest.mark.parametrize("kind", ["personal_chat", "bot_chat", "saved_messages"])
def test_private_chats_are_refused(tmp_path, kind):
    """They are no community."""
    with pytest.raises(ExportError, match="private chat"):
        read(chat(tmp_path, said(1), kind=kind), "telegram")


def test_whole_accounts_and_other_files_are_refused(tmp_path):
    """The export of an account holds all its owner's chats."""
    whole = {"about": "", "personal_information": {}, "chats": {"list": []}}
    with pytest.raises(ExportError, match="whole account"):
        read(write(tmp_path / "result.json", json.dumps(whole)), "telegram")
    with pytest.raises(ExportError, match="no Telegram export"):
        read(write(tmp_path / "other.json", '{"messages": [], "id": 1}'), "telegram")
    with pytest.raises(ExportError, match="damaged JSON"):
        read(write(tmp_path / "cut.json", SAMPLE.read_text(encoding="utf-8")[:900] + "}"), "telegram")
