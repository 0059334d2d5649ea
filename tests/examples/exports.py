"""From posts, days and months to the files that a team keeps: which spans, which names, which folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tests.examples.chance import Chance
from tests.examples.content import Account, Day, Post, shortcode
from tests.examples.days import END, START, Season, instant, years
from tests.examples.formats import ga4, meta, search_console, tiktok
from tests.examples.formats.tables import Cell, zipped
from tests.examples.shop import exact_items, search_days, search_items, traffic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.examples.audiences import Audience, Search

Files = dict[str, bytes]


@dataclass(frozen=True)
class Page:
    """A page on Facebook or Instagram."""

    surface: str
    id: str
    username: str
    name: str
    account: Account

    @property
    def name_of_network(self) -> str:
        """`Instagram`."""
        return self.surface.capitalize()


def content_spans(first: date = START) -> list[tuple[date, date]]:
    """Quarters and two weeks more, so that posts are grown up when exported and the exports overlap."""
    spans, begin = [], first
    while begin <= END:
        following = (begin.replace(day=1) + timedelta(days=95)).replace(day=1)
        following = following.replace(month=(following.month - 1) // 3 * 3 + 1)
        spans.append((begin, min(END, following + timedelta(days=13))))
        begin = following
    return spans


_TYPES = {
    "instagram": {"short_video": "IG reel", "image": "IG image", "carousel": "IG carousel"},
    "facebook": {"short_video": "Reels", "image": "Photos", "link": "Links"},
}


def meta_content(page: Page, posts: Sequence[Post], *, first: date = START, error_row: bool = False) -> Files:
    """Content exports: one a quarter, unsorted; the first of Facebook still counts impressions."""
    made, chance = {}, Chance(f"{page.account.key} content files")
    spans, liked = content_spans(first), dict[Cell, dict[str, Cell]]()
    if page.surface == "facebook" and spans[0][0] == START:
        spans[0:1] = [(START, date(2024, 10, 31)), (date(2024, 11, 1), spans[0][1])]
    for place, (begin, last) in enumerate(spans):
        moment = instant(last + timedelta(days=1), meta.PACIFIC, 0)
        inside = [post for post in posts if begin <= post.day <= last and post.when < moment]
        rows = [_meta_row(page, post, moment) for post in inside]
        if place == 3:
            _take_back_a_like(rows, liked)
        liked |= {row["Post ID"]: row for row in rows}
        old = page.surface == "facebook" and last < date(2024, 11, 1)
        if old:
            rows = [
                {("Impressions" if name == "Views" else name): value for name, value in row.items()}
                for row in rows
            ]
        if error_row and place == 4:
            number = 17_970_000_000_000_000 + chance.whole(1, 9_999_999)
            rows.append(
                {
                    "Data comment": f"An error occurred while computing metadata for content with ID {number}.",
                    "Views": 734,
                }
            )
        columns = meta.FACEBOOK_2024 if old else meta.FACEBOOK
        if page.surface == "instagram":
            columns = meta.INSTAGRAM_2025 if last.year < 2026 else meta.INSTAGRAM_2026
        name = meta.content_name(begin, last, 1_000_000_000_000_000 + chance.whole(1, 10**15 - 1))
        made[f"{page.surface}/{name}"] = meta.content(columns, chance.shuffled(rows), ragged=place == 2)
    return made


def _take_back_a_like(rows: list[dict[str, Cell]], earlier: Mapping[Cell, dict[str, Cell]]) -> None:
    """One post of two exports has lost a like since the earlier one: counters may shrink."""
    row = next(row for row in rows if row["Post ID"] in earlier)
    name = "Likes" if "Likes" in row else "Reactions"
    before, now = int(str(earlier[row["Post ID"]][name])), int(str(row[name]))
    row[name] = before - 1
    if name == "Reactions":
        row["Reactions, Comments and Shares"] = (
            int(str(row["Reactions, Comments and Shares"])) - now + before - 1
        )


def _meta_row(page: Page, post: Post, moment: datetime) -> dict[str, Cell]:
    def count(counter: int) -> int:
        return post.grown(counter, moment, page.account.age)

    instagram = page.surface == "instagram"
    reactions = count(post.reactions)
    young = instagram and (moment - post.when).days < 3
    link = f"https://www.instagram.com/{'reel' if 'video' in post.format else 'p'}/{shortcode(post.when, post.number)}/"
    row: dict[str, Cell] = {
        "Post ID": post.id, "Duration (sec)": post.seconds, "Publish time": meta.publish_time(post.when),
        "Post type": _TYPES[page.surface][post.format], "Date": "Lifetime", "Views": count(post.views),
        "Reach": None if young else count(post.reach), "Comments": count(post.comments), "Shares": count(post.shares),
    }  # fmt: skip
    if instagram:
        return row | {
            "Account ID": page.id, "Account username": page.username, "Account name": page.name, "Description": post.title,
            "Permalink": link, "Likes": reactions, "Saves": count(post.saves), "Follows": None if young else count(post.follows),
        }  # fmt: skip
    clicks, links = count(post.clicks), count(post.link_clicks)
    return row | {
        "Page ID": page.id, "Page name": page.name, "Title": post.title, "Permalink": f"https://www.facebook.com/{post.id}",
        "Is crosspost": 0, "Is share": 0, "Reactions": reactions,
        "Reactions, Comments and Shares": reactions + count(post.comments) + count(post.shares),
        "Total clicks": clicks, "Link Clicks": links, "Other Clicks": clicks - links,
    }  # fmt: skip


_TITLES = {
    "instagram": {"Reach": "Reach", "Views": "Views", "Follows": "Instagram follows",
                  "Interactions": "Content interactions", "Link clicks": "Instagram link clicks"},
    "facebook": {"Reach": "Facebook reach", "Views": "Views", "Follows": "Facebook follows",
                 "Interactions": "Content interactions", "Link clicks": "Facebook link clicks"},
}  # fmt: skip
_FIGURES = {"Reach": "reach", "Views": "views", "Follows": "follows", "Interactions": "interactions",
            "Link clicks": "link_clicks"}  # fmt: skip


def meta_dailies(page: Page, found: Sequence[Day], wanted: Sequence[str], since: date = START) -> Files:
    """Daily metric files, a folder a calendar year, named by its last day. Follows leave out zero days."""
    made = {}
    for first, last in years(since):
        folder = f"{page.surface}/{last}"
        for name in wanted:
            figures = [
                (day.date, int(getattr(day, _FIGURES[name]))) for day in found if first <= day.date <= last
            ]
            if name == "Follows" and page.surface == "instagram":
                figures = [(day, value) for day, value in figures if value]
            made[f"{folder}/{name}.csv"] = meta.daily(_TITLES[page.surface][name], figures)
    return made


def meta_audience(page: Page, audience: Audience, since: date = START) -> Files:
    """Who follows, once a year."""
    made = {}
    for _, last in years(since):
        now = audience.moved(Chance(f"{page.account.key} audience {last}"))
        made[f"{page.surface}/{last}/Audience.csv"] = meta.audience(now.ages, now.countries, now.cities)
    return made


def tiktok_files(
    folder: str, handle: str, account: Account, posts: Sequence[Post], known: Sequence[Day]
) -> Files:
    """Overviews of at most 365 days, followers beside, and what Content showed at each quarter's end."""
    made, chance, last_day = {}, Chance(f"{account.key} files"), known[-1].date
    for first, last in _at_most_a_year(START, last_day):
        part = [day for day in known if first <= day.date <= last]
        rows: list[tuple[date, list[Cell]]] = []
        for day in part:
            missing = chance.yes(0.01) and day.date < last
            rows.append(
                (
                    day.date,
                    [None] * 5
                    if missing
                    else [day.views, day.visits, day.reactions, day.comments, day.shares],
                )
            )
        made[f"{folder}/Overview_{first}_{last}.csv"] = tiktok.overview(rows)
        history = [
            (day.date, day.followers, day.followers - before)
            for day, before in zip(part, _before(known, part), strict=True)
        ]
        made[f"{folder}/Followers_{first}_{last}.zip"] = zipped(
            {
                "FollowerHistory.csv": tiktok.follower_history(history),
                "FollowerGender.csv": tiktok.distribution(
                    "Gender", {"Female": 0.71, "Male": 0.27, "Other": 0.02}
                ),
                "FollowerTopTerritories.csv": tiktok.distribution(
                    "Top territories", {"MY": 0.82, "SG": 0.07, "ID": 0.05, "BN": 0.02}
                ),
            }
        )
    for first, last in content_spans():
        exported = min(last, last_day)
        moment = instant(exported + timedelta(days=1), account.zone, 0)
        shown = [post for post in posts if first <= post.day <= exported]
        rows_of_posts = [
            _video(handle, post, moment, account)
            for post in sorted(shown, key=lambda post: post.when, reverse=True)
        ]
        if rows_of_posts:
            made[f"{folder}/Content_{exported}.zip"] = zipped(
                {"Content.csv": tiktok.content(exported, rows_of_posts)}
            )
    return made


def _video(handle: str, post: Post, moment: datetime, account: Account) -> dict[str, Cell]:
    def count(counter: int) -> int:
        return post.grown(counter, moment, account.age)

    return {
        "Video title": post.title,
        "Video link": f"https://www.tiktok.com/@{handle}/video/{post.id}",
        "Post time": tiktok.day_name(post.day),
        "Total likes": count(post.reactions),
        "Total comments": count(post.comments),
        "Total shares": count(post.shares),
        "Total views": count(post.views),
    }


def _before(known: Sequence[Day], part: Sequence[Day]) -> list[int]:
    of_day = {day.date: day.followers for day in known}
    return [of_day.get(day.date - timedelta(days=1), day.followers) for day in part]


def _at_most_a_year(first: date, last: date) -> list[tuple[date, date]]:
    spans = []
    while first <= last:
        end = min(last, date(first.year + 1, first.month, first.day) - timedelta(days=1))
        spans.append((first, end))
        first = end + timedelta(days=1)
    return spans


Month = tuple[tuple[date, date], float, int, float, "Mapping[str, float]"]


def web_reports(
    folder: str,
    account: str,
    sources: Mapping[str, tuple[float, float, float, float]],
    web: Sequence[Month],
    *,
    end: str = "\n",
) -> Files:
    """Two standard reports a month: traffic by source / medium, and events."""
    made = {}
    for span, sessions, buys, money, rates in web:
        chance = Chance(f"{account} web {span[0]}")
        rows = traffic(sources, sessions, (buys, money), chance)
        total, month = sum(row[1] for row in rows), f"{span[0]:%Y-%m}"
        counts = {name: max(1, round(buys * rate * chance.noise(0.04))) for name, rate in rates.items()}
        counts |= {"page_view": round(total * 2.7), "session_start": total, "first_visit": round(total * 0.62),
                   "user_engagement": round(total * 1.9)}  # fmt: skip
        events = [
            (name, count, max(1, round(count / chance.between(1.05, 1.4))), 0.0)
            for name, count in counts.items()
        ]
        if buys:
            events.append(("purchase" if money else "generate_lead", buys, buys, round(money, 2)))
        made[f"{folder}/{month}/Traffic_acquisition_Session_source_medium.csv"] = ga4.traffic(
            account, span, rows, end=end
        )
        made[f"{folder}/{month}/Events_Event_name.csv"] = ga4.events(account, span, events, end=end)
    return made


def search_exports(folder: str, site: str, search: Search, season: Season, first: date = START) -> Files:
    """A zip each half year; queries hold about half of the clicks."""
    made, begin = {}, first
    chance = Chance(f"{site} search")
    while begin <= END:
        following = (begin.replace(day=1) + timedelta(days=185)).replace(day=1)
        span = (begin, min(END, following - timedelta(days=1)))
        dates = search_days(span, search.clicks, chance, season)
        totals = (sum(row[1] for row in dates), sum(row[2] for row in dates))
        other = {
            "Pages": search_items(search.pages, totals, 0.97, chance),
            "Countries": exact_items(search.countries, dates),
            "Devices": exact_items({"Mobile": 71, "Desktop": 26, "Tablet": 3}, dates),
        }
        queries = search_items(search.queries, totals, 0.5, chance)
        exported = span[1] + timedelta(days=1)
        made[f"{folder}/{search_console.name(site, exported)}"] = search_console.export(
            span, dates, queries, other
        )
        begin = following
    return made
