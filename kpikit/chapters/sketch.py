"""What every chart of a chapter needs: look, caption, readings by month and group, events and breaks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kpikit.charts import theme
from kpikit.charts.figure import Caption, figure
from kpikit.evaluation import basis

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.blocks import Figure, Width
    from kpikit.chapters.spoken import Spoken
    from kpikit.evaluation.basis import Reading
    from kpikit.periods import Period

Behind = tuple[Sequence[str], Sequence[Sequence[str]]]
"""The figures behind a chart: names of the columns, and rows of texts."""


class Sketch:
    """Parts of a chapter's charts.

    Args:
        chapter: The chapter: its figures, words and period.
    """

    def __init__(self, chapter: Spoken) -> None:
        self.chapter = chapter
        self.words = chapter.words
        self.setting = chapter.setting

    def look(self, width: Width = "full") -> theme.Look:
        """The brand's look at a width of the page."""
        appearance = self.setting.brand.appearance
        return theme.Look(
            width=width,
            language=self.setting.language,
            accent=theme.accent(appearance.accent)[0],
            paper=appearance.paper,
        )

    def figure(
        self, svg: str, title: str, subtitle: str, *, width: Width, behind: Behind, key: str
    ) -> Figure:
        """A picture with its finding, what is measured, the source line, and the figures behind it."""
        caption = Caption(
            title=title,
            subtitle=subtitle,
            source=self.words(
                "chart.source", brand=self.setting.brand.name, period=self.words.period(self.chapter.period)
            ),
            alt=self.words.joined([title, subtitle]),
            key=f"{self.chapter.name}-{key}",
            data=self.words("chart.behind", title=title),
        )
        return figure(svg, caption, self.look(width), *behind)

    def writer(self, metric: str) -> Callable[[float], str]:
        """Writes values of a metric on axes."""
        unit = self.chapter.unit(metric)
        return lambda value: self.words.axis(value, unit)

    def series(self, metric: str, platform: str | None = None) -> list[Reading]:
        """Thirteen months of a metric, missing ones without a value."""
        by = ("platform",) if platform else ()
        frame = self.setting.figures.series(metric, self.chapter.months, by=by)
        return self._line(frame[frame["platform"] == platform] if platform else frame)

    def by(self, metric: str, group: str) -> list[tuple[str, Reading]]:
        """The period's figures by group in words, highest first, those without a figure left out."""
        found = [
            (self.group_name(group, name), reading) for name, reading in self.by_key(metric, group).items()
        ]
        return sorted(found, key=lambda entry: -(entry[1].value or 0.0))

    def by_key(self, metric: str, group: str) -> dict[str, Reading]:
        """The period's figures by group's key, those without a figure left out."""
        return self._readings(metric, group, self.chapter.period)

    def _readings(self, metric: str, group: str, period: Period) -> dict[str, Reading]:
        if group not in self.setting.registry[metric].by:
            return {}
        rows = basis.groups(self.setting.figures.value(metric, period, by=(group,)), group)
        found = {name: basis.reading(row) for name, row in rows.items() if name}
        return {name: reading for name, reading in found.items() if reading.value is not None}

    def group_name(self, group: str, name: str) -> str:
        """A group's member in words: platforms and formats are translated, the brand's own words stay."""
        if group == "platform":
            return self.chapter.teller.platform(name)
        key = f"{group}.{name}"
        return self.words(key) if self.words.has(key) else name

    def ticks(self) -> tuple[str, ...]:
        """Months as axes show them."""
        return tuple(
            self.words.month_tick(month.start, first=index == 0)
            for index, month in enumerate(self.chapter.months)
        )

    def events(self) -> tuple[tuple[int, str], ...]:
        """Events of the brand's calendar by month of the chart."""
        return tuple(
            (index, event.what)
            for event in self.setting.brand.events
            for index, month in enumerate(self.chapter.months)
            if month.contains(event.date)
        )

    def breaks(self, metric: str, platform: str | None = None) -> tuple[tuple[int, str], ...]:
        """Breaks of a metric by month of the chart."""
        found = self.setting.figures.breaks(metric, platform)
        return tuple(
            (index, self.words.phrase(entry.what))
            for entry in found
            for index, month in enumerate(self.chapter.months)
            if index and month.contains(entry.date)
        )

    @cached_property
    def _month_ids(self) -> list[str]:
        return [month.id for month in self.chapter.months]

    def _line(self, frame: Any) -> list[Reading]:  # noqa: ANN401 - a pandas frame
        rows = {str(row["period"]): basis.reading(row) for row in basis.records(frame)}
        return [rows.get(month, basis.Reading()) for month in self._month_ids]
