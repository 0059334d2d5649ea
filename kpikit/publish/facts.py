"""What stands around a report's pages: names, state, and the fixed words in its language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kpikit import __version__
from kpikit.charts.theme import HIGHLIGHT
from kpikit.render.facts import ReportFacts, fixed_words
from kpikit.words import Words

if TYPE_CHECKING:
    from collections.abc import Collection

    from kpikit.parameters import Brand
    from kpikit.periods import Period
    from kpikit.render.facts import State


def report_facts(
    brand: Brand, period: Period, language: str, state: State, failed: Collection[str]
) -> ReportFacts:
    """The facts of one report in one language.

    Args:
        brand: The brand's parameters.
        period: The report's period.
        language: One of the brand's languages.
        state: draft, incomplete, released or revised.
        failed: Chapters that could not be made.
    """
    words = Words(language, brand.currency)
    labels = fixed_words(words)
    if state in ("draft", "incomplete"):
        labels["state_note"] = words(f"report.{state}_note", n=len(failed))
    return ReportFacts(
        brand=brand.name,
        brand_id=brand.brand,
        period=words.period(period),
        language=language,
        state=state,
        state_word=words(f"report.{state}") if state in ("draft", "incomplete") else "",
        title=words("report.title", brand=brand.name, period=words.period(period)),
        version=f"kpikit {__version__}",
        made=datetime.now(UTC).date(),
        paper=brand.appearance.paper,
        accent=brand.appearance.accent or HIGHLIGHT,
        labels=labels,
    )
