"""From a notebook: one call to a brand's figures, ids by tab, words as people write them, errors that suggest."""

from datetime import date

import pandas as pd
import pytest

import kpikit
from kpikit.errors import MetricError, PeriodError, UsageError
from kpikit.periods import parse_period
from tests.metrics import tiny
from tests.store.houses import make, put

BRAND = """\
brand: moor
name: Moor
timezone: Asia/Kuala_Lumpur
currency: MYR
sources:
  posts:
    format: mapped
    platform: instagram
    timezone: UTC
    mapping:
      table: posts
      columns: {post_id: Id, published_at: When, format: Kind, reactions: Likes, reach: Reach}
      constants: {account: moor}
"""
POSTS = """\
Id,When,Kind,Likes,Reach
1,2026-08-31 17:30,video,1,10
2,2026-09-15 02:00,image,2,20
3,2026-10-05 02:00,video,4,40
4,2026-10-05 02:30,image,8,80
5,2026-11-03 02:00,image,16,160
"""


@pytest.fixture
def figures(tmp_path):
    project, _ = make(tmp_path, BRAND)
    put(project, "posts/posts-2026-11-30.csv", POSTS)
    return kpikit.open_brand("moor", project.root)


def by(frame, column):
    return {key: value for key, value in zip(frame[column], frame["value"], strict=True) if pd.notna(value)}


def test_one_call_opens_a_brand_and_fills_an_empty_store(figures):
    """Its representation says what there is and what to ask."""
    assert repr(figures).startswith("<Figures of Moor (moor): ")
    assert " metrics on offer" in repr(figures)


def test_an_unknown_brand_names_the_nearest(figures):
    """As on the command line."""
    with pytest.raises(UsageError, match="moor"):
        kpikit.open_brand("mour", figures.project.root)


def test_metrics_are_found_by_tab_and_by_looking(figures):
    """Attributes and keys complete; a card tells what a metric is; the list shows all."""
    catalogue = figures.metrics
    assert catalogue.reactions is catalogue["reactions"]
    assert {"reactions", "reach_of_posts"} <= set(dir(catalogue))
    assert set(catalogue._ipython_key_completions_()) == set(catalogue)
    card = str(catalogue.reactions)
    assert card.startswith("reactions · Reactions")
    assert "reads: posts.reactions" in card
    assert "engagement: public_engagements" in repr(catalogue)
    assert "<code>reactions</code>" in catalogue._repr_html_()


def test_a_misspelt_metric_suggests_the_nearest(figures):
    """In all three ways of asking."""
    with pytest.raises(AttributeError, match="Did you mean 'reactions'"):
        figures.metrics.reactoins  # noqa: B018
    with pytest.raises(KeyError, match="Did you mean 'reactions'"):
        figures.metrics["reactoins"]
    with pytest.raises(MetricError, match="Did you mean 'reactions'"):
        figures.value("reactoins", "2026-10")


@pytest.mark.parametrize(
    ("period", "total"),
    [("2026-10", 12), ("2026-Q3", 3), (2026, 31), ("2026-W41", 12), ("2026-10-06..2026-11-30", 16)],
)
def test_periods_are_written_as_people_do(figures, period, total):
    """Post 1 was published on 1 September in Kuala Lumpur. W41 runs from 5 to 11 October."""
    assert figures.value("reactions", period)["value"].sum() == total
    assert figures.value(figures.metrics.reactions, parse_period(period))["value"].sum() == total


def test_a_breakdown_by_months_asks_for_each_month(figures):
    """September 1 + 2, October 4 + 8, November 16; the parts add up to the whole."""
    found = figures.value("reactions", "2026-09-01..2026-11-30", by="month")
    assert by(found, "month") == {"2026-09": 3, "2026-10": 12, "2026-11": 16}
    assert found["value"].sum() == figures.value("reactions", "2026-09-01..2026-11-30")["value"].item()


def test_what_must_not_be_added_up_is_asked_for_by_part(figures):
    """Reach of posts is a bound within each quarter, not a sum of months: 80 of [40, 80] and not 20 + 80."""
    found = figures.value("reach_of_posts", "2026", by=["quarter"])
    assert by(found, "quarter") == {"2026-Q3": 20, "2026-Q4": 160}


@pytest.mark.parametrize(
    ("grain", "parts"),
    [
        ("week", ["2026-10-03..2026-10-04", "2026-W41", "2026-10-12..2026-10-13"]),
        ("quarter", ["2026-10-03..2026-10-13"]),
        ("year", ["2026-10-03..2026-10-13"]),
    ],
)
def test_parts_are_cut_to_the_period(grain, parts):
    """3 October 2026 is a Saturday."""
    assert [part.id for part in parse_period("2026-10-03..2026-10-13").parts(grain)] == parts


def test_parts_cover_leap_days_and_year_ends():
    """Each day once."""
    period = parse_period("2023-12-15..2024-03-02")
    for grain in ("day", "week", "month", "quarter", "year"):
        parts = period.parts(grain)
        assert sum(part.days for part in parts) == period.days
        assert (parts[0].start, parts[-1].end) == (period.start, period.end)
    with pytest.raises(PeriodError, match="day, week"):
        period.parts("decade")


def test_weekday_and_hour_are_the_brands_own(figures):
    """Posts 3 and 4: Monday, 10 o'clock in Kuala Lumpur."""
    found = figures.value("reactions", "2026-10", by=["weekday", "hour"])
    found = found[found["value"].notna()]
    assert found[["weekday", "hour", "value"]].to_numpy().tolist() == [[1, 10, 12]]


def test_comparing_takes_the_period_before_by_itself(figures):
    """October against September: 12 against 3."""
    found = figures.compare("reactions", "2026-10")
    assert (found["value"].item(), found["other"].item()) == (12, 3)
    assert found["other_period"].item() == "2026-09"


def test_a_wrong_breakdown_says_what_is_allowed(figures):
    """Words of time among them; two grains at once make no sense."""
    with pytest.raises(MetricError, match="Did you mean 'format'"):
        figures.value("reactions", "2026-10", by="fromat")
    with pytest.raises(MetricError, match="one grain"):
        figures.value("reactions", "2026-10", by=["month", "week"])
    with pytest.raises(MetricError, match="month, quarter"):
        figures.value("social_sessions", "2026-10", by="hours")


def test_closed_figures_open_again():
    """Closing gives the connection back and forgets nothing that can be asked for again."""
    found = tiny.figures(posts=[tiny.post("1", date(2026, 10, 5))])
    before = found.value("posts_published", "2026-10")["value"].item()
    found.close()
    found.close()
    assert found.value("posts_published", "2026-10", by="platform")["value"].sum() == before == 1
