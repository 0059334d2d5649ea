"""Interest in search: indices that are never joined, parts of a marketplace, increments; worked out by hand."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from kpikit.periods import Period
from tests.metrics.tiny import EXPORTED, figures

pytestmark = pytest.mark.conformance

OCTOBER, SEPTEMBER = Period.month(2026, 10), Period.month(2026, 9)
TERMS = {"terms": {"brand": ["tiny"]}}


def one(frame):
    assert len(frame) == 1
    return frame.iloc[0]


def weeks(file, first, values, term="Tiny bags", geo="Malaysia"):
    """An index a week from a Sunday on; "<" stands for below one."""
    return [
        {
            "source": "trends",
            "file": file,
            "date": first + timedelta(days=7 * week),
            "term": term,
            "geo": geo,
            "value": None if value == "<" else value,
            "below_one": value == "<",
            "snapshot_at": EXPORTED,
        }
        for week, value in enumerate(values)
    ]


YEAR = weeks("year.csv", date(2026, 8, 30), [10, 20, 30, 40, 50, 60, "<", 80, 90])
QUARTER = weeks("quarter.csv", date(2026, 10, 4), [100, 100, 100, 100])


def test_an_index_is_the_mean_of_its_weeks():
    """Weeks from 4, 11, 18 and 25 October: (60 + 0.5 + 80 + 90) / 4; below one is the middle of what it can be."""
    row = one(figures(TERMS, search_interest=YEAR).value("search_interest_index", OCTOBER))
    assert (row["value"], row["n"], row["days_covered"]) == (57.625, 4, 31)
    assert (row["unit"], row["marks"]) == ("index", ())


def test_two_files_are_never_joined():
    """Of two files with scales of their own the longer one gives all months, until it has grown old."""
    shown = figures(TERMS, search_interest=[*YEAR, *QUARTER])
    values = shown.series("search_interest_index", [SEPTEMBER, OCTOBER])["value"]
    assert list(values) == [pytest.approx((20 + 30 + 40 + 50) / 4), 57.625]
    by_file = shown.value("search_interest_index", OCTOBER, by="file").set_index("file")["value"]
    assert dict(by_file) == {"quarter.csv": 100, "year.csv": 57.625}
    old = weeks("old.csv", date(2021, 1, 3), [1.0] * 280)
    assert one(figures(TERMS, search_interest=[*old, *QUARTER]).value("search_interest_index", OCTOBER))[
        "value"
    ] == 100  # fmt: skip


def test_several_terms_have_no_common_figure():
    """Two of the brand's terms, 100 and 57.625, leave no figure of both but each by itself; another's is out."""
    rows = [
        *YEAR,
        *weeks("year.csv", date(2026, 10, 4), [100] * 4, term="tiny shoes"),
        *weeks("year.csv", date(2026, 10, 4), [1] * 4, term="rival"),
    ]
    shown = figures(TERMS, search_interest=rows)
    row = one(shown.value("search_interest_index", OCTOBER))
    assert row["state"] == "missing"
    assert math.isnan(row["value"])
    assert (row["low"], row["high"]) == (57.625, 100)
    by_term = shown.value("search_interest_index", OCTOBER, by="term").set_index("term")["value"]
    assert dict(by_term) == {"Tiny bags": 57.625, "tiny shoes": 100}


def test_half_a_month_of_an_index_is_marked():
    """Two weeks of October cover 14 of 31 days, which is told."""
    row = one(figures(TERMS, search_interest=QUARTER[:2]).value("search_interest_index", OCTOBER))
    assert (row["days_covered"], row["marks"]) == (14, ("partial",))
    assert (
        one(figures(TERMS, search_interest=QUARTER).value("search_interest_index", SEPTEMBER))["state"]
        == "missing"
    )


def searched(day, item, clicks, impressions, end=None):
    return {
        "source": "console",
        "surface": "web",
        "dimension": "query",
        "item": item,
        "grain": "range" if end else "day",
        "period_start": day,
        "period_end": end or day,
        "clicks": clicks,
        "impressions": impressions,
        "snapshot_at": EXPORTED,
    }


SEARCHES = [
    searched(date(2026, 9, 1), "tiny bags", 40, 400, date(2026, 9, 30)),
    searched(date(2026, 10, 1), "tiny bags", 30, 500, date(2026, 10, 31)),
    searched(date(2026, 10, 1), "buy tiny", 25, 60, date(2026, 10, 31)),
    searched(date(2026, 10, 1), "bags", 999, 999, date(2026, 10, 31)),
]


def total(day, clicks, impressions, position):
    """A day's totals."""
    row = searched(day, "", clicks, impressions)
    return row | {"dimension": "date", "item": None, "position": position}


def located(country, clicks):
    """A month's clicks of a country."""
    row = searched(date(2026, 10, 1), country, clicks, 10 * clicks, date(2026, 10, 31))
    return row | {"dimension": "country"}


DAYS = [total(date(2026, 10, day), 2, 10 * day, 1 + day % 2) for day in range(1, 32)]


def test_totals_stand_beside_queries_and_countries_of_the_same_month():
    """31 days of 2 clicks each; a month exported as one row by query and by country takes nobody's place."""
    shown = figures(TERMS, search=[*SEARCHES, *DAYS, located("Malaysia", 50), located("Singapore", 12)])
    assert one(shown.value("search_clicks", OCTOBER))["value"] == 62
    assert one(shown.value("brand_search_clicks", OCTOBER))["value"] == 55
    by_country = shown.value("search_clicks_by_country", OCTOBER, by="country").set_index("country")["value"]
    assert dict(by_country) == {"Malaysia": 50, "Singapore": 12}
    by_query = shown.value("brand_search_clicks", OCTOBER, by="query").set_index("query")["value"]
    assert dict(by_query) == {"tiny bags": 30, "buy tiny": 25}


def test_positions_are_weighted_by_impressions():
    """Odd days stand at 2, even ones at 1: (2 x 2560 + 2400) / 4960 impressions, and not the plain mean 1.52."""
    row = one(figures(TERMS, search=DAYS).value("search_position", OCTOBER))
    assert (row["numerator"], row["denominator"]) == (7520, 4960)
    assert row["value"] == pytest.approx(1.5161290322580645)
    plain = figures(
        TERMS, search=[total(date(2026, 10, 1), 1, 100, 1.0), total(date(2026, 10, 2), 1, 900, 11.0)]
    )
    assert one(plain.value("search_position", OCTOBER))["value"] == 10
    assert one(plain.value("search_click_rate", OCTOBER))["value"] == pytest.approx(2 / 1000)


def test_named_queries_hold_part_of_the_clicks():
    """Of 1,054 clicks of named queries 55 name the brand; named ones are told beside all clicks."""
    days = [row | {"clicks": 100} for row in DAYS]
    shown = figures(TERMS, search=[*SEARCHES, *days])
    assert one(shown.value("brand_search_click_share", OCTOBER))["value"] == pytest.approx(55 / 1054)
    assert one(shown.value("named_query_share", OCTOBER))["value"] == pytest.approx(1054 / 3100)


def test_increment_on_the_month_before():
    """(30 + 25) - 40 = 15 clicks and (500 + 60) - 400 = 160 impressions more; queries without the name are out."""
    shown = figures(TERMS, search=SEARCHES)
    assert one(shown.value("brand_search_clicks_increment", OCTOBER))["value"] == 15
    assert one(shown.value("brand_search_impressions_increment", OCTOBER))["value"] == 160


def test_no_increment_on_what_is_not_known():
    """August wasn't exported, and of September half: neither makes an increment."""
    shown = figures(TERMS, search=SEARCHES)
    assert one(shown.value("brand_search_clicks_increment", SEPTEMBER))["state"] == "missing"
    half = [searched(date(2026, 9, 16), "tiny bags", 40, 400, date(2026, 9, 30)), *SEARCHES[1:]]
    row = one(figures(TERMS, search=half).value("brand_search_clicks_increment", OCTOBER))
    assert row["state"] == "missing"
    assert math.isnan(row["value"])


def market(query, start, end, product="", **counts):
    return {
        "source": "amazon",
        "query": query,
        "product": product,
        "grain": "month" if (end - start).days > 7 else "week",
        "period_start": start,
        "period_end": end,
        "snapshot_at": EXPORTED,
    } | counts


MONTH = (date(2026, 10, 1), date(2026, 10, 31))
MARKET = [
    market(
        "tiny bag", *MONTH, volume=100, clicks=50, brand_clicks=40, impressions=900, brand_impressions=300
    ),
    market("bag", *MONTH, volume=900, clicks=150, brand_clicks=10, impressions=9000, brand_impressions=600),
    # A query with one part only, a week of the same month, one product, a product's whole.
    market("sack", *MONTH, volume=7, clicks=None, brand_clicks=5, impressions=100, brand_impressions=None),
    market("bag", date(2026, 10, 4), date(2026, 10, 10), volume=300, clicks=50, brand_clicks=3),
    market("bag", *MONTH, product="B1", volume=900, clicks=150, brand_clicks=8, impressions=9000),
    market("", *MONTH, product="B1", brand_clicks=77, brand_impressions=777),
]


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("marketplace_brand_searches", 100),
        ("marketplace_brand_clicks", 40 + 10 + 5),
        ("marketplace_brand_impressions", 300 + 600),
        ("marketplace_click_share", 50 / 200),
        ("marketplace_impression_share", 900 / 9900),
    ],
)
def test_the_brands_part_in_a_marketplace(metric, value):
    """50 of 200 clicks over queries with both parts; neither the week within the month nor products come on top."""
    row = one(figures(TERMS, marketplace_search=MARKET).value(metric, OCTOBER))
    assert row["value"] == pytest.approx(value)


def test_a_marketplace_by_query():
    """Of clicks on "tiny bag" 40 of 50 go to the brand, of those on "bag" 10 of 150."""
    shown = figures(TERMS, marketplace_search=MARKET).value("marketplace_click_share", OCTOBER, by="query")
    found = shown.set_index("query")
    assert (found.loc["tiny bag", "value"], found.loc["bag", "value"]) == (0.8, pytest.approx(10 / 150))
    assert found.loc["sack", "state"] == "missing"
