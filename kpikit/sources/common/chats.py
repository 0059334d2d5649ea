"""Messages of a chat on their way to `community_messages`: what may leave of them, and what became of each.

Of a message its moment, length and reactions leave, and who wrote it as a keyed pseudonym. Its text leaves
only where a rule of the parameters asks for it, as far as that rule, and is not kept. All names of persons
stay here; names and handles are looked at only to tell the brand's own accounts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import compress
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import Reading, Remark
from kpikit.sources.common import values
from kpikit.sources.common.checks import IMPOSSIBLE_MOMENT, day_after, impossible
from kpikit.sources.common.personal import handle
from kpikit.sources.common.rows import TWICE
from kpikit.sources.common.snapshots import day_of_export, end_of, snapshot_at
from kpikit.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, ControlTotal, Layout

_ENDLESS = 1_000_000_000
"""Characters: longer than any message, so that a length is counted and not cut."""


@dataclass(slots=True)
class Message:
    """A message as its export has it.

    Attributes:
        id: The platform's id, or one made of what identifies it.
        author: The platform's id of the author, or the name it goes by; leaves as a pseudonym.
        kind: member, own or bot.
        text: What was written; None where there is none to count.
        line: Number of the message in its table.
        sent: Its moment (UTC).
        system: A notice of the platform.
        thread: Id of its thread.
        opens: Whether it opens a thread; None where the export knows no threads.
        channel: Name of the channel.
        reactions: Reactions to it; None where the export has none.
        table: Member of the archive that it stands in.
    """

    id: str
    author: str | None
    kind: str
    text: str | None
    line: int = 0
    sent: datetime | None = None
    system: bool = False
    thread: str | None = None
    opens: bool | None = None
    channel: str | None = None
    reactions: int | None = None
    table: str | None = None


@dataclass
class Chat:
    """The messages of a file, and those set aside.

    Attributes:
        context: The file's surroundings.
        zone: In which its last day is told.
        stated: Day of the export, where the file says it.
        messages: Those used so far.
        aside: Those that are not.
        mended: Those of `messages` that were repaired.
    """

    context: Context
    zone: str
    stated: date | None = None
    messages: list[Message] = field(default_factory=list)
    aside: list[Remark] = field(default_factory=list)
    mended: list[Remark] = field(default_factory=list)

    def add(self, message: Message) -> None:
        """Take a message as it stands."""
        self.messages.append(message)

    def set_aside(self, line: int, reason: str, column: str | None = None, table: str | None = None) -> None:
        """Use nothing of the message at `line`."""
        self.aside.append(Remark(line, reason, column, table))

    def repair(self, line: int, reason: str, column: str | None = None, table: str | None = None) -> None:
        """Say of a message taken that it was mended."""
        self.mended.append(Remark(line, reason, column, table))

    def reading(
        self, layout: Layout, notes: Sequence[str] = (), totals: Iterable[ControlTotal] = ()
    ) -> Reading:
        """What was read. Messages at impossible moments and those that stand twice are set aside first."""
        self._check_moments()
        self._check_repeats()
        frame = self._frame()
        left = {(message.table, message.line) for message in self.messages}
        repaired = [remark for remark in self.mended if (remark.table, remark.line) in left]
        return Reading(
            layout=layout.id,
            tables={"community_messages": frame} if len(frame) else {},
            rows_read=len(self.messages) + len(self.aside),
            used=len(self.messages) - len(repaired),
            repaired=repaired,
            set_aside=sorted(self.aside, key=lambda remark: (remark.table or "", remark.line)),
            totals=list(totals),
            notes=list(notes),
        )

    def _drop(self, unwanted: list[Message], reason: str) -> None:
        for message in unwanted:
            self.set_aside(message.line, reason, table=message.table)
        gone = {id(message) for message in unwanted}
        self.messages = [message for message in self.messages if id(message) not in gone]

    def _check_moments(self) -> None:
        day = self.stated or day_of_export(self.context)
        latest = end_of(day, self.zone) + timedelta(days=1) if day else None
        sent = pd.to_datetime(
            pd.Series([message.sent for message in self.messages], dtype="object"), utc=True
        )
        wrong = sent.isna() | impossible(sent, latest)
        self._drop(list(compress(self.messages, wrong)), IMPOSSIBLE_MOMENT)

    def _check_repeats(self) -> None:
        seen: set[str] = set()
        again = []
        for message in self.messages:
            if message.id in seen:
                again.append(message)
            seen.add(message.id)
        self._drop(again, TWICE)

    def _frame(self) -> pd.DataFrame:
        messages = self.messages
        frame = pd.DataFrame({"line": pd.array([message.line for message in messages], dtype="Int64")})
        if frame.empty:
            return frame
        sent = pd.Series(pd.to_datetime([message.sent for message in messages if message.sent], utc=True))
        author = values.column(message.author or "" for message in messages)
        lengths = [None if message.text is None else length(message.text) for message in messages]
        last = sent.max().tz_convert(self.zone).date()
        moment = pd.Timestamp(snapshot_at(self.context, self.zone, stated=self.stated, last_day=last))
        if self.context.asks_for("community_messages", "text"):
            frame["text"] = _texts(message.text and clean(message.text) for message in messages)
        return frame.assign(
            platform=_texts(self.context.source.platform for _ in messages),
            community=_texts(community(self.context) for _ in messages),
            message_id=_texts(message.id for message in messages),
            sent_at=sent.astype("datetime64[us, UTC]"),
            author_key=values.keyed(author, self.context.pseudonym),
            author_kind=_texts(message.kind for message in messages),
            thread_id=_texts(message.thread for message in messages),
            starts_thread=pd.array([message.opens for message in messages], dtype="boolean"),
            is_system=pd.array([message.system for message in messages], dtype="boolean"),
            channel=_texts(message.channel for message in messages),
            reactions=pd.array([message.reactions for message in messages], dtype="Int64"),
            characters=pd.array(lengths, dtype="Int64"),
            snapshot_at=moment,
        )


@dataclass(frozen=True)
class Owners:
    """Tells the brand's own accounts.

    Attributes:
        names: Their handles and names, as `handle` writes them.
    """

    names: frozenset[str]

    @classmethod
    def of(cls, context: Context) -> Owners:
        """Own accounts of the parameters, and who writes under the brand's own name."""
        return cls(frozenset(map(handle, (*context.brand.own_accounts, context.brand.name))))

    def kind(self, *names: str | None, bot: bool = False) -> str:
        """`own` where one of an author's ids and names is the brand's, else `bot` or `member`."""
        if any(name and handle(name) in self.names for name in names):
            return "own"
        return "bot" if bot else "member"


def community(context: Context) -> str:
    """Name of the community in reports: its figures by day and its messages must bear the same."""
    return context.source.account or context.brand.name


def last_day(context: Context) -> pd.Timestamp | None:
    """The last day that figures can be of, where something says when they were exported."""
    day = day_of_export(context)
    return None if day is None else day_after(day)


def one_row_a_day(frames: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """Days of a community whose figures stand in several tables of a file, brought together."""
    filled = [frame for frame in frames if len(frame)]
    if len(filled) < 2:
        return filled
    joined = pd.concat(filled, ignore_index=True)
    return [joined.groupby(["platform", "community", "date"], as_index=False).last()]


def channel(name: object) -> str | None:
    """Name of a channel, made harmless."""
    return clean_line(name) or None if isinstance(name, str) else None


def length(text: str) -> int:
    """Characters of a message as it is shown."""
    return len(clean(text, _ENDLESS))


@dataclass(frozen=True)
class Roots:
    """The messages that chains of answers began with.

    Attributes:
        found: Message that answers another → the first one of its chain.
        began: Those first ones.
    """

    found: dict[str, str]
    began: frozenset[str]

    def of(self, message: str) -> tuple[str | None, bool]:
        """Thread of a message, None where it is in none, and whether it opens it."""
        root = self.found.get(message, message if message in self.began else None)
        return root, root == message


def roots(parents: dict[str, str]) -> Roots:
    """Follow answers back.

    Args:
        parents: Message → the one it answers, which need not be in the export.
    """
    found: dict[str, str] = {}
    for start in parents:
        chain: dict[str, None] = {}
        place = start
        while place in parents and place not in found and place not in chain:
            chain[place] = None
            place = parents[place]
        found.update(dict.fromkeys(chain, found.get(place, place)))
    return Roots(found, frozenset(found.values()))


def unknown(file: RawFile, what: str, layouts: Sequence[Layout]) -> ExportError:
    """The refusal of a file that holds no chat of the layouts."""
    served = "; ".join(layout.what for layout in layouts if layout.feeds)
    return ExportError(Problem(what, file=file.path, allowed=served))


def encoding_notes(file: RawFile) -> list[str]:
    """Notes of the reader that hold of a chat too: those on tables don't, and names of members stay here."""
    found = (note.partition("not Unicode") for note in file.notes)
    return list(dict.fromkeys(word + rest for _, word, rest in found if word))


def _texts(cells: Iterable[str | None]) -> pd.Series:
    return pd.Series(list(cells), dtype="string")
