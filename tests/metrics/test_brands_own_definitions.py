"""A brand's parameter file may add metrics and change ours; nothing outside the definitions' language gets through."""

from datetime import date

import pytest

from kpikit.errors import MetricError
from kpikit.metrics import Figures, registry
from kpikit.periods import parse_period
from kpikit.store import Store, import_brand
from kpikit.tables import metric_name
from kpikit.words import Words
from tests.metrics.tiny import event
from tests.metrics.tiny import figures as tiny
from tests.store.houses import make, put

BRAND = """\
brand: moor
name: Moor
timezone: UTC
currency: MYR
sources:
  posts:
    format: mapped
    platform: weibo
    mapping:
      table: posts
      columns: {post_id: Id, published_at: When, format: Kind, reactions: Likes, comments: Comments}
      constants: {account: moor}
metrics:
  video_reactions:
    dimension: engagement
    name: Reactions to videos
    definition: Reactions to the videos of the period, to date.
    convention: the brand's own
    kind: count
    unit: count
    better: up
    level: output
    clock: cohort
    form: sum
    table: posts
    value: reactions
    where: format = 'video'
    by: [platform]
  posts_published:
    name: Videos published
    where: format = 'video'
"""
POSTS = """\
Id,When,Kind,Likes,Comments
1,2026-10-01 10:00,video,5,1
2,2026-10-02 10:00,image,6,
3,2026-10-03 10:00,video,7,2
"""


@pytest.fixture
def figures(tmp_path):
    project, brand = make(tmp_path, BRAND)
    put(project, "posts/posts-2026-10-31.csv", POSTS)
    import_brand(project, brand)
    return Figures(project, brand, Store(project, "moor"))


def value(figures, metric):
    return figures.value(metric, parse_period("2026-10"))["value"].item()


def test_an_own_metric_is_computed_like_ours(figures):
    """5 + 7 reactions; it is offered, and its name is the brand's in every language."""
    assert value(figures, "video_reactions") == 12
    assert "video_reactions" in figures.offered()
    assert metric_name(Words("zh-Hans"), figures.metrics["video_reactions"]) == "Reactions to videos"


def test_keys_of_ours_can_be_replaced(figures):
    """Two of three posts are videos; all that the brand doesn't say stays ours."""
    assert value(figures, "posts_published") == 2
    ours, own = registry()["posts_published"], figures.metrics["posts_published"]
    assert (own.kind, own.by, own.dimension) == (ours.kind, ours.by, ours.dimension)
    assert metric_name(Words("zh-Hans"), own) == "Videos published"


def test_other_brands_keep_ours(figures):
    """The registry without a brand is what it was."""
    assert "video_reactions" not in registry()
    assert not registry()["posts_published"].own
    assert "video_reactions" in registry(brand=figures.brand)


@pytest.mark.parametrize(
    ("given", "line", "told"),
    [
        (("where: format = 'video'\n    by", "where: format = (select 1)\n    by"), 27, "where"),
        (("value: reactions", "value: read_csv('/etc/passwd')"), 26, "value"),
        (("value: reactions", "value: reactoins"), 26, "reactions"),
        (("form: sum", "form: summ"), 24, "sum"),
        (("dimension: engagement", "dimension: engagment"), 15, "engagement"),
        (("    unit: count\n", ""), 14, "unit is missing"),
    ],
)
def test_a_wrong_entry_is_explained(tmp_path, given, line, told):
    """With the line of the brand's file."""
    project, brand = make(tmp_path, BRAND.replace(*given))
    with pytest.raises(MetricError) as refused:
        registry(project, brand)
    problem = refused.value.problems[0]
    assert problem.line == line
    assert told in str(problem)


def test_an_unknown_metric_names_the_nearest_of_all(figures):
    """The brand's own are among those proposed."""
    with pytest.raises(MetricError, match="Did you mean 'video_reactions'"):
        figures.value("video_reaction", parse_period("2026-10"))


SUMS = [
    ("posts", "reach", None, "reach"),
    ("posts", "coalesce(reach, 0) + reactions", None, "reach"),
    ("account_daily", "value", "metric = 'reach'", "reach"),
    ("account_daily", "value", "metric in ('visitors', 'views')", "visitors"),
    ("account_daily", "value", "metric = 'followers'", "followers"),
    ("web", "users", None, "users"),
    ("community_daily", "members", None, "members"),
]


@pytest.mark.parametrize(("table", "value", "where", "named"), SUMS)
def test_accounts_are_never_added_up(tmp_path, table, value, where, named):
    """Reach, visitors, users and followers of days, posts or platforms have no sum: what to write is said."""
    head, _, _ = BRAND.partition("  posts_published:")
    text = head.replace("table: posts\n    value: reactions", f"table: {table}\n    value: {value}")
    text = text.replace(
        "where: format = 'video'\n    by: [platform]", f"where: {where}" if where else "by: []"
    )
    project, brand = make(tmp_path, text)
    with pytest.raises(MetricError, match=f"{named} counts accounts") as told:
        registry(project, brand)
    allowed = str(told.value)
    assert ("form: last" if named in ("followers", "members") else "form: bounds") in allowed


def test_counts_of_the_long_table_are_added_up(tmp_path):
    """Views and follows won are counts."""
    head, _, _ = BRAND.partition("  posts_published:")
    text = head.replace("table: posts\n    value: reactions", "table: account_daily\n    value: value")
    text = text.replace("format = 'video'", "metric in ('views', 'follows')")
    project, brand = make(tmp_path, text)
    assert "video_reactions" in registry(project, brand)


def test_a_breakdown_that_bears_a_column_s_name_stands_apart():
    """`kind` of a mention is not `kind` of the metric: both are there, each under a name of its own."""
    own = {
        "dimension": "reputation", "name": "All", "definition": "All that was said.", "convention": "own",
        "kind": "count", "unit": "count", "better": "none", "level": "output", "clock": "activity",
        "form": "count", "table": "mentions", "by": ["platform", "kind"],
    }  # fmt: skip
    said = [
        event(date(2026, 10, 5), platform="x", mention_id=str(number), kind=kind, author_kind="user")
        for number, kind in enumerate(["comment", "comment", "review"])
    ]
    asked = tiny({"metrics": {"all_said": own}}, mentions=said)
    found = asked.value("all_said", "2026-10", by="kind")
    assert dict(zip(found["by_kind"], found["value"], strict=True)) == {"comment": 2, "review": 1}
    assert set(found["kind"]) == {"count"}
    assert found.columns.is_unique
    assert asked.compare("all_said", "2026-10", by=["platform", "kind"])["by_kind"].notna().all()
