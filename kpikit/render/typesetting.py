"""Setting a document with Typst: a tagged PDF/UA-1 without LaTeX, browser or system fonts."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import name

from kpikit.errors import RenderError
from kpikit.render.content import walk
from kpikit.render.glyphs import Glyphs
from kpikit.render.sheets import sheets

if TYPE_CHECKING:
    from kpikit.render.content import Document

TEMPLATE = Path(__file__).parent / "typst" / "report.typ"
_TRIES = 4
_MISSING = re.compile(r"the text `\"(.*?)\"` could not be displayed", re.DOTALL)

log = logging.getLogger(__name__)


def typeset(document: Document) -> bytes:
    """Set a document with Typst.

    Characters without a glyph are replaced before (`glyphs`). Where Typst still refuses some (a mark that no
    font can put on its letter), those are replaced and it is tried again; at last the PDF/UA-1 gate is left
    open. Both are logged as warnings.

    Raises:
        RenderError: Typst refuses for another reason.
    """
    import typst  # noqa: PLC0415 - costs 30 MB

    glyphs = Glyphs(document.facts.language)
    for attempt in range(_TRIES):
        try:
            return _compiled(document, glyphs, gate=attempt < _TRIES - 1)
        except typst.TypstError as error:
            missing = "".join(_MISSING.findall(error.diagnostic))
            if not missing or attempt == _TRIES - 1:
                place = _broken_picture(document)
                raise RenderError(f"{place}the PDF can't be set: {error.message}") from error
            glyphs.refuse(missing)
    raise AssertionError


def _compiled(document: Document, glyphs: Glyphs, *, gate: bool) -> bytes:
    import typst  # noqa: PLC0415

    glyphs.replaced.clear()
    data = sheets(document, glyphs)
    fonts = typst.Fonts(
        include_system_fonts=False,
        font_paths=sorted({str(file.parent) for file in glyphs.files()}),
    )
    data["fonts"] = glyphs.families()
    stamp = document.facts.timestamp
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(),
        root=str(TEMPLATE.parent),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    pdf, warnings = compiler.compile_with_warnings(
        format="pdf",
        pdf_standards=["ua-1"] if gate else [],
        timestamp=datetime.fromtimestamp(stamp, UTC),
    )
    _say(document, glyphs, [warning.message for warning in warnings], gate=gate)
    assert isinstance(pdf, bytes)
    return pdf


def _broken_picture(document: Document) -> str:
    """Chapter and title of the first picture that Typst can't draw alone; empty where all can be drawn."""
    import typst  # noqa: PLC0415

    compiler = typst.Compiler(b'#image(bytes(sys.inputs.svg), format: "svg")')
    for chapter in document.chapters:
        for block in walk(chapter.blocks):
            if block["kind"] == "figure":
                try:
                    compiler.compile(format="pdf", sys_inputs={"svg": block["picture"]["svg"]})
                except typst.TypstError:
                    return f"chapter {chapter.title!r}, chart {block['title'] or block['alt']!r}: "
    return ""


def _say(document: Document, glyphs: Glyphs, warnings: list[str], *, gate: bool) -> None:
    which = f"{document.facts.brand_id or 'PDF'} ({document.facts.language})"
    if glyphs.replaced:
        most = glyphs.replaced.most_common(20)
        listed = ", ".join(
            f"{name(char, 'no name').lower()} (U+{ord(char):04X}{f', {count} times' if count > 1 else ''})"
            for char, count in most
        )
        log.warning("%s: no font draws these, the PDF names them in brackets: %s", which, listed)
    if not gate:
        log.warning("%s: not PDF/UA-1, for some characters could not be drawn or replaced", which)
    for message in warnings:
        log.warning("%s: Typst: %s", which, message)
