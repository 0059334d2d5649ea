"""A whole report: chapters put together, then made into HTML and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpikit.blocks import MIME, Heading
from kpikit.render.facts import LABELS, ReportFacts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbformat import NotebookNode

__all__ = ["LABELS", "ReportFacts", "assemble", "to_html", "to_pdf", "unavailable"]


def assemble(chapters: Sequence[NotebookNode], facts: ReportFacts) -> NotebookNode:
    """Join executed chapter notebooks into one notebook.

    Chapters keep their order, but those whose metadata say `kpikit.annex: true` go last. Each cell remembers
    its chapter, so that an error can name it.

    Args:
        chapters: Executed notebooks; metadata `kpikit.title` names one that has no heading of level 1.
        facts: What stands around them; kept in the notebook's metadata for both exporters.
    """
    cells = []
    for number, chapter in enumerate(sorted(chapters, key=_is_annex), start=1):
        title = str(_ours(chapter).get("title") or "")
        for at, cell in enumerate(chapter.cells, start=1):
            place = {"chapter": number, "title": title, "cell": at}
            metadata = {**cell.metadata, "kpikit": place}
            cells.append({**cell, "id": f"c{number}-{at}", "metadata": metadata})
    return _notebook(cells, {"facts": facts.metadata()})


def unavailable(title: str, why: str, labels: Mapping[str, str]) -> NotebookNode:
    """A chapter in the place of one that could not be made: its title and, visibly, why.

    Args:
        title: Title of the chapter.
        why: The reason in words for the reader.
        labels: Fixed words; `not_available` heads the box.
    """
    name = labels.get("not_available") or LABELS["not_available"]
    shown = [Heading(title, level=1).json(), {"kind": "unavailable", "title": name, "why": why}]
    outputs = [{"output_type": "display_data", "metadata": {}, "data": {MIME: block}} for block in shown]
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "unavailable",
        "metadata": {},
        "execution_count": None,
        "source": "",
    }
    return _notebook([cell | {"outputs": outputs}], {"title": title, "unavailable": why})


def to_html(notebook: NotebookNode, facts: ReportFacts) -> str:
    """The report as one HTML page that loads nothing.

    Raises:
        RenderError: A chapter's output can't be read; the text names chapter and cell.
    """
    from kpikit.render.html import page  # noqa: PLC0415

    return page(notebook, facts)


def to_pdf(notebook: NotebookNode, facts: ReportFacts) -> bytes:
    """The report as a tagged PDF.

    Raises:
        RenderError: A chapter's output can't be read or drawn; the text names chapter and cell.
    """
    from kpikit.render.content import read_document  # noqa: PLC0415
    from kpikit.render.typesetting import typeset  # noqa: PLC0415

    return typeset(read_document(notebook, facts))


def _ours(notebook: NotebookNode) -> Mapping[str, Any]:
    found = notebook.metadata.get("kpikit", {})
    return found if isinstance(found, dict) else {}


def _notebook(cells: list[dict[str, Any]], ours: dict[str, Any]) -> NotebookNode:
    from nbformat import NotebookNode, from_dict  # noqa: PLC0415 - costs 0.2 s

    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kpikit": ours}, "cells": cells}
    notebook = from_dict(whole)  # type: ignore[no-untyped-call]
    assert isinstance(notebook, NotebookNode)
    return notebook


def _is_annex(chapter: NotebookNode) -> bool:
    return bool(_ours(chapter).get("annex"))
