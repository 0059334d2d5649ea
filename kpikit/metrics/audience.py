"""How much of the audience is whom the brand wants to reach."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
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
        return self._persona is not None and self._told

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

    @property
    def _told(self) -> bool:
        """Whether any platform exports all that the persona names."""
        return any(self._wanted(platform) for platform in {row[0] for row in self._rows})

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
            mine = [row for row in self._rows if row[0] == platform and row[2] == dimension]
            days = [row[1] for row in mine if row[1] <= period.end]
            if not days or (period.end - max(days)).days > STALE_DAYS:
                return None
            found.append(self._share(dimension, [row[3:] for row in mine if row[1] == max(days)]))
        if not found:
            return None
        low = max(0.0, sum(match.low for match in found) - (len(found) - 1))
        return Match(low, min(match.high for match in found), min(match.n for match in found))

    def _wanted(self, platform: str) -> list[str]:
        """Dimensions that tell the persona's attributes; none where the platform doesn't export them all."""
        persona = self._persona
        assert persona is not None
        exported = {row[2] for row in self._rows if row[0] == platform}
        wanted = [name for name in _PLAIN if getattr(persona, name)]
        # Women and men together are no wish to be told from the rest.
        gender = bool(persona.gender) and not {"women", "men"} <= set(persona.gender)
        if gender and persona.age:
            wanted.append("age_gender")
        elif gender:
            wanted.append("gender" if "gender" in exported else "age_gender")
        elif persona.age:
            wanted.append("age" if "age" in exported else "age_gender")
        return wanted if set(wanted) <= exported else []

    def _share(self, dimension: str, buckets: list[tuple[str, float, str]]) -> Match:
        counted = buckets[0][2] != "share"
        listed = sum(value for _, value, _ in buckets)
        # Counts know their own total. Shares of top lists leave a rest that may be of any kind.
        total = listed if counted or dimension in ("age_gender", "age", "gender") else max(1.0, listed)
        sums: dict[str, float] = defaultdict(float)
        for bucket, value, _ in buckets:
            sums[self._place(dimension, bucket)] += value
        if not total > 0:
            return Match(0.0, 1.0, 0.0)
        low = sums["inside"] / total
        high = low + (sums["partly"] + total - listed) / total
        return Match(low, min(1.0, high), total if counted else math.nan)

    def _place(self, dimension: str, bucket: str) -> str:
        """inside, partly (an age band that the persona cuts) or outside."""
        persona = self._persona
        assert persona is not None
        if dimension in _PLAIN:
            wanted = {word.casefold() for word in getattr(persona, dimension)}
            names = (
                {bucket.casefold(), _country_code(bucket)} if dimension == "country" else {bucket.casefold()}
            )
            return "inside" if names & wanted else "outside"
        age, _, gender = bucket.rpartition("|") if dimension == "age_gender" else (bucket, "", bucket)
        if persona.gender and dimension != "age" and gender.casefold() not in persona.gender:
            return "outside"
        return "inside" if persona.age is None or dimension == "gender" else _band_place(age, persona.age)


@cache
def _country_code(name: str) -> str:
    """ISO code of a country's name in one of the languages in which platforms export."""
    from babel import Locale  # noqa: PLC0415 - reads locale data

    for language in ("en", "pt", "es", "de", "fr", "ms", "zh"):
        for code, known in Locale(language).territories.items():
            if known.casefold() == name.casefold() and len(code) == 2:
                return str(code).casefold()
    return ""


def _band_place(band: str, wanted: tuple[int, int]) -> str:
    match = _BAND.search(band)
    if match is None:
        return "outside"
    low = int(match[1])
    high = int(match[2]) if match[2] else (OLDEST if match[3] else low)
    if wanted[0] <= low and high <= wanted[1]:
        return "inside"
    return "partly" if low <= wanted[1] and high >= wanted[0] else "outside"
