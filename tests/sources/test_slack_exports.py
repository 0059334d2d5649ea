"""Slack: messages of the channels in an export, without words and names."""

from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from kpikit.parameters import Brand, Source
from kpikit.reader import read_file
from kpikit.sources import module
from kpikit.sources.base import Context
from tests.sources.communities import written, zipped
from tests.sources.reading import VOCABULARIES, pseudonym, read, write

SAMPLE = Path(__file__).parents[1] / "samples" / "slack" / "Lantern Club Slack export.zip"
CHANNELS = [{"id": "C1", "name": "general"}]
USERS = [
    {"id": "U1", "name": "ann", "profile": {"email": "ann@mail.example", "display_name": "Ann Lee"}},
    {"id": "U2", "name": "desk", "profile": {"display_name": "Moor Desk"}},
]


def export(tmp_path, *messages, prefix="", **lists):
    members = {
        f"{prefix}channels.json": CHANNELS,
        f"{prefix}users.json": USERS,
        f"{prefix}general/2026-03-01.json": list(messages),
    }
    return zipped(
        tmp_path / "export.zip", members | {f"{prefix}{key}": value for key, value in lists.items()}
    )


def said(ts, **more):
    return {"type": "message", "user": "U1", "text": "hello", "ts": ts} | more


def test_messages_have_their_moment_in_utc():
    """`ts` is text: seconds since 1970, with the microseconds that tell messages of one second apart."""
    frame = read(SAMPLE, "slack").tables["community_messages"]
    assert frame["sent_at"][1] == pd.Timestamp("2026-03-01 08:01:00.000200", tz="UTC")
    assert frame["message_id"][1] == "C0LANTERN-1772352060.000200"
    assert frame["channel"].value_counts().to_dict() == {"general": 7, "guides": 1}
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-03-02 23:59:59", tz="UTC")}


def test_notices_are_marked_and_bots_are_told():
    """A subtype makes a message a notice; who posts by an app is a bot."""
    frame = read(SAMPLE, "slack").tables["community_messages"]
    assert frame["is_system"].tolist() == [True, False, False, False, True, False, False, False]
    assert frame["author_kind"].tolist() == ["member"] * 4 + ["bot", "member", "bot", "member"]


def test_threads_are_kept_together():
    """The message that others answered opens its thread; one without answers opens none."""
    frame = read(SAMPLE, "slack").tables["community_messages"]
    assert frame["thread_id"].dropna().unique().tolist() == ["C0LANTERN-1772352060.000200"]
    assert frame["starts_thread"].tolist() == [False, True] + [False] * 6
    assert frame["reactions"].tolist() == [0, 3, 0, 0, 0, 0, 0, 0]


def test_own_accounts_are_the_brands(tmp_path):
    """A handle of the parameters is found by user name or display name; case and @ don't matter."""
    path = export(tmp_path, said("1772352000.000100"), said("1772352001.000100", user="U2"))
    brand = Brand(brand="demo", name="Demo", timezone="UTC", currency="EUR", own_accounts=["@Moor Desk"])
    source = Source(format="slack", platform="slack")
    context = Context(brand, "slack", source, path, "slack/export.zip", VOCABULARIES, pseudonym)
    found = module("slack").read(read_file(path, documents=True), context)
    assert found.tables["community_messages"]["author_kind"].tolist() == ["member", "own"]


def test_nothing_personal_leaves():
    """No word, name, address or id of a person: authors are pseudonyms, texts are lengths."""
    found = read(SAMPLE, "slack")
    text = written(found)
    for word in ("mira", "Mira", "lanternclub.example", "U0MIRA", "brass", "private words", "bell"):
        assert word not in text
    frame = found.tables["community_messages"]
    assert frame["author_key"][1] == pseudonym("u0mira") == frame["author_key"][7]
    assert frame["characters"][1] == len("Which lantern lasts a night out?")
    assert "promotional" not in frame


def test_private_conversations_are_not_read(tmp_path):
    """Folders that are no channel of the lists are counted, not read; private channels are channels."""
    path = export(
        tmp_path,
        said("1772352000.000100"),
        **{
            "groups.json": [{"id": "G1", "name": "board"}],
            "board/2026-03-01.json": [said("1772352000.000100")],
            "mpdm-ann--ben-1/2026-03-01.json": [said("1772352000.000100")],
            "D1/2026-03-01.json": [said("1772352000.000100")],
        },
    )
    found = read(path, "slack")
    assert found.notes == ["2 private conversation(s) are not read"]
    assert sorted(found.tables["community_messages"]["channel"]) == ["board", "general"]
    assert "mpdm" not in written(found)


def test_damaged_messages_are_set_aside(tmp_path):
    """No moment, a moment that is none, one before Slack, one after the export, and one that stands twice."""
    path = export(
        tmp_path,
        said("1772352000.000100"),
        {"type": "message", "text": "no moment"},
        "no message",
        said("soon"),
        said("0123456789.000100"),
        said("4102444800.000100"),
        said("1772352000.000100"),
    )
    found = read(path, "slack", received="2026-03-05")
    assert [(remark.line, remark.reason) for remark in found.set_aside] == [
        (2, "no message, or one without its moment"),
        (3, "no message, or one without its moment"),
        (4, "not a date in the format of this export"),
        (5, "a moment before 2004 or after the export"),
        (6, "a moment before 2004 or after the export"),
        (7, "stands in the file a second time"),
    ]
    assert (found.rows_read, found.used) == (7, 1)
    assert {remark.table for remark in found.set_aside} == {"general"}


@pytest.mark.parametrize(
    ("subtype", "system"),
    [
        ("file_share", False),
        ("me_message", False),
        ("thread_broadcast", False),
        ("channel_join", True),
        ("bot_message", True),
    ],
)
def test_what_persons_wrote_is_activity_whatever_its_subtype(tmp_path, subtype, system):
    """A shared file or a reply repeated in the channel is a message; joins and bots are notices."""
    found = read(export(tmp_path, said("1772352000.000100", subtype=subtype)), "slack")
    assert found.tables["community_messages"]["is_system"].tolist() == [system]


def test_the_export_may_lie_in_a_folder(tmp_path):
    """A zip made anew of the unpacked folder reads the same."""
    found = read(export(tmp_path, said("1772352000.000100"), prefix="Export Mar 2026/"), "slack")
    assert found.used == 1


def test_what_is_no_export_is_refused(tmp_path):
    """A day's file alone, a zip without its lists, an export without messages, damaged JSON."""
    with pytest.raises(ExportError, match=r"channels\.json and users\.json"):
        read(write(tmp_path / "2026-03-01.json", '[{"type": "message", "ts": "1772352000.000100"}]'), "slack")
    with pytest.raises(ExportError, match=r"channels\.json and users\.json"):
        read(zipped(tmp_path / "half.zip", {"channels.json": CHANNELS}), "slack")
    with pytest.raises(ExportError, match="without a message"):
        read(export(tmp_path), "slack")
    with pytest.raises(ExportError, match="damaged JSON"):
        read(
            zipped(tmp_path / "cut.zip", {"channels.json": CHANNELS, "users.json": '[{"id": "U1"} {]'}),
            "slack",
        )


def test_texts_leave_only_for_rules_that_ask(tmp_path):
    """A rule on words gets them; without one none leaves."""
    path = export(tmp_path, said("1772352000.000100", text="half price today"))
    rule = {"table": "community_messages", "where": {"text": ["half price"]}, "put": {"promotional": True}}
    for rules, handed in (([rule], ["half price today"]), ([], None)):
        brand = Brand(brand="demo", name="Demo", timezone="UTC", currency="EUR", tags=rules)
        source = Source(format="slack", platform="slack")
        context = Context(brand, "slack", source, path, "slack/export.zip", VOCABULARIES, pseudonym)
        frame = module("slack").read(read_file(path, documents=True), context).tables["community_messages"]
        assert (frame["text"].tolist() if "text" in frame else None) == handed
