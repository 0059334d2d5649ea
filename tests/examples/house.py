"""The lists that a team keeps itself or gets from its tools: mapped CSVs, and the shop's orders."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.examples.adverts import Campaign, advert_rows
from tests.examples.content import weekly_followers
from tests.examples.days import END, START, Season, instant, years
from tests.examples.formats import shopify
from tests.examples.formats.tables import BOM, Cell, csv_text
from tests.examples.service import ticket_rows
from tests.examples.voices import COLUMNS, mention_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.examples.chance import Chance
    from tests.examples.content import Day, Post
    from tests.examples.exports import Files
    from tests.examples.service import Ticket


def mapped(rows: Sequence[Sequence[Cell]], *, bom: bool = False, delimiter: str = ",") -> bytes:
    """A house CSV; with BOM where a spreadsheet saved it."""
    return ((BOM if bom else "") + csv_text(rows, delimiter=delimiter)).encode("utf-8")


def shop_orders(sold: Sequence[shopify.Order], zone: str, currency: str, first: date = START) -> Files:
    """Exports by year; each reaches back over the new year, so that overlaps and late refunds are there."""
    made = {}
    for begin, last in years(first):
        exported = last + timedelta(days=5) if last < END else END + timedelta(days=1)
        moment = instant(exported, zone, 9 if last < END else 0)
        start = instant(begin - timedelta(days=4 if begin > first else 0), zone, 0)
        part = [order for order in sold if start <= order.created < moment]
        made[f"shop/orders_export_{exported}.csv"] = shopify.export(part, zone, currency, moment)
    return made


def mention_lists(found: Sequence[Mapping[str, Any]], zone: str, first: date = START) -> Files:
    """Texts by year, with what was known of answers two weeks later."""
    made = {}
    for begin, last in years(first):
        start, stop = instant(begin, zone, 0), instant(last + timedelta(days=1), zone, 0)
        here = [
            entry
            for entry in found
            if isinstance(entry["published"], datetime) and start <= entry["published"] < stop
        ]
        known = stop if last == END else stop + timedelta(days=14)
        made[f"mentions/mentions_{begin}_{last}.csv"] = mapped(
            [COLUMNS, *mention_rows(here, zone, known)], bom=True
        )
    return made


def ticket_lists(
    found: Sequence[Ticket], zone: str, words: Mapping[str, str], first: date = START, *, delimiter: str = ","
) -> Files:
    """Tickets by year, exported two weeks later; the last on the last day, with its open ones."""
    head = ["ticket", "opened", "first reply", "solved", "status", "channel", "topic", "priority", "score"]
    made = {}
    for begin, last in years(first):
        start, stop = instant(begin, zone, 0), instant(last + timedelta(days=1), zone, 0)
        exported = last if last == END else last + timedelta(days=14)
        rows = ticket_rows(
            [one for one in found if start <= one.opened < stop],
            zone,
            instant(exported + timedelta(days=1), zone, 0),
            words,
        )
        made[f"tickets/tickets_{exported}.csv"] = mapped([head, *rows], delimiter=delimiter)
    return made


def advert_lists(name: str, campaigns: Sequence[Campaign], season: Season, chance: Chance) -> Files:
    """Advertising by day and campaign, a file a year."""
    head = ["Day", "Campaign ID", "Campaign name", "Creative", "Impressions", "Reach", "Clicks (all)", "Link clicks", "Results",
            "Result value", "Amount spent"]  # fmt: skip
    begin = min(one.span[0] for one in campaigns)
    return {
        f"ads/{name}_{first}_{last}.csv": mapped(
            [head, *advert_rows(campaigns, season, chance, (first, last))]
        )
        for first, last in years(begin, END)
    }


def tags(posts: Mapping[str, Sequence[Post]]) -> Files:
    """The analyst's tags of posts."""
    rows: list[list[Cell]] = [["network", "post", "content type", "campaign", "experiment", "variant"]]
    for network, found in posts.items():
        rows += [
            [network, post.id, post.kind, post.campaign or None, post.test or None, post.variant or None]
            for post in found
        ]
    return {f"tags/tags_{END + timedelta(days=1)}.csv": mapped(rows)}


def follower_counts(found: Sequence[tuple[str, Sequence[Day]]]) -> Files:
    """Followers by network, noted each Monday and on the last day of a month."""
    rows: list[list[Cell]] = [["date", "network", "followers"]]
    rows += [
        [day.isoformat(), network, count]
        for network, known in found
        for day, count in weekly_followers(known)
    ]
    return {f"follower-counts/followers_{END}.csv": mapped(rows)}


def german_adverts(name: str, campaigns: Sequence[Campaign], season: Season, chance: Chance) -> Files:
    """Advertising as a German spreadsheet keeps it: semicolons, 31.12.2025, 48,20; results are leads."""
    head = [
        "Tag",
        "Kampagnen-ID",
        "Kampagne",
        "Inhalt",
        "Impressions",
        "Reichweite",
        "Klicks",
        "Linkklicks",
        "Leads",
        "Ausgaben",
    ]
    made = {}
    for first, last in years(min(one.span[0] for one in campaigns), END):
        rows = []
        for day, *middle, _, cost in advert_rows(campaigns, season, chance, (first, last)):
            rows.append([f"{date.fromisoformat(str(day)):%d.%m.%Y}", *middle, str(cost).replace(".", ",")])
        made[f"ads/{name}_{first}_{last}.csv"] = mapped([head, *rows], delimiter=";")
    return made
