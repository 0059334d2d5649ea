"""Posts of one account, how their counters grow, and the account's days that follow from them."""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from tests.examples.days import END, START, Season, days, instant, local, months, path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from tests.examples.chance import Chance


@dataclass(frozen=True)
class Test:
    """An A/B test: posts of its days carry one of its variants in turn.

    Attributes:
        id: As in the parameters.
        starts: First day.
        ends: Last day.
        effects: Variant → factor on the engagement rate.
        formats: Formats it is about; empty: all.
    """

    id: str
    starts: date
    ends: date
    effects: Mapping[str, float]
    formats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    """How an account publishes and is received.

    Attributes:
        key: Seed of its own.
        zone: The team's zone.
        followers: Followers at the start and the end of the 25 months.
        per_month: Posts a month at the start and the end.
        formats: Format → weight; and format → factor on views.
        kinds: Content type → (weight, factor on views, on engagement, on link clicks).
        captions: Content type → captions.
        exposure: Views of an average post, as a share of the followers.
        engagement: Public engagements of an average post / reach.
        parts: reactions, comments, shares as shares of the engagements; saves as a share of them beside.
        link_rate: Link clicks / views of posts with a link.
        season: The audience's weekdays and feasts.
        tests: A/B tests.
        age: How fast posts grow: days until about half of all views.
    """

    key: str
    zone: str
    followers: tuple[int, int]
    per_month: tuple[float, float]
    formats: Mapping[str, tuple[float, float]]
    kinds: Mapping[str, tuple[float, float, float, float]]
    captions: Mapping[str, Sequence[str]]
    exposure: float
    engagement: float
    parts: tuple[float, float, float, float]
    link_rate: float
    season: Season
    tests: tuple[Test, ...] = ()
    age: float = 2.2
    hours: tuple[int, ...] = (8, 12, 12, 13, 18, 20, 20, 21)
    campaigns: Mapping[str, tuple[date, date]] = field(default_factory=dict)

    def followers_on(self, day: date) -> float:
        """Followers without jumps: steady growth in percent."""
        start, end = self.followers
        return float(start * (end / start) ** path(day))


@dataclass(frozen=True)
class Post:
    """A post with its counters in the end (`lifetime`)."""

    id: str
    number: int
    when: datetime
    day: date
    title: str
    format: str
    kind: str
    seconds: int
    views: int
    reach: int
    reactions: int
    comments: int
    shares: int
    saves: int
    clicks: int
    link_clicks: int
    follows: int
    test: str = ""
    variant: str = ""
    campaign: str = ""

    def grown(self, counter: int, moment: datetime, age: float) -> int:
        """A counter as it stood at a moment."""
        passed = (moment - self.when).total_seconds() / 86400
        return round(counter * grown_share(round(passed, 2), age)) if passed > 0 else 0


@cache
def grown_share(passed: float, age: float) -> float:
    """Share of its views that a post has after so many days."""
    return 1 - math.exp(-((passed / age) ** 0.62)) if passed > 0 else 0.0


def publish(account: Account, chance: Chance, number_id: Callable[[datetime, int], str]) -> list[Post]:
    """All posts of an account, in order of time."""
    posts: list[Post] = []
    for first, last in months():
        low, high = account.per_month
        wanted = round(low + (high - low) * path(first)) + chance.whole(-2, 2)
        weights = {day: account.season.factor(day) for day in days(first, last)}
        chosen = sorted(chance.weighted(weights) for _ in range(wanted))
        for day in chosen:
            when = instant(
                day,
                account.zone,
                chance.pick(account.hours) + chance.whole(0, 59) / 60 + chance.between(0, 1) / 60,
            )
            posts.append(_post(account, chance, (when, day), posts, number_id))
    return sorted(posts, key=lambda post: post.when)


def _post(
    account: Account,
    chance: Chance,
    moment: tuple[datetime, date],
    earlier: Sequence[Post],
    number_id: Callable[[datetime, int], str],
) -> Post:
    (when, day), number = moment, len(earlier)
    form = chance.weighted({name: weight for name, (weight, _) in account.formats.items()})
    kind = chance.weighted({name: entry[0] for name, entry in account.kinds.items()})
    _, seen, liked, clicked = account.kinds[kind]
    test = next(
        (
            one
            for one in account.tests
            if one.starts <= day <= one.ends and (not one.formats or form in one.formats)
        ),
        None,
    )
    variant = _next_variant(test, earlier) if test else ""
    effect = test.effects[variant] if test else 1.0
    views = max(30, round(account.followers_on(day) * account.exposure * account.formats[form][1] * seen
                          * account.season.factor(day) ** 0.5 * chance.noise(0.45)))  # fmt: skip
    reach = round(views / chance.between(1.18, 1.45))
    engaged = chance.count(reach * account.engagement * liked * effect, 0.28)
    _reactions, comments, shares, saves = account.parts
    shared, said = chance.thinned(engaged, shares), chance.thinned(engaged, comments)
    link_clicks = chance.count(views * account.link_rate * clicked, 0.3)
    campaign = next((name for name, (start, end) in account.campaigns.items() if start <= day <= end), "")
    return Post(
        id=number_id(when, number),
        number=number,
        when=when,
        day=day,
        title=chance.pick(account.captions[kind]),
        format=form,
        kind=kind,
        seconds=chance.whole(9, 58) if "video" in form else 0,
        views=views,
        reach=reach,
        reactions=max(0, engaged - shared - said),
        comments=said,
        shares=shared,
        saves=chance.thinned(engaged, saves),
        clicks=link_clicks + chance.count(views * 0.004),
        link_clicks=link_clicks,
        follows=chance.count(reach * 0.0015, 0.4),
        test=test.id if test else "",
        variant=variant,
        campaign=campaign if chance.yes(0.6) else "",
    )


def _next_variant(test: Test, earlier: Sequence[Post]) -> str:
    """Variants take turns, so that none has more posts than another by more than one."""
    return list(test.effects)[sum(post.test == test.id for post in earlier) % len(test.effects)]


@dataclass(frozen=True)
class Day:
    """One day of an account, in the platform's own day."""

    date: date
    views: int
    reach: int
    interactions: int
    reactions: int
    comments: int
    shares: int
    link_clicks: int
    visits: int
    follows: int
    followers: int


def account_days(
    account: Account, posts: Sequence[Post], chance: Chance, zone: str, jumps: Mapping[date, int]
) -> list[Day]:
    """What the account's days add up to: the posts' growth by day, a little from elsewhere, and noise.

    Args:
        account: The account.
        posts: Its posts.
        chance: A stream.
        zone: Zone of the platform's days.
        jumps: Followers that came on one day from nowhere.
    """
    names = ("views", "reactions", "comments", "shares", "saves", "link_clicks")
    sums = {day: dict.fromkeys(names, 0.0) for day in days()}
    for post in posts:
        day = local(post.when, zone).date()
        for step in range(40):
            share = grown_share(step + 0.5, account.age) - grown_share(max(0, step - 0.5), account.age)
            if (at := day + timedelta(days=step)) in sums:
                for name in names:
                    sums[at][name] += share * getattr(post, name)
    followers, found = account.followers_on(START), []
    for day, total in sums.items():
        factor = account.season.factor(day) * chance.noise(0.12)
        extra = account.followers_on(day) * 0.03 * factor
        gain = account.followers_on(day + timedelta(days=1)) - account.followers_on(day)
        gained = chance.count(gain * 1.22 * factor, 0.3) + jumps.get(day, 0)
        followers += gained - chance.count(gain * 0.22, 0.3)
        parts = {name: round(total[name] * chance.noise(0.05)) for name in names[1:]}
        views = round(total["views"] * chance.noise(0.06) + extra)
        found.append(
            Day(
                date=day,
                views=views,
                reach=round(views / chance.between(1.22, 1.5)),
                interactions=sum(parts[name] for name in names[1:5]),
                reactions=parts["reactions"],
                comments=parts["comments"],
                shares=parts["shares"],
                link_clicks=parts["link_clicks"],
                visits=chance.count(extra * 0.35 + 2),
                follows=gained,
                followers=round(followers),
            )
        )
    return found


def instagram_id(when: datetime, number: int) -> str:
    """17 digits, as Instagram's API ids have."""
    return str(17_900_000_000_000_000 + int(when.timestamp()) * 41 % 99_999_999_999 * 1000 + number)


def facebook_id(when: datetime, number: int) -> str:
    """18 digits."""
    return str(122_100_000_000_000_000 + int(when.timestamp()) * 97 % 9_999_999_999 * 10_000 + number)


def tiktok_id(when: datetime, number: int) -> str:
    """19 digits: the upper 32 bits are the second of publication."""
    return str((int(when.timestamp()) << 32) + number * 65_537)


def linkedin_id(when: datetime, number: int) -> str:
    """19 digits: all but the lower 22 bits are the millisecond of publication."""
    return str((int(when.timestamp() * 1000) << 22) + number * 1009)


def shortcode(when: datetime, number: int) -> str:
    """Instagram's code in a permalink: base64 of an id that begins with the millisecond of publication."""
    media = ((int(when.timestamp() * 1000) - 1_314_220_021_721) << 23) + number
    return base64.urlsafe_b64encode(media.to_bytes(8, "big")).decode().rstrip("=").lstrip("A")


def weekly_followers(found: Sequence[Day]) -> list[tuple[date, int]]:
    """What a team notes by hand: each Monday, and the last day of a month."""
    noted = [day for day in found if day.date.weekday() == 0 or (day.date + timedelta(days=1)).day == 1]
    return [(day.date, day.followers) for day in noted if START <= day.date <= END]
