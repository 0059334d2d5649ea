"""How much of the audience is whom the brand wants to reach."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kpikit import statistics
from kpikit.metrics.cells import MISSING, NOT_OFFERED, Cell, Group, Query
from kpikit.statistics import Estimate

if TYPE_CHECKING:
    from kpikit.metrics.data import Data
    from kpikit.parameters.model import Persona
    from kpikit.periods import Period

STALE_DAYS = 92
"""A picture of the audience older than this before the period's end says nothing on it [house rule]."""

FRESH_DAYS = 7
"""A picture exported in the days after the period stands for its end."""

ROUNDING = 1e-9
"""Shares this close are one."""

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
    """Followers (or those reached) within the persona, newest picture up to the period's end.

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
            f"WHERE value IS NOT NULL AND {condition} GROUP BY ALL ORDER BY ALL",
        )

    @property
    def offered(self) -> bool:
        """Whether there is a persona, and a platform that exports all that it names."""
        return any(self._wanted(platform) for platform in self._platforms)

    @property
    def _platforms(self) -> list[str]:
        return sorted({row[0] for row in self._rows})

    def cells(self, period: Period) -> list[Cell]:
        """One cell, or one for each platform or dimension or both."""
        if not self.offered:
            return [] if self._query.by else [Cell((), period, statistics.NOTHING, state=NOT_OFFERED)]
        groups: dict[Group, dict[str, list[Match | None]]] = defaultdict(lambda: defaultdict(list))
        for platform in self._platforms:
            for dimension in self._wanted(platform):
                place = {"platform": platform, "dimension": dimension}
                group = tuple(place[column] for column in self._query.by)
                groups[group][platform].append(self._match(platform, dimension, period))
        return [
            self._cell(group, period, [_together(margins) for margins in platforms.values()])
            for group, platforms in sorted(groups.items())
        ]

    @staticmethod
    def _cell(group: Group, period: Period, platforms: list[Match | None]) -> Cell:
        """Over platforms the share lies between the least and the greatest one's."""
        matches = [match for match in platforms if match is not None]
        if not matches:
            return Cell(group, period, statistics.NOTHING, state=MISSING)
        low, high = min(match.low for match in matches), max(match.high for match in matches)
        known = sum(match.n for match in matches)
        if high - low < ROUNDING:
            estimate = Estimate(low, n=known) if math.isnan(known) else statistics.wilson(low * known, known)
            return Cell(group, period, estimate, low * known, known, days_covered=period.days)
        if low < ROUNDING:
            # "At least nothing" is no figure; the upper end stays.
            estimate = Estimate(math.nan, 0.0, high, n=known)
            return Cell(group, period, estimate, state=MISSING, days_covered=period.days)
        estimate = Estimate(low, low, high, n=known)
        return Cell(group, period, estimate, marks=frozenset({"lower_bound"}), days_covered=period.days)

    def _match(self, platform: str, dimension: str, period: Period) -> Match | None:
        """Share within the persona by one dimension, from the newest picture that stands for the period."""
        mine = [row for row in self._rows if row[0] == platform and row[2] == dimension]
        days = [row[1] for row in mine if (row[1] - period.end).days <= FRESH_DAYS]
        if not days or (period.end - max(days)).days > STALE_DAYS:
            return None
        return self._share(dimension, [row[3:] for row in mine if row[1] == max(days)])

    def _wanted(self, platform: str) -> list[str]:
        """Dimensions that tell the persona's attributes; none where the platform doesn't export them all."""
        persona = self._persona
        if persona is None:
            return []
        exported = {row[2] for row in self._rows if row[0] == platform}
        wanted = [name for name in _PLAIN if getattr(persona, name)]
        if "country" in wanted and "country" not in exported:
            wanted[wanted.index("country")] = "location"
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
        if dimension == "location":
            # "Berlin Metropolitan Area, Germany": the country stands last.
            return self._place("country", bucket.rpartition(",")[2].strip())
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


def _together(margins: list[Match | None]) -> Match | None:
    """Bounds of what is within all margins: at least all that can't be outside, at most the scarcest.

    None where one of them isn't known.
    """
    known = [match for match in margins if match is not None]
    if len(known) < len(margins):
        return None
    low = max(0.0, sum(match.low for match in known) - (len(known) - 1))
    return Match(low, min(match.high for match in known), min(match.n for match in known))


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
