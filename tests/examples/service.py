"""Tickets of customer service, as a help desk would list them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.examples.days import Season, days, instant, local, months, path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from tests.examples.chance import Chance
    from tests.examples.formats.tables import Cell


@dataclass(frozen=True)
class Desk:
    """How a help desk works.

    Attributes:
        zone: Its clock.
        per_month: Tickets a month at the start and the end.
        topics: Topic → weight.
        channels: Channel → weight.
        season: Weekdays and feasts.
        first_reply: Median hours to the first reply, at the start and the end.
        solution: Median hours from the reply to the solution.
        waves: (first day, last day, topic, factor on its weight, extra tickets a day).
        stuck: Tickets opened on or after this day and left open: (first day, last day, share).
    """

    zone: str
    per_month: tuple[float, float]
    topics: Mapping[str, float]
    channels: Mapping[str, float]
    season: Season
    first_reply: tuple[float, float] = (1.2, 0.6)
    solution: float = 7.0
    waves: tuple[tuple[date, date, str, float], ...] = ()
    stuck: tuple[date, date, float] | None = None


@dataclass(frozen=True)
class Ticket:
    """One ticket; moments are UTC, None = did not happen."""

    number: int
    opened: datetime
    replied: datetime | None
    solved: datetime | None
    topic: str
    channel: str
    priority: str
    score: int | None


def tickets(desk: Desk, chance: Chance, first_number: int) -> list[Ticket]:
    """All tickets, by number."""
    moments: list[tuple[datetime, date, str]] = []
    for first, last in months():
        weights = {day: desk.season.factor(day) for day in days(first, last)}
        low, high = desk.per_month
        for _ in range(chance.count(low + (high - low) * path(first), 0.08)):
            day = chance.weighted(weights)
            moments.append((_asked(desk, chance, day), day, chance.weighted(desk.topics)))
    for start, end, topic, extra in desk.waves:
        for day in days(start, end):
            moments += [(_asked(desk, chance, day), day, topic) for _ in range(chance.count(extra, 0.2))]
    moments.sort(key=lambda entry: entry[0])
    return [_ticket(desk, chance, first_number + place, entry) for place, entry in enumerate(moments)]


def _asked(desk: Desk, chance: Chance, day: date) -> datetime:
    hour = chance.weighted({hour: 1.0 if hour in range(9, 22) else 0.15 for hour in range(24)})
    return instant(day, desk.zone, hour + chance.between(0, 1))


def _ticket(desk: Desk, chance: Chance, number: int, entry: tuple[datetime, date, str]) -> Ticket:
    opened, day, topic = entry
    channel = chance.weighted(desk.channels)
    slow = any(start <= day <= end and topic == named for start, end, named, _ in desk.waves)
    low, high = desk.first_reply
    wait = chance.skewed((low + (high - low) * path(day)) * (4 if slow else 1), 0.9)
    hour = local(opened, desk.zone).hour
    if hour >= 20 or hour < 8:
        wait += (32 - hour) % 24
    replied = None if chance.yes(0.03) else opened + timedelta(seconds=int(wait * 3600))
    solved = (replied or opened) + timedelta(
        seconds=int(chance.skewed(desk.solution * (2.5 if slow else 1), 0.8) * 3600)
    )
    if desk.stuck and desk.stuck[0] <= day <= desk.stuck[1] and chance.yes(desk.stuck[2]):
        return Ticket(
            number, opened, replied if chance.yes(0.5) else None, None, topic, channel, "high", None
        )
    mood = (0.28, 0.2, 0.2, 0.17, 0.15) if slow else (0.03, 0.04, 0.1, 0.35, 0.48)
    score = (
        chance.weighted(dict(zip(range(1, 6), mood, strict=True))) if replied and chance.yes(0.4) else None
    )
    return Ticket(
        number,
        opened,
        replied,
        solved,
        topic,
        channel,
        chance.weighted({"normal": 8, "high": 2, "low": 1}),
        score,
    )


def ticket_rows(
    found: Sequence[Ticket], zone: str, moment: datetime, words: Mapping[str, str]
) -> list[list[Cell]]:
    """Rows as an export of that moment knew them: number, opened, replied, solved, status, channel, topic, priority, score."""

    def clock(when: datetime | None) -> str | None:
        return f"{local(when, zone):%Y-%m-%d %H:%M:%S}" if when and when <= moment else None

    rows: list[list[Cell]] = []
    for ticket in found:
        solved = clock(ticket.solved)
        status = "solved" if solved else "pending" if clock(ticket.replied) else "open"
        rows.append(
            [ticket.number, clock(ticket.opened), clock(ticket.replied), solved, words[status], ticket.channel, ticket.topic,
             ticket.priority, ticket.score if solved else None]
        )  # fmt: skip
    return rows
