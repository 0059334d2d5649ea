"""Which days figures rest on: coverage of periods by sources, and by exported spans of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.periods import Period

ENDED_AFTER = 92
"""Days without data after which a source counts as ended, not as late [house rule]."""

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970: how days are compared in arrays."""
    return (day - EPOCH).days


@dataclass(frozen=True)
class Covered:
    """Days for which one part of the sources has delivered; of all parts with data in a table.

    Attributes:
        platform: Its platform, None where the table knows none.
        first: First day.
        last: Last day.
        days: The days themselves where they may have holes (spans), else None.
    """

    platform: str | None
    first: date
    last: date
    days: frozenset[int] | None = None

    def days_within(self, period: Period) -> set[int]:
        """The period's days that are covered, days since 1970."""
        first, last = max(self.first, period.start), min(self.last, period.end)
        days = range(day_number(first), day_number(last) + 1)
        return set(days) if self.days is None else set(self.days.intersection(days))

    def of(self, platform: object) -> bool:
        """Whether a figure of the platform (None: of all) rests on it."""
        return platform is None or self.platform in (platform, None)


@dataclass(frozen=True)
class Coverage:
    """What the sources behind a figure cover."""

    parts: tuple[Covered, ...]

    def days(self, period: Period, platform: object = None) -> tuple[int, bool]:
        """Days of the period covered by its least covered part; whether a running part gave nothing."""
        parts = [part for part in self.parts if part.of(platform)]
        counts = [len(part.days_within(period)) for part in parts]
        stopped = any(
            count == 0 and part.first < period.start and (period.start - part.last).days <= ENDED_AFTER
            for part, count in zip(parts, counts, strict=True)
        )
        present = [count for count in counts if count]
        return min(present, default=0), stopped and bool(present)


def as_days(values: NDArray[Any]) -> NDArray[np.int64]:
    """Days since 1970 of a column of dates."""
    return values.astype("datetime64[D]").astype(np.int64)


def slice_of(signature: str) -> str:
    """Source and basis (or dimension) of a signature: what is tiled on its own."""
    return "|".join(signature.split("|")[:2])


def tile(
    spans: list[tuple[str, int, int]], period: Period, wanted: tuple[int, ...] = (), *, fine: bool = False
) -> set[tuple[str, int, int]]:
    """Choose spans within the period that don't overlap and cover as much of it as they can.

    Exports of one shape only are added up for each source; of several shapes, one that tells the wanted
    dimensions, then the one that covers most.

    Args:
        spans: As of `Data.spans`.
        period: The period.
        wanted: Positions in a web signature of dimensions that must be told (2 = source name).
        fine: Prefer days to months where both cover as much: for comparisons day by day.
    """
    start, end = day_number(period.start), day_number(period.end)
    by_signature: dict[str, list[tuple[str, int, int]]] = {}
    for span in spans:
        if start <= span[1] and span[2] <= end:
            by_signature.setdefault(span[0], []).append(span)
    best: dict[str, tuple[tuple[int, int, int], set[tuple[str, int, int]]]] = {}
    for signature, inside in by_signature.items():
        chosen = _without_overlap(inside, fine=fine)
        dimensions = signature.split("|")
        told = sum(dimensions[place] == "true" for place in wanted if place < len(dimensions))
        covered = sum(last - first + 1 for _, first, last in chosen)
        rank = (told, covered, -dimensions.count("true"))
        key = slice_of(signature)
        if key not in best or rank > best[key][0]:
            best[key] = (rank, chosen)
    return {span for _, chosen in best.values() for span in chosen}


def _without_overlap(spans: list[tuple[str, int, int]], *, fine: bool) -> set[tuple[str, int, int]]:
    """Longest spans first, so that a month's own row goes before its days; with `fine` the shortest first."""
    orders = [sorted(spans, key=lambda span: (sign * (span[2] - span[1]), span[1])) for sign in (-1, 1)]
    tilings = []
    for order in orders:
        taken: set[int] = set()
        chosen = set()
        for span in order:
            days = range(span[1], span[2] + 1)
            if taken.isdisjoint(days):
                taken.update(days)
                chosen.add(span)
        tilings.append((len(taken), chosen))
    (long_days, long), (short_days, short) = tilings
    if fine:
        return short if short_days >= long_days else long
    return long if long_days >= short_days else short
