"""People met on several platforms, and customers who come back, by their keyed pseudonyms."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kpikit import statistics
from kpikit.metrics.cells import MISSING, NOT_OFFERED, Cell, Query
from kpikit.metrics.covering import day_number

if TYPE_CHECKING:
    from datetime import date

    from kpikit.metrics.data import Data
    from kpikit.periods import Period

_TOUCHES = {
    "leads": "SELECT contact_key, local_date, epoch(created_at), platform FROM leads",
    "orders": (
        "SELECT customer_key, local_date, epoch(created_at), platform FROM orders "
        "WHERE cancelled_at IS NULL AND (status IS NULL OR status <> 'voided')"
    ),
    "tickets": "SELECT customer_key, local_date, epoch(created_at), platform FROM tickets",
}
"""Table → who, when, and on which platform."""


@dataclass
class Contact:
    """What is known of one person.

    Attributes:
        touches: (day, moment in seconds, platform or None), in the order of time.
        lead: Whether the person is among the leads.
        customer_since: First day as a customer: of an order, or as the leads say.
    """

    touches: list[tuple[int, float, str | None]] = field(default_factory=list)
    lead: bool = False
    customer_since: int | None = None

    def platforms(self, until: int) -> list[str]:
        """Platforms in the order in which they were first seen, up to a day."""
        return list(dict.fromkeys(name for day, _, name in self.touches if day <= until and name is not None))

    def seen(self, period: Period) -> bool:
        """Whether there was any touch in the period."""
        return any(day_number(period.start) <= day <= day_number(period.end) for day, _, _ in self.touches)

    def customer(self, until: int) -> bool:
        """Whether a customer by the end of a day."""
        return self.customer_since is not None and self.customer_since <= until


def contacts_of(data: Data, tables: tuple[str, ...]) -> list[Contact]:
    """Contacts of the tables that any source feeds; rows without a pseudonym are left out."""
    people: dict[str, Contact] = defaultdict(Contact)
    for table in tables:
        if not data.supplied(table):
            continue
        for key, day, moment, platform in data.once(table, _TOUCHES[table]):
            if key is None or day is None:
                continue
            contact = people[key]
            contact.touches.append((day_number(day), float(moment or 0), platform))
            contact.lead |= table == "leads"
            if table == "orders":
                _earlier(contact, day)
    if data.supplied("leads"):
        sql = "SELECT contact_key, CAST(min(customer_at) AS DATE) FROM leads GROUP BY contact_key"
        for key, day in data.once("leads", sql):
            if key in people and day is not None:
                _earlier(people[key], day)
    for contact in people.values():
        contact.touches.sort(key=lambda touch: (touch[0], touch[1], touch[2] or ""))
    return list(people.values())


def _earlier(contact: Contact, day: date) -> None:
    number = day_number(day)
    contact.customer_since = number if contact.customer_since is None else min(contact.customer_since, number)


class Contacts:
    """Shares of contacts: seen on several platforms, customers among these or the others, returned.

    Args:
        data: The brand's tables.
        query: The question.
    """

    def __init__(self, data: Data, query: Query) -> None:
        self._data = data
        self._what = str(query.metric.spec["statistic"])

    @cached_property
    def people(self) -> list[Contact]:
        """All contacts; read when a figure is asked for."""
        tables = ("leads", "orders", "tickets") if self._what == "returned" else ("leads", "orders")
        return contacts_of(self._data, tables)

    @cached_property
    def offered(self) -> bool:
        """Whether anybody has what is asked for."""
        leads = self._any("leads", "contact_key IS NOT NULL")
        located = self._any("leads", "contact_key IS NOT NULL AND platform IS NOT NULL")
        if self._what == "several":
            return located or self._any("orders", "customer_key IS NOT NULL AND platform IS NOT NULL")
        customers = self._any("leads", "contact_key IS NOT NULL AND customer_at IS NOT NULL") or self._any(
            "orders", "customer_key IS NOT NULL"
        )
        return customers and (leads if self._what == "returned" else located)

    def _any(self, table: str, condition: str) -> bool:
        return self._data.supplied(table) and self._data.any_row(table, condition)

    def cells(self, period: Period) -> list[Cell]:
        """One cell; there is no breakdown."""
        if not self.offered:
            return [Cell((), period, statistics.NOTHING, state=NOT_OFFERED)]
        chosen = [one for one in self.people if self._counts(one, period)]
        hits = sum(self._hit(one, period) for one in chosen)
        if not chosen:
            return [Cell((), period, statistics.NOTHING, state=MISSING)]
        days = self._days(period)
        marks = frozenset({"lower_bound"} if self._what == "several" else set())
        estimate = statistics.wilson(hits, len(chosen))
        return [Cell((), period, estimate, hits, len(chosen), marks=marks, days_covered=days)]

    def _days(self, period: Period) -> int:
        """Days from the first touch known to the last one."""
        known = [day for one in self.people for day, _, _ in (one.touches[0], one.touches[-1])]
        first = max(min(known), day_number(period.start))
        # A quiet last week is no gap: contacts come when they come.
        last = day_number(period.end) if max(known) >= day_number(period.start) else max(known)
        return max(0, last - first + 1)

    def _counts(self, one: Contact, period: Period) -> bool:
        end = day_number(period.end)
        if self._what == "returned":
            since = one.customer_since
            return one.lead and since is not None and since < day_number(period.start)
        if not one.seen(period) or not one.platforms(end):
            return False
        several = len(one.platforms(end)) > 1
        return self._what == "several" or (one.lead and several == (self._what == "several_customers"))

    def _hit(self, one: Contact, period: Period) -> bool:
        end = day_number(period.end)
        if self._what == "returned":
            return one.seen(period)
        return len(one.platforms(end)) > 1 if self._what == "several" else one.customer(end)


def flow(data: Data, period: Period) -> pd.DataFrame:
    """From which platform to which next contacts of the period went, up to its end.

    Returns:
        first, next (null: seen on one platform only), contacts, share (of those that began on `first`), low,
        high (Wilson); most contacts first. A lower bound of what crosses platforms: who writes under two
        addresses is two people here.
    """
    end = day_number(period.end)
    paths = [
        one.platforms(end)[:2]
        for one in contacts_of(data, ("leads", "orders"))
        if one.seen(period) and one.platforms(end)
    ]
    counts = Counter((path[0], path[1] if len(path) > 1 else None) for path in paths)
    began = Counter(path[0] for path in paths)
    rows = []
    for (first, following), count in sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0]))):
        share = statistics.wilson(count, began[first])
        rows.append((first, following, count, share.value, share.low, share.high))
    return pd.DataFrame(rows, columns=["first", "next", "contacts", "share", "low", "high"])
