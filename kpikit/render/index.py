"""The index of issued reports: one static page with a search field; no server, nothing loaded."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpikit.render.facts import State

INDEX_LABELS = {
    "title": "Reports",
    "search": "Search brand, period or state",
    "brand": "Brand",
    "period": "Period",
    "when": "Issued",
    "state": "State",
    "files": "Files",
    "none": "No report found.",
}
"""The index's fixed words in English; a caller's own replace them."""

_TEMPLATES = Path(__file__).parent / "templates" / "kpikit"


@dataclass(frozen=True)
class IndexEntry:
    """One issued report.

    Attributes:
        brand: The brand's name.
        period: The period in words.
        when: When it was issued, in words.
        state: draft, incomplete, released or revised.
        state_word: The state in the index's language.
        files: Word and path, relative to the index, of each file to open.
    """

    brand: str
    period: str
    when: str
    state: State
    state_word: str = ""
    files: tuple[tuple[str, str], ...] = ()


def index_page(entries: Sequence[IndexEntry], labels: Mapping[str, str], language: str = "en") -> str:
    """The index as HTML, entries in the order given.

    Args:
        entries: The reports.
        labels: Fixed words that replace those of `INDEX_LABELS`.
        language: BCP 47 tag of the words.
    """
    from jinja2 import Environment, FileSystemLoader  # noqa: PLC0415 - costs 0.1 s
    from markupsafe import Markup  # noqa: PLC0415

    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
    environment.filters["address"] = _address
    script = (_TEMPLATES / "reports.js").read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    return environment.get_template("reports.html.j2").render(
        entries=entries,
        labels=INDEX_LABELS | dict(labels),
        language=language,
        script=Markup(script),  # noqa: S704 - the script is ours, and allowed by its hash alone
        script_hash=f"sha256-{digest}",
    )


def _address(path: str) -> str:
    """A relative path as an address; a colon in it can't start a scheme, nor `//` a host."""
    return "./" + quote(path.lstrip("/\\"))
