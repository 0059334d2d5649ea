"""Every definition loads, is explained where wrong, and runs on empty tables."""

from __future__ import annotations

import math
from datetime import date

import pytest
import sqlglot

from kpikit.errors import MetricError
from kpikit.metrics import definitions, expressions, reference, registry
from kpikit.metrics.compiling import Binding, Compiler
from kpikit.metrics.engines.spark import in_spark
from kpikit.metrics.model import ADDITIVE
from kpikit.parameters.strict_yaml import read_yaml
from kpikit.periods import Period
from tests.metrics.tiny import ROOT, figures

PROMISED = [
    "impressions",
    "views",
    "reach",
    "frequency",
    "followers",
    "posts_published",
    "video_views",
    "mentions",
    "earned_mention_share",
    "share_of_voice",
    "brand_search_clicks",
    "brand_search_impressions",
    "search_clicks",
    "public_engagements",
    "reactions",
    "comments",
    "shares",
    "saves",
    "engagement_rate_by_reach",
    "engagement_rate_by_exposures",
    "engagements_per_post",
    "share_rate",
    "save_rate",
    "link_clicks",
    "click_through_rate",
    "reply_rate",
    "user_content",
    "social_sessions",
    "social_session_share",
    "bounce_share",
    "engagement_time",
    "conversion_rate",
    "key_events",
    "leads",
    "qualified_lead_rate",
    "lead_to_customer_rate",
    "orders",
    "revenue",
    "average_order_value",
    "ad_cost",
    "cost_per_thousand",
    "cost_per_click",
    "cost_per_lead",
    "return_on_ad_spend",
    "revenue_roi",
    "net_follower_growth",
    "follower_growth_rate",
    "follows_gained",
    "audience_match",
    "community_messages",
    "community_active_members",
    "member_started_share",
    "advertising_share",
    "repeat_purchase_rate",
    "lapsed_customers",
    "positive_share",
    "negative_share",
    "net_sentiment",
    "negative_mentions",
    "unlabelled_mentions",
    "support_tickets",
    "first_response_median",
    "first_response_within_promise",
    "resolution_within_promise",
    "ticket_backlog",
    "overdue_tickets",
    "csat",
    "nps",
]
OCTOBER = Period.month(2026, 10)
EMPTY = figures()

GOOD = """
likes:
  name: Likes
  definition: Likes of posts.
  convention: the platform's own
  kind: count
  unit: count
  better: up
  level: output
  clock: cohort
  form: sum
  table: posts
  value: reactions
"""


def test_promised_metrics_are_there():
    """Chapters and parameter files rely on these ids."""
    assert set(PROMISED) <= set(registry())


@pytest.mark.parametrize("dimension", ["awareness", "engagement", "conversion", "community", "reputation"])
def test_both_yaml_readings_agree(dimension):
    """The files mean the same to YAML 1.1 and 1.2."""
    read_yaml(ROOT / f"kpikit/metrics/{dimension}.yaml")


@pytest.mark.parametrize("metric", registry())
def test_runs_on_empty_tables(metric):
    """Without data a metric is not offered, whole or broken down, and never 0."""
    entry = registry()[metric]
    frame = EMPTY.value(metric, OCTOBER)
    assert list(frame["state"]) == ["not_offered"]
    assert math.isnan(frame["value"][0])
    for column in entry.by:
        assert EMPTY.value(metric, OCTOBER, by=(column,)).empty
    assert EMPTY.compare(metric, OCTOBER, OCTOBER.previous())["change"].isna().all()


def test_nothing_is_offered_without_data():
    """An empty store offers no metric."""
    assert EMPTY.offered() == []


@pytest.mark.parametrize("metric", [entry.id for entry in registry().values() if entry.form in ADDITIVE])
def test_compiles_to_spark(metric):
    """Definitions are not bound to one engine: additive ones come out as Spark SQL that parses."""
    parameters = dict.fromkeys(expressions.PARAMETERS, 1)
    compiler = Compiler(Binding(parameters, expressions.Words(("tiny",), ("tiny",), ("closed",))))
    entry = registry()[metric]
    sql = in_spark(compiler.sums(entry, entry.by[:1], None))
    assert sqlglot.parse_one(sql, dialect="spark") is not None


def test_reference_lists_all():
    """The reference table has a row a metric, each with a sentence and its inputs."""
    rows = reference()
    assert [row["id"] for row in rows] == list(registry())
    assert all(row["definition"].endswith(".") and row["inputs"] for row in rows)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("value: reactions", "value: reaction", 13, "'reactions'"),
        ("table: posts", "table: post", 12, "'posts'"),
        ("form: sum", "form: summ", 11, "'sum'"),
        ("clock: cohort", "clock: cohorts", 10, "'cohort'"),
        ("value: reactions", "valeu: reactions", 13, "'value'"),
        ("value: reactions", "value: reactions\n  otherwise: nothing", 2, "no metric"),
        ("value: reactions", "value: reactions > 3", 13, "condition"),
        ("value: reactions", "value: (select 1)", 13, "not allowed"),
    ],
)
def test_wrong_definitions_are_explained(tmp_path, old, new, line, said):
    """A wrong entry is refused with file, line and the nearest word."""
    path = tmp_path / "awareness.yaml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(MetricError) as caught:
        definitions.load([path])
    assert str(caught.value).startswith(f"{path}:{line}:")
    assert said in str(caught.value)


def test_good_definition_loads(tmp_path):
    """The entry that the wrong ones are made from is right."""
    path = tmp_path / "awareness.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert definitions.load([path])["likes"].inputs == ("posts.reactions",)


@pytest.mark.parametrize(
    "text",
    [
        "platform in (select platform from posts)",
        "read_text('/etc/passwd') = ''",
        "other.platform = 'x'",
        "platform like '%'",
        "1; drop table posts",
        "platform = $secret",
        "cast(platform as int) = 1",
        "hours_between(published_at) > 1",
        '"x" = 1 or "a b" = 2',
        "exists(select 1)",
    ],
)
def test_language_is_closed(text):
    """Nothing but comparisons of columns passes: no queries, functions, tables, patterns."""
    with pytest.raises(MetricError):
        expressions.parse_filter(text)


def test_unknown_metric_names_the_nearest():
    """A misspelt id is answered with the right one."""
    with pytest.raises(MetricError, match="followers"):
        EMPTY.value("folowers", OCTOBER)


def test_unknown_breakdown_lists_those_allowed():
    """A breakdown that a definition doesn't know is refused with those it does."""
    with pytest.raises(MetricError, match="platform"):
        EMPTY.value("followers", OCTOBER, by=("platfrom",))


def test_text_of_a_filter_is_quoted():
    """A filter's value with quotes stays a value."""
    frame = EMPTY.value("followers", OCTOBER, where={"account": "o'clock' or true or 'x"})
    assert list(frame["state"]) == ["not_offered"]


def test_day_columns_only():
    """A period of one day works as any."""
    assert list(EMPTY.value("views", Period(date(2026, 10, 3), date(2026, 10, 3)))["days"]) == [1]
