"""Entries of a brand's file that nothing in its exports answers to: a slip of the pen is silent else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kpikit.errors import Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.parameters import Brand
    from kpikit.parameters.strict_yaml import Document
    from kpikit.project import Project
    from kpikit.store import FileRecord, Store

_MOST_NAMED = 12


def idle_entries(
    project: Project, brand: Brand, records: list[FileRecord], store: Store
) -> Iterator[Problem]:
    """Rules that fit no row, events that no export counts, rates of currencies that no amount is in.

    Args:
        project: Where the brand's file lies.
        brand: Its parameters.
        records: Of all its files.
        store: What was imported.
    """
    from kpikit.parameters.strict_yaml import read_yaml

    read = [record for record in records if record.status in ("imported", "unchanged")]
    if not read:
        return
    document = read_yaml(project.brand_file(brand.brand))
    yield from _rules(brand, read, document)
    yield from _events(brand, store, document)
    yield from _rates(brand, read, document)


def _rules(brand: Brand, read: list[FileRecord], document: Document) -> Iterator[Problem]:
    fitting: Counter[int] = Counter()
    for record in read:
        fitting.update(record.tags)
    for position, rule in enumerate(brand.tags):
        if not fitting[position]:
            what = f"tags.{position}: the rule fits no row of {rule.table}"
            yield Problem(what, document.path, document.line(("tags", position)))


def _events(brand: Brand, store: Store, document: Document) -> Iterator[Problem]:
    found = store.frame("SELECT DISTINCT name FROM conversions ORDER BY name")["name"].dropna()
    counted = {str(name).casefold(): str(name) for name in found}
    for name, event in brand.key_events.items():
        if counted and event.event.casefold() not in counted:
            yield Problem(
                f"conversions.{name}: no export counts an event {event.event!r}",
                document.path,
                document.line(("conversions", name)),
                allowed=", ".join(list(counted.values())[:_MOST_NAMED]),
                nearest=nearest(event.event, counted.values()),
            )


def _rates(brand: Brand, read: list[FileRecord], document: Document) -> Iterator[Problem]:
    notes = [note for record in read for note in record.notes]
    for currency in brand.exchange_rates:
        converted = any(f"rows in {currency} converted" in note for note in notes)
        if not converted and all(cost.currency != currency for cost in brand.costs):
            what = f"exchange_rates.{currency}: no amount is in {currency}"
            yield Problem(what, document.path, document.line(("exchange_rates", currency)))
