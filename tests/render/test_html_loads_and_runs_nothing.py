from __future__ import annotations

import re

import pytest

from kpikit.render.report import ReportFacts, to_html
from tests.render.pages import FACTS, Page, block_cell, figure, notebook, report


@pytest.fixture(scope="module")
def page():
    return to_html(report(), FACTS)


def test_there_is_no_script_and_nothing_is_loaded(page):
    """No script, frame, link, form or handler; pictures are data, anchors lead within the page."""
    for tag, attrs in Page(page).tags:
        assert tag not in ("script", "link", "iframe", "object", "embed", "form", "base", "svg")
        assert not any(name.startswith("on") for name in attrs)
        assert attrs.get("src", "data:image/").startswith("data:image/")
        assert attrs.get("href", "#").startswith("#")
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_forbids_what_the_page_does_not_need(page):
    """The content security policy allows data pictures and the page's own style alone."""
    policy = next(
        attrs["content"]
        for tag, attrs in Page(page).tags
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
    assert "script-src" not in policy


def test_every_anchor_has_its_target_once(page):
    """Contents, charts and their data link to anchors that exist exactly once, although headings repeat."""
    tags = Page(page).tags
    anchors = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(anchors) == len(set(anchors))
    assert {"by-platform", "by-platform-2", "by-platform-3"} <= set(anchors)
    links = [attrs["href"] for tag, attrs in tags if tag == "a"]
    assert len(links) > 10
    assert {link.removeprefix("#") for link in links} <= set(anchors)


def test_the_executive_page_comes_first_then_contents_then_chapters(page):
    """The order on the page is the order of the paper."""
    places = [page.index(mark) for mark in ('class="executive"', '<nav class="contents"', 'class="chapter"')]
    assert places == sorted(places)


def test_tables_say_what_their_heads_are_for(page):
    """Column heads and row heads have a scope."""
    scopes = [attrs.get("scope") for tag, attrs in Page(page).tags if tag == "th"]
    assert set(scopes) == {"col", "row"}


@pytest.mark.parametrize(("state", "shown"), [("draft", True), ("incomplete", True), ("released", False)])
def test_only_unreleased_reports_carry_a_banner(state, shown):
    """A draft and an incomplete report say so on top, in the words given; a released one has no such mark."""
    facts = ReportFacts("B", state=state, state_word="ENTWURF", labels={"state_note": "Noch nicht frei."})
    page = to_html(report(facts), facts)
    assert ("ENTWURF" in page) is shown
    assert ("Noch nicht frei." in page) is shown


def test_language_title_and_labels_are_the_callers():
    """The page says which language it is in, and takes its fixed words from the caller."""
    facts = ReportFacts(
        "新品", period="2026年10月", language="zh-Hans", labels={"contents": "目录", "data": "数据"}
    )
    page = to_html(report(facts), facts)
    assert '<html lang="zh-Hans">' in page
    assert "<title>新品 · 2026年10月</title>" in page
    assert Page(page).of("p").count("目录") == 1
    assert "数据" in Page(page).of("h2")


def test_a_pale_accent_is_not_used_for_text():
    """A brand colour that can't be read on white gives way to the kit's own."""
    chapter = notebook(block_cell(figure("a")))
    assert "--accent: #FFE600" not in to_html(chapter, ReportFacts("B", accent="#FFE600"))
    assert "--accent: #7A1F3D" in to_html(chapter, ReportFacts("B", accent="#7A1F3D"))
