"""Advertising by day and campaign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.examples.days import Season, days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tests.examples.chance import Chance
    from tests.examples.formats.tables import Cell


@dataclass(frozen=True)
class Campaign:
    """One campaign and how it works.

    Attributes:
        id: The platform's number.
        name: Its name.
        kind: Content type of its pictures.
        span: First and last day.
        budget: Cost a day.
        click_cost: Cost of a link click.
        result_rate: Results (purchases, leads) / link clicks.
        value: Revenue a result; 0 where results are leads.
    """

    id: str
    name: str
    kind: str
    span: tuple[date, date]
    budget: float
    click_cost: float
    result_rate: float
    value: float = 0.0


def advert_rows(
    campaigns: Sequence[Campaign], season: Season, chance: Chance, span: tuple[date, date]
) -> list[list[Cell]]:
    """Rows: day, id, name, kind, impressions, reach, clicks, link clicks, results, value, cost."""
    rows: list[list[Cell]] = []
    for one in campaigns:
        for day in days(max(one.span[0], span[0]), min(one.span[1], span[1])):
            cents = round(one.budget * season.factor(day) * chance.noise(0.1) * 100)
            links = chance.count(cents / 100 / one.click_cost, 0.15)
            impressions = round((links + 2) / 0.012 * chance.noise(0.15))
            results = chance.thinned(links, one.result_rate)
            worth = round(results * one.value * chance.noise(0.1) * 100) if one.value else 0
            rows.append(
                [day.isoformat(), one.id, one.name, one.kind, impressions, round(impressions / chance.between(1.1, 1.5)),
                 links + chance.count(links * 0.4), links, results, f"{worth / 100:.2f}", f"{cents / 100:.2f}"]
            )  # fmt: skip
    rows.sort(key=lambda row: (str(row[0]), str(row[1])))
    return rows
