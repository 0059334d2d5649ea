"""Small reports to render, and readers of what came out that know nothing of how it was made."""

from __future__ import annotations

import io
import re
from datetime import date
from html.parser import HTMLParser

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pypdf import PdfReader

from kpikit.blocks import MIME, Bullets, Cell, Figure, Group, Heading, Prose, Row, Table
from kpikit.render.report import ReportFacts, assemble

FACTS = ReportFacts(
    brand="Seri Kulit",
    brand_id="seri-kulit",
    period="October 2026",
    language="en",
    state="draft",
    made=date(2026, 11, 2),
    version="kpikit 0.1.0",
)
TITLE = "Reach grew, but fewer visitors bought"


def svg(width=360, height=150, inner='<rect width="100" height="80" fill="#333333"/>'):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}pt" '
        f'height="{height}pt" viewBox="0 0 {width} {height}">{inner}</svg>'
    )


def block_cell(*blocks, tags=()):
    outputs = [
        new_output("display_data", {MIME: block.json(), "text/html": "<b>not this</b>", "text/plain": ""})
        for block in blocks
    ]
    return new_code_cell("chapter.secret()", outputs=outputs, metadata={"tags": list(tags)})


def html_cell(text):
    return new_code_cell("x", outputs=[new_output("display_data", {"text/html": text, "text/plain": "x"})])


def notebook(*cells, **ours):
    return new_notebook(cells=list(cells), metadata={"kpikit": ours} if ours else {})


def figure(name, width="half", table=True):
    behind = Table(["Month", "Reach"], [[Cell("2026-09"), Cell(f"{len(name)}001")]], "lr", f"Data of {name}")
    return Figure(
        svg(), f"Title of {name}", f"Subtitle of {name}", f"Alternative of {name}", f"Source of {name}", width,
        name, behind if table else None,
    )  # fmt: skip


def platforms(rows=3, title="By platform"):
    body = [[Cell(f"Platform {row}"), Cell(f"{row + 1},234"), Cell("+12 %", "good")] for row in range(rows)]
    return Table(["Platform", "Value", "Change"], body, "lrr", title, "Rates have 95 % intervals.")


def executive():
    rows = [
        [Cell("Reach"), Cell("412,000"), Cell("bullet of reach", svg=svg(150, 16)), Cell("▲ ahead", "good")]
    ]
    return Group(
        [
            Heading(TITLE, 1, "scorecard"),
            Table(["KPI", "Actual", "Against target", "Status"], rows, "lrll", role="kpis"),
            Row(
                [Bullets(["One finding."], "Findings"), Bullets(["One decision."], "Decisions", "action")],
                [2, 1],
            ),
            Prose(["TikTok to 27 October only."], "small"),
        ],
        "executive",
    )


def chapter(name, *more):
    return notebook(
        new_code_cell("brand = 'x'", metadata={"tags": ["parameters"]}),
        new_markdown_cell("For the analyst alone.", metadata={"tags": ["notebook-only"]}),
        block_cell(
            Heading(name, 1, name.casefold()),
            Prose([f"Lead of {name}."], "lead"),
            Row([figure(f"{name} one"), figure(f"{name} two")]),
            Heading("By platform", 2),
            platforms(),
            *more,
        ),
        title=name,
    )


def report(facts=FACTS, names=("Awareness", "Engagement", "Conversion")):
    first = notebook(
        block_cell(executive(), Heading("What moved", 1), figure("moved", "full")), title="Scorecard"
    )
    return assemble([first, *(chapter(name) for name in names)], facts)


class Page(HTMLParser):
    """Headings, captions, cells, alternative texts and all tags of an HTML page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.texts, self._open = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("img", "meta", "br", "hr", "input", "link"):
            self._open.append([tag, ""])
        elif tag == "img":
            self.texts.append(("alt", dict(attrs)["alt"]))

    def handle_endtag(self, tag):
        name, text = self._open.pop()
        assert name == tag, f"<{name}> closed by </{tag}>"
        self.texts.append((tag, text))
        if self._open and tag not in ("figcaption", "caption", "td", "th"):
            self._open[-1][1] += text

    def handle_data(self, data):
        if self._open:
            self._open[-1][1] += data

    def of(self, *tags):
        return [text.strip() for tag, text in self.texts if tag in tags]

    @property
    def text(self):
        return " ".join(text for tag, text in self.texts if tag not in ("style", "title"))


def pdf_of(data):
    return PdfReader(io.BytesIO(data))


def pdf_text(data):
    return "\n".join(page.extract_text() for page in pdf_of(data).pages)


def squeezed(text):
    """Text without white space: lines break elsewhere on paper."""
    return re.sub(r"\s+", "", text)


def bookmarks(reader):
    """Level, title and page number (from 1) of a PDF's bookmarks."""

    def flat(entries, level):
        for entry in entries:
            if isinstance(entry, list):
                yield from flat(entry, level + 1)
            else:
                yield level, entry.title, reader.get_destination_page_number(entry) + 1

    return list(flat(reader.outline, 1))


def structure(reader):
    """Kind and alternative text of every element of a PDF's structure tree."""
    found, todo = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while todo:
        element = todo.pop()
        if hasattr(element, "get_object"):
            element = element.get_object()
        if isinstance(element, list):
            todo.extend(reversed(element))
        elif isinstance(element, dict):
            if "/S" in element:
                found.append((str(element["/S"]), str(element.get("/Alt", ""))))
            todo.append(element.get("/K"))
    return found
