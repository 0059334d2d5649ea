from __future__ import annotations

import pytest

from kpikit.render.report import to_html, to_pdf
from tests.render.pages import FACTS, TITLE, Page, bookmarks, pdf_of, pdf_text, report, squeezed, structure


@pytest.fixture(scope="module")
def both():
    whole = report()
    return Page(to_html(whole, FACTS)), to_pdf(whole, FACTS)


def test_the_headings_are_the_same_in_the_same_order(both):
    """HTML headings and PDF bookmarks are one list; the contents list is furniture of both."""
    page, pdf = both
    marks = [title for _, title, _ in bookmarks(pdf_of(pdf)) if title != "Contents"]
    assert marks == page.of("h1", "h2", "h3", "h4")
    assert marks[0] == TITLE
    assert page.of("li")[2:5] == ["What moved", "Awareness", "By platform"]


@pytest.mark.parametrize("tags", [("caption",), ("figcaption",), ("td", "th")])
def test_every_caption_and_cell_of_the_html_stands_in_the_pdf(both, tags):
    """What a reader of the page sees in captions and cells, a reader of the paper sees too."""
    page, pdf = both
    paper = squeezed(pdf_text(pdf))
    wanted = page.of(*tags)
    assert len(wanted) > 5
    for text in wanted:
        assert squeezed(text) in paper


def test_the_pdf_has_no_more_cells_and_charts_than_the_html(both):
    """The counts of cells and pictures agree, so neither leaves out or adds any."""
    page, pdf = both
    kinds = [kind for kind, _ in structure(pdf_of(pdf))]
    assert kinds.count("/TD") + kinds.count("/TH") == len(page.of("td", "th"))
    assert kinds.count("/Table") == len(page.of("table"))


def test_alternative_texts_are_the_same(both):
    """Each picture says the same to those who don't see it."""
    page, pdf = both
    spoken = sorted({alt for kind, alt in structure(pdf_of(pdf)) if alt})
    assert spoken == sorted(set(page.of("alt")))


def test_code_parameters_and_notes_to_the_analyst_stay_out(both):
    """Neither shows code, the parameters cell, a notebook-only cell, or a block's second form in HTML."""
    page, pdf = both
    for text in (page.text, pdf_text(pdf)):
        for hidden in ("chapter.secret", "brand =", "For the analyst", "not this"):
            assert hidden not in text
