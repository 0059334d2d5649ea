"""Who follows the example brands, and how people search for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.examples.days import path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date


@dataclass(frozen=True)
class Audience:
    """Shares in percent: age → (women, men), countries, cities."""

    ages: Mapping[str, tuple[float, float]]
    countries: Mapping[str, float]
    cities: Mapping[str, float]


@dataclass(frozen=True)
class Search:
    """Clicks a day, and what they are for: item → weight."""

    clicks: Callable[[date], float]
    queries: Mapping[str, float]
    pages: Mapping[str, float]
    countries: Mapping[str, float]


def rising(start: float, end: float) -> Callable[[date], float]:
    """Clicks a day that grow evenly."""
    return lambda day: start + (end - start) * path(day)


SERI_KULIT = Audience(
    ages={"18-24": (24.1, 4.2), "25-34": (33.6, 6.0), "35-44": (16.2, 3.9), "45-54": (6.3, 2.1), "55-64": (1.9, 0.7), "65+": (0.6, 0.4)},
    countries={"Malaysia": 84.2, "Singapore": 6.1, "Indonesia": 4.4, "Brunei": 1.7},
    cities={"Kuala Lumpur, Malaysia": 14.8, "Shah Alam, Malaysia": 8.9, "Johor Bahru, Malaysia": 7.7, "George Town, Malaysia": 4.1},
)
SERI_KULIT_SEARCH = Search(
    clicks=rising(26, 88),
    queries={
        "seri kulit": 34, "serikulit": 9, "seri kulit serum kunyit": 11, "seri kulit review": 8, "seri kulit 好用吗": 4,
        "serum kunyit": 7, "sunscreen tak melekit": 6, "toner beras": 5, "cara pakai serum": 4, "skincare malaysia": 3,
        "防晒霜 马来西亚": 3, "double cleanse": 2, "krim malam kulit kering": 2, "essence teratai": 2,
    },
    pages={f"https://www.serikulit.example/{page}": weight for page, weight in
           (("", 30), ("products/serum-kunyit", 22), ("products/sunscreen-spf50", 14), ("pages/tutorial-layering", 12),
            ("products/toner-beras", 9), ("blogs/double-cleanse", 7), ("collections/all", 6))},
    countries={"Malaysia": 86, "Singapore": 7, "Indonesia": 4, "Brunei": 2, "United States": 1},
)  # fmt: skip
