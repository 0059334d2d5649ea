"""Figures of a period as a chapter speaks of them: names, values in units, sentences."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from kpikit.chapters import sentences
from kpikit.chapters.telling import Teller
from kpikit.evaluation import basis
from kpikit.tables import metric_name

if TYPE_CHECKING:
    from kpikit.chapters.setting import Setting
    from kpikit.evaluation.basis import Change, Reading
    from kpikit.periods import Period
    from kpikit.words import Words


class Spoken:
    """A setting's figures in the report's language.

    Attributes:
        name: Key of the chapter's words, and the dimension for chapters that have one.
    """

    name: ClassVar[str]

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.words: Words = setting.words
        self.period: Period = setting.period
        self.teller = Teller(setting.words, setting.registry)

    def label(self, metric: str) -> str:
        """A metric's name in the report's language."""
        return metric_name(self.words, self.setting.registry[metric])

    def unit(self, metric: str) -> str:
        """A metric's unit."""
        return self.setting.registry[metric].unit

    def write(self, metric: str, value: float | None) -> str:
        """A value in the metric's unit."""
        return self.words.value(value, self.unit(metric))

    def reading(self, metric: str, platform: str | None = None) -> Reading:
        """The metric's figure of the period, of one platform or all."""
        return basis.read(self.setting.figures, metric, self.period, platform)

    def change(self, metric: str, other: Period, platform: str | None = None) -> Change:
        """The metric's change against another period."""
        return basis.compare(self.setting.figures, metric, self.period, other, platform)

    def trend(self, metric: str, platform: str | None = None) -> str:
        """A sentence on the metric, of one platform or all, against the period before."""
        other = self.period.previous()
        definition = self.setting.registry[metric]
        return sentences.trend(
            self.words,
            definition,
            self.reading(metric, platform),
            self.change(metric, other, platform),
            other,
            scope=self.teller.platform(platform) if platform else "",
        )

    @cached_property
    def months(self) -> list[Period]:
        """The thirteen months that end with the period."""
        return self.period.months(13)
