from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from kpikit.blocks import Cell, Prose, Table
from kpikit.render.content import read_document, walk
from kpikit.render.glyphs import Glyphs
from kpikit.render.report import assemble, to_html, to_pdf
from kpikit.render.sheets import sheets
from tests.render.pages import (
    FACTS,
    TITLE,
    Page,
    block_cell,
    bookmarks,
    chapter,
    executive,
    figure,
    notebook,
    pdf_of,
    platforms,
    report,
    squeezed,
    structure,
)


@pytest.fixture(scope="module")
def pdf():
    return pdf_of(to_pdf(report(), FACTS))


def test_it_claims_pdf_ua_and_is_tagged(pdf):
    """The file says PDF/UA-1, is marked as tagged, and names its title and language."""
    root = pdf.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "Seri Kulit · October 2026"


def test_headings_tables_lists_and_figures_are_tagged(pdf):
    """A screen reader finds headings, table heads, list items and described figures."""
    kinds = {kind for kind, _ in structure(pdf)}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/LI", "/Figure"} <= kinds


def test_page_one_holds_the_whole_executive_page_and_nothing_else(pdf):
    """Title, KPIs, findings, decisions and the foot line stand on page 1; the contents on page 2."""
    first, second = (pdf.pages[at].extract_text() for at in (0, 1))
    for words in (TITLE, "412,000", "One finding.", "One decision.", "TikTok to 27 October only."):
        assert squeezed(words) in squeezed(first)
    assert "Contents" not in first
    assert "Contents" in second


def test_a_crowded_executive_page_is_set_smaller(monkeypatch):
    """Six KPIs and long findings still fit on page 1."""
    crowded = executive()
    table = crowded.blocks[1]
    many = dataclasses.replace(table, rows=table.rows * 14)
    group = dataclasses.replace(crowded, blocks=[crowded.blocks[0], many, *crowded.blocks[2:]])
    pdf = pdf_of(to_pdf(assemble([notebook(block_cell(group)), chapter("Awareness")], FACTS), FACTS))
    assert squeezed("TikTok to 27 October only.") in squeezed(pdf.pages[0].extract_text())


def test_the_contents_name_the_page_each_heading_is_on(pdf):
    """Page numbers in the contents agree with where the bookmarks lead."""
    listed = [line.split() for line in pdf.pages[1].extract_text().splitlines()]
    numbers = {line[0]: int(line[-1]) for line in listed if len(line) > 1 and line[-1].isdigit()}
    marks = {title: page for _, title, page in bookmarks(pdf)}
    for name in ("Awareness", "Engagement", "Conversion"):
        assert numbers[name] == marks[name]


def test_every_page_says_where_it_is(pdf):
    """Brand and period, the chapter, page x of y; an opening page names its own chapter."""
    total = len(pdf.pages)
    for number, page in enumerate(pdf.pages, start=1):
        text = page.extract_text()
        assert squeezed(f"Page {number} of {total}") in squeezed(text)
        assert squeezed("Seri Kulit · October 2026") in squeezed(text)
        assert "DRAFT" in text
    opening = next(page for _, title, page in bookmarks(pdf) if title == "Engagement")
    assert squeezed("October 2026 · Engagement") in squeezed(pdf.pages[opening - 1].extract_text())


def test_each_chapter_opens_a_page(pdf):
    """No two headings of level 1 share a page."""
    pages = [page for level, _, page in bookmarks(pdf) if level == 1]
    assert len(pages) == len(set(pages))


def test_released_reports_have_no_watermark():
    """The mark goes with the state."""
    facts = dataclasses.replace(FACTS, state="released")
    assert "DRAFT" not in pdf_of(to_pdf(report(facts), facts)).pages[0].extract_text()


def test_the_same_input_gives_the_same_bytes():
    """Nothing in the file depends on the moment or the machine."""
    assert to_pdf(report(), FACTS) == to_pdf(report(), FACTS)


def test_source_date_epoch_rules_the_date(monkeypatch):
    """Packagers' SOURCE_DATE_EPOCH beats the day it was made."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert pdf_of(to_pdf(report(), FACTS)).metadata.creation_date.date() == date(1970, 1, 2)


@pytest.mark.parametrize(("paper", "wide"), [("landscape", True), ("portrait", False)])
def test_paper_is_a4_either_way(paper, wide):
    """A4, as the brand's parameters say."""
    facts = dataclasses.replace(FACTS, paper=paper)
    box = pdf_of(to_pdf(report(facts), facts)).pages[0].mediabox
    assert sorted(round(float(side)) for side in (box.width, box.height)) == [595, 842]
    assert (box.width > box.height) is wide


def test_a_long_table_repeats_its_head():
    """A table over pages carries its head onto each."""
    long = notebook(block_cell(platforms(80, "All posts")))
    pages = [page.extract_text() for page in pdf_of(to_pdf(long, FACTS)).pages]
    assert len(pages) >= 2
    assert all("Change" in page for page in pages)


def test_chinese_reports_are_set_in_chinese():
    """Language, region and a Chinese font first; nothing is replaced."""
    facts = dataclasses.replace(
        FACTS, language="zh-Hans", brand="时里", labels={"page": "第 {page} 页，共 {pages} 页"}
    )
    pdf = pdf_of(to_pdf(notebook(block_cell(platforms(1, "按平台"))), facts))
    assert pdf.trailer["/Root"]["/Lang"] == "zh-CN"
    text = pdf.pages[0].extract_text()
    assert "按平台" in text
    assert "第1页，共1页" in squeezed(text)


def test_a_row_that_would_shrink_its_charts_too_far_is_stacked():
    """Charts made for landscape halves stand one below the other on portrait paper."""
    facts = dataclasses.replace(FACTS, paper="portrait")
    blocks = sheets(read_document(chapter("A"), facts), Glyphs("en"))["chapters"][0]["blocks"]
    assert [block["kind"] for block in blocks].count("figure") == 2
    assert "row" not in [block["kind"] for block in blocks]


def test_charts_link_to_their_data_and_back_in_html():
    """The table behind a chart is one link away in both."""
    page = Page(to_html(report(), FACTS))
    links = {attrs["href"] for tag, attrs in page.tags if tag == "a"}
    assert {"#moved-data", "#moved"} <= links


def with_data(name, columns, rows, text):
    """A chart behind which stands a table of so many columns and rows."""
    heads = [f"Head {at}" for at in range(columns)]
    body = [[Cell(f"{text} {row}-{at}") for at in range(columns)] for row in range(rows)]
    behind = Table(heads, body, "l" * columns, f"Data of {name}")
    return dataclasses.replace(figure(name), table=behind)


def lowest(page):
    """How far above the page's lower edge its last text stands, in points."""
    heights = []

    def seen(text, page_matrix, matrix, *__):
        if text.strip():
            heights.append(matrix[4] * page_matrix[1] + matrix[5] * page_matrix[3] + page_matrix[5])

    page.extract_text(visitor_text=seen)
    return min(heights)


@pytest.mark.parametrize("rows", [10, 20, 26, 30])
def test_data_tables_stay_on_their_page(rows):
    """However much room a wide table leaves, a narrow one with long cells below it runs over no page's foot."""
    wide = with_data("wide", 7, rows, "x")
    narrow = [with_data(f"narrow{at}", 3, 14, "a text of several words") for at in range(4)]
    pages = pdf_of(to_pdf(notebook(block_cell(wide, *narrow)), FACTS)).pages
    foot = min(lowest(page) for page in pages[:1])
    assert all(lowest(page) >= foot - 1 for page in pages)


def test_sentences_get_more_room_than_names():
    """In a table with a column of sentences it takes most of the sheet; short tables are as wide as needed."""
    meaning = "Accounts that saw content in the period, by the platform's own figure for exactly these days. "
    table = Table(
        ["Metric", "Definition", "Unit"],
        [[Cell("Engagement rate by exposures, all platforms together"), Cell(meaning * 3), Cell("accounts")]]
        * 2,
        "lll",
    )
    facts = dataclasses.replace(FACTS, paper="portrait")
    drawn = sheets(read_document(notebook(block_cell(table, platforms())), facts), Glyphs("en"))
    wide, narrow = (
        block["shares"] for block in walk(drawn["chapters"][0]["blocks"]) if block["kind"] == "table"
    )
    assert wide[1] > 1.5 * wide[0] > 0
    assert wide[2] == 0
    assert narrow == []


def test_small_print_takes_its_table_along():
    """Definitions that find no room below their table don't open a page alone."""
    meaning = "What each of the figures means, and whose convention it is. " * 12
    for lines in range(20, 60, 4):
        pdf = pdf_of(to_pdf(
            notebook(block_cell(Prose(["A line."] * lines), platforms(), Prose([meaning], "small"))), FACTS
        ))  # fmt: skip
        page = next(page for page in pdf.pages if "whose convention" in page.extract_text())
        assert "Platform 0" in page.extract_text()


def test_long_names_of_files_stay_in_their_column():
    """A path breaks behind its signs, and reads as it was."""
    path = "search/https___www.example-of-a-long-name.example_-Performance-on-Search-2026-10-01.zip"
    table = Table(
        ["File", "Why"], [[Cell(path), Cell("queries are withheld where they are rare " * 3)]], "ll"
    )
    text = pdf_of(to_pdf(notebook(block_cell(table)), FACTS)).pages[0].extract_text()
    assert path not in text
    assert path in squeezed(text)


def test_names_of_files_break_behind_underscores_too():
    """In a column that is narrower than what stands between its slashes and hyphens."""
    name = "facebook/Jan_01_2025_Apr_14_2025_" + "_".join(["1469928950092526"] * 6) + ".csv"
    rows = [[Cell(name), Cell("a remark of many words " * 8), Cell("another one of many words " * 8)]]
    text = pdf_of(to_pdf(notebook(block_cell(Table(["File", "Why", "More"], rows, "lll"))), FACTS)).pages[0]
    assert name.partition("/")[2] not in text.extract_text()
    assert name in squeezed(text.extract_text())
