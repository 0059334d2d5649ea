"""Who follows the example brands, and how people search for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.examples.days import path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from tests.examples.chance import Chance


@dataclass(frozen=True)
class Audience:
    """Shares in percent: age → (women, men), countries, cities."""

    ages: Mapping[str, tuple[float, float]]
    countries: Mapping[str, float]
    cities: Mapping[str, float]

    def moved(self, chance: Chance) -> Audience:
        """The audience as another page or year has it: a little different, ages adding up to 100."""
        raw = {
            age: (women * chance.noise(0.08), men * chance.noise(0.08))
            for age, (women, men) in self.ages.items()
        }
        total = sum(women + men for women, men in raw.values())
        ages = {
            age: (round(100 * women / total, 1), round(100 * men / total, 1))
            for age, (women, men) in raw.items()
        }
        first = next(iter(ages))
        rest = 100 - sum(sum(pair) for pair in ages.values())
        ages[first] = (round(ages[first][0] + rest, 1), ages[first][1])
        countries = {name: round(share * chance.noise(0.01), 1) for name, share in self.countries.items()}
        return Audience(
            ages,
            countries,
            {name: round(share * chance.noise(0.05), 1) for name, share in self.cities.items()},
        )


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
    ages={
        "18-24": (24.1, 4.2),
        "25-34": (33.6, 6.0),
        "35-44": (16.2, 3.9),
        "45-54": (6.3, 2.1),
        "55-64": (1.9, 0.7),
        "65+": (0.6, 0.4),
    },
    countries={"Malaysia": 84.2, "Singapore": 6.1, "Indonesia": 4.4, "Brunei": 1.7},
    cities={
        "Kuala Lumpur, Malaysia": 14.8,
        "Shah Alam, Malaysia": 8.9,
        "Johor Bahru, Malaysia": 7.7,
        "George Town, Malaysia": 4.1,
    },
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
RIDGELINE = Audience(
    ages={
        "18-24": (7.2, 8.1),
        "25-34": (15.9, 16.8),
        "35-44": (12.8, 14.2),
        "45-54": (7.0, 8.3),
        "55-64": (3.1, 4.0),
        "65+": (1.1, 1.5),
    },
    countries={"United States": 81.5, "Canada": 7.9, "United Kingdom": 2.4, "Mexico": 1.6},
    cities={
        "Denver, CO": 6.1,
        "Salt Lake City, UT": 4.8,
        "Seattle, WA": 3.9,
        "Portland, OR": 3.2,
        "Boulder, CO": 2.4,
    },
)
RIDGELINE_SEARCH = Search(
    clicks=rising(205, 248),
    queries={
        "ridgeline": 40, "ridgeline boots": 16, "ridgeline trailbreak": 10, "ridgeline outdoor": 7, "ridgeline repair": 5,
        "waterproof hiking boots": 7, "how to re-proof a shell": 6, "three season tent": 4, "hiking poles folding": 4, "merino base layer": 4,
        "what to carry on a hike": 3, "fleece jacket sale": 3, "basin 30 pack": 3, "boot care": 2,
    },
    pages={f"https://www.ridgeline.example/{page}": weight for page, weight in
           (("", 28), ("products/trailbreak-boots", 24), ("products/summit-shell", 13), ("journal/re-proof-your-shell", 12),
            ("collections/sale", 10), ("repairs", 8), ("community/basecamp", 5))},
    countries={"United States": 83, "Canada": 9, "United Kingdom": 4, "Mexico": 2, "Germany": 2},
)  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """Shares of a LinkedIn page's people: dimension → bucket → share."""

    shares: Mapping[str, Mapping[str, float]]

    def counts(self, total: int, chance: Chance) -> dict[str, dict[str, int]]:
        """Counts of a total; groups of fewer than four are left out."""
        found = {}
        for dimension, buckets in self.shares.items():
            counts = {bucket: round(total * share * chance.noise(0.04)) for bucket, share in buckets.items()}
            found[dimension] = {bucket: count for bucket, count in counts.items() if count > 3}
        return found


HANSE = Profile(
    {
        "Location": {
            "Hamburg, Germany": 0.17, "Cologne Bonn Region, Germany": 0.09, "Stuttgart Region, Germany": 0.08, "Berlin Metropolitan Area, Germany": 0.06,
            "Greater Munich Metropolitan Area, Germany": 0.07, "Greater Rotterdam Area, Netherlands": 0.03, "Vienna, Austria": 0.03,
            "Greater Zurich Area, Switzerland": 0.02,
        },
        "Job function": {"Engineering": 0.31, "Operations": 0.19, "Purchasing": 0.11, "Sales": 0.1, "Business Development": 0.07, "Quality Assurance": 0.04},
        "Seniority": {"Senior": 0.36, "Entry": 0.27, "Manager": 0.14, "Director": 0.11, "VP": 0.04, "CXO": 0.03, "Owner": 0.02},
        "Industry": {
            "Machinery Manufacturing": 0.22, "Utilities": 0.15, "Chemical Manufacturing": 0.13, "Food and Beverage Manufacturing": 0.1,
            "Water Supply and Irrigation Systems": 0.09, "Shipbuilding": 0.03,
        },
        "Company size": {"2-10": 0.06, "11-50": 0.14, "51-200": 0.22, "201-500": 0.17, "501-1000": 0.11, "1001-5000": 0.14, "10001+": 0.1},
    }
)  # fmt: skip
HANSE_SEARCH = Search(
    clicks=rising(44, 62),
    queries={
        "hanse pumpenwerke": 30, "hanse pumpen": 18, "hanse hk 40": 9, "hanse pumpenwerke ersatzteile": 8, "kreiselpumpe auslegen": 8,
        "exzenterschneckenpumpe feststoffe": 6, "npsh berechnen": 6, "dosierpumpe genauigkeit": 4, "tauchpumpe industrie": 4, "pumpe ie5": 3,
        "progressing cavity pump": 3, "kavitation vermeiden": 3, "feuerlöschpumpe norm": 2,
    },
    pages={f"https://www.hanse-pumpenwerke.example/{page}": weight for page, weight in
           (("", 24), ("produkte/hk-40", 18), ("wissen/npsh", 16), ("anwendungen/molkerei", 12), ("produkte/ex-7", 11), ("ersatzteile", 11), ("kontakt", 8))},
    countries={"Germany": 71, "Austria": 9, "Switzerland": 8, "Netherlands": 6, "Poland": 4, "United States": 2},
)  # fmt: skip
