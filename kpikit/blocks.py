"""The one shape between chapters and pages: a block says what is shown, not how.

A chapter's calls return blocks. JupyterLab shows their HTML; an executed notebook keeps them as JSON (MIME
type `MIME`), from which both exporters make their pages. So HTML and PDF show the same headings, captions
and cells.
All strings in a block are plain text: whoever renders escapes.
"""

from __future__ import annotations

import base64
import html
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

MIME = "application/vnd.kpikit.block+json"

Tone = Literal["plain", "good", "bad", "warn", "muted", "strong"]
Role = Literal["lead", "body", "note", "warning", "small", "action"]
Width = Literal["full", "half", "third"]


class Block:
    """Base of all blocks. `kind` names the shape in JSON."""

    kind: ClassVar[str]

    def json(self) -> dict[str, Any]:
        """Plain data: what the exporters read."""
        fields: dict[str, Any] = asdict(self)  # type: ignore[call-overload]
        return {"kind": self.kind} | fields

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        data = self.json()
        return {MIME: data, "text/html": styled(to_html(data)), "text/plain": to_text(data)}


@dataclass(frozen=True)
class Heading(Block):
    """A heading; level 1 opens a chapter. `key` is a stable anchor."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2
    key: str = ""


@dataclass(frozen=True)
class Prose(Block):
    """Paragraphs of plain text."""

    kind: ClassVar[str] = "prose"
    paragraphs: list[str]
    role: Role = "body"


@dataclass(frozen=True)
class Bullets(Block):
    """A short list, with a title or none."""

    kind: ClassVar[str] = "bullets"
    items: list[str]
    title: str = ""
    role: Role = "body"


@dataclass(frozen=True)
class Cell:
    """A table's cell: text, or a small picture with its alternative text."""

    text: str = ""
    tone: Tone = "plain"
    svg: str = ""


@dataclass(frozen=True)
class Table(Block):
    """A table. `align` has one of l, r, c a column; role kpis: of page 1; data: behind a chart."""

    kind: ClassVar[str] = "table"
    columns: list[str]
    rows: list[list[Cell]]
    align: str = ""
    title: str = ""
    note: str = ""
    role: Literal["plain", "kpis", "data"] = "plain"


@dataclass(frozen=True)
class Figure(Block):
    """A chart: finding as title, what is measured as subtitle, the finding again as alternative text."""

    kind: ClassVar[str] = "figure"
    svg: str
    title: str
    subtitle: str
    alt: str
    source: str = ""
    width: Width = "full"
    key: str = ""
    table: Table | None = None

    def json(self) -> dict[str, Any]:
        """Plain data; the table behind the chart keeps its kind."""
        return super().json() | {"table": self.table.json() if self.table else None}


@dataclass(frozen=True)
class Row(Block):
    """Blocks side by side, with relative widths."""

    kind: ClassVar[str] = "row"
    blocks: list[Block]
    widths: list[float] = field(default_factory=list)

    def json(self) -> dict[str, Any]:
        """Plain data."""
        return {"kind": self.kind, "blocks": [block.json() for block in self.blocks], "widths": self.widths}


@dataclass(frozen=True)
class Group(Block):
    """Blocks below one another that belong together; `key` names the group for templates (e.g. executive).

    A chapter's first group carries `facts` (brand, period, language): what a page of the chapter alone shows.
    """

    kind: ClassVar[str] = "group"
    blocks: list[Block]
    key: str = ""
    facts: dict[str, str] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """Plain data."""
        inner = {"kind": self.kind, "blocks": [block.json() for block in self.blocks], "key": self.key}
        return inner | ({"facts": self.facts} if self.facts else {})


@dataclass(frozen=True)
class PageBreak(Block):
    """A new page in print."""

    kind: ClassVar[str] = "page_break"


def data_uri(svg: str) -> str:
    """An SVG picture as an address that stands in `<img src>`: no script in it can run."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")


def to_html(block: dict[str, Any]) -> str:
    """HTML of a block's plain data; the only place that makes HTML of blocks, and escapes every string."""
    return _HTML[block["kind"]](block)


def styled(inner: str) -> str:
    """HTML of blocks with the looks that JupyterLab lacks; in its dark theme charts stand on white paper."""
    return f'<div class="kpikit"><style>{_style()}</style>{inner}</div>'


@cache
def _style() -> str:
    return Path(__file__).with_name("jupyter.css").read_text(encoding="utf-8")


def to_text(block: dict[str, Any]) -> str:  # noqa: PLR0911 - one reading a kind
    """A one-line reading for terminals."""
    match block["kind"]:
        case "figure":
            return f"[chart: {block['alt']}]"
        case "table":
            return f"[table: {block['title'] or ' | '.join(block['columns'])}, {len(block['rows'])} rows]"
        case "row" | "group":
            return "\n".join(to_text(inner) for inner in block["blocks"])
        case "prose":
            return "\n".join(block["paragraphs"])
        case "bullets":
            return "\n".join([block["title"], *(f"- {item}" for item in block["items"])]).strip()
        case "heading":
            return str(block["text"])
        case _:
            return ""


def _escape(text: str) -> str:
    return html.escape(text, quote=True)


def _heading(block: dict[str, Any]) -> str:
    level = min(max(block["level"], 1), 6)
    anchor = f' id="{_escape(block["key"])}"' if block["key"] else ""
    return f"<h{level}{anchor}>{_escape(block['text'])}</h{level}>"


def _prose(block: dict[str, Any]) -> str:
    paragraphs = "".join(f"<p>{_escape(text)}</p>" for text in block["paragraphs"])
    return f'<div class="prose {_escape(block["role"])}">{paragraphs}</div>'


def _bullets(block: dict[str, Any]) -> str:
    title = f'<p class="list-title">{_escape(block["title"])}</p>' if block["title"] else ""
    items = "".join(f"<li>{_escape(item)}</li>" for item in block["items"])
    return f'<div class="bullets {_escape(block["role"])}">{title}<ul>{items}</ul></div>'


def _picture(svg: str, alt: str) -> str:
    """Charts are drawn for white paper: that much stands with them, where a style sheet is dropped too."""
    return f'<img src="{data_uri(svg)}" alt="{_escape(alt)}" style="background-color:#fff">'


def _cell(cell: dict[str, Any], tag: str, align: str) -> str:
    picture = _picture(cell["svg"], cell["text"]) if cell["svg"] else ""
    inner = picture or _escape(cell["text"]).replace("\n", "<br>")
    scope = ' scope="row"' if tag == "th" else ""
    return f'<{tag}{scope} class="{align} {_escape(cell["tone"])}">{inner}</{tag}>'


def _table(block: dict[str, Any]) -> str:
    align = (block["align"] or "").ljust(len(block["columns"]), "l")
    head = "".join(
        f'<th scope="col" class="{side}">{_escape(name)}</th>'
        for name, side in zip(block["columns"], align, strict=False)
    )
    body = "".join(
        "<tr>"
        + "".join(
            _cell(cell, "th" if index == 0 else "td", side)
            for index, (cell, side) in enumerate(zip(row, align, strict=False))
        )
        + "</tr>"
        for row in block["rows"]
    )
    caption = f"<caption>{_escape(block['title'])}</caption>" if block["title"] else ""
    note = f'<p class="note">{_escape(block["note"])}</p>' if block["note"] else ""
    role = _escape(block["role"])
    return (
        f'<div class="table {role}"><table>{caption}<thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>{note}</div>"
    )


def _figure(block: dict[str, Any]) -> str:
    behind = (
        f"<details><summary>{_escape(block['table']['title'])}</summary>{to_html(block['table'])}</details>"
        if block["table"]
        else ""
    )
    source = f'<p class="source">{_escape(block["source"])}</p>' if block["source"] else ""
    anchor = f' id="{_escape(block["key"])}"' if block["key"] else ""
    return (
        f'<figure{anchor} class="{_escape(block["width"])}"><figcaption>'
        f"<strong>{_escape(block['title'])}</strong> "
        f'<span class="subtitle">{_escape(block["subtitle"])}</span></figcaption>'
        f"{_picture(block['svg'], block['alt'])}{source}{behind}</figure>"
    )


def _row(block: dict[str, Any]) -> str:
    widths = block["widths"] or [1.0] * len(block["blocks"])
    inner = "".join(
        f'<div style="flex:{float(width)}">{to_html(part)}</div>'
        for part, width in zip(block["blocks"], widths, strict=True)
    )
    return f'<div class="row">{inner}</div>'


def _group(block: dict[str, Any]) -> str:
    inner = "".join(to_html(part) for part in block["blocks"])
    return f'<section class="group {_escape(block["key"])}">{inner}</section>'


_HTML: dict[str, Callable[[dict[str, Any]], str]] = {
    "heading": _heading,
    "prose": _prose,
    "bullets": _bullets,
    "table": _table,
    "figure": _figure,
    "row": _row,
    "group": _group,
    "page_break": lambda _: '<hr class="page-break">',
}
