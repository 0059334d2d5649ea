"""The reading of a notebook that both exporters show: executive page, chapters, data behind the charts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpikit.errors import RenderError
from kpikit.render.facts import ReportFacts, harmless
from kpikit.render.outputs import Block, blocks_of_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nbformat import NotebookNode

EXECUTIVE = "executive"
"""Key of the group that makes page 1."""

DATA_KEY = "data-behind-the-charts"
"""Anchor of the part that holds the tables behind the charts."""

_NARROW = {"half": 2, "third": 3}


@dataclass(frozen=True)
class Chapter:
    """What stands under one heading of level 1; the heading is its first block."""

    title: str
    blocks: list[Block]


@dataclass(frozen=True)
class Document:
    """A report ready to be drawn.

    Attributes:
        facts: What stands around it.
        executive: Blocks of page 1; empty where the notebook has none.
        chapters: In reading order.
        data: The tables behind the charts, each with a `key`; their figures name it in `data`.
    """

    facts: ReportFacts
    executive: list[Block]
    chapters: list[Chapter]
    data: list[Block]

    def contents(self) -> list[tuple[int, str, str]]:
        """Level, text and anchor of the headings of levels 1 and 2 in the chapters."""
        heads = [
            block for chapter in self.chapters for block in walk(chapter.blocks) if block["kind"] == "heading"
        ]
        return [(head["level"], head["text"], head["key"]) for head in heads if head["level"] <= 2]


def read_document(notebook: NotebookNode, facts: ReportFacts | None = None) -> Document:
    """Read an executed notebook.

    Args:
        notebook: A single chapter, or a report put together by `report.assemble`.
        facts: What stands around it; default: what the notebook itself says.

    Raises:
        RenderError: An output claims to be a block of kpikit and isn't, or holds a broken chart.
    """
    facts = facts or ReportFacts.of_notebook(notebook)
    executive: list[Block] = []
    chapters: list[Chapter] = []
    for title, blocks in _parts(notebook, facts):
        rest = []
        for block in blocks:
            if block["kind"] == "group" and block["key"] == EXECUTIVE and not executive:
                executive = block["blocks"]
            else:
                rest += _opened(block)
        if len(rest) == len(blocks) or any(block["kind"] != "heading" for block in rest):
            chapters += _chapters(rest, title or facts.document_title)
    if executive and not any(block["kind"] == "heading" for block in walk(executive)):
        executive = [{"kind": "heading", "text": facts.document_title, "level": 1, "key": ""}, *executive]
    return _finished(Document(facts, executive, chapters, []))


def walk(blocks: list[Block]) -> Iterator[Block]:
    """All blocks in reading order, those within rows, groups, quotes and lists too."""
    for block in blocks:
        yield block
        yield from walk(block.get("blocks", []))
        for item in block.get("items", []):
            yield from walk(item["inner"])


def map_text(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - plain data of any depth
    """A copy of plain data with each text changed; pictures, addresses and anchors stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [map_text(item, change) for item in value]
    if isinstance(value, dict):
        kept = ("picture", "kind", "key", "data", "role", "tone", "width", "align", "link")
        return {name: item if name in kept else map_text(item, change) for name, item in value.items()}
    return value


def _parts(notebook: NotebookNode, facts: ReportFacts) -> Iterator[tuple[str, list[Block]]]:
    """Title and blocks of each chapter notebook, in order."""
    current: object = None
    title, blocks = "", []  # type: str, list[Block]
    for number, cell in enumerate(notebook.cells, start=1):
        place = cell.metadata.get("kpikit", {})
        if place.get("chapter") != current and blocks:
            yield title, blocks
            blocks = []
        current, title = place.get("chapter"), place.get("title", "")
        try:
            found = blocks_of_cell(cell, facts)
        except ValueError as error:
            name = title or facts.document_title
            raise RenderError(f"chapter {name!r}, cell {place.get('cell', number)}: {error}") from error
        blocks += map_text(found, harmless)
    if blocks:
        yield title, blocks


def _chapters(blocks: list[Block], title: str) -> list[Chapter]:
    """Split at headings of level 1. A part without one gets its title as heading; an empty one goes."""
    if not blocks:
        return []
    if blocks[0]["kind"] != "heading":
        blocks = [{"kind": "heading", "text": title, "level": 1, "key": ""}, *blocks]
    parts: list[list[Block]] = []
    for at, block in enumerate(blocks):
        if at == 0 or (block["kind"] == "heading" and block["level"] == 1):
            parts.append([])
        parts[-1].append(block)
    return [Chapter(part[0]["text"], _paired(part)) for part in parts]


def _opened(block: Block) -> list[Block]:
    """A group's blocks in its place, so that its headings count; prose without a paragraph is nothing."""
    if block["kind"] == "group":
        return [part for inner in block["blocks"] for part in _opened(inner)]
    return [] if block["kind"] == "prose" and not block["paragraphs"] else [block]


def _paired(blocks: list[Block]) -> list[Block]:
    """Put neighbouring figures of half or third width side by side."""
    out: list[Block] = []
    for block in blocks:
        fits = _NARROW.get(block.get("width", ""), 0) if block["kind"] == "figure" else 0
        last = out[-1] if out else {}
        if fits and last.get("slots") == fits and len(last["blocks"]) < fits:
            last["blocks"].append(block)
        elif fits:
            out.append({"kind": "row", "blocks": [block], "widths": [1.0] * fits, "slots": fits})
        else:
            out.append(block)
    for row in out:
        slots = row.pop("slots", 0)
        if 1 < len(row.get("blocks", [])) < slots:
            row["widths"] = [1.0] * len(row["blocks"])
    return out


def _finished(document: Document) -> Document:
    """Give anchors, orderly heading levels and places to the tables behind the charts."""
    anchors = _Anchors()
    data: list[Block] = []
    for blocks in (document.executive, *(chapter.blocks for chapter in document.chapters)):
        level = 0
        for block in walk(blocks):
            if block["kind"] == "heading":
                wanted = 1 if level == 0 else max(block["level"], 2)
                level = block["level"] = min(wanted, level + 1, 6)
                block["key"] = anchors.new(block["key"] or block["text"])
            elif block["kind"] == "figure":
                data += _behind(block, anchors)
    return Document(document.facts, document.executive, document.chapters, data)


def _behind(figure: Block, anchors: _Anchors) -> list[Block]:
    """The table behind a chart, parted from it and linked with it."""
    figure["key"] = anchors.new(figure["key"] or "figure")
    table = figure.pop("behind", None)
    if not table:
        return []
    figure["data"] = anchors.new(f"{figure['key']}-data")
    return [
        table | {"key": figure["data"], "figure": figure["key"], "title": table["title"] or figure["title"]}
    ]


class _Anchors:
    """Anchors that are unique in a document: a second one of the same words gets a number."""

    def __init__(self) -> None:
        self._taken: set[str] = {DATA_KEY, "contents-title"}

    def new(self, words: str) -> str:
        base = re.sub(r"[^\w]+", "-", words.casefold()).strip("-_")[:60] or "part"
        anchor, number = base, 1
        while anchor in self._taken:
            number += 1
            anchor = f"{base}-{number}"
        self._taken.add(anchor)
        return anchor
