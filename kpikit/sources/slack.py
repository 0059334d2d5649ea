"""Slack export (zip): channels.json, users.json and a file of messages for each channel and day.

Messages with a `subtype` are notices of the platform, its bots and its apps: they are kept, marked as system,
and no activity. The few subtypes of what persons wrote (a file shared, a reply repeated) are messages.
Private conversations (dms.json, mpims.json) are not read. users.json carries e-mail addresses and names: only
ids leave, as pseudonyms; names are compared with the brand's own accounts here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from kpikit.sources.base import Layout
from kpikit.sources.common import chats
from kpikit.sources.common.chats import Chat, Message, Owners
from kpikit.sources.common.rows import NOT_A_DATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading

DOCUMENTS = True

EXPORT = Layout(
    id="slack-export/1",
    what="Slack export (zip with channels.json, users.json and a folder of days for each channel)",
    headers={"channels": ("channels.json",), "users": ("users.json",)},
    required=("channels", "users"),
    languages=("en",),
    tried=True,
    feeds=("community_messages",),
)
LAYOUTS = (EXPORT,)

NO_MESSAGE = "no message, or one without its moment"
_DAY = re.compile(r"(?P<channel>[^/]+)/\d{4}-\d\d-\d\d\.json")
_MOMENT = re.compile(r"(\d{9,10})(?:\.(\d{1,6}))?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BY_PERSONS = ("file_share", "file_comment", "me_message", "thread_broadcast", "reply_broadcast")
"""Subtypes of messages that a person wrote all the same."""
_SYSTEM_USERS = ("USLACKBOT",)


@dataclass
class _Export:
    """What the zip holds.

    Attributes:
        lists: Name of a list (channels, users, groups) → its entries.
        days: Channel's folder → its files' messages, in the order of days.
        unread: Folders of conversations that are in no list of channels.
    """

    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    days: dict[str, list[Any]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)


def read(file: RawFile, context: Context) -> Reading:
    """Read an export as downloaded.

    Raises:
        ExportError: It is not the zip of an export, or holds no message.
    """
    export = _export(file)
    users = {str(user.get("id")): user for user in export.lists["users"]}
    channels = {
        entry["name"]: entry
        for entry in (*export.lists["channels"], *export.lists.get("groups", []))
        if isinstance(entry.get("name"), str)
    }
    chat = Chat(context, context.zone)
    owners = Owners.of(context)
    for folder, messages in sorted(export.days.items()):
        if folder not in channels:
            export.unread.add(folder)
            continue
        _channel(chat, channels[folder], messages, (users, owners))
    if not chat.messages and not chat.aside:
        raise chats.unknown(file, "is a Slack export without a message in its channels", LAYOUTS)
    notes = chats.encoding_notes(file)
    if export.unread:
        notes.append(f"{len(export.unread)} private conversation(s) are not read")
    return chat.reading(EXPORT, notes)


def _export(file: RawFile) -> _Export:
    """Sort the members of the zip; all of them may lie in one folder."""
    members = {document.member or "": document.json for document in file.documents}
    root = min((name[: -len("channels.json")] for name in members if _is_list(name)), key=len, default=None)
    if file.kind != "zip" or root is None or f"{root}users.json" not in members:
        raise chats.unknown(
            file, "is no Slack export: a zip with channels.json and users.json, as downloaded", LAYOUTS
        )
    export = _Export()
    for name, content in sorted(members.items()):
        path = name.removeprefix(root)
        if match := _DAY.fullmatch(path):
            export.days.setdefault(match["channel"], []).extend(content if isinstance(content, list) else [])
        elif path in ("channels.json", "users.json", "groups.json"):
            entries = content if isinstance(content, list) else []
            export.lists[path.removesuffix(".json")] = [entry for entry in entries if isinstance(entry, dict)]
    return export


def _is_list(name: str) -> bool:
    return name == "channels.json" or name.endswith("/channels.json")


def _channel(
    chat: Chat,
    entry: dict[str, Any],
    messages: list[Any],
    known: tuple[dict[str, dict[str, Any]], Owners],
) -> None:
    """The messages of one channel; `line` counts them through its files."""
    users, owners = known
    name = chats.channel(entry["name"])
    place = str(entry.get("id") or entry["name"])
    for line, message in enumerate(messages, 1):
        if not isinstance(message, dict) or not isinstance(message.get("ts"), str):
            chat.set_aside(line, NO_MESSAGE, "ts", name)
            continue
        sent = _moment(message["ts"])
        if sent is None:
            chat.set_aside(line, NOT_A_DATE, "ts", name)
            continue
        author = _author(message)
        subtype = message.get("subtype")
        thread = message.get("thread_ts")
        chat.add(
            Message(
                line=line,
                id=f"{place}-{message['ts']}",
                sent=sent,
                author=author,
                kind=_kind(message, author, users, owners),
                text=str(message.get("text") or ""),
                system=bool(subtype) and subtype not in _BY_PERSONS,
                thread=f"{place}-{thread}" if thread else None,
                opens=thread == message["ts"],
                channel=name,
                reactions=sum(_reactions(message)),
                table=name,
            )
        )


def _author(message: dict[str, Any]) -> str | None:
    """Id of who wrote it; apps without a user have ids of their own."""
    found = message.get("user") or message.get("bot_id")
    return str(found) if found else None


def _kind(
    message: dict[str, Any], author: str | None, users: dict[str, dict[str, Any]], owners: Owners
) -> str:
    user = users.get(author or "", {})
    profile = user.get("profile") or {}
    bot = (
        bool(user.get("is_bot") or message.get("bot_id"))
        or message.get("subtype") == "bot_message"
        or author in _SYSTEM_USERS
    )
    names = [author, user.get("name"), user.get("real_name")]
    names += [profile.get(key) for key in ("display_name", "real_name", "email")]
    return owners.kind(*(name for name in names if isinstance(name, str)), bot=bot)


def _moment(text: str) -> datetime | None:
    """Seconds since 1970 in UTC, with the microseconds that tell messages of one second apart."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    return _EPOCH + timedelta(seconds=int(match[1]), microseconds=int((match[2] or "0").ljust(6, "0")))


def _reactions(message: dict[str, Any]) -> Iterator[int]:
    """Each kind of reaction with the number of persons who chose it; who they are is not read."""
    for reaction in message.get("reactions") or []:
        count = reaction.get("count") if isinstance(reaction, dict) else None
        if isinstance(count, int) and count > 0:
            yield count
