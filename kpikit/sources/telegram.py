"""Telegram Desktop export of one group or channel (result.json, or the zip of its folder).

Moments are `date_unixtime`; older exports have the exporter's wall clock alone. Posts of a channel are the
brand's own, and so is what a group's administrators write in the group's name. A thread is a message with the
answers to it, and the answers to these. Private chats are refused: they are no community.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import Layout
from kpikit.sources.common import chats, headers
from kpikit.sources.common.chats import Chat, Message, Owners
from kpikit.sources.common.rows import CLOCK_CHANGE, NOT_A_DATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading

DOCUMENTS = True

GROUP = Layout(
    id="telegram-chat/1",
    what="Telegram export of a group or channel (result.json)",
    headers={
        "name": ("name",),
        "type": ("type",),
        "id": ("id",),
        "messages": ("messages",),
        "sender": ("from_id",),
        "text": ("text",),
        "moment": ("date_unixtime", "date"),
    },
    required=("type", "id", "messages", "text", "moment"),
    languages=("en",),
    tried=False,
    feeds=("community_messages",),
)
ACCOUNT = Layout(
    id="telegram-account/1",
    what="Telegram export of a whole account",
    headers={"about": ("about",), "personal": ("personal_information",), "chats": ("chats",)},
    required=("about", "chats"),
    languages=("en",),
    tried=False,
    feeds=(),
)
LAYOUTS = (GROUP, ACCOUNT)

NO_ID = "no message, or one without its id"
_PRIVATE = ("personal_chat", "bot_chat", "saved_messages", "verify_codes", "replies")
_SAMPLE = 200


def read(file: RawFile, context: Context) -> Reading:
    """Read the export of one group or channel.

    Raises:
        ExportError: It is another file, a whole account's, or a private chat.
    """
    group = _group(file)
    chat = Chat(context, context.zone)
    notes = chats.encoding_notes(file)
    roots = chats.roots(dict(_answers(group["messages"])))
    owners = Owners.of(context)
    local = 0
    for line, message in enumerate(group["messages"], 1):
        if not isinstance(message, dict) or not isinstance(message.get("id"), int):
            chat.set_aside(line, NO_ID, "id")
            continue
        sent, ambiguous = _moment(message, chat.zone)
        if sent is None:
            chat.set_aside(line, NOT_A_DATE, "date")
            continue
        local += "date_unixtime" not in message
        if ambiguous:
            chat.repair(line, CLOCK_CHANGE, "date")
        chat.add(replace(_message(message, group, roots, owners), line=line, sent=sent))
    if local:
        notes.append(f"{local} message(s) bear a wall clock alone: taken to be that of the source's zone")
    if not str(group.get("type")).endswith("channel"):
        notes.append("this export doesn't say who is a bot: bots count as members")
    return chat.reading(GROUP, notes)


def _answers(messages: list[Any]) -> Iterator[tuple[str, str]]:
    """Message and the one of the same chat that it answers."""
    for message in messages:
        if isinstance(message, dict) and message.get("id") and "reply_to_peer_id" not in message:
            answered = message.get("reply_to_message_id")
            if isinstance(answered, int):
                yield str(message["id"]), str(answered)


def _group(file: RawFile) -> dict[str, Any]:
    """The one chat that the file or the zip holds."""
    found = []
    for document in file.documents:
        if isinstance(document.json, dict):
            match = headers.match(LAYOUTS, _keys(document.json))
            if match is not None and match.layout is GROUP and isinstance(document.json["messages"], list):
                found.append(document.json)
            elif match is not None:
                what = f"is a {ACCOUNT.what} ({ACCOUNT.id}): known, but not served"
                raise ExportError(Problem(what, file=file.path, allowed="the export of one group or channel"))
    if len(found) != 1:
        what = "holds several chats" if found else "is no Telegram export of a group or channel"
        raise chats.unknown(file, what, LAYOUTS)
    if found[0].get("type") in _PRIVATE:
        what = "is the export of a private chat, which is no community"
        raise ExportError(Problem(what, file=file.path, allowed="the export of one group or channel"))
    return found[0]


def _keys(content: dict[str, Any]) -> list[str]:
    """Names at the top of a JSON file, and those of its first messages."""
    messages = content.get("messages")
    listed = messages[:_SAMPLE] if isinstance(messages, list) else []
    inner = dict.fromkeys(key for message in listed if isinstance(message, dict) for key in message)
    return [*content, *inner]


def _moment(message: dict[str, Any], zone: str) -> tuple[datetime | None, bool]:
    """When it was sent (UTC), and whether the clock showed that time twice."""
    seconds = message.get("date_unixtime")
    if isinstance(seconds, str | int) and str(seconds).isascii() and str(seconds).isdigit():
        return _epoch(int(seconds)), False
    if seconds is not None:
        return None, False
    try:
        wall = datetime.fromisoformat(str(message.get("date")))
    except ValueError:
        return None, False
    if wall.tzinfo is not None:
        return wall.astimezone(UTC), False
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    return first, first != second


def _epoch(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _message(message: dict[str, Any], group: dict[str, Any], roots: chats.Roots, owners: Owners) -> Message:
    place = str(group["id"])
    root, opens = roots.of(str(message["id"]))
    author = message.get("from_id") or message.get("actor_id")
    in_its_name = str(group.get("type")).endswith("channel") or str(author) == f"channel{place}"
    names = (author, message.get("from"), message.get("actor"))
    kind = "own" if in_its_name else owners.kind(*(name for name in names if isinstance(name, str)))
    return Message(
        id=f"{place}-{message['id']}",
        author=str(author) if author else None,
        kind=kind,
        text="".join(_texts(message.get("text"))),
        system=message.get("type") != "message",
        thread=f"{place}-{root}" if root else None,
        opens=opens,
        channel=chats.channel(group.get("name")),
        reactions=sum(_reactions(message)),
    )


def _texts(text: object) -> Iterator[str]:
    """The words of a message: one text, or a list of texts and of marked ones."""
    if isinstance(text, str):
        yield text
    for part in text if isinstance(text, list) else []:
        yield from _texts(part.get("text") if isinstance(part, dict) else part)


def _reactions(message: dict[str, Any]) -> Iterator[int]:
    """Each kind of reaction with its count; the persons listed as recent are not read."""
    for reaction in message.get("reactions") or []:
        count = reaction.get("count") if isinstance(reaction, dict) else None
        if isinstance(count, int) and count > 0:
            yield count
