"""What the parameters add to the tables: word lists, values of key events, costs that no export holds."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kpikit.parameters import load_vocabularies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.parameters import Brand
    from kpikit.project import Project


@dataclass(frozen=True)
class DayCost:
    """A day's part of a cost that the parameters list for a month."""

    date: date
    platform: str | None
    kind: str
    cost: float
    currency: str


@dataclass(frozen=True)
class Given:
    """What columns that are worked out when a table is loaded rest on.

    Attributes:
        assistants: Traffic sources of web analytics that are AI assistants, in small letters.
        result_kinds: Word of an ad's result, in small letters → engagement.
        lead_kinds: Word of a lead's kind, in small letters → contact, download, contest, click.
        values: Name of an event in web analytics → what one is worth, in the report's currency.
        costs: The brand's own costs by day.
    """

    assistants: tuple[str, ...] = ()
    result_kinds: Mapping[str, str] = field(default_factory=dict)
    lead_kinds: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    costs: tuple[DayCost, ...] = ()


NOTHING_GIVEN = Given()


def given_by(project: Project, brand: Brand) -> Given:
    """What a brand's and the shared parameters add."""
    words = load_vocabularies(project)
    return Given(
        assistants=tuple(str(word).casefold() for word in words.get("assistant_sources", ())),
        result_kinds=_meanings(words.get("result_kinds", {})),
        lead_kinds=_meanings(words.get("lead_kinds", {})),
        values={event.event: event.value for event in brand.key_events.values() if event.value is not None},
        costs=tuple(_by_day(brand)),
    )


def _meanings(listed: Mapping[str, list[str]]) -> dict[str, str]:
    return {str(word).casefold(): meaning for meaning, words in listed.items() for word in words}


def _by_day(brand: Brand) -> list[DayCost]:
    """Each month's costs in equal parts a day; what is in a currency without a rate keeps its currency."""
    found = []
    for cost in brand.costs:
        year, month = (int(part) for part in cost.month.split("-"))
        days = calendar.monthrange(year, month)[1]
        rate = brand.rate(cost.currency, cost.month)
        amount = cost.amount * (1.0 if rate is None else rate)
        currency = cost.currency if rate is None else brand.currency
        found += [
            DayCost(date(year, month, day), cost.platform, cost.kind, amount / days, currency)
            for day in range(1, days + 1)
        ]
    return found
