"""A community and its messages, and answers to surveys."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.examples.days import Season, days, instant, local, months, path

if TYPE_CHECKING:
    from datetime import date, datetime

    from tests.examples.chance import Chance
    from tests.examples.formats.tables import Cell


def messages(
    zone: str, per_month: tuple[float, float], season: Season, chance: Chance, advertising: dict[date, float]
) -> list[list[Cell]]:
    """Messages: id, sent, member, role, thread, opens thread, system, promotional, event.

    Args:
        zone: Clock of the list.
        per_month: Messages a month, start and end.
        season: Weekdays and feasts.
        chance: A stream.
        advertising: Share of promotional messages from a day on, by day.
    """
    low, high = per_month
    moments: list[tuple[datetime, date]] = []
    for first, last in months():
        weights = {
            day: season.factor(day) * (2.2 if day.weekday() == 2 else 1.0) for day in days(first, last)
        }
        for _ in range(chance.count(low + (high - low) * path(first), 0.08)):
            day = chance.weighted(weights)
            moments.append((instant(day, zone, chance.whole(7, 22) + chance.between(0, 1)), day))
    rows: list[list[Cell]] = []
    threads: list[int] = []
    for number, (moment, day) in enumerate(sorted(moments), start=1):
        system = chance.yes(0.07)
        opens = not system and (not threads or chance.yes(0.24))
        if opens:
            threads.append(number)
        role = "bot" if system else "staff" if chance.yes(0.3 if opens else 0.12) else "member"
        member = {"bot": "basecamp-bot", "staff": "ridgeline.example"}.get(
            role
        ) or f"member{int(420 * chance.between(0, 1) ** 2.2):03d}"
        share = next(value for start, value in sorted(advertising.items(), reverse=True) if day >= start)
        ritual = role != "bot" and day.weekday() == 2 and chance.yes(0.6)
        rows.append(
            [f"c{number:05d}", f"{local(moment, zone):%Y-%m-%d %H:%M:%S}", member, role,
             None if system else f"t{number if opens else chance.pick(threads[-12:]):05d}", "yes" if opens else "no",
             "yes" if system else "no", "yes" if not system and chance.yes(share) else "no", "question of the week" if ritual else None]
        )  # fmt: skip
    return rows


def community_days(rows: list[list[Cell]], members: tuple[int, int], chance: Chance) -> list[list[Cell]]:
    """Days: date, members, joined, left, active, looked in, messages. Messages and writers agree with the list."""
    written: Counter[str] = Counter()
    writers: defaultdict[str, set[Cell]] = defaultdict(set)
    for row in rows:
        if row[6] == "no":
            when = str(row[1])[:10]
            written[when] += 1
            if row[3] == "member":
                writers[when].add(row[2])
    now, found = members[0], []
    for day in days():
        gain = (members[1] - members[0]) / 761
        joined, left = chance.count(gain * 1.5, 0.3), chance.count(gain * 0.5, 0.3)
        now += joined - left
        key = day.isoformat()
        active = len(writers[key]) + chance.count(9)
        found.append([key, now, joined, left, active, active + chance.count(now * 0.06), written[key]])
    return found


def surveys(zone: str, chance: Chance, low_from: date) -> list[list[Cell]]:
    """Answers: id, answered, question, score, scale. Scores are lower from a day on."""
    rows: list[list[Cell]] = []
    moments: list[tuple[datetime, date, str]] = []
    for first, last in months():
        span = list(days(first, last))
        moments += [
            (instant(day, zone, chance.whole(8, 21)), day, "nps")
            for day in (chance.pick(span) for _ in range(chance.count(34, 0.1)))
        ]
        moments += [
            (instant(day, zone, chance.whole(8, 21)), day, "csat")
            for day in (chance.pick(span) for _ in range(chance.count(26, 0.1)))
        ]
    for number, (moment, day, question) in enumerate(sorted(moments), start=1):
        bad = day >= low_from
        if question == "nps":
            score = chance.weighted(
                {10: 30, 9: 26, 8: 20, 7: 11, 6: 8, 3: 5}
                if not bad
                else {10: 18, 9: 17, 8: 19, 7: 14, 6: 17, 3: 9, 0: 6}
            )
        else:
            score = chance.weighted(
                {5: 52, 4: 31, 3: 9, 2: 5, 1: 3} if not bad else {5: 30, 4: 24, 3: 16, 2: 15, 1: 15}
            )
        exact = moment + timedelta(minutes=chance.whole(0, 59))
        rows.append(
            [
                f"r{number:05d}",
                f"{local(exact, zone):%Y-%m-%d %H:%M:%S}",
                question,
                score,
                10 if question == "nps" else 5,
            ]
        )
    return rows
