from __future__ import annotations

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kpikit.blocks import MIME, Heading, Prose
from kpikit.errors import RenderError
from kpikit.render.content import read_document
from kpikit.render.report import ReportFacts, assemble, to_html, to_pdf, unavailable
from tests.render.pages import (
    FACTS,
    Page,
    block_cell,
    executive,
    figure,
    html_cell,
    notebook,
    pdf_of,
    pdf_text,
)

MARKDOWN = """# Chapter *one*

A **bold**, *slanted* and `coded` word, ~~struck~~, costs $5 & more.

## Part

1. first
   - inner
2. second

> quoted

```
code block
```

| a | b |
|---|--:|
| left | **12** |

---
"""


def output(**data):
    return new_code_cell(
        "x", outputs=[new_output("display_data", {k.replace("_", "/"): v for k, v in data.items()})]
    )


def kinds(*cells):
    return [block["kind"] for chapter in read_document(notebook(*cells)).chapters for block in chapter.blocks]


def test_markdown_keeps_its_shape():
    """Headings, paragraphs, lists, quotes, code, tables and rules become blocks."""
    cell = new_markdown_cell(MARKDOWN)
    assert kinds(cell) == ["heading", "prose", "heading", "list", "quote", "code", "table", "rule"]
    page = Page(to_html(notebook(cell), FACTS))
    assert page.of("h1", "h2") == ["Chapter one", "Part"]
    assert (page.of("strong")[-2:], page.of("em"), page.of("s"), page.of("code")) == (
        ["bold", "12"], ["slanted"], ["struck"], ["coded"],
    )  # fmt: skip
    assert "costs $5 & more." in page.text
    paper = pdf_text(to_pdf(notebook(cell), FACTS))
    for words in ("costs $5 & more.", "inner", "quoted", "code block", "left"):
        assert words in paper


def test_data_frames_of_other_chapters_become_tables():
    """A pandas frame's HTML keeps its heads, index and cells; numbers stand right."""
    frame = pd.DataFrame({"reach": [1200, 3400], "platform": ["Instagram", "TikTok"]}, index=["a", "b"])
    cell = html_cell(frame.to_html())
    table = read_document(notebook(cell)).chapters[0].blocks[1]
    assert table["columns"] == ["", "reach", "platform"]
    assert table["align"] == "lrl"
    assert Page(to_html(notebook(cell), FACTS)).of("td") == ["1200", "Instagram", "3400", "TikTok"]
    assert "3400" in pdf_text(to_pdf(notebook(cell), FACTS))


def test_grouped_heads_are_joined():
    """Two rows of column heads become one: group and column."""
    frame = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_product([["reach"], ["now", "before"]]))
    table = read_document(notebook(html_cell(frame.to_html()))).chapters[0].blocks[1]
    assert table["columns"] == ["", "reach now", "before"]


def test_a_block_is_preferred_to_its_other_forms():
    """The kit's own form wins over HTML, a picture over HTML, HTML over plain text."""
    assert kinds(output(**{MIME: Prose(["x"]).json(), "text_html": "<p>y</p>"})) == ["heading", "prose"]
    assert kinds(output(text_html="<p>y</p>", text_plain="z")) == ["heading", "prose"]
    assert kinds(output(text_plain="42")) == ["heading", "code"]


def test_reprs_and_warnings_stay_out_but_printed_words_stay():
    """`<Axes …>` and the error stream are noise; what a cell printed is shown."""
    cell = new_code_cell(
        "x",
        outputs=[
            new_output("execute_result", {"text/plain": "[<matplotlib.lines.Line2D at 0x7f00aa>]"}),
            new_output("stream", name="stderr", text="/home/ann/secret.py:1: Warning"),
            new_output("stream", name="stdout", text="printed\n"),
        ],
    )
    text = Page(to_html(notebook(cell), FACTS)).text
    assert "printed" in text
    assert "secret" not in text
    assert "Line2D" not in text


def test_a_failed_cell_is_a_visible_box():
    """Our own errors say why; others, whose words may quote personal values, only their kind."""
    ours = new_output("error", ename="ExportError", evalue="orders.csv: no rows", traceback=["secret"])
    theirs = new_output(
        "error", ename="ValueError", evalue="could not convert 'ann@example.com'", traceback=[]
    )
    chapter = notebook(new_code_cell("x", outputs=[ours, theirs]))
    for text in (Page(to_html(chapter, FACTS)).text, pdf_text(to_pdf(chapter, FACTS))):
        assert "Not available" in text
        assert "orders.csv: no rows" in text
        assert "ValueError" in text
        assert "ann@example.com" not in text
        assert "secret" not in text


def test_an_unavailable_chapter_keeps_its_place():
    """A chapter that could not be made is a page with its title and the reason."""
    failed = unavailable("Conversion", "The shop's export is missing.", {"not_available": "Nicht verfügbar"})
    whole = assemble([notebook(block_cell(Heading("A", 1), Prose(["x"]))), failed], FACTS)
    assert Page(to_html(whole, FACTS)).of("h1") == ["A", "Conversion"]
    last = pdf_of(to_pdf(whole, FACTS)).pages[-1].extract_text()
    for words in ("Conversion", "Nicht verfügbar", "The shop's export is missing."):
        assert words in last


def test_annex_chapters_go_last():
    """Chapters marked as annex follow the others, which keep their order."""
    parts = [("90", True), ("10", False), ("20", False)]
    chapters = [notebook(block_cell(Heading(name, 1), Prose(["x"])), annex=annex) for name, annex in parts]
    assert [chapter.title for chapter in read_document(assemble(chapters, FACTS)).chapters] == [
        "10",
        "20",
        "90",
    ]


def test_heading_levels_leave_no_gap():
    """A chapter opens with level 1 and never skips one, as PDF/UA asks."""
    cells = [new_markdown_cell("### Deep\n\n##### Deeper\n\n## Up")]
    document = read_document(notebook(*cells))
    assert [block["level"] for block in document.chapters[0].blocks] == [1, 2, 2]


def test_a_notebook_without_headings_gets_its_title():
    """Text before any heading stands under the notebook's title."""
    assert (
        read_document(notebook(new_markdown_cell("words"), title="Engagement")).chapters[0].title
        == "Engagement"
    )
    assert read_document(notebook(new_markdown_cell("words"))).chapters[0].title == "Report"


def test_the_executive_page_is_found_in_any_chapter():
    """The group may stand after a heading; that heading is not left behind as an empty chapter."""
    first = notebook(block_cell(Heading("Scorecard", 1), executive()))
    document = read_document(assemble([first, notebook(block_cell(Heading("A", 1), Prose(["x"])))], FACTS))
    assert document.executive[0]["level"] == 1
    assert [chapter.title for chapter in document.chapters] == ["A"]


def test_narrow_charts_stand_side_by_side():
    """Neighbouring half or third charts share a row; a single one keeps its share of it."""
    blocks = [
        Heading("A", 1),
        *(figure(name, "third") for name in "abcd"),
        figure("e"),
        figure("f"),
        figure("g", "full"),
    ]
    rows = read_document(notebook(block_cell(*blocks))).chapters[0].blocks[1:]
    assert [len(row.get("blocks", [0])) for row in rows] == [3, 1, 2, 1]
    assert rows[1]["widths"] == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    "broken",
    [{"kind": "pie"}, {}, {"kind": "table", "columns": ["a"], "rows": [[]]}, {"kind": "heading"},
     {"kind": "row", "blocks": [], "widths": [1]}],
)  # fmt: skip
def test_a_malformed_block_is_named_by_chapter_and_cell(broken):
    """An output that claims to be a block and isn't stops the report with its place."""
    chapter = new_notebook(
        cells=[new_markdown_cell("x"), output(**{MIME: broken})], metadata={"kpikit": {"title": "Seven"}}
    )
    whole = assemble([notebook(new_markdown_cell("# ok")), chapter], FACTS)
    with pytest.raises(RenderError, match=r"chapter 'Seven', cell 2: "):
        to_pdf(whole, FACTS)


def test_facts_travel_in_the_notebook():
    """An assembled notebook renders alone as it does with its facts in hand."""
    whole = assemble([notebook(block_cell(executive(), Heading("A", 1), figure("a")))], FACTS)
    assert ReportFacts.from_metadata(whole.metadata) == FACTS
    assert read_document(whole) == read_document(whole, FACTS)


def test_nonsense_in_the_metadata_falls_back():
    """Metadata of another tool's making can't stop the rendering."""
    ours = {"language": 7, "state": "secret", "paper": None, "labels": [1], "made": "soon", "accent": "red"}
    facts = ReportFacts.from_metadata({"kpikit": ours})
    assert (facts.state, facts.paper, facts.made, facts.labels) == ("released", "landscape", None, {})
    assert facts.ink == ReportFacts().ink
    assert ReportFacts.from_metadata({"kpikit": "x"}) == ReportFacts()
