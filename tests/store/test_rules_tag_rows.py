"""Rules of the parameters tag rows as they are read; the export's own words and the analyst's table outweigh them."""

import pytest

from kpikit.errors import ParameterError
from kpikit.metrics import Figures
from kpikit.periods import parse_period
from kpikit.store import Store, import_brand
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
      columns: {post_id: Id, published_at: When, title: Text, format: Kind, reactions: Likes}
      constants: {account: moor}
  tags:
    format: mapped
    platform: weibo
    mapping:
      table: post_tags
      columns: {post_id: Id, content_type: Type}
  club:
    format: mapped
    platform: discord
    mapping:
      table: community_messages
      columns: {message_id: Id, sent_at: When, channel: Room, text: Words}
tags:
  - {where: {format: video, title: [tutorial, 教程]}, put: {content_type: lesson, campaign: autumn}}
  - {where: {title: "#launch"}, put: {campaign: launch}}
  - {where: {format: [image, video]}, put: {content_type: picture}}
  - {table: community_messages, where: {channel: deals}, put: {promotional: true}}
  - {table: community_messages, where: {text: [discount, 打折]}, put: {promotional: true}}
"""
POSTS = """\
Id,When,Text,Kind,Likes
1,2026-10-01 10:00,A Tutorial for you,video,5
2,2026-10-02 10:00,untutored #LAUNCH,image,6
3,2026-10-03 10:00,护肤教程,video,7
4,2026-10-04 10:00,words only,text,8
"""
CLUB = """\
Id,When,Room,Words
1,2026-10-01 10:00,Deals,look here
2,2026-10-01 11:00,chat,hello
3,2026-10-01 12:00,chat,今天打折
4,2026-10-01 12:00,chat,Discounts!
"""


@pytest.fixture
def made(tmp_path):
    project, brand = make(tmp_path, BRAND)
    put(project, "posts/posts-2026-10-31.csv", POSTS)
    put(project, "tags/tags-2026-10-31.csv", "Id,Type\n2,advert\n")
    put(project, "club/club-2026-10-31.csv", CLUB)
    import_brand(project, brand)
    return project, brand


def test_rules_fill_what_is_empty_and_the_first_counts(made):
    """Words stand at word starts, in Chinese anywhere; case makes no difference."""
    rows = Store(made[0], "moor").frame("SELECT content_type, campaign FROM posts ORDER BY post_id")
    rows = rows.astype(object).where(rows.notna(), None)
    assert rows["content_type"].tolist() == ["lesson", "picture", "lesson", None]
    assert rows["campaign"].tolist() == ["autumn", "launch", "autumn", None]


def test_the_analysts_table_outweighs_a_rule(made):
    """Likes by content type: post 2 is what the analyst called it."""
    project, brand = made
    found = Figures(project, brand, Store(project, "moor")).value(
        "reactions", parse_period("2026-10"), by=("content_type",)
    )
    by = dict(zip(found["content_type"], found["value"], strict=True))
    assert (by["lesson"], by["advert"]) == (12, 6)


def test_advertising_inside_a_community_is_marked(made):
    """By the channel or by words; what no rule fits stays unknown. The words themselves are not kept."""
    rows = Store(made[0], "moor").frame("SELECT * FROM community_messages ORDER BY message_id")
    assert rows["promotional"].fillna(value=False).tolist() == [True, False, True, True]
    assert rows["promotional"].isna().tolist() == [False, True, False, False]
    assert "text" not in rows


@pytest.mark.parametrize(
    ("rule", "told", "near"),
    [
        ("{where: {fromat: video}, put: {content_type: a}}", "no column 'fromat'", "format"),
        (
            "{where: {format: video}, put: {content_typ: a}}",
            "can't write column 'content_typ'",
            "content_type",
        ),
        ("{where: {format: video}, put: {reactions: a}}", "can't write column 'reactions'", ""),
        ("{table: pots, where: {format: video}, put: {campaign: a}}", "no table 'pots'", "posts"),
        (
            "{table: community_messages, where: {channel: a}, put: {promotional: word}}",
            "holds something else",
            "",
        ),
    ],
)
def test_a_wrong_rule_is_explained(tmp_path, rule, told, near):
    """With file and line, what is allowed and the nearest word."""
    project, brand = make(
        tmp_path,
        BRAND.replace(
            "tags:\n  - {where: {format: video, t", f"tags:\n  - {rule}\n  - {{where: {{format: video, t"
        ),
    )
    with pytest.raises(ParameterError) as refused:
        import_brand(project, brand)
    (problem,) = refused.value.problems
    assert told in problem.what
    assert near in (problem.nearest or "")
    assert problem.line is not None
