"""Leads of a company that sells to companies: where they come from, whether they fit, whether they buy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.examples.days import Season, days, instant, local, months, path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from tests.examples.chance import Chance
    from tests.examples.formats.tables import Cell


@dataclass(frozen=True)
class Sales:
    """How leads come and go.

    Attributes:
        zone: Clock of the list.
        per_month: Leads a month at the start and the end.
        sources: Source as the list names it → weight.
        kinds: Content type → (weight, share that fits the need profile).
        customers: Share of the fitting ones that buy.
        season: Weekdays and feasts.
        campaigns: Campaign names.
        questions: What leads ask about.
    """

    zone: str
    per_month: tuple[float, float]
    sources: Mapping[str, float]
    kinds: Mapping[str, tuple[float, float]]
    customers: float
    season: Season
    campaigns: Sequence[str]
    questions: Sequence[str]


def lead_rows(sales: Sales, chance: Chance, until: datetime) -> list[list[Cell]]:
    """Rows as known at a moment: number, won, source, campaign, content, way, stage, fits, customer since, value, company, question."""
    low, high = sales.per_month
    moments: list[datetime] = []
    for first, last in months():
        weights = {day: sales.season.factor(day) for day in days(first, last)}
        for _ in range(chance.count(low + (high - low) * path(first), 0.1)):
            day = chance.weighted(weights)
            moments.append(instant(day, sales.zone, chance.whole(7, 18) + chance.between(0, 1)))
    return [
        _lead(sales, chance, number, moment, until) for number, moment in enumerate(sorted(moments), start=1)
    ]


def _lead(sales: Sales, chance: Chance, number: int, moment: datetime, until: datetime) -> list[Cell]:
    def written(when: datetime) -> str:
        return f"{local(when, sales.zone):%d.%m.%Y %H:%M}"

    source = chance.weighted(sales.sources)
    social = source in ("LinkedIn", "YouTube")
    kind = chance.weighted({name: weight for name, (weight, _) in sales.kinds.items()}) if social else None
    fitting = chance.yes(sales.kinds[kind][1] if kind else 0.36)
    judged = moment + timedelta(days=chance.between(1, 12))
    bought = (
        moment + timedelta(days=chance.skewed(60, 0.5)) if fitting and chance.yes(sales.customers) else None
    )
    customer = bought is not None and bought <= until
    known = judged <= until
    stage = (
        "Kunde"
        if customer
        else "neu"
        if not known
        else "Angebot"
        if fitting and chance.yes(0.5)
        else "geprüft"
        if fitting
        else "abgelehnt"
    )
    value = f"{chance.skewed(21_000, 0.7):.2f}".replace(".", ",")
    return [
        f"L-{number:05d}", written(moment), source, chance.pick(sales.campaigns) if social and chance.yes(0.5) else None, kind,
        chance.weighted({"Formular": 5, "Download": 4, "Anruf": 1}), stage, ("ja" if fitting else "nein") if known else None,
        written(bought) if customer and bought else None, value if customer else None,
        f"Firma {chance.whole(1, 999):03d}", chance.pick(sales.questions),
    ]  # fmt: skip
