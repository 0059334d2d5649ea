from __future__ import annotations

import html
import json
import logging

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from kpikit.blocks import Bullets, Cell, Figure, Heading, Prose, Table
from kpikit.render.content import read_document
from kpikit.render.glyphs import Glyphs
from kpikit.render.report import ReportFacts, to_html, to_pdf
from kpikit.render.sheets import sheets
from tests.render.pages import Page, block_cell, html_cell, notebook, pdf_text, squeezed, svg

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "</title></style></table><script src=//evil.example/x.js></script>",
    "<a href='javascript:alert(1)'>x</a>",
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>@import url(https://evil.example/a.css)</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<!-- comment --> <![CDATA[ x ]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#60;",
    "{{ 7 * 7 }} {% include 'base/null.j2' %}",
    '#read("/etc/passwd")',
    '#import "@preview/evil:1.0.0": *',
    "#set page(fill: red)",
    '#panic() #eval("1") #sys.inputs',
    "$5 and $x^2$ cost",
    "*bold* _emph_ `raw` ~~no~~",
    "= Heading? == No",
    "@reference <label> https://example.org",
    "back\\slash \\n \\u{41} \\",
    "// not a comment /* nor this */",
    "[link](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "- item + item / term: x",
    "\"quotes\" 'single' -- --- ... ~",
    "=cmd|'/C calc'!A0",
    "{page} {pages} {{page}}",
    "100% %s %(x)s \x00\x07\x1b[31m",
    "\u202egnp.exe\u202c hidden \u2066direction\u2069",
]  # fmt: skip
SCRIPTS = {
    "Chinese": "包装很好，物流太慢了",
    "Traditional Chinese": "包裝很好，物流太慢了",
    "Japanese": "配送がとても遅いです",
    "Korean": "배송이 너무 느려요",
    "Arabic": "الشحن بطيء جدا",
    "Hebrew": "המשלוח איטי מאוד",
    "Thai": "จัดส่งช้ามาก",
    "Devanagari": "डिलीवरी बहुत धीमी है",
    "Vietnamese": "Giao hàng rất chậm",
    "Greek and Cyrillic": "Πολύ αργό, очень медленно",
}


def everywhere(text):
    """A chapter with the text in every place a stranger's words can reach."""
    return notebook(
        block_cell(
            Heading(f"H {text}", 1, text[:20]),
            Heading(f"S {text}", 2),
            Prose([f"P {text}"], "warning"),
            Bullets([f"I {text}"], f"L {text}", "action"),
            Table(
                [f"C {text}", "n"], [[Cell(f"X {text}"), Cell("1", "good")]], "lr", f"T {text}", f"N {text}"
            ),
            Figure(svg(), f"F {text}", f"U {text}", f"A {text}", f"O {text}", "half", text),
        )
    )


def seen(text):
    """The text as a reader sees it: controls and direction overrides are gone."""
    return "".join(char for char in text if ord(char) >= 32 and char not in "\u202e\u202c\u2066\u2069")


@pytest.mark.parametrize("text", HOSTILE)
def test_html_shows_it_letter_by_letter_and_runs_nothing(text):
    """Whatever a stranger wrote is shown as written; no tag, handler or address comes of it."""
    facts = ReportFacts(f"B {text}", period=text, title=f"D {text}", state="draft", state_word=text)
    page = Page(to_html(everywhere(text), facts))
    clean = Page(
        to_html(everywhere("plain"), ReportFacts("B", period="x", title="D", state="draft", state_word="x"))
    )
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in clean.tags]
    for _, attrs in page.tags:
        assert not any(name.startswith("on") or name in ("srcdoc", "formaction") for name in attrs)
        assert attrs.get("href", "#").startswith("#")
        assert attrs.get("src", "data:").startswith("data:")
    for place in ("H", "S", "P", "I", "L", "C", "X", "T", "N", "F", "U", "O"):
        assert squeezed(f"{place} {seen(text)}") in squeezed(page.text)
    assert squeezed(f"A {seen(text)}") in [squeezed(alt) for alt in page.of("alt")]


@pytest.mark.parametrize("text", HOSTILE)
def test_paper_shows_it_letter_by_letter(text):
    """Typst gets text as data: no markup, no file is read, every sign stands on the page."""
    paper = squeezed(pdf_text(to_pdf(everywhere(text), ReportFacts("B", period=text, title=f"D {text}"))))
    for place in ("H", "S", "P", "I", "L", "C", "X", "T", "N", "F", "U", "O"):
        assert squeezed(f"{place} {seen(text)}") in paper
    assert "root:" not in paper


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_script_is_set_without_replacement(language, caplog):
    """Each script has its font: the PDF is PDF/UA-1 (which refuses missing glyphs) with nothing replaced."""
    text = SCRIPTS[language]
    with caplog.at_level(logging.WARNING, logger="kpikit.render"):
        pdf = to_pdf(everywhere(text), ReportFacts("B"))
    assert not caplog.records
    assert b"%PDF" in pdf[:8]
    data = sheets(read_document(everywhere(text), ReportFacts("B")), Glyphs("en"))
    assert f"P {text}" in json.dumps(data, ensure_ascii=False)
    assert text in html.unescape(to_html(everywhere(text), ReportFacts("B")))


def test_emoji_are_named_on_paper_and_loudly_so(caplog):
    """No font has emoji: their names stand in brackets, and the log says which."""
    with caplog.at_level(logging.WARNING, logger="kpikit.render"):
        text = pdf_text(to_pdf(everywhere("so good 🎉👍🏽 🇲🇾"), ReportFacts("B")))
    assert squeezed("so good [party popper][thumbs up sign] [flag MY]") in squeezed(text)
    assert "U+1F389" in caplog.text


def test_marks_no_font_can_join_are_replaced_after_typsts_refusal(caplog):
    """A mark of one script on a letter of another has glyphs, but not together: the PDF is made all the same."""
    stacked = "e\u0e34\u064b\u0941 Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319"
    assert to_pdf(everywhere(stacked), ReportFacts("B")).startswith(b"%PDF")


def test_lone_surrogates_and_unknown_letters_do_not_stop_it():
    """Text that can't be encoded, private and unassigned characters still make a PDF and a page."""
    text = "a\ud800b \ue000 \U000e0041 \u1200\u1201 \ufeff"
    assert "[ethiopic text]" in pdf_text(to_pdf(everywhere(text), ReportFacts("B")))
    to_html(everywhere(text), ReportFacts("B")).encode()


FOREIGN = [
    "<div onclick='alert(1)'>words</div>",
    "<table><tr><th onmouseover=alert(1)>words</th></tr><tr><td><script>alert(1)</script>1</td></tr></table>",
    "<p style='background:url(https://evil.example/x)'>words</p>",
    "<img src=https://evil.example/x.png>words<script>alert(1)</script>",
    "<svg><script>alert(1)</script></svg>words",
    "words<math><mtext></p><style><img src=x onerror=alert(1)></style></math>",
    "<form action=https://evil.example><button formaction=javascript:alert(1)>words</button></form>",
    "<a href=javascript:alert(1)>words</a>",
    "<table><caption>words<img src=x onerror=alert(1)></caption><tr><td>1</table>",
]


@pytest.mark.parametrize("source", FOREIGN)
@pytest.mark.parametrize("way", ["html output", "markdown output", "markdown cell"])
def test_foreign_html_is_reduced_to_words(source, way):
    """HTML from other libraries, or raw in Markdown, leaves its words and nothing that runs or loads."""
    cell = {
        "html output": html_cell(source),
        "markdown output": new_code_cell(
            "x", outputs=[new_output("display_data", {"text/markdown": source})]
        ),
        "markdown cell": new_markdown_cell(source),
    }[way]
    page = to_html(notebook(cell), ReportFacts("B"))
    assert "words" in Page(page).text
    for bad in (
        "evil.example",
        "alert(1)</script>",
        "onerror",
        "onclick",
        "onmouseover",
        "javascript:",
        "<script",
    ):
        assert bad not in page


def test_markdown_links_lead_only_to_the_web_or_a_mailbox():
    """Other schemes become plain text; pictures from elsewhere are dropped, those inside are kept."""
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    source = (
        "[a](javascript:alert(1)) [b](data:text/html,x) [c](file:///etc/passwd) [d](https://example.org/p) "
        f"![e](https://evil.example/x.png) ![f](../secret.png) ![dot](data:image/png;base64,{dot})"
    )
    page = Page(to_html(notebook(new_markdown_cell(source)), ReportFacts("B")))
    assert [attrs["href"] for tag, attrs in page.tags if tag == "a"] == ["https://example.org/p"]
    assert page.of("alt") == ["dot"]
