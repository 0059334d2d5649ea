"""What stands around a report's content: brand, period, language, state, paper, colour, fixed words."""

from __future__ import annotations

import os
import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from kpikit.blocks import MIME
from kpikit.charts.theme import HIGHLIGHT, accent
from kpikit.words import Words, languages

if TYPE_CHECKING:
    from nbformat import NotebookNode

State = Literal["draft", "incomplete", "released", "revised"]
Paper = Literal["landscape", "portrait"]

LABELS = {
    "contents": "Contents",
    "page": "Page {page} of {pages}",
    "data": "Data behind the charts",
    "data_page": "Data: page {page}",
    "data_link": "Data",
    "chart_link": "Chart",
    "not_available": "Not available",
    "no_picture": "The picture could not be read.",
    "figure": "Figure without description",
    "report": "Report",
    "state_note": "",
}
"""The fixed words of the pages in English. A caller's own replace them; placeholders stay as they are."""

# Characters that no page needs: controls, direction overrides, lone surrogates, byte-order marks.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_TEXTS = ("brand", "brand_id", "period", "language", "state_word", "title", "version", "accent")


@dataclass(frozen=True)
class ReportFacts:
    """What a page says besides its chapters. Every word is ready for the reader, in the report's language.

    Attributes:
        brand: Name of the brand as it shall read.
        brand_id: Its id.
        period: The period in words ("October 2026").
        language: BCP 47 tag such as en, ms, zh-Hans, zh-Hant.
        state: draft and incomplete carry a watermark and a banner.
        state_word: The watermark's word; default: the state itself in capitals.
        title: The document's title; default: brand and period.
        version: What made it ("kpikit 0.1.0").
        made: Day on which it was made; also the PDF's date, so that the same input gives the same bytes.
        paper: A4 landscape or portrait.
        accent: The brand's colour, #RRGGBB.
        labels: Fixed words that replace those of `LABELS`.
    """

    brand: str = ""
    brand_id: str = ""
    period: str = ""
    language: str = "en"
    state: State = "released"
    state_word: str = ""
    title: str = ""
    version: str = ""
    made: date | None = None
    paper: Paper = "landscape"
    accent: str = HIGHLIGHT
    labels: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in _TEXTS:
            object.__setattr__(self, name, harmless(getattr(self, name)))

    def label(self, key: str) -> str:
        """A fixed word: the caller's, else the English one."""
        return harmless(self.labels.get(key) or LABELS[key])

    @property
    def watermark(self) -> str:
        """The word that lies under the pages of a draft or an incomplete report; empty for others."""
        return (self.state_word or self.state.upper()) if self.state in ("draft", "incomplete") else ""

    @property
    def document_title(self) -> str:
        """The title of the file: PDF/UA and HTML both require one."""
        name = " · ".join(part for part in (self.brand, self.period) if part)
        return self.title or name or self.label("report")

    @property
    def ink(self) -> str:
        """The accent where it is a colour that can be read on white, else the kit's own blue."""
        return accent(self.accent)[0]

    @property
    def timestamp(self) -> int:
        """Seconds for the PDF's date: SOURCE_DATE_EPOCH, else midnight UTC of the day made, else now."""
        if epoch := os.environ.get("SOURCE_DATE_EPOCH", "").strip():
            return int(epoch)
        if self.made:
            return int(datetime(self.made.year, self.made.month, self.made.day, tzinfo=UTC).timestamp())
        return int(datetime.now(UTC).timestamp())

    def metadata(self) -> dict[str, Any]:
        """Plain data for a notebook's metadata; `from_metadata` reads it back."""
        return asdict(self) | {"made": self.made.isoformat() if self.made else None}

    @classmethod
    def of_notebook(cls, notebook: NotebookNode) -> ReportFacts:
        """The facts of any executed notebook, however it was executed.

        Those of an assembled report stand in its metadata; of a chapter alone, its first group says brand,
        period and language.
        """
        ours = notebook.metadata.get("kpikit")
        if not isinstance(ours, dict) or "facts" not in ours:
            ours = (ours if isinstance(ours, dict) else {}) | _told_by_blocks(notebook)
        return cls.from_metadata({"kpikit": ours})

    @classmethod
    def from_metadata(cls, metadata: dict[str, Any]) -> ReportFacts:
        """Read the facts from a notebook's metadata.

        They stand under `kpikit.facts` in assembled reports, under `kpikit` in single chapters. What is
        missing or of the wrong shape takes its default: any executed notebook can be shown.
        """
        ours = metadata.get("kpikit")
        given = ours.get("facts", ours) if isinstance(ours, dict) else {}
        given = dict(given) if isinstance(given, dict) else {}
        texts: dict[str, Any] = {
            name: str(given[name]) for name in _TEXTS if isinstance(given.get(name), str | int)
        }
        for name, allowed in (("state", State), ("paper", Paper)):
            if given.get(name) in get_args(allowed):
                texts[name] = given[name]
        labels = given.get("labels")
        words = {str(key): str(word) for key, word in labels.items()} if isinstance(labels, dict) else {}
        return cls(**texts, made=_day(given.get("made")), labels=words)


def fixed_words(words: Words) -> dict[str, str]:
    """The fixed words of the pages in a language."""
    return {key: words(f"report.{key}") for key in LABELS if words.has(f"report.{key}")}


def _told_by_blocks(notebook: NotebookNode) -> dict[str, Any]:
    """The facts that the first group of a chapter carries, with the fixed words of its language."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    blocks = (output.get("data", {}).get(MIME) for output in outputs)
    told = (block.get("facts") for block in blocks if isinstance(block, dict))
    facts = dict(next((found for found in told if isinstance(found, dict)), {}))
    if facts.get("language") in languages():
        facts["labels"] = fixed_words(Words(facts["language"]))
    return facts


def harmless(text: str) -> str:
    """Text without the characters that would stop a page from being set or turn its order round."""
    return _FORBIDDEN.sub("", text)


def _day(word: object) -> date | None:
    try:
        return date.fromisoformat(str(word))
    except ValueError:
        return None
