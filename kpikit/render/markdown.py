"""Markdown as render blocks, through mistune's tree: no HTML is made on the way."""

from __future__ import annotations

import html
from functools import cache
from typing import TYPE_CHECKING, Any, TypedDict

from kpikit.render.foreign import blocks_of_html
from kpikit.render.pictures import picture_of

if TYPE_CHECKING:
    from collections.abc import Callable

Block = dict[str, Any]


class Span(TypedDict, total=False):
    """A run of text in one dress. `link` is an http, https or mailto address."""

    text: str
    bold: bool
    italic: bool
    code: bool
    struck: bool
    link: str


Rich = str | list[Span]
"""Text of a block: plain, or runs."""

_MARKS: dict[str, Span] = {
    "strong": {"bold": True},
    "emphasis": {"italic": True},
    "strikethrough": {"struck": True},
}
_SAFE_LINKS = ("http://", "https://", "mailto:")
_SIDES = {"right": "r", "center": "c"}


def blocks_of_markdown(source: str) -> list[Block]:
    """Read a Markdown cell. Raw HTML passes the same sieve as foreign outputs; unsafe links become text."""
    return _blocks(_parser()(source))


def plain(text: Rich) -> str:
    """The words of a text without their dress."""
    return text if isinstance(text, str) else "".join(span["text"] for span in text)


@cache
def _parser() -> Callable[[str], Any]:
    import mistune  # noqa: PLC0415 - only reports with Markdown need it

    return mistune.create_markdown(renderer=None, plugins=["table", "strikethrough", "url"])


def _blocks(tokens: list[dict[str, Any]]) -> list[Block]:
    return [block for token in tokens for block in _block(token)]


def _block(token: dict[str, Any]) -> list[Block]:
    reader = _READERS.get(token["type"])
    return reader(token) if reader else []


def _heading(token: dict[str, Any]) -> list[Block]:
    return [{"kind": "heading", "text": _words(token), "level": token["attrs"]["level"], "key": ""}]


def _paragraph(token: dict[str, Any]) -> list[Block]:
    spans = _spans(token["children"], {})
    words = [{"kind": "prose", "paragraphs": [spans], "role": "body"}] if plain(spans).strip() else []
    pictures = [child for child in token["children"] if child["type"] == "image"]
    return words + [figure for child in pictures for figure in _picture(child)]


def _picture(token: dict[str, Any]) -> list[Block]:
    """Only pictures inside the notebook are shown: an address elsewhere would have to be loaded."""
    try:
        picture = picture_of(token["attrs"]["url"])
    except ValueError:
        return []
    return [bare_figure(picture, plain(_spans(token["children"], {})))]


def bare_figure(picture: object, alt: str) -> Block:
    """A figure block without title and source."""
    return {"kind": "figure", "picture": picture, "title": "", "subtitle": "", "alt": alt, "source": "",
            "width": "full", "key": "", "data": ""}  # fmt: skip


def _list(token: dict[str, Any]) -> Block:
    items = []
    for item in token["children"]:
        first, *rest = item["children"] or [{"type": "block_text", "children": []}]
        if first["type"] not in ("block_text", "paragraph"):
            first, rest = {"children": []}, item["children"]
        items.append({"text": _spans(first["children"], {}), "inner": _blocks(rest)})
    ordered = bool(token["attrs"].get("ordered"))
    return {"kind": "list", "items": items, "ordered": ordered, "title": "", "role": "body"}


def _table(token: dict[str, Any]) -> Block:
    head, *bodies = token["children"]
    sides = [_SIDES.get(cell["attrs"].get("align") or "", "l") for cell in head["children"]]
    rows = [row["children"] for body in bodies for row in body["children"]]
    return {
        "kind": "table", "columns": [_spans(cell["children"], {}) for cell in head["children"]],
        "rows": [[text_cell(_spans(cell["children"], {})) for cell in row] for row in rows],
        "align": "".join(sides), "title": "", "note": "", "role": "plain", "key": "",
    }  # fmt: skip


def text_cell(text: Rich) -> Block:
    """A table's cell that is only text."""
    return {"text": text, "tone": "plain", "picture": None}


def _words(token: dict[str, Any]) -> str:
    return plain(_spans(token["children"], {})).replace("\n", " ").strip()


def _spans(tokens: list[dict[str, Any]], dress: Span) -> list[Span]:
    spans: list[Span] = []
    for token in tokens:
        match token["type"]:
            case "text":
                spans.append({**dress, "text": html.unescape(token["raw"])})
            case "codespan":
                spans.append({**dress, "text": html.unescape(token["raw"]), "code": True})
            case "linebreak":
                spans.append({"text": "\n"})
            case "softbreak":
                spans.append({"text": " "})
            case "link":
                address = token["attrs"]["url"]
                link: Span = {"link": address} if address.lower().startswith(_SAFE_LINKS) else {}
                spans += _spans(token["children"], {**dress, **link})
            case "inline_html":
                if token["raw"].lower().startswith("<br"):
                    spans.append({"text": "\n"})
            case "image":
                continue
            case kind:
                spans += _spans(token.get("children", []), {**dress, **_MARKS.get(kind, {})})
    return spans


_READERS: dict[str, Callable[[dict[str, Any]], list[Block]]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "block_text": _paragraph,
    "list": lambda token: [_list(token)],
    "block_quote": lambda token: [{"kind": "quote", "blocks": _blocks(token["children"])}],
    "block_code": lambda token: [{"kind": "code", "text": token["raw"].rstrip("\n")}],
    "table": lambda token: [_table(token)],
    "block_html": lambda token: blocks_of_html(token["raw"]),
    "thematic_break": lambda _: [{"kind": "rule"}],
}
