"""How much of the audience is whom the brand wants to reach."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit import statistics
from kpikit.metrics.cells import MISSING, NOT_OFFERED, Cell, Query
from kpikit.statistics import Estimate

if TYPE_CHECKING:
    from kpikit.metrics.data import Data
    from kpikit.parameters.model import Persona
    from kpikit.periods import Period

STALE_DAYS = 92
"""A picture of the audience older than this before the period's end says nothing on it [house rule]."""

OLDEST = 99
"""Where an open age band (65+) ends."""

_BAND = re.compile(r"(\d+)(?:\s*[-\u2013]\s*(\d+)|\s*(\+))?")
_PLAIN = ("country", "industry", "job_function", "seniority")


@dataclass(frozen=True)
class Match:
    """Share within the persona: between low and high; n cases with known attributes (nan for shares)."""

    low: float
    high: float
    n: float


class AudienceMatch:
    """Followers within the persona, newest picture up to the period's end.

    Args:
        data: The brand's tables.
        query: The question; may be broken down by platform.
        persona: Whom the brand wants; without one the metric isn't offered.
    """

    def __init__(self, data: Data, query: Query, persona: Persona | None) -> None:
        self._query = query
        self._persona = persona
        condition = data.compiler.condition(query.metric, query.where)
        self._rows = data.rows(
            "audience",
            "SELECT platform, as_of, dimension, bucket, sum(value), min(unit) FROM audience "  # noqa: S608 - checked
            f"WHERE base = 'followers' AND value IS NOT NULL AND {condition} GROUP BY ALL ORDER BY ALL",
        )

    @property
    def offered(self) -> bool:
        """Whether there are a persona and pictures of followers."""
        return self._persona is not None and bool(self._rows)

    def cells(self, period: Period) -> list[Cell]:
        """One cell, or one a platform."""
        if not self.offered:
            return [] if self._query.by else [Cell((), period, statistics.NOTHING, state=NOT_OFFERED)]
        platforms = sorted({row[0] for row in self._rows})
        matches = {platform: self._match(platform, period) for platform in platforms}
        if self._query.by:
            return [
                self._cell((platform,), period, [match] if match else [])
                for platform, match in matches.items()
            ]
        return [self._cell((), period, [match for match in matches.values() if match])]

    @staticmethod
    def _cell(group: tuple[object, ...], period: Period, matches: list[Match]) -> Cell:
        """Over platforms the share lies between the least and the greatest one's."""
        if not matches:
            return Cell(group, period, statistics.NOTHING, state=MISSING)
        low, high = min(match.low for match in matches), max(match.high for match in matches)
        known = sum(match.n for match in matches)
        if high - low < 1e-9 and len(matches) == 1:
            estimate = Estimate(low, n=known) if math.isnan(known) else statistics.wilson(low * known, known)
            return Cell(group, period, estimate, low * known, known, days_covered=period.days)
        estimate = Estimate(low, low, high, n=known)
        return Cell(group, period, estimate, marks=frozenset({"lower_bound"}), days_covered=period.days)

    def _match(self, platform: str, period: Period) -> Match | None:
        """Bounds over the persona's attributes: at least all that can't be outside, at most the scarcest."""
        found = []
        for dimension in self._wanted(platform):
            days = [
                row[1]
                for row in self._rows
                if row[0] == platform and row[2] == dimension and row[1] <= period.end
            ]
            if days and (period.end - max(days)).days <= STALE_DAYS:
                buckets = [
                    (row[3], row[4], row[5])
                    for row in self._rows
                    if row[0] == platform and row[2] == dimension and row[1] == max(days)
                ]
                found.append(self._share(dimension, buckets))
        found = [match for match in found if match is not None]
        if not found:
            return None
        low = max(0.0, sum(match.low for match in found) - (len(found) - 1))
        return Match(low, min(match.high for match in found), min(match.n for match in found))

    def _wanted(self, platform: str) -> list[str]:
        """Dimensions of the persona that the platform exports; age and gender together where it can."""
        persona = self._persona
        assert persona is not None
        exported = {row[2] for row in self._rows if row[0] == platform}
        wanted = [name for name in _PLAIN if getattr(persona, name)]
        if persona.age or persona.gender:
            singles = [name for name in ("age", "gender") if getattr(persona, name)]
            wanted = (["age_gender"] if "age_gender" in exported else singles) + wanted
        return [name for name in wanted if name in exported]

    def _share(self, dimension: str, buckets: list[tuple[str, float, str]]) -> Match | None:
        counted = buckets[0][2] != "share"
        # Shares of top lists don't add up to 1; what isn't listed is outside. Counts know their own total.
        total = (
            sum(value for _, value, _ in buckets)
            if counted or dimension in ("age_gender", "age", "gender")
            else 1.0
        )
        if not total > 0:
            return None
        sums: dict[str, float] = defaultdict(float)
        for bucket, value, _ in buckets:
            sums[self._place(dimension, bucket)] += value
        low = sums["inside"] / total
        return Match(low, min(1.0, low + sums["partly"] / total), total if counted else math.nan)

    def _place(self, dimension: str, bucket: str) -> str:
        """inside, partly (an age band that the persona cuts) or outside."""
        persona = self._persona
        assert persona is not None
        if dimension in _PLAIN:
            wanted = {word.casefold() for word in getattr(persona, dimension)}
            return "inside" if bucket.casefold() in wanted else "outside"
        age, _, gender = bucket.rpartition("|") if dimension == "age_gender" else (bucket, "", bucket)
        if persona.gender and dimension != "age" and gender.casefold() not in persona.gender:
            return "outside"
        return "inside" if persona.age is None or dimension == "gender" else _band_place(age, persona.age)


def _band_place(band: str, wanted: tuple[int, int]) -> str:
    match = _BAND.search(band)
    if match is None:
        return "outside"
    low = int(match[1])
    high = int(match[2]) if match[2] else (OLDEST if match[3] else low)
    if wanted[0] <= low and high <= wanted[1]:
        return "inside"
    return "partly" if low <= wanted[1] and high >= wanted[0] else "outside"
