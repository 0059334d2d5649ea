"""What stands around a report's content: brand, period, language, state, paper, colour, fixed words."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal, get_args

State = Literal["draft", "incomplete", "released", "revised"]
Paper = Literal["landscape", "portrait"]

INK = "#12436D"
"""Accent where the brand has none, or one that can't be read on white."""

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

_LEAST_CONTRAST = 4.5
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
    accent: str = INK
    labels: dict[str, str] = field(default_factory=dict)

    def label(self, key: str) -> str:
        """A fixed word: the caller's, else the English one."""
        return self.labels.get(key) or LABELS[key]

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
        """The accent where it can be read on white (WCAG contrast ≥ 4.5), else the kit's own blue."""
        return self.accent if contrast_with_white(self.accent) >= _LEAST_CONTRAST else INK

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
        if not _is_colour(texts.get("accent", INK)):
            del texts["accent"]
        for name, allowed in (("state", State), ("paper", Paper)):
            if given.get(name) in get_args(allowed):
                texts[name] = given[name]
        labels = given.get("labels")
        words = {str(key): str(word) for key, word in labels.items()} if isinstance(labels, dict) else {}
        return cls(**texts, made=_day(given.get("made")), labels=words)


def contrast_with_white(colour: str) -> float:
    """WCAG 2 contrast ratio of `#RRGGBB` against white, 1 to 21."""
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def _is_colour(word: str) -> bool:
    return len(word) == 7 and word[0] == "#" and all(char in "0123456789abcdefABCDEF" for char in word[1:])


def _day(word: object) -> date | None:
    try:
        return date.fromisoformat(str(word))
    except ValueError:
        return None
