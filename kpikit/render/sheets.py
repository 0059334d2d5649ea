"""What the Typst template is told: a document as plain data, with what is decided before drawing."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from kpikit.charts.theme import WIDTHS
from kpikit.render.content import DATA_KEY, map_text, walk
from kpikit.render.facts import LABELS
from kpikit.render.markdown import plain
from kpikit.render.pictures import svg_picture

if TYPE_CHECKING:
    from kpikit.render.content import Document
    from kpikit.render.glyphs import Glyphs
    from kpikit.render.outputs import Block

_SHEET = {paper: widths["full"] for paper, widths in WIDTHS.items()}
_GUTTER = 17.0
_LEAST_SCALE = 0.72
_WIDE_TABLE = 5
_INSET = 10.0
_LETTER = 5.0
_SENTENCE = 25
_WORDS = re.compile(r"[^\W_]+")
_LONG_CONTENTS = 22


def sheets(document: Document, glyphs: Glyphs) -> dict[str, Any]:
    """Plain data for `typst/report.typ`, every text mended for the fonts."""
    facts = document.facts
    executive = _prepared(document.executive, document, glyphs)
    chapters = [{"blocks": _prepared(chapter.blocks, document, glyphs)} for chapter in document.chapters]
    contents = document.contents()
    lang, region, script = _language(facts.language)
    words = {
        "brand": facts.brand, "period": facts.period, "watermark": facts.watermark,
        "document_title": facts.document_title, "version": facts.version,
        "imprint": " · ".join(part for part in (facts.version, str(facts.made or "")) if part),
        "labels": {key: facts.label(key) for key in LABELS},
    }  # fmt: skip
    for block in executive[:1]:
        block["listed"] = False
    return {
        "facts": map_text(words, glyphs.mend)
        | {"ink": facts.ink, "paper": facts.paper, "width": _SHEET[facts.paper], "gutter": _GUTTER},
        "lang": lang, "region": region, "script": script,
        "executive": executive,
        "contents": len(contents) + bool(document.data) > 2,
        "long_contents": len(contents) > _LONG_CONTENTS,
        "chapters": chapters,
        "data": _chunks(_prepared(document.data, document, glyphs)),
        "data_key": DATA_KEY,
    }  # fmt: skip


def _prepared(blocks: list[Block], document: Document, glyphs: Glyphs) -> list[Block]:
    copy: list[Block] = map_text(blocks, glyphs.mend)
    copy = [part for block in copy for part in _fitting(block, _SHEET[document.facts.paper])]
    for block, following in pairwise([*copy, {}]):
        if block["kind"] == "table":
            # Small print that would open a page alone takes its table along.
            block["sticky"] = following.get("kind") == "prose" and following["role"] == "small"
    for block in walk(copy):
        if block["kind"] == "table":
            _columns(block)
            block["shares"] = _shares(block, _SHEET[document.facts.paper])
            for cell in (cell for row in block["rows"] for cell in row if cell["picture"]):
                cell["picture"] = _mended(cell["picture"], glyphs)
        elif block["kind"] == "figure":
            block["picture"] = _mended(block["picture"], glyphs)
    return copy


def _mended(picture: Block, glyphs: Glyphs) -> Block:
    """The picture for paper; words in it pass the fonts too."""
    svg = picture["svg"]
    if "<text" in svg:
        svg = svg_picture(svg, glyphs.mend)["svg"]
    return {"svg": svg, "width": picture["width"], "height": picture["height"]}


def _fitting(block: Block, width: float) -> list[Block]:
    """A row of charts whose columns would shrink them beyond reading is set one below the other."""
    if block["kind"] != "row":
        return [block]
    total, count = sum(block["widths"]), len(block["widths"])
    room = width - _GUTTER * (count - 1)
    scales = [
        room * share / total / part["picture"]["width"]
        for part, share in zip(block["blocks"], block["widths"], strict=False)
        if part["kind"] == "figure"
    ]
    return block["blocks"] if scales and min(scales) < _LEAST_SCALE else [block]


def _columns(table: Block) -> None:
    """Which columns take up spare width, those with the longest words, and how wide pictures want to be."""
    longest = [
        max(
            [
                len(plain(name)),
                *(len(plain(row[at]["text"])) for row in table["rows"] if not row[at]["picture"]),
            ]
        )
        for at, name in enumerate(table["columns"])
    ]
    most = max(longest, default=0)
    table["grow"] = [at for at, length in enumerate(longest) if length >= most * 0.8]
    table["pictured"] = [
        max((row[at]["picture"]["width"] for row in table["rows"] if row[at]["picture"]), default=0)
        for at in range(len(table["columns"]))
    ]


def _shares(table: Block, width: float) -> list[float]:
    """How the columns that must break their words share what the narrow ones leave; 0: as wide as its words.

    For tables that hold sentences: left to itself a table gives every wide column the same room, a sentence
    no more than a name.
    """
    texts = [
        [plain(name), *(plain(row[at]["text"]) for row in table["rows"])]
        for at, name in enumerate(table["columns"])
    ]
    columns = [[_wide(text) for text in column] for column in texts]
    if max((sum(column) / len(column) for column in columns), default=0.0) < _SENTENCE * _LETTER:
        return []
    room, broken = width - _INSET * len(columns), list(range(len(columns)))
    while narrow := [at for at in broken if max(columns[at]) <= room / len(broken)]:
        room -= sum(max(columns[at]) for at in narrow)
        broken = [at for at in broken if at not in narrow]
        if not broken:
            return []
    weights = {at: math.sqrt(sum(columns[at])) for at in broken}
    longest = {
        at: max(_wide(word) for text in texts[at] for word in [*_WORDS.findall(text), ""]) for at in broken
    }
    return [
        max(room * weights[at] / sum(weights.values()), longest[at]) if at in broken else 0.0
        for at in range(len(columns))
    ]


def _wide(text: str) -> float:
    """About how many points a text takes in a table: letters of East Asia are twice as wide."""
    lines = text.split("\n")
    return _LETTER * max(sum(2 if east_asian_width(char) in "WF" else 1 for char in line) for line in lines)


def _chunks(tables: list[Block]) -> list[dict[str, Any]]:
    """Neighbouring tables of like width together: narrow ones are set in columns."""
    chunks: list[dict[str, Any]] = []
    for table in tables:
        wide = len(table["columns"]) > _WIDE_TABLE
        if not chunks or chunks[-1]["wide"] != wide:
            chunks.append({"wide": wide, "tables": []})
        chunks[-1]["tables"].append(table)
    return chunks


def _language(tag: str) -> tuple[str, str | None, str]:
    """Language, region and script of a BCP 47 tag, as Typst wants them."""
    first, *rest = tag.split("-")
    script = next((part.lower() for part in rest if len(part) == 4), "auto")
    region = next((part.upper() for part in rest if len(part) == 2), None)
    region = region or {"hans": "CN", "hant": "TW"}.get(script)
    return first.lower(), region, script
