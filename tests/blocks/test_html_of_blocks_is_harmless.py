"""What JupyterLab shows of a block: texts stay texts, pictures stand in <img>, and the looks come along."""

from html.parser import HTMLParser

import pytest

from kpikit.blocks import MIME, Bullets, Cell, Figure, Group, Heading, Prose, Row, Table

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>'
OURS = {
    "div", "style", "section", "h1", "h2", "p", "ul", "li", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "br", "figure", "figcaption", "strong", "span", "img", "details", "summary",
}  # fmt: skip


def everywhere(text):
    """Blocks of all kinds with the text in every place that takes one."""
    table = Table([text, text], [[Cell(text, "good"), Cell(text, svg=SVG)]], "lr", text, text)
    figure = Figure(SVG, text, text, text, text, key=text, table=table)
    return Group(
        [Heading(text, 1, text), Prose([text], "lead"), Bullets([text], text), Row([table, figure]), figure],
        key=text,
        facts={"brand": text},
    )


class Tags(HTMLParser):
    """Tags, attributes and texts of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.texts = set(), set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.texts.append(data)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</style><b>x",
        "' onload='alert(1)",
        "{{ x }} ${y} <!-- -->",
    ],
)
def test_hostile_text_stays_text(hostile):
    """No tag and no attribute comes from a text, and each text can be read as it was."""
    page = Tags(everywhere(hostile)._repr_mimebundle_()["text/html"])
    assert page.tags <= OURS
    assert page.attributes <= {"class", "id", "scope", "style", "src", "alt"}
    assert page.texts.count(hostile) >= 10


def test_a_drawing_cannot_run_what_it_holds():
    """SVG stands in <img> as data, on white paper in dark themes too."""
    page = everywhere("x")._repr_mimebundle_()["text/html"]
    assert "<svg" not in page
    assert (
        page.count('<img src="data:image/svg+xml;base64,') == page.count('style="background-color:#fff"') == 5
    )


def test_the_three_forms_of_a_block_come_together():
    """JSON for the exporters, HTML for JupyterLab, text for terminals; the JSON carries no looks."""
    bundle = Prose(["word"])._repr_mimebundle_()
    assert bundle[MIME] == {"kind": "prose", "paragraphs": ["word"], "role": "body"}
    assert bundle["text/plain"] == "word"
    assert bundle["text/html"].count("<style>") == 1
