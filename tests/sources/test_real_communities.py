"""Real exports of communities, where they are at hand: recounted with plain Python from the raw bytes."""

import csv
import json
import re
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from tests.sources.communities import written
from tests.sources.reading import read

REAL = Path(__file__).parents[3] / "shared" / "exports" / "real"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not REAL.is_dir(), reason="no real exports here")]

INSIGHTS = {
    "communicators": {"visitors": "visitors"},
    "joins-by-source": {"joins": ("discovery_joins", "invites", "vanity_joins")},
    "message-activity": {"messages": "messages"},
    "retention": {"newcomers": "new_members"},
}


def of_discord(name):
    (path,) = (REAL / "discord").glob(f"*guild-{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return path, list(csv.DictReader(file))


@pytest.mark.parametrize("name", INSIGHTS)
def test_discord_insights(name):
    """Two years of days, each figure summed over all of them."""
    path, rows = of_discord(name)
    found = read(path, "discord")
    frame = found.tables["community_daily"]
    assert len(frame) == len(rows) == 729
    assert not found.set_aside
    assert frame["date"].dt.strftime("%Y-%m-%d").tolist() == [
        row["interval_start_timestamp"][:10] for row in rows
    ]
    for column, sources in INSIGHTS[name].items():
        names = (sources,) if isinstance(sources, str) else sources
        assert frame[column].sum() == sum(int(row[source]) for row in rows for source in names)
    assert all(total.holds and total.stated > 600 for total in found.totals)


def test_discord_members_who_wrote():
    """Visitors by their share are whole numbers, and are those that wrote the messages a head."""
    path, rows = of_discord("communicators")
    _, messages = of_discord("message-activity")
    active = read(path, "discord").tables["community_daily"]["active_members"].tolist()
    assert active == [round(int(row["visitors"]) * float(row["pct_communicated"]) / 100) for row in rows]
    for count, row in zip(active, messages, strict=True):
        if count:
            assert int(row["messages"]) / count == pytest.approx(float(row["messages_per_communicator"]))


def test_discord_members_who_came_back():
    """95 rows lack the last cell: null, not 0."""
    path, rows = of_discord("retention")
    found = read(path, "discord")
    frame = found.tables["community_daily"]
    known = [row for row in rows if row["pct_retained"]]
    assert len(found.repaired) == frame["newcomers_retained"].isna().sum() == len(rows) - len(known) == 95
    counted = sum(round(int(row["new_members"]) * float(row["pct_retained"]) / 100) for row in known)
    assert frame["newcomers_retained"].sum() == counted == 1237


def of_slack():
    (path,) = (REAL / "slack").glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        lists = {name: json.loads(archive.read(name)) for name in ("channels.json", "users.json")}
        messages = [
            (name.split("/")[0], message)
            for name in archive.namelist()
            if re.fullmatch(r"[^/]+/[\d-]+\.json", name)
            for message in json.loads(archive.read(name))
        ]
    return path, lists, messages


def test_slack_messages():
    """158 messages in two channels, 53 of which persons wrote: 49 without a subtype, 4 with one of theirs."""
    path, _, messages = of_slack()
    found = read(path, "slack")
    frame = found.tables["community_messages"]
    assert len(frame) == found.used == len(messages) == 158
    assert frame["channel"].value_counts().to_dict() == Counter(channel for channel, _ in messages)
    theirs = ("file_share", "file_comment", "me_message", "thread_broadcast", "reply_broadcast")
    by_persons = [message for _, message in messages if message.get("subtype", theirs[0]) in theirs]
    assert (~frame["is_system"]).sum() == len(by_persons) == 53
    moments = {datetime.fromtimestamp(int(message["ts"].split(".")[0]), UTC) for _, message in messages}
    assert set(frame["sent_at"].dt.floor("s")) == {pd.Timestamp(moment) for moment in moments}
    reactions = sum(one["count"] for _, message in messages for one in message.get("reactions", []))
    assert frame["reactions"].sum() == reactions
    people = {message["user"] for message in by_persons if "user" in message}
    assert frame.loc[~frame["is_system"], "author_key"].nunique() == len(people)


def test_slack_gives_nobody_away():
    """No id, name or address of users.json, and no word of a message."""
    path, lists, messages = of_slack()
    text = written(read(path, "slack"))
    channels = {channel["name"] for channel in lists["channels.json"]}
    for user in lists["users.json"]:
        profile = user["profile"]
        for value in (user["id"], profile.get("email"), profile.get("real_name"), profile.get("phone")):
            assert not value or value in channels or value not in text
    for _, message in messages:
        assert len(message["text"]) < 25 or message["text"] not in text


@pytest.mark.parametrize(
    ("name", "beginning", "pattern"),
    [
        ("lorem", r"\[(\d\d-\d\d-\d\d \d\d:\d\d:\d\d)\] ([^:]+): ", "%d-%m-%y %H:%M:%S"),
        ("pokemon", r"(\d\d\.\d\d\.\d{4}, \d\d:\d\d) - ([^:\n]+: )?", "%d.%m.%Y, %H:%M"),
    ],
)
def test_whatsapp_chats(name, beginning, pattern):
    """Messages, authors and moments of each; the first two lines of one are notices."""
    (path,) = (REAL / "whatsapp").glob(f"*{name}.txt")
    found = read(path, "whatsapp")
    frame = found.tables["community_messages"]
    begun = re.findall(f"(?m)^{beginning}", path.read_text(encoding="utf-8"))
    assert len(frame) == found.used == len(begun)
    assert [moment.strftime(pattern) for moment in frame["sent_at"]] == [moment for moment, _ in begun]
    notices = 2 if name == "pokemon" else 0
    assert frame["is_system"].sum() == notices
    assert frame["author_key"].nunique() == len({author for _, author in begun[notices:]})
    for _, author in begun[notices:]:
        assert author.rstrip(": ") not in written(found)
