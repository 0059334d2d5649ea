"""Messages of one channel as DiscordChatExporter writes them: JSON with ids and types, or CSV without.

An id of Discord holds its moment; the stated time stamps are held against it. A thread is a message with the
answers to it, and the answers to these; in a thread's own export, the thread's channel.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import ControlTotal
from kpikit.sources.common import cells, chats, values
from kpikit.sources.common.chats import Chat, Message, Owners
from kpikit.sources.common.checks import ROUNDED, ROUNDED_ID, is_rounded
from kpikit.sources.common.rows import CLOCK_CHANGE, NOT_A_DATE, Rows
from kpikit.sources.discord.layouts import EXPORTED_CSV, EXPORTED_JSON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.headers import Match

NO_AUTHOR = "no id of the author"
NO_ID = "no message, or one without its id"
_DISCORD_BEGAN = datetime(2015, 1, 1, tzinfo=UTC)
# Types of messages that somebody wrote: by name, and by number where the exporter has no name for them.
_WRITTEN = ("default", "reply", "chatinputcommand", "contextmenucommand", "0", "19", "20", "23")
_PRIVATE = ("directtextchat", "directgrouptextchat", "1", "3")
# What the exporter writes as the content of a notice, word for word.
_NOTICES = (
    "Joined the server.", "Pinned a message.", "Started a thread.", "Left the group.",
    "Changed the channel icon.",
)  # fmt: skip
_COUNT = re.compile(r"\((\d+)\)(?:,|$)")
_CHANNEL_ID = re.compile(r"\[(\d{17,20})\]")
_OLD_CLOCK = "%d-%b-%y %I:%M %p"


def read_json(content: dict[str, Any], file: RawFile, context: Context) -> Reading:
    """Read the JSON of one channel or thread.

    Raises:
        ExportError: It is a private conversation.
    """
    messages = content["messages"] if isinstance(content["messages"], list) else []
    channel = content["channel"] if isinstance(content["channel"], dict) else {}
    if str(channel.get("type")).casefold() in _PRIVATE:
        what = "is the export of a private conversation, which is no community"
        raise ExportError(Problem(what, file=file.path, allowed="the export of a server's channel"))
    exported = _written(content.get("exportedAt"))
    chat = Chat(context, "UTC", exported and exported.date())
    roots = chats.roots(dict(_answers(messages)))
    owners = Owners.of(context)
    stated = agree = 0
    for line, message in enumerate(messages, 1):
        number = str(message.get("id") or "") if isinstance(message, dict) else ""
        if not number.isdigit():
            rounded = ROUNDED.fullmatch(number)
            chat.set_aside(line, ROUNDED_ID if rounded else NO_ID, "id")
            continue
        sent = _of_id(number)
        written = _written(message.get("timestamp"))
        if written is not None:
            stated += 1
            agree += abs(written - sent) < timedelta(seconds=1)
        chat.add(replace(_message(message, channel, roots, owners), line=line, sent=sent))
    totals = [ControlTotal("messages whose timestamp is that of their id", stated, agree)]
    count = content.get("messageCount")
    if isinstance(count, int):
        totals.append(ControlTotal("messageCount", count, len(messages)))
    return chat.reading(EXPORTED_JSON, chats.encoding_notes(file), totals)


def _answers(messages: list[Any]) -> Iterator[tuple[str, str]]:
    """Message and the one that it answers; forwarded and pinned messages only point at others."""
    for message in messages:
        if isinstance(message, dict) and str(message.get("type")).casefold() in ("reply", "19"):
            reference = message.get("reference")
            answered = reference.get("messageId") if isinstance(reference, dict) else None
            if answered and message.get("id"):
                yield str(message["id"]), str(answered)


def _of_id(number: str) -> datetime:
    """The moment that an id holds: milliseconds since 2015 above its lower 22 bits."""
    return _DISCORD_BEGAN + timedelta(milliseconds=min(int(number) >> 22, 2**42))


def _written(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None


def _message(message: dict[str, Any], channel: dict[str, Any], roots: chats.Roots, owners: Owners) -> Message:
    number = str(message["id"])
    author = message["author"] if isinstance(message.get("author"), dict) else {}
    names = [author.get(key) for key in ("id", "name", "nickname")]
    thread, opens = roots.of(number)
    if "thread" in str(channel.get("type")).casefold():
        thread, opens = str(channel.get("id")), number == str(channel.get("id"))
    return Message(
        id=number,
        author=str(author["id"]) if author.get("id") else None,
        kind=owners.kind(*(name for name in names if isinstance(name, str)), bot=bool(author.get("isBot"))),
        text=str(message.get("content") or ""),
        system=str(message.get("type")).casefold() not in _WRITTEN,
        thread=thread,
        opens=opens,
        channel=chats.channel(channel.get("name")),
        reactions=sum(_reactions(message)),
    )


def _reactions(message: dict[str, Any]) -> Iterator[int]:
    """Each emoji with its count; the persons listed with it are not read."""
    for reaction in message.get("reactions") or []:
        count = reaction.get("count") if isinstance(reaction, dict) else None
        if isinstance(count, int) and count > 0:
            yield count


def read_csv(table: RawTable, match: Match, file: RawFile, context: Context) -> Reading:
    """Read the CSV of one channel, which has no ids of messages, no types and no mark of bots.

    A message's id is made of the channel's (where the file's name holds it), author, moment and place among
    the author's messages of that moment, so that files of one channel that overlap count it once.

    Raises:
        ExportError: Its dates are written in a locale's own way.
    """
    rows = Rows(table, match.columns)
    zone = context.zone
    sent, unreadable, ambiguous = _moments(rows, file, zone)
    rows.set_aside(unreadable | rows.cells("sent").isna(), NOT_A_DATE, "sent")
    author = rows.cells("author_id")
    rows.set_aside(is_rounded(author), ROUNDED_ID, "author_id")
    rows.set_aside(~author.str.fullmatch(r"\d+").fillna(value=False), NO_AUTHOR, "author_id")
    rows.repair(ambiguous, CLOCK_CHANGE, "sent")
    columns = {
        "author": author,
        "name": rows.cells("author"),
        "text": pd.Series([row[rows.place("text")] for row in table.rows], dtype="string"),
        "reactions": rows.cells("reactions").map(_reacted, na_action="ignore"),
        "sent": sent,
    }
    chat = Chat(context, zone)
    _, chat.mended, chat.aside = rows.account()
    _add_rows(chat, rows.frame(dict(columns)), _CHANNEL_ID.search(file.path.name))
    notes = [*file.notes, "this export doesn't say who is a bot: bots count as members"]
    notes.append("this export has no types of messages: notices are known by their fixed words")
    return chat.reading(EXPORTED_CSV, notes)


def _reacted(text: str) -> int:
    """Reactions of a cell such as "+1 (3), heart (1)"."""
    return sum(map(int, _COUNT.findall(text)))


def _add_rows(chat: Chat, frame: pd.DataFrame, channel: re.Match[str] | None) -> None:
    """Messages of the rows that are used."""
    owners = Owners.of(chat.context)
    seen: Counter[str] = Counter()
    for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        key = f"{channel[1] if channel else ''}/{row['author']}/{row['sent'].isoformat()}"
        seen[key] += 1
        name = row["name"] or ""
        chat.add(
            Message(
                id=chat.context.pseudonym(f"{key}/{seen[key]}"),
                author=row["author"],
                kind=owners.kind(row["author"], name, name.partition("#")[0]),
                text=row["text"] or "",
                line=row["line"],
                sent=row["sent"],
                system=row["text"] in _NOTICES,
                reactions=row["reactions"] or 0,
            )
        )


def _moments(rows: Rows, file: RawFile, zone: str) -> values.WallClock:
    """Moments of a CSV: ISO 8601, or the clock of the exporter's locale in older ones."""
    found, _, unreadable, ambiguous = cells.moments(rows.cells("sent"), _OLD_CLOCK, zone)
    if len(rows) and found.isna().all():
        raise ExportError(
            Problem(
                "its dates are written in the way of some locale: day and month can't be told apart",
                file=file.path,
                allowed="the JSON of the same channel, or a CSV of a newer DiscordChatExporter",
            )
        )
    return values.WallClock(found, unreadable, ambiguous)
