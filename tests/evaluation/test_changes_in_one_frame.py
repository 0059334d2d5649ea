"""The frame of changes, and its order by size against uncertainty."""

import pandas as pd
import pytest

from kpikit.evaluation import by_certainty, changes, core_of, dimension_scores, weakest_link
from tests.evaluation.fakes import LAST_OCTOBER, OCTOBER, SEPTEMBER, FakeFigures, brand

FIGURES = FakeFigures(
    {
        ("mentions", OCTOBER.id): 120.0,
        ("mentions", SEPTEMBER.id): 100.0,
        ("mentions", LAST_OCTOBER.id): 60.0,
        ("bounce_share", OCTOBER.id): {"value": 0.5, "low": 0.48, "high": 0.52, "n": 2000},
        ("bounce_share", SEPTEMBER.id): 0.4,
        ("csat", OCTOBER.id): {"value": 0.9, "marks": ("too_small",)},
        ("csat", SEPTEMBER.id): 0.5,
        ("social_sessions", OCTOBER.id): 900.0,
        ("social_sessions", SEPTEMBER.id): 1000.0,
        ("leads", OCTOBER.id): None,
    },
    changes={
        ("mentions", SEPTEMBER.id): (0.05, 0.35),
        ("mentions", LAST_OCTOBER.id): (0.5, 1.5),
        ("bounce_share", SEPTEMBER.id): (0.08, 0.12),
        ("csat", SEPTEMBER.id): {"change_low": 0.1, "change_high": 0.7, "clear": True, "marks": ("too_small",)},
        ("social_sessions", SEPTEMBER.id): {"change_low": -0.2, "change_high": -0.05, "clear": True, "comparable": False},
    },
)  # fmt: skip
METRICS = ["mentions", "bounce_share", "csat", "social_sessions", "leads"]


@pytest.fixture(scope="module")
def frame():
    """Changes of October 2026."""
    return changes(FIGURES, METRICS, OCTOBER)


def row(frame, metric):
    """One metric's row."""
    return frame.set_index("metric").loc[metric]


def test_value_previous_and_last_year_stand_beside_one_another(frame):
    """120 mentions, 100 before, 60 the year before: +20 % and +100 %, both clear, both good."""
    found = row(frame, "mentions")
    assert (found["value"], found["previous"], found["last_year"]) == (120, 100, 60)
    assert found["change"] == pytest.approx(0.2)
    assert found["year_change"] == pytest.approx(1.0)
    assert (found["clear"], found["tone"], found["year_tone"]) == (True, "good", "good")
    assert found["relative"]


def test_shares_change_in_points_and_more_bounces_are_bad(frame):
    """40 to 50 % is +0.1, not +25 %."""
    found = row(frame, "bounce_share")
    assert found["change"] == pytest.approx(0.1)
    assert not found["relative"]
    assert found["tone"] == "bad"


@pytest.mark.parametrize("metric", ["csat", "social_sessions"])
def test_too_few_cases_or_a_break_make_no_clear_change(frame, metric):
    """Whatever the interval says."""
    found = row(frame, metric)
    assert not found["clear"]
    assert found["tone"] == "neutral"


@pytest.mark.parametrize(
    ("metric", "marks", "change", "doubt"),
    [
        ("shares", ("partial",), -0.5, "partial"),
        ("shares", ("partial",), 0.5, "partial"),
        ("followers", ("partial",), 0.5, None),
        ("shares", ("preliminary",), -0.5, "preliminary"),
        ("shares", ("preliminary",), 0.5, None),
        ("share_rate", ("preliminary",), -0.5, None),
    ],
)
def test_half_a_month_and_young_posts_make_no_clear_change(metric, marks, change, doubt):
    """A fall may be the missing days', or that posts of the last week have not yet gathered their likes."""
    kind = FIGURES.metrics[metric].kind
    given = {"change": change, "change_low": change - 0.1, "change_high": change + 0.1, "clear": True}
    figures = FakeFigures(
        {(metric, OCTOBER.id): 5.0, (metric, SEPTEMBER.id): 10.0},
        changes={(metric, SEPTEMBER.id): given | {"marks": marks, "kind": kind}},
    )
    (row,) = changes(figures, [metric], OCTOBER).to_dict("records")
    assert row["doubt"] == doubt
    assert row["clear"] == (doubt is None)


@pytest.mark.parametrize(
    ("now", "before", "doubt"), [(104.0, 100.0, "slight"), (106.0, 100.0, None), (0.0, 9.0, "slight")]
)
def test_a_census_moves_by_five_percent_or_not_at_all(now, before, doubt):
    """Followers rise every month; one open ticket fewer is no news."""
    given = {"clear": True, "kind": "stock"}
    figures = FakeFigures(
        {("followers", OCTOBER.id): now, ("followers", SEPTEMBER.id): before},
        changes={("followers", SEPTEMBER.id): given},
    )
    (row,) = changes(figures, ["followers"], OCTOBER).to_dict("records")
    assert row["doubt"] == doubt


def test_views_are_shown_by_platform():
    """They can't be added up: two platforms, two rows."""
    values = {("views", OCTOBER.id, name): 5.0 for name in ("tiktok", "instagram")}
    frame = changes(FakeFigures(values), ["views"], OCTOBER)
    assert list(frame["platform"]) == ["instagram", "tiktok"]


def test_missing_is_shown_and_never_zero(frame):
    """Leads are missing: the row is there, its figures are null."""
    found = row(frame, "leads")
    assert found["state"] == "missing"
    assert pd.isna(found["value"])
    assert pd.isna(found["change"])


def test_not_offered_is_left_out():
    """No platform exports it: no row."""
    figures = FakeFigures({("saves", OCTOBER.id): {"value": None, "state": "not_offered"}})
    assert changes(figures, ["saves"], OCTOBER).empty


def test_order_by_size_against_uncertainty(frame):
    """0.1 over 0.02 is 5, 0.2 over 0.15 is 1.33; what can't be ranked isn't."""
    ranked = by_certainty(frame)
    assert list(ranked["metric"]) == ["bounce_share", "mentions"]
    assert list(ranked["strength"]) == pytest.approx([5.0, 0.2 / 0.15])


def test_core_metrics_stand_in_the_order_of_the_dimensions():
    """Only those that are offered."""
    assert core_of(FIGURES, "reputation") == ["csat"]
    assert core_of(FIGURES)[0] == "mentions"


def moved(tones):
    """A frame of figures that moved so: metric → (dimension, tone, strength)."""
    return pd.DataFrame(
        [
            {"metric": metric, "dimension": dimension, "better": "up", "change": strength, "tone": tone}
            | {"change_low": strength - 1, "change_high": strength + 1, "doubt": None}
            for metric, (dimension, tone, strength) in tones.items()
        ]
    )


def test_the_weakest_dimension_is_named_with_its_reason():
    """Awareness gained, conversion fell: what mends the surest fall; focus at the growth stage."""
    frame = moved(
        {
            "mentions": ("awareness", "good", 3.0),
            "followers": ("awareness", "good", 2.0),
            "views": ("awareness", "neutral", 0.5),
            "orders": ("conversion", "bad", 2.0),
            "leads": ("conversion", "bad", 3.0),
            "revenue": ("conversion", "neutral", 0.1),
            "shares": ("engagement", "bad", 9.0),
        }
    )
    scores = dimension_scores(FIGURES, brand(stage="growth"), OCTOBER, frame)
    by_name = {score.dimension: score for score in scores}
    assert by_name["awareness"].score == pytest.approx(2 / 3)
    assert by_name["conversion"].score == pytest.approx(-2 / 3)
    assert by_name["conversion"].worse == ("leads", "orders")
    assert by_name["conversion"].focus
    assert by_name["engagement"].score is None  # one figure is no dimension
    found = weakest_link(scores)
    assert (found.dimension, found.strongest, found.reason) == ("conversion", "awareness", "fell")
    assert (found.metric, found.measures) == ("leads", ("content_worth_an_address",))


def test_a_dimension_that_stood_still_may_be_the_weakest():
    """Nothing fell, but all others gained: what links the two."""
    tones = {f"a{index}": ("awareness", "good", 2.0) for index in range(3)}
    tones |= {f"c{index}": ("conversion", "neutral", 0.1) for index in range(3)}
    found = weakest_link(dimension_scores(FIGURES, brand(), OCTOBER, moved(tones)))
    assert (found.dimension, found.reason, found.metric) == ("conversion", "no_gain", None)
    assert found.measures == ("clear_call_to_action", "match_page_to_post")


def test_no_dimension_is_weakest_where_all_gained_or_nothing_is_known():
    """A weakest among equals would be an invention."""
    gained = {
        f"{name}{index}": (name, "good", 2.0) for name in ("awareness", "community") for index in range(3)
    }
    assert weakest_link(dimension_scores(FIGURES, brand(), OCTOBER, moved(gained))) is None
    one = FakeFigures({("mentions", OCTOBER.id): 1.0})
    assert weakest_link(dimension_scores(one, brand(), OCTOBER)) is None
