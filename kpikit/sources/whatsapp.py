"""WhatsApp: the text of an exported chat (_chat.txt, "WhatsApp Chat with ….txt"), or the zip that holds it.

The phone's language and region decide how a message begins, so the form of its beginning is found from the
file itself, and the order of day, month and year from numbers that can be one of them only, or from dates
that would run backwards; where several orders fit, the file is refused. Times are of the phone's zone. A
message has no id: one is made of author, minute and place within it, so that exports of a chat that overlap
count it once. Each group needs a source of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import Layout
from kpikit.sources.common import chats
from kpikit.sources.common.chats import Chat, Message, Owners
from kpikit.sources.common.rows import CLOCK_CHANGE, NOT_A_DATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading

DOCUMENTS = True

CHAT = Layout(
    id="whatsapp-chat/1",
    what="WhatsApp chat exported as text (_chat.txt, or its zip)",
    headers={"message": ("[day, time] name: text",)},
    required=("message",),
    languages=("en", "de", "fr", "es", "pt", "it", "nl", "id", "ms", "zh", "ja", "ko", "ru", "tr", "hi"),
    tried=True,
    feeds=("community_messages",),
)
LAYOUTS = (CHAT,)

BEFORE_FIRST = "text above the first message"
_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_NEW_LINE = re.compile(r"\r\n|\n|\r")
_BLANK = r"[ \u00a0\u202f\u2009]"
_MORNING = ("am", "上午", "오전", "午前", "ص")
_EVENING = ("pm", "下午", "오후", "午後", "م")
_BEFORE_TIME = ("", "um", "at", "à", "às", "as", "alle", "klo", "kl.", "kl", "la", "pada", "pukul")
_BEGINNING = re.compile(
    rf"(?P<open>\[?)(?P<a>\d{{1,4}})(?P<by>[./-]){_BLANK}?(?P<b>\d{{1,2}})(?P=by){_BLANK}?(?P<c>\d{{1,4}})\.?"
    rf"[,،]?{_BLANK}*(?P<word>[^\W\d]{{0,7}}\.?){_BLANK}*"
    rf"(?P<hour>\d{{1,2}})(?P<colon>[:.])(?P<minute>\d\d)(?:(?P=colon)(?P<second>\d\d))?{_BLANK}*"
    rf"(?P<half>[APap]\.?{_BLANK}?[Mm]\.?|上午|下午|오전|오후|午前|午後|ص|م)?"
    rf"(?:(?P<close>\]){_BLANK}*|{_BLANK}+[-\u2013]{_BLANK}+)"
)
_ORDERS = {"dmy": "abc", "mdy": "bac", "ymd": "cba"}
"""Order of a date → which of its three numbers are day, month and year."""
_FIRST_YEAR, _LAST_YEAR = 2009, 2100
_CONTRADICTED = 0.01
_A_DAY = timedelta(days=1)
_ENCRYPTED = (
    "end-to-end encrypt", "ende-zu-ende-versch", "de extremo a extremo", "de bout en bout", "ponta a ponta",
    "ponta-a-ponta", "crittografia end-to-end", "crittografati end-to-end", "end-to-end versleuteld",
    "end-to-end-versleuteld", "terenkripsi secara end-to-end", "hujung ke hujung", "hujung-ke-hujung",
    "端到端加密", "端對端加密", "エンドツーエンド", "종단간 암호화", "сквозным шифрованием",
    "uçtan uca şifre", "एंड-टू-एंड एन्क्रिप्ट",
)  # fmt: skip
"""Words of the notice that a chat is encrypted, casefolded."""
_OPENING = 3
"""Messages among which the notice of encryption stands without a mark."""
_MADE = "\u200e"
"""Begins what WhatsApp itself puts in the place of a text."""
_EDITED = re.compile(rf"{_MADE}<[^<>\n]{{3,60}}>\s*$")
_PLACEHOLDER = re.compile(r"<[^<>\n]{3,60}>")
_QUOTES = '"“”„«»「」'


class _Beginning(NamedTuple):
    """A line that begins a message."""

    line: int
    match: re.Match[str]
    rest: str


@dataclass
class _Entry:
    """A message: its beginning, and the lines that follow it."""

    beginning: _Beginning
    lines: list[str]

    @property
    def text(self) -> str:
        """All its lines."""
        return "\n".join(self.lines)


def read(file: RawFile, context: Context) -> Reading:
    """Read a chat.

    Raises:
        ExportError: It is no chat, or the order of day and month can't be told.
    """
    entries, above = _entries(_text(file), file)
    zone = context.zone
    chat, owners = Chat(context, zone), Owners.of(context)
    for line in above:
        chat.set_aside(line, BEFORE_FIRST)
    order = _order(entries, file)
    seen: Counter[str] = Counter()
    group = _group_name(entries)
    for index, entry in enumerate(entries):
        line = entry.beginning.line
        wall = _wall(entry.beginning.match, order)
        if wall is None:
            chat.set_aside(line, NOT_A_DATE)
            continue
        first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
        if first != second:
            chat.repair(line, CLOCK_CHANGE)
        author, text = _author(entry)
        key = f"{(author or '').casefold()}/{wall:%Y-%m-%dT%H:%M}"
        seen[key] += 1
        made = context.pseudonym(f"{key}/{seen[key]}")
        system = author is None or _is_notice(author, text, group, opening=index < _OPENING)
        kind = "member" if system else owners.kind(author)
        written = _written(text)
        chat.add(Message(made, None if system else author, kind, written, line, first, system=system))
    return chat.reading(CHAT, chats.encoding_notes(file))


def _text(file: RawFile) -> str:
    """The one chat of the file; media beside it are nothing to read."""
    found = [document.text for document in file.documents if document.text]
    if len(found) != 1:
        what = "holds several texts: one chat in a file" if found else "is no WhatsApp chat: no text in it"
        raise chats.unknown(file, what, LAYOUTS)
    return found[0]


def _entries(text: str, file: RawFile) -> tuple[list[_Entry], list[int]]:
    """Messages, and the lines above the first one.

    The first beginning shows the form of all: a pasted message of another form belongs to the text around it.
    """
    entries: list[_Entry] = []
    above: list[int] = []
    form = None
    for number, line in enumerate(_NEW_LINE.split(text), 1):
        bare = line.lstrip(_MARKS)
        match = _BEGINNING.match(bare)
        if match is not None and _is_beginning(match) and form in (None, _form(match)):
            form = _form(match)
            beginning = _Beginning(number, match, bare[match.end() :])
            entries.append(_Entry(beginning, [beginning.rest]))
        elif entries:
            entries[-1].lines.append(line)
        elif bare.strip():
            above.append(number)
    if not entries or len(above) > len(entries):
        raise chats.unknown(
            file, "is no WhatsApp chat: its lines don't begin with day, time and name", LAYOUTS
        )
    return entries, above


def _is_beginning(match: re.Match[str]) -> bool:
    word = match["word"].casefold()
    closed = bool(match["open"]) == bool(match["close"])
    return closed and (word in _BEFORE_TIME or word in _MORNING or word in _EVENING)


def _form(match: re.Match[str]) -> tuple[str, str, str, bool, bool]:
    """What stays the same in all beginnings of a file."""
    return (match["open"], match["by"], match["colon"], bool(match["second"]), len(match["a"]) == 4)


def _order(entries: Sequence[_Entry], file: RawFile) -> str:
    """The one order of day, month and year that a file's dates fit.

    An order is out where a number can't be what it says. Where several are left, one that lets the days run
    backwards is out: a chat is written forwards. Two digits are taken for a year in front only where no other
    order fits, but if they would make days of what are years apart otherwise, nothing is certain.
    """
    matches = [entry.beginning.match for entry in entries]
    walls = {order: [_wall(match, order) for match in matches] for order in _ORDERS}
    wrong = {order: sum(wall is None for wall in found) for order, found in walls.items()}
    least = min(wrong.values())
    if least > _CONTRADICTED * len(matches):
        raise chats.unknown(file, "its dates are in no order of day, month and year", LAYOUTS)
    fitting = [order for order, count in wrong.items() if count == least]
    forwards = [order for order in fitting if _runs_forwards(walls[order])]
    spans = {order: _span(walls[order]) for order in forwards or fitting}
    others = [span for order, span in spans.items() if order != "ymd"]
    if "ymd" in spans and others and spans["ymd"] >= min(others):
        del spans["ymd"]
    if len({tuple(walls[order]) for order in spans}) > 1:
        raise ExportError(
            Problem(
                "day and month can't be told apart: no date has a number above 12 where it decides",
                file=file.path,
                allowed="an export of more days, or from a phone that writes the year first (2026-10-31)",
            )
        )
    return next(iter(spans))


def _span(walls: Sequence[datetime | None]) -> timedelta:
    known = [wall for wall in walls if wall is not None]
    return max(known) - min(known)


def _runs_forwards(walls: Sequence[datetime | None]) -> bool:
    known = [wall for wall in walls if wall is not None]
    return all(later - earlier > -_A_DAY for earlier, later in pairwise(known))


def _wall(match: re.Match[str], order: str) -> datetime | None:
    """The clock's time in one order of the date; None where it is none."""
    day, month, year = (match[name] for name in _ORDERS[order])
    if len(day) > 2 or len(month) > 2 or len(year) not in (2, 4):
        return None
    hour = _hour(int(match["hour"]), (match["half"] or match["word"]).casefold())
    try:
        found = datetime(  # noqa: DTZ001 - the zone is the phone's, given by the caller
            int(year) + (2000 if len(year) == 2 else 0),
            int(month),
            int(day),
            hour,
            int(match["minute"]),
            int(match["second"] or 0),
        )
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _hour(hour: int, half: str) -> int:
    """Hour of 24; one that isn't on a twelve-hour clock is no hour."""
    half = re.sub(r"[\s.]", "", half)
    if half not in (*_MORNING, *_EVENING):
        return hour
    return hour % 12 + 12 * (half in _EVENING) if hour <= 12 else -1


def _author(entry: _Entry) -> tuple[str | None, str]:
    """Who wrote a message, and what; None for notices, which have no name before them.

    A colon within quotation marks is part of a notice: somebody changed the subject to "One: two".
    """
    name, colon, _ = entry.beginning.rest.partition(": ")
    if not colon and entry.beginning.rest.endswith(":"):
        name, colon = entry.beginning.rest[:-1], ":"
    bare = name.strip().strip(_MARKS).removeprefix("~").strip(f" \u00a0\u202f{_MARKS}")
    if not colon or not bare or sum(bare.count(mark) for mark in _QUOTES) % 2:
        return None, entry.text
    return bare, entry.text[len(name) + 1 :].removeprefix(" ")


def _group_name(entries: Sequence[_Entry]) -> str | None:
    """The group's name where the notice of encryption bears it: a contact's in a chat of two."""
    for entry in entries[:_OPENING]:
        author, text = _author(entry)
        if author is not None and _is_of_encryption(text):
            return author
    return None


def _is_of_encryption(text: str) -> bool:
    words = text.casefold()
    return any(phrase in words for phrase in _ENCRYPTED)


def _is_notice(author: str, text: str, group: str | None, *, opening: bool) -> bool:
    """Whether a line with a name before it is the platform's: the encryption, or what a member did.

    Notices begin with a mark that nobody types, and so do the stand-ins for media, which members did send:
    these are two or three words, or stand in angle brackets.
    """
    marked = text.startswith(_MADE)
    if _is_of_encryption(text) and (opening or marked):
        return True
    words = text.lstrip(_MARKS).removeprefix("~").strip()
    if not marked or words.startswith("<"):
        return False
    return words.startswith(f"{author} ") or (author == group and len(words.split()) > 3)


def _written(text: str) -> str | None:
    """What an author wrote: nothing where the platform put `<Media omitted>` or "image omitted" instead."""
    bare = _EDITED.sub("", text).strip()
    return None if bare.startswith(_MADE) or _PLACEHOLDER.fullmatch(bare) else bare
