"""What the cells of an executed notebook show, as render blocks: plain data that both exporters read.

A render block is a block of `kpikit.blocks` in which pictures have been checked (`picture`, see `pictures`),
lists hold nested blocks and text may be runs (`markdown.Rich`). Foreign outputs and Markdown become the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kpikit import errors
from kpikit.blocks import MIME
from kpikit.render.foreign import blocks_of_html
from kpikit.render.markdown import bare_figure, blocks_of_markdown
from kpikit.render.pictures import Picture, raster_picture, svg_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.render.facts import ReportFacts

Block = dict[str, Any]

HIDDEN_TAGS = frozenset({"parameters", "injected-parameters", "notebook-only", "papermill-error-cell-tag"})
"""Cells with one of these tags stay out of reports."""

_OBJECT = re.compile(r"\[?<[\w.]+.* at 0x[0-9a-f]+>|<(Figure|Axes)\b[^>]*>\Z")


def blocks_of_cell(cell: Any, facts: ReportFacts) -> list[Block]:  # noqa: ANN401 - nbformat has no types
    """Render blocks of a cell: Markdown, or the outputs of code; code itself is never shown.

    Raises:
        ValueError: An output claims to be a block of kpikit and isn't.
    """
    if HIDDEN_TAGS & set(cell.metadata.get("tags", [])):
        return []
    if cell.cell_type == "markdown":
        return blocks_of_markdown(cell.source)
    if cell.cell_type != "code":
        return []
    return [block for output in cell.outputs for block in _of_output(output, facts)]


def unavailable_box(title: str, why: str) -> Block:
    """The visible box in the place of something that could not be made."""
    return {"kind": "unavailable", "title": title, "why": why}


def _of_output(output: Any, facts: ReportFacts) -> list[Block]:  # noqa: ANN401
    match output.output_type:
        case "error":
            return [unavailable_box(facts.label("not_available"), _reason(output))]
        case "stream":
            return _code(output.text) if output.name == "stdout" else []
        case _:
            return _of_bundle(output.data, output.get("metadata", {}), facts)


def _reason(output: Any) -> str:  # noqa: ANN401
    """Words for the reader. Only kpikit's own errors promise to keep personal values out of their text."""
    ours = isinstance(getattr(errors, output.ename, None), type)
    return str(output.evalue) if ours else str(output.ename)


def _code(text: str) -> list[Block]:
    text = text.strip("\n")
    return [{"kind": "code", "text": text}] if text.strip() and not _OBJECT.match(text) else []


def _of_bundle(data: dict[str, Any], metadata: dict[str, Any], facts: ReportFacts) -> list[Block]:
    """Blocks of the richest form that can be shown safely."""
    if MIME in data:
        return [_BlockReader(facts).read(data[MIME])]
    for mime in ("image/svg+xml", "image/png", "image/jpeg"):
        if mime in data:
            return [_bare_picture(mime, data[mime], metadata, facts)]
    if "text/markdown" in data:
        return blocks_of_markdown(data["text/markdown"])
    if "text/html" in data:
        return blocks_of_html(data["text/html"])
    return _code(data.get("text/plain", ""))


def _bare_picture(mime: str, data: str, metadata: dict[str, Any], facts: ReportFacts) -> Block:
    about = metadata.get(mime) if isinstance(metadata.get(mime), dict) else metadata
    alt = str((about or {}).get("alt") or metadata.get("alt") or facts.label("figure"))
    try:
        picture = (
            svg_picture(data) if mime == "image/svg+xml" else raster_picture(f"data:{mime};base64,{data}")
        )
    except ValueError:
        return unavailable_box(facts.label("not_available"), facts.label("no_picture"))
    return bare_figure(picture, alt)


class _BlockReader:
    """Checks the JSON of `kpikit.blocks` and makes render blocks of it."""

    def __init__(self, facts: ReportFacts) -> None:
        self._facts = facts
        self._readers: dict[str, Callable[[Block], Block]] = {
            "heading": self._heading,
            "prose": lambda block: _take(block, "paragraphs", "role"),
            "bullets": self._bullets,
            "table": self._table,
            "figure": self._figure,
            "row": self._row,
            "group": lambda block: _take(block, "key") | {"blocks": self._inner(block)},
            "page_break": _take,
            "unavailable": lambda block: _take(block, "title", "why"),
        }

    def read(self, block: Block) -> Block:
        """One block.

        Raises:
            ValueError: Its kind is unknown or a part is missing.
        """
        try:
            return self._readers[block["kind"]](block)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(
                f"an output is not a block of kpikit ({type(error).__name__}: {error})"
            ) from error

    def _inner(self, block: Block) -> list[Block]:
        return [self.read(inner) for inner in block["blocks"]]

    def _heading(self, block: Block) -> Block:
        return _take(block, "key") | {"text": str(block["text"]), "level": int(block["level"])}

    def _bullets(self, block: Block) -> Block:
        items = [{"text": str(item), "inner": []} for item in block["items"]]
        return _take(block, "title", "role") | {"kind": "list", "ordered": False, "items": items}

    def _row(self, block: Block) -> Block:
        inner = self._inner(block)
        widths = [float(width) for width in block["widths"]] or [1.0] * len(inner)
        if len(widths) != len(inner) or not all(width > 0 for width in widths):
            raise ValueError("a row has other widths than blocks")
        return {"kind": "row", "blocks": inner, "widths": widths}

    def _table(self, block: Block) -> Block:
        columns = [str(name) for name in block["columns"]]
        if any(len(row) != len(columns) for row in block["rows"]):
            raise ValueError("a table's row has other cells than columns")
        return _take(block, "title", "note", "role") | {
            "columns": columns,
            "rows": [[self._cell(cell) for cell in row] for row in block["rows"]],
            "align": (block["align"] or "").ljust(len(columns), "l")[: len(columns)],
            "key": "",
        }

    def _cell(self, cell: Block) -> Block:
        picture = self._picture(cell["svg"]) if cell["svg"] else None
        return {"text": str(cell["text"]), "tone": cell["tone"], "picture": picture}

    def _figure(self, block: Block) -> Block:
        behind = self._table(block["table"] | {"role": "data"}) if block["table"] else None
        alt = block["alt"] or block["title"] or self._facts.label("figure")
        return _take(block, "title", "subtitle", "source", "width", "key") | {
            "alt": alt, "picture": self._picture(block["svg"]), "behind": behind, "data": "",
        }  # fmt: skip

    @staticmethod
    def _picture(svg: str) -> Picture:
        try:
            return svg_picture(svg)
        except ValueError as error:
            raise ValueError(f"a chart can't be shown: {error}") from error


def _take(block: Block, *names: str) -> Block:
    return {name: block[name] for name in ("kind", *names)}
