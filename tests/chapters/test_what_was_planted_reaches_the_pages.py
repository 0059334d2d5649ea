"""What was planted in the example brands stands on the pages, in words that a director can act on."""

import re

import pytest
import yaml

from kpikit.blocks import MIME
from kpikit.chapters import CHAPTERS
from kpikit.chapters.awareness import Awareness
from kpikit.chapters.community import Community
from kpikit.chapters.conversion import Conversion
from kpikit.chapters.quality import Quality
from kpikit.chapters.reputation import Reputation
from kpikit.chapters.scorecard import Scorecard
from kpikit.chapters.setting import Setting
from kpikit.periods import parse_period
from tests.evaluation.fakes import PROJECT

KEYS = ("svg", "kind", "key", "role", "tone", "width", "align")
PLANTED = yaml.safe_load((PROJECT.root / "tests" / "examples" / "findings.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def setting(example):
    """A function: brand, period and language → what a chapter rests on."""

    def of(brand_id, period="2026-10", language="en"):
        figures, brand = example(brand_id)
        return Setting(figures.project, brand, parse_period(period), language)

    return of


def texts(block):
    """All texts of a block's plain data, in reading order; pictures left out."""
    if isinstance(block, str):
        return [block]
    if isinstance(block, dict):
        return [text for name, part in block.items() if name not in KEYS for text in texts(part)]
    return [text for part in block for text in texts(part)] if isinstance(block, list) else []


def said(block):
    """A block as one text."""
    return "\n".join(texts(block.json()))


def test_page_one_names_the_weak_step_and_the_wave(setting):
    """The step from basket to payment and the complaints about delivery stand among three findings."""
    page = said(Scorecard(setting("ridgeline")).executive())
    assert "Basket" in page
    assert "Payment" in page
    assert re.search(r"[Nn]egative mentions rose .*95 ?% interval", page)
    assert "delivery" in page


def test_the_funnel_points_at_the_step_that_loses_most(setting):
    """The chart's title names the step, its data give the share with interval."""
    figure = Conversion(setting("ridgeline")).funnel().json()
    counts = PLANTED["weak-checkout-step"]["expected"]["2026-10"]
    assert "Basket" in figure["title"]
    assert "Payment" in figure["title"]
    rows = [[cell["text"] for cell in row] for row in figure["table"]["rows"]]
    numbers = {row[0]: row[1] for row in rows}
    assert numbers["Basket"] == str(counts["add_to_cart"])
    assert numbers["Payment"] == str(counts["add_payment_info"])


def test_the_rise_of_negative_mentions_is_shown_with_its_interval(setting):
    """Chapter 50 leads with it, and says what it is about."""
    headline = said(Reputation(setting("ridgeline")).headline())
    assert re.search(r"95 ?% interval", headline)
    assert "delivery" in headline


def test_late_tickets_are_counted_on_the_page(setting):
    """Overdue ones of all open ones, as planted."""
    planted = PLANTED["late-tickets"]["expected"]["hanse-pumpen"]
    assert f"{planted['overdue']} tickets" in said(Reputation(setting("hanse-pumpen")).headline())
    rows = Reputation(setting("hanse-pumpen")).metrics().json()["rows"]
    values = {row[0]["text"]: row[1]["text"] for row in rows}
    assert values["Open tickets"] == str(planted["open"])
    assert values["Overdue tickets"] == str(planted["overdue"])


def test_a_stopped_source_is_named_with_the_key_figures_it_touches(setting):
    """Page 1's last line and chapter 90 say until when TikTok gave days, and what rests on it."""
    stopped = setting("seri-kulit")
    for page in (said(Scorecard(stopped).executive()), said(Quality(stopped).caveats())):
        assert "18 Oct" in page
        assert "Followers" in page


def test_a_stopped_source_has_no_followers_at_the_end(setting):
    """What TikTok's file of half a month gives is the number on its last day, and the chart says so."""
    stopped = said(Community(setting("seri-kulit")).followers())
    assert re.search(r"TikTok had [\d,]+ followers on the last day exported", stopped)
    assert "Instagram ended with" in stopped
    assert "on the last day exported" not in said(Community(setting("seri-kulit", "2026-09")).followers())


def test_a_change_in_counting_is_marked(setting):
    """The brand's own break is a mark in the chart of sessions and a row of chapter 90's table."""
    broken = setting("ridgeline")
    assert "10 Mar 2026" in said(Quality(broken).breaks())
    marks = Awareness(setting("seri-kulit", "2025-03")).draw.breaks("impressions", "facebook")
    assert [note for _, note in marks] == ["impressions replaced by views"]


def test_bought_followers_are_called_suspicious(setting):
    """The day, the number and the usual number, with the word that it may be bought."""
    text = said(Community(setting("seri-kulit", "2026-05")).jumps())
    assert "14 May" in text
    assert "possibly bought" in text


def test_page_one_fits_a_director(setting):
    """At most six rows of key figures and 120 words of prose beside them."""
    for brand_id in ("seri-kulit", "ridgeline", "hanse-pumpen", "ridgeline-start"):
        page = Scorecard(setting(brand_id)).executive().json()
        tables = [block for block in page["blocks"] if block["kind"] == "table"]
        assert len(tables[0]["rows"]) <= 6
        prose = [text for block in page["blocks"] if block["kind"] == "row" for text in texts(block)]
        assert sum(len(text.split()) for text in prose) <= 120


CALLS = {
    "scorecard": ("executive", "moved", "why"),
    "awareness": ("headline", "advice", "exposures", "followers", "talk", "metrics", "definitions"),
    "engagement": ("headline", "rates", "engagements", "metrics", "best_time", "content"),
    "conversion": ("headline", "funnel", "traffic", "business", "costs", "metrics"),
    "community": ("headline", "followers", "jumps", "activity", "cohorts", "metrics"),
    "reputation": ("headline", "sentiment", "negative", "service", "metrics"),
    "experiments": ("headline", "tests", "advice"),
    "quality": ("headline", "caveats", "coverage", "imports", "breaks", "figures", "definitions", "made"),
}


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize(
    ("brand_id", "language", "period"),
    [
        ("seri-kulit", "zh-Hans", "2026-10"),
        ("ridgeline-start", "en", "2026-10"),
        ("hanse-pumpen", "en", "2026-Q3"),
    ],
)
def test_every_call_speaks_in_words(setting, name, brand_id, language, period):
    """Each call gives JSON and HTML; no None, nan or unfilled field shows, with or without last year's figures."""
    from importlib import import_module

    chapter = getattr(import_module(f"kpikit.chapters.{name}"), CHAPTERS[name])(
        setting(brand_id, period, language)
    )
    for call in CALLS[name]:
        bundle = getattr(chapter, call)()._repr_mimebundle_()
        assert bundle["text/html"]
        for text in texts(bundle[MIME]):
            assert not re.search(r"\b(None|nan|NaN|NaT|<NA>)\b|\{\w*[:}]", text), (call, text)


def test_months_without_figures_are_gaps_not_zeros(setting):
    """The newcomer's thirteen months hold nine dashes, never a 0."""
    figure = Conversion(setting("ridgeline-start")).draw.months("orders").json()
    column = [row[1]["text"] for row in figure["table"]["rows"]]
    assert column.count("—") == 9
    assert "0" not in column


def test_chapter_90_doubts_what_the_chapters_doubt(setting):
    """A change that rests on fewer days than the other is called so in both, against last year too."""
    stopped = setting("seri-kulit")
    community, annex = Community(stopped), Quality(stopped)
    shown = {row[0].text: row for row in community.metrics().rows}
    listed = {row[0].text: row for table in annex.figures().blocks for row in table.rows}
    both = shown.keys() & listed.keys()
    assert "Net follower growth" in both
    assert "days missing" in listed["Net follower growth"][4].text
    for name in both:
        assert [cell.text for cell in shown[name][3:5]] == [cell.text for cell in listed[name][3:5]], name


def test_how_totals_are_compared_is_said_once_in_chapter_90(setting):
    """Below the first table of all figures."""
    annex = Quality(setting("ridgeline"))
    told = annex.words("note.per_day")
    assert [told in table.note for table in annex.figures().blocks].count(True) == 1
