"""A LinkedIn page: spans of at most 365 days, as an admin would download them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tests.examples.chance import Chance
from tests.examples.days import END, START, instant, months
from tests.examples.formats import linkedin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.examples.adverts import Campaign
    from tests.examples.audiences import Profile
    from tests.examples.content import Account, Day, Post
    from tests.examples.exports import Files
    from tests.examples.formats.tables import Cell

# (first day, last day, day of the export): the third reaches back a month, where the second saw its last days too early.
SPANS = (
    (START, date(2025, 9, 30), date(2025, 10, 14)),
    (date(2025, 10, 1), date(2026, 9, 30), date(2026, 10, 1)),
    (date(2026, 9, 1), END, date(2026, 11, 3)),
)
_STAFF = ("Redaktion A", "Redaktion B")


@dataclass(frozen=True)
class Board:
    """A page with its posts, days and campaigns."""

    slug: str
    name: str
    account: Account
    posts: Sequence[Post]
    days: Sequence[Day]
    campaigns: Sequence[Campaign]

    def inside(self, first: date, last: date) -> list[Day]:
        """Days of a span."""
        return [day for day in self.days if first <= day.date <= last]


def content_files(board: Board) -> Files:
    """Content: days and posts. The last day before an export is not counted whole yet."""
    made = {}
    for first, last, exported in SPANS:
        chance = Chance(f"{board.account.key} content {first.year}")
        rows = []
        for day in board.inside(first, last):
            early = 0.6 if exported - day.date <= timedelta(days=1) else 1.0
            rows.append(linkedin.metrics_row(day.date, _organic(day, early), _paid(board, day.date)))
        moment = instant(exported, "UTC", 8)
        shown = [post for post in board.posts if first <= post.when.date() <= last]
        posts = [
            _post(board, post, moment, chance)
            for post in sorted(shown, key=lambda post: post.when, reverse=True)
        ]
        made[f"linkedin/{linkedin.name(board.slug, 'content', exported)}"] = linkedin.content(rows, posts)
    return made


def _organic(day: Day, share: float) -> linkedin.Figures:
    impressions = round(day.views * share)
    clicks = round((day.link_clicks + day.views * 0.004) * share)
    found = (round(count * share) for count in (day.reactions, day.comments, day.shares))
    return linkedin.Figures(impressions, round(day.reach * share), clicks, *found)


def _paid(board: Board, day: date) -> linkedin.Figures:
    chance = Chance(f"{board.account.key} sponsored {day}")
    budget = sum(one.budget for one in board.campaigns if one.span[0] <= day <= one.span[1])
    links = chance.count(budget * board.account.season.factor(day) / 5.7) if budget else 0
    reactions = chance.thinned(links, 0.3)
    return linkedin.Figures(
        links * 96, 0, links, reactions, chance.thinned(reactions, 0.06), chance.thinned(reactions, 0.05)
    )


def _post(board: Board, post: Post, moment: datetime, chance: Chance) -> list[Cell]:
    def count(counter: int) -> int:
        return post.grown(counter, moment, board.account.age)

    likes, comments, reposts = count(post.reactions), count(post.comments), count(post.shares)
    shown = linkedin.Figures(count(post.views), 0, count(post.clicks), likes, comments, reposts)
    rate = shown.clicks / shown.impressions if shown.impressions else 0
    views = round(shown.impressions * 0.31) if post.format == "Video" else None
    return [
        post.title, f"https://www.linkedin.com/feed/update/urn:li:activity:{post.id}", "Organic", None, chance.pick(_STAFF),
        linkedin.written(post.when.date()), None, None, "All followers", shown.impressions, views, 0 if views else None, shown.clicks,
        rate, likes, comments, reposts, count(post.follows), shown.rate, post.format,
    ]  # fmt: skip


def follower_files(board: Board, profile: Profile) -> Files:
    """New followers by day, and who follows."""
    made = {}
    for first, last, exported in SPANS:
        rows: list[list[Cell]] = []
        for day in board.inside(first, last):
            chance = Chance(f"{board.account.key} followers {day.date}")
            paid = chance.thinned(day.follows, 0.12) if day.date >= date(2025, 9, 1) else 0
            invited = chance.thinned(day.follows - paid, 0.08)
            rows.append(
                [linkedin.written(day.date), paid, day.follows - paid - invited, invited, day.follows]
            )
        total = board.inside(first, last)[-1].followers
        groups = profile.counts(total, Chance(f"{board.account.key} groups {first.year}"))
        name = linkedin.name(board.slug, "followers", exported)
        made[f"linkedin/{name}"] = linkedin.people(
            "New followers", linkedin.FOLLOWERS, rows, groups, "Total followers"
        )
    return made


def visitor_files(board: Board, profile: Profile) -> Files:
    """Page views and visitors by day, and who they are. Small groups are left out, so the groups add up to less.

    LinkedIn keeps them for a year only, and nobody exported the first one.
    """
    made = {}
    for first, last, exported in SPANS[1:]:
        rows: list[list[Cell]] = []
        total = 0
        for day in board.inside(first, last):
            chance = Chance(f"{board.account.key} visitors {day.date}")
            overview, life, jobs = (
                chance.count(day.visits * share + more)
                for share, more in ((0.7, 3), (0.08, 0.4), (0.22, 0.8))
            )
            total += overview + life + jobs
            rows.append([linkedin.written(day.date), *_devices(chance, (overview, life, jobs))])
        groups = profile.counts(
            round(total * 0.82), Chance(f"{board.account.key} visitor groups {first.year}")
        )
        name = linkedin.name(board.slug, "visitors", exported)
        made[f"linkedin/{name}"] = linkedin.people(
            "Visitor metrics", linkedin.VISITORS, rows, groups, "Total views"
        )
    return made


def _devices(chance: Chance, pages: tuple[int, int, int]) -> list[Cell]:
    cells: list[Cell] = []
    sums = [0] * 6
    for views in pages:
        desktop = chance.thinned(views, 0.62)
        visitors = (round(desktop * 0.72), round((views - desktop) * 0.8))
        six = [desktop, views - desktop, views, *visitors, sum(visitors)]
        sums = [before + more for before, more in zip(sums, six, strict=True)]
        cells += six
    return [*cells, *sums]


def competitor_files(board: Board, others: Mapping[str, tuple[int, int, int, int]]) -> Files:
    """A month each since October 2025: name → (followers, new a month, posts a month, engagements a post)."""
    made = {}
    for number, (first, last) in enumerate(months(date(2025, 10, 1), END)):
        chance = Chance(f"{board.account.key} competitors {first}")
        inside = board.inside(first, last)
        own = [post for post in board.posts if first <= post.day <= last]
        engaged = sum(day.interactions for day in inside)
        rows: list[list[Cell]] = [
            [board.name, inside[-1].followers, sum(day.follows for day in inside), engaged, len(own)]
        ]
        for name, (followers, new, posts, each) in others.items():
            published = chance.count(posts, 0.1)
            rows.append(
                [
                    name,
                    followers + new * number,
                    chance.count(new, 0.15),
                    chance.count(published * each, 0.1),
                    published,
                ]
            )
        rows.sort(key=lambda row: str(row[0]))
        name = linkedin.name(board.name, "competitor_analytics", last + timedelta(days=2), "xlsx")
        made[f"linkedin/{name}"] = linkedin.competitors((first, last), rows)
    return made
