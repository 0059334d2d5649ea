"""Customers and their orders, the website's visits, events and search figures that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.examples.days import Season, days, instant, path
from tests.examples.formats.shopify import Order

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from tests.examples.chance import Chance
    from tests.examples.formats.search_console import Row


@dataclass(frozen=True)
class Shop:
    """How a shop sells.

    Attributes:
        zone: Its clock.
        per_month: Orders a month at the start and the end.
        repeat: Share of orders by earlier customers, at the start and the end.
        articles: (article, number, price in cents, weight).
        shipping: Cents, and the subtotal from which it is free.
        season: Weekdays and feasts.
        sources: Shopify's `Source` → weight.
    """

    zone: str
    per_month: tuple[float, float]
    repeat: tuple[float, float]
    articles: tuple[tuple[str, str, int, float], ...]
    shipping: tuple[int, int]
    season: Season
    sources: Mapping[str, float]


def orders(shop: Shop, chance: Chance, first_number: int) -> list[Order]:
    """All orders, by number."""
    customers: list[int] = []
    known, found = 0, list[Order]()
    for day in days():
        low, high = shop.per_month
        mean = (low + (high - low) * path(day)) / 30.4 * shop.season.factor(day)
        moments = sorted(
            instant(day, shop.zone, chance.weighted(_HOURS) + chance.between(0, 0.99))
            for _ in range(chance.count(mean, 0.15))
        )
        for moment in moments:
            start, end = shop.repeat
            if customers and chance.yes((start + (end - start) * path(day)) * min(1, len(customers) / 80)):
                customer = customers[-1 - int(min(len(customers), 700) * chance.between(0, 1) ** 1.6)]
            else:
                known += 1
                customer = known
            customers.append(customer)
            found.append(_order(shop, chance, first_number + len(found), moment, customer))
    return found


_HOURS = {hour: 1.0 if hour in range(9, 18) else 1.6 if hour in range(18, 24) else 0.12 for hour in range(24)}


def _order(shop: Shop, chance: Chance, number: int, moment: datetime, customer: int) -> Order:
    wanted = chance.weighted({1: 66, 2: 25, 3: 9})
    weights = {entry[:3]: entry[3] for entry in shop.articles}
    chosen = dict.fromkeys(chance.weighted(weights) for _ in range(wanted))
    lines = tuple((2 if chance.yes(0.1) else 1, name, sku, price) for name, sku, price in chosen)
    subtotal = sum(pieces * price for pieces, _, _, price in lines)
    shipping, free_from = shop.shipping
    cost = 0 if subtotal >= free_from else shipping
    status = chance.weighted({"paid": 92, "refunded": 3, "partially_refunded": 3, "voided": 2})
    back = {"refunded": subtotal + cost, "partially_refunded": lines[0][3]}.get(status, 0)
    later = moment + timedelta(seconds=int(chance.between(0.5, 11) * 86400)) if status != "paid" else None
    return Order(
        number=number,
        created=moment,
        email=f"c{customer:04d}@mail.example",
        lines=lines,
        shipping=cost,
        source=chance.weighted(shop.sources),
        status=status,
        refunded=back,
        changed=later,
    )


Traffic = tuple[str, int, int, int, int, int, float]


def traffic(
    sources: Mapping[str, tuple[float, float, float, float]],
    sessions: float,
    sales: tuple[int, float],
    chance: Chance,
) -> list[Traffic]:
    """A month's visits by source.

    Args:
        sources: source / medium → (weight, engaged share, seconds a session, likelihood to buy).
        sessions: Sessions in all, about.
        sales: Key events and revenue of the month, shared out among the sources.
        chance: A stream.
    """
    total = sum(weight for weight, *_ in sources.values())
    visits = {
        name: max(1, chance.count(sessions * entry[0] / total, 0.07)) for name, entry in sources.items()
    }
    buyers = {name: visits[name] * sources[name][3] for name in sources}
    keys, revenue = sales
    rows: list[Traffic] = []
    left = keys
    for place, (name, (_, engaged, seconds, _)) in enumerate(sources.items()):
        share = buyers[name] / sum(list(buyers.values())[place:]) if left else 0
        bought = (
            left if place == len(sources) - 1 else min(visits[name], chance.thinned(left, min(1.0, share)))
        )
        left -= bought
        count = visits[name]
        events = round(count * chance.between(5.5, 8))
        time = round(count * seconds * chance.noise(0.06))
        money = round(revenue * bought / keys, 2) if keys else 0.0
        rows.append((name, count, min(count, chance.thinned(count, engaged)), time, events, bought, money))
    return rows


def search_days(
    span: tuple[date, date], clicks: Callable[[date], float], chance: Chance, season: Season
) -> list[Row]:
    """Clicks, impressions and position by day."""
    rows = []
    for day in days(*span):
        found = chance.count(clicks(day) * season.factor(day), 0.12)
        rows.append(
            (
                day.isoformat(),
                found,
                round((found + 3) * chance.between(19, 25)),
                round(chance.between(11.5, 15.5) - 2.5 * path(day), 2),
            )
        )
    return rows


def search_items(
    items: Mapping[str, float], totals: tuple[int, int], share: float, chance: Chance
) -> list[Row]:
    """A split by query, page, country or device that holds this share of all clicks."""
    clicks, impressions = totals
    weight = sum(items.values())
    rows = []
    for item, part in items.items():
        found = round(clicks * share * part / weight * chance.noise(0.08))
        seen = max(found, round(impressions * share * 0.6 * part / weight * chance.noise(0.15)))
        rows.append((item, found, seen, round(chance.between(1.1, 19), 2)))
    return rows


def exact_items(items: Mapping[str, float], rows: Sequence[Row]) -> list[Row]:
    """A split that adds up to the days' clicks and impressions exactly, as devices and countries do."""
    clicks, impressions = sum(row[1] for row in rows), sum(row[2] for row in rows)
    weight, found = sum(items.values()), list[tuple[str, int, int, float]]()
    for place, (item, part) in enumerate(items.items()):
        last = place == len(items) - 1
        one = clicks - sum(row[1] for row in found) if last else int(clicks * part / weight)
        seen = impressions - sum(row[2] for row in found) if last else int(impressions * part / weight)
        found.append((item, one, seen, 10.0 + place))
    return found
