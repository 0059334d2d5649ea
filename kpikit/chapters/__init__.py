"""Chapters: what a notebook calls. Each call returns a block of the report."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kpikit.errors import Problem, UsageError, nearest
from kpikit.lazy import lazily

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.chapters.annex import metrics_frame
    from kpikit.chapters.chapter import Chapter

__all__ = ["CHAPTERS", "metrics_frame", "open_chapter"]

CHAPTERS = {
    "scorecard": "Scorecard",
    "awareness": "Awareness",
    "engagement": "Engagement",
    "conversion": "Conversion",
    "community": "Community",
    "reputation": "Reputation",
    "experiments": "Experiments",
    "quality": "Quality",
}
"""Chapter → class in the module of the same name."""


def open_chapter(name: str, given: Mapping[str, Any]) -> Chapter:
    """The chapter `name` for the brand and period that a notebook's variables ask for.

    Args:
        name: scorecard, awareness, engagement, conversion, community, reputation, experiments, quality.
        given: The notebook's variables: `globals()`.

    Raises:
        UsageError: No such chapter, project or brand.
        ParameterError: The brand's file is wrong or differs from what was handed over.
        PeriodError: No such period, or no data lie in it.
    """
    from kpikit.chapters.setting import (  # noqa: PLC0415 - who only lists chapters needs no DuckDB
        Setting,
        period_with_data,
    )

    if name not in CHAPTERS:
        raise UsageError(
            Problem(f"no chapter {name!r}", allowed=", ".join(CHAPTERS), nearest=nearest(name, CHAPTERS))
        )
    setting = Setting.of_notebook(given)
    period_with_data(setting)
    chapter: Chapter = getattr(import_module(f"kpikit.chapters.{name}"), CHAPTERS[name])(setting)
    return chapter


__getattr__ = lazily(__name__, {"metrics_frame": "kpikit.chapters.annex"})
