"""What people write about a brand: mentions, comments, reviews, in several languages, filled from templates."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tests.examples.days import END, Season, days, instant, local, months, path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from tests.examples.chance import Chance
    from tests.examples.formats.tables import Cell

COLUMNS = [
    "id", "published", "network", "kind", "about", "author", "author type", "followers", "text", "language", "repost",
    "answers to", "tagged", "sentiment", "labelled by", "topic", "intent", "reply wanted", "replied",
]  # fmt: skip


@dataclass(frozen=True)
class Crowd:
    """Who writes how much.

    Attributes:
        key: Seed and name of the file with the texts.
        zone: The brand's zone.
        per_month: Texts by users about the brand a month, start and end.
        networks: Network → weight.
        handle: The brand's own handle.
        influencers: Handle → followers.
        media: Name of the outlet → followers.
        moods: positive, neutral, negative weights.
        languages: Language → weight.
        competitors: Name → mentions a month, start and end.
        season: Weekdays and feasts.
        waves: (first day, last day, topic, negative texts a day).
        labelled: Share of texts with a label.
        own_share: Own texts beside, as a share of the users'.
    """

    key: str
    zone: str
    per_month: tuple[float, float]
    networks: Mapping[str, float]
    handle: str
    influencers: Mapping[str, int]
    media: Mapping[str, int]
    moods: tuple[float, float, float]
    languages: Mapping[str, float]
    competitors: Mapping[str, tuple[float, float]]
    season: Season
    waves: tuple[tuple[date, date, str, float], ...] = ()
    labelled: float = 0.8
    own_share: float = 0.2
    reviews: tuple[str, ...] = field(default=("google",))


@cache
def texts(key: str) -> dict[str, Any]:
    """Templates, slots, captions and hostile texts of a brand."""
    found: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "texts" / f"{key}.yaml").read_text(encoding="utf-8")
    )
    return found


def mentions(crowd: Crowd, chance: Chance) -> list[dict[str, Cell | datetime]]:
    """All texts, by time, as rows of COLUMNS; `published` and `replied` are still moments."""
    rows: list[dict[str, Any]] = []
    low, high = crowd.per_month
    for first, last in months():
        weights = {day: crowd.season.factor(day) for day in days(first, last)}
        volume = low + (high - low) * path(first)
        users, own = chance.count(volume, 0.1), chance.count(volume * crowd.own_share, 0.1)
        rows += [_by_others(crowd, chance, chance.weighted(weights)) for _ in range(users)]
        rows += [_own(crowd, chance, chance.weighted(weights)) for _ in range(own)]
        for name, (start, end) in crowd.competitors.items():
            others = chance.count(start + (end - start) * path(first), 0.1)
            rows += [_by_others(crowd, chance, chance.weighted(weights), about=name) for _ in range(others)]
    for begin, last, topic, extra in crowd.waves:
        for day in days(begin, last):
            rows += [_by_others(crowd, chance, day, wave=topic) for _ in range(chance.count(extra, 0.2))]
    for place, text in enumerate(texts(crowd.key)["hostile"]):
        day = END - timedelta(days=3 + 9 * place)
        rows.append(
            _by_others(crowd, chance, day)
            | {"text": text, "sentiment": None, "labelled by": None, "topic": None}
        )
    rows.sort(key=lambda row: (row["published"], row["text"]))
    for number, row in enumerate(rows, start=1):
        row["id"] = f"m{number:05d}"
    return _reposts(crowd.key, rows, chance)


def _moment(crowd: Crowd, chance: Chance, day: date) -> datetime:
    hour = chance.weighted({hour: 1.0 if hour in range(7, 24) else 0.2 for hour in range(24)})
    return instant(day, crowd.zone, hour + chance.between(0, 1))


def _by_others(
    crowd: Crowd, chance: Chance, day: date, *, about: str = "own", wave: str = ""
) -> dict[str, Any]:
    kind = chance.weighted({"user": 86, "influencer": 9, "media": 5}) if not wave else "user"
    network = chance.weighted(crowd.networks) if kind != "media" else "news"
    people = {"influencer": crowd.influencers, "media": crowd.media}.get(kind, {})
    author = chance.pick(list(people)) if people else f"user{chance.whole(1000, 9999)}"
    followers = people.get(author)
    mood = (
        "negative"
        if wave
        else chance.weighted(dict(zip(("positive", "neutral", "negative"), crowd.moods, strict=True)))
    )
    if kind != "user" and mood == "negative":
        mood = "neutral"
    choice = [
        entry
        for entry in texts(crowd.key)["templates"]
        if entry[1] == mood and (not wave or entry[2] == wave)
    ]
    language = chance.weighted(crowd.languages)
    language, _, topic, text = chance.pick([entry for entry in choice if entry[0] == language] or choice)
    question = "?" in text or "？" in text
    intent = "question" if question else {"positive": "praise", "negative": "complaint"}.get(mood, "other")
    moment = _moment(crowd, chance, day)
    wanted = question or (mood == "negative" and chance.yes(0.7))
    answered = wanted and about == "own" and chance.yes(0.45 if wave else 0.78)
    labelled = chance.yes(crowd.labelled) or bool(wave)
    tagged = about == "own" and chance.yes(0.4)
    filled = fill(crowd, chance, text, about, language)
    return {
        "published": moment,
        "network": network,
        "kind": "review" if network in crowd.reviews else chance.weighted({"mention": 5, "comment": 5}),
        "about": about,
        "author": author,
        "author type": kind,
        "followers": followers,
        "text": f"{filled} {crowd.handle}" if tagged else filled,
        "language": language,
        "repost": "no",
        "tagged": "yes" if tagged else "no",
        "sentiment": mood if labelled else None,
        "labelled by": (chance.weighted({"hand": 6, "tool": 4})) if labelled else None,
        "topic": topic,
        "intent": intent,
        "reply wanted": "yes" if wanted else "no",
        "replied": moment + timedelta(seconds=int(chance.skewed(2.5, 1.0) * 3600)) if answered else None,
    }


def _own(crowd: Crowd, chance: Chance, day: date) -> dict[str, Any]:
    lines = texts(crowd.key)["own"]
    language = chance.weighted({name: weight for name, weight in crowd.languages.items() if name in lines})
    return {
        "published": _moment(crowd, chance, day),
        "network": chance.weighted(
            {name: weight for name, weight in crowd.networks.items() if name not in crowd.reviews}
        ),
        "kind": "mention",
        "about": "own",
        "author": crowd.handle,
        "author type": "own",
        "text": fill(crowd, chance, chance.pick(lines[language]), "own", language),
        "language": language,
        "repost": "no",
        "tagged": "no",
        "reply wanted": "no",
    }


def fill(crowd: Crowd, chance: Chance, text: str, about: str, language: str) -> str:
    """A template with its slots filled."""
    of_brand = texts(crowd.key)
    slots = of_brand["slots"] | of_brand.get("slots_by_language", {}).get(language, {})
    name = of_brand["brand"] if about == "own" else about
    return text.format(**{slot: chance.pick(words) for slot, words in slots.items()}, brand=name)


def _reposts(key: str, rows: list[dict[str, Any]], chance: Chance) -> list[dict[str, Cell | datetime]]:
    """Some texts repeat an earlier one."""
    kept = texts(key)["hostile"]
    for place in range(40, len(rows)):
        row = rows[place]
        earlier = rows[place - chance.whole(1, 40)]
        if (
            row["text"] not in kept
            and row["author type"] == "user"
            and row["kind"] == "mention"
            and chance.yes(0.3)
        ):
            same = (
                "network",
                "about",
                "text",
                "language",
                "tagged",
                "sentiment",
                "labelled by",
                "topic",
                "intent",
            )
            if (
                earlier["author type"] != "own"
                and earlier["repost"] == "no"
                and earlier["about"] == row["about"]
            ):
                row |= {name: earlier[name] for name in same} | {"repost": "yes", "answers to": earlier["id"], "reply wanted": "no",
                                                                 "replied": None, "kind": "mention"}  # fmt: skip
    return rows


def mention_rows(found: Sequence[Mapping[str, Any]], zone: str, moment: datetime) -> list[list[Cell]]:
    """Rows for a CSV: times on the brand's clock, as known at a moment."""
    rows: list[list[Cell]] = []
    for entry in found:
        replied = entry.get("replied")
        clocks = {
            "published": f"{local(entry['published'], zone):%Y-%m-%d %H:%M:%S}",
            "replied": f"{local(replied, zone):%Y-%m-%d %H:%M:%S}" if replied and replied <= moment else None,
        }
        rows.append([{**entry, **clocks}.get(name) for name in COLUMNS])
    return rows
