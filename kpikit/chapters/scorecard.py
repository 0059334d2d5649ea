"""00 The scorecard: one page for those who decide, what moved, and why."""

from __future__ import annotations

from kpikit.chapters.executive import Executive
from kpikit.chapters.moved import Moved
from kpikit.chapters.why import Why


class Scorecard(Executive, Moved, Why):
    """The pages that come first."""

    name = "scorecard"
