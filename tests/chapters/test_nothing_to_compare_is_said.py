"""A real 0 is printed as 0, what has no earlier figure is called so, and whoever is absent is named."""

import pytest

from kpikit.chapters import metrics_frame
from kpikit.chapters.awareness import Awareness
from kpikit.chapters.conversion import Conversion
from kpikit.chapters.engagement import Engagement
from kpikit.chapters.quality import Quality
from kpikit.chapters.scorecard import Scorecard
from kpikit.chapters.setting import Setting
from kpikit.evaluation import basis
from kpikit.parameters import load_brand
from kpikit.periods import parse_period
from kpikit.store import import_brand
from tests.chapters.test_what_was_planted_reaches_the_pages import said
from tests.store.houses import SOURCE_OF_DAYS, make, put

BRAND = (
    """\
brand: moor
name: Moor
timezone: UTC
currency: MYR
languages: [en, zh-Hans]
sources:
"""
    + SOURCE_OF_DAYS
    + """\
  shop:
    format: mapped
    platform: shop
    mapping:
      table: orders
      columns: {order_id: Id, created_at: When, total: Total, platform: Net}
      constants: {status: paid, currency: MYR}
  news:
    format: mapped
    platform: news
    mapping:
      table: mentions
      columns: {published_at: When, author_key: Who, text: Text}
"""
)


def views(net, month, days, count):
    return "".join(f"2026-{month:02d}-{day:02d},{net},views,{count}\n" for day in range(1, days + 1))


HEAD = "Day,Net,What,N\n"
ORDERS = "Id,When,Total,Net\n1,2026-08-05 10:00,10,instagram\n" + "".join(
    f"{100 + day},2026-10-{day:02d} 10:00,10,{'instagram' if day % 2 else ''}\n" for day in range(1, 31)
)


@pytest.fixture
def opened(tmp_path):
    """A function: files and language → the setting of October."""

    def of(files, language="en"):
        project, _ = make(tmp_path, BRAND)
        for path, text in files.items():
            put(project, path, text)
        brand = load_brand(project, "moor")
        import_brand(project, brand)
        return Setting(project, brand, parse_period("2026-10"), language)

    return of


def cells(table):
    return {row[0].text: [cell.text for cell in row] for row in table.rows}


@pytest.mark.parametrize(
    ("language", "change", "lead"),
    [("en", "+30 (from 0)", "at 30, after 0 in"), ("zh-Hans", "+30（此前为0）", "为30，2026年9月为0")],
)
def test_a_change_from_a_real_zero_is_told(opened, language, change, lead):
    """No order in September, 30 in October: a difference, no percentage, and never "no data"."""
    conversion = Conversion(opened({"shop/shop 2026-10-31.csv": ORDERS}, language))
    row = cells(conversion.metrics())[conversion.label("orders")]
    assert row[3] == change
    assert lead in conversion.trend("orders")


def test_the_first_month_has_nothing_to_compare(opened):
    """Views of October only: page 1, the changes, the chart and the weakest link all say that."""
    setting = opened({"days/days 2026-10-31.csv": HEAD + views("instagram", 10, 31, 100)})
    card = Scorecard(setting)
    assert "There are no earlier figures to compare with" in said(card.executive())
    assert "There are no earlier figures to compare with" in said(card.moved())
    assert "Too few figures can be compared" in said(card.why())
    awareness = Awareness(setting)
    assert "no earlier figures to compare with" in said(awareness.exposures())
    assert cells(awareness.metrics())["Views"][3] == "nothing to compare"
    for page in (card.executive(), card.moved(), awareness.exposures()):
        assert "clear change" not in said(page)
        assert "changed clearly" not in said(page)


def test_a_lead_never_says_no_data_above_figures(opened):
    """Views stand by platform only: the lead tells the largest, and TikTok, silent in October, is named."""
    days = views("instagram", 10, 31, 100) + views("facebook", 10, 31, 50) + views("tiktok", 9, 30, 10)
    awareness = Awareness(opened({"days/days 2026-10-31.csv": HEAD + days}))
    assert awareness.answer().startswith("Views · Instagram at 3,100")
    table = awareness.metrics()
    assert {"Views · Facebook", "Views · Instagram"} <= cells(table).keys()
    assert "No data this period: " in table.note
    assert "Views · TikTok" in table.note


def test_it_is_said_that_totals_are_compared_per_day(opened):
    """Below page 1's key figures, the changes, a chapter's table and chapter 90's."""
    days = views("instagram", 9, 30, 90) + views("instagram", 10, 31, 100)
    setting = opened({"days/days 2026-10-31.csv": HEAD + days})
    told = setting.words("note.per_day")
    assert told in Awareness(setting).metrics().note
    assert told in said(Scorecard(setting).moved())
    assert told in said(Quality(setting).figures())


@pytest.mark.parametrize(
    ("files", "state", "answer"),
    [
        ({}, "no file", "0 files were refused"),
        ({"news/news 2026-10-31.csv": "When,Who,Text\n"}, "file without rows", "0 files were refused"),
        ({"news/news 2026-10-31.csv": "Other\n1\n"}, "file refused", "1 file was refused"),
        (
            {"news/news 2026-06-30.csv": "When,Who,Text\n2026-06-02 10:00,Lee,hello\n"},
            "no data in the period",
            "0 files were refused",
        ),
    ],
)
def test_sources_that_gave_nothing_stand_in_chapter_90(opened, files, state, answer):
    """Declared and without a file, with one that was refused or is empty, or with other months only."""
    days = {"days/days 2026-10-31.csv": HEAD + views("instagram", 10, 31, 100)}
    quality = Quality(opened(days | files))
    rows = cells(quality.coverage())
    assert rows["news"][4] == state
    assert rows["news"][2] == "0 of 31"
    assert rows["days"][4] == "whole"
    assert "1 of 3 sources cover the whole period" in quality.answer()
    assert answer in quality.answer()
    assert "No data in the period: news and shop." in said(Scorecard(quality.setting).executive())
    assert "October 2026 is the last whole month: days tells each of its days" in quality.coverage().note


def test_what_came_from_no_platform_is_not_the_whole(opened):
    """Half the orders came from Instagram: metrics.csv holds one row of all orders, one a platform, one of none."""
    setting = opened({"shop/shop 2026-10-31.csv": ORDERS})
    frame = metrics_frame(setting.project, setting.brand, setting.period)
    rows = [(row["metric"], row["platform"]) for row in basis.records(frame)]
    assert len(rows) == len(set(rows))
    by = {row["platform"]: row["value"] for row in basis.records(frame) if row["metric"] == "orders"}
    assert by == {None: 30, "instagram": 15, "none": 15}


def test_two_bounds_of_reach_are_told_apart(opened, tmp_path):
    """Reach by day and reach of posts stand in chapter 90 with a word on why they differ; no stand-in a third time."""
    text = BRAND.replace(
        "  news:",
        "  posts:\n    format: mapped\n    platform: instagram\n    mapping:\n      table: posts\n"
        "      columns: {post_id: Id, published_at: When, reach: Reach}\n      constants: {account: moor}\n  news:",
    )
    make(tmp_path, text)
    project, brand = make(tmp_path, text)
    days = HEAD + views("instagram", 10, 31, 100).replace("views", "reach")
    put(project, "days/days 2026-10-31.csv", days)
    put(
        project, "posts/posts 2026-10-31.csv", "Id,When,Reach\n1,2026-10-05 10:00,70\n2,2026-10-06 10:00,80\n"
    )
    import_brand(project, brand)
    tables = Quality(Setting(project, brand, parse_period("2026-10"), "en")).figures().blocks
    awareness = next(table for table in tables if "Awareness" in table.title)
    rows = [row[0].text for row in awareness.rows if "each" in row[0].text.lower()]
    assert len(rows) == len(set(rows))
    assert "may have reached more accounts than the lower bound of the period" in awareness.note
    bounds = [row[2].text for row in awareness.rows if row[2].text.startswith("bounds")]
    assert len(bounds) == len(set(bounds)) == 2


def test_engagement_without_data_still_says_so(opened):
    """A dimension of which there is nothing has no figures below its lead either."""
    engagement = Engagement(opened({"shop/shop 2026-10-31.csv": ORDERS}))
    assert engagement.answer() == "Engagement: no data for this period."


def test_groups_of_few_cases_are_marked_and_never_ranked(opened, tmp_path):
    """Two texts of TikTok are both positive: it is called too few, and no platform is the highest."""
    text = BRAND.replace(
        "{published_at: When, author_key: Who, text: Text}",
        "{published_at: When, author_key: Who, text: Text, platform: Net, sentiment: Mood}",
    )
    project, brand = make(tmp_path, text)
    rows = "".join(f"2026-10-0{day} 10:00,p{day},hi,tiktok,positive\n" for day in (1, 2))
    rows += "2026-10-03 10:00,q,hi,news,negative\n"
    put(project, "news/news 2026-10-31.csv", "When,Who,Text,Net,Mood\n" + rows)
    import_brand(project, brand)
    awareness = Awareness(Setting(project, brand, parse_period("2026-10"), "en"))
    figure = awareness.draw.pairs("positive_share", "platform").json()
    assert figure["title"] == "Positive share: too little data in every group"
    assert {row[0]["text"] for row in figure["table"]["rows"]} == {"TikTok (too few)", "News media (too few)"}
