"""From a chapter's figures to its charts: labels in words, values in units, a table behind each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kpikit.chapters import sentences
from kpikit.charts import theme
from kpikit.charts.bars import Bar, Bars, bars
from kpikit.charts.columns import Column, Columns, columns
from kpikit.charts.dot_interval import Dot, DotInterval, dot_interval
from kpikit.charts.figure import Caption, figure
from kpikit.charts.slope import Pair, Slope, dumbbell
from kpikit.charts.small_multiples import Panel, SmallMultiples, small_multiples
from kpikit.evaluation import basis

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.blocks import Figure, Width
    from kpikit.chapters.chapter import Chapter
    from kpikit.evaluation.basis import Reading
    from kpikit.periods import Period

MOST_GROUPS = 12
FEWEST_MONTHS = 3
"""Months with a figure below which columns show no course; the table has the figure."""
COLUMN_HEIGHT = 135.0
"""Points; two rows of charts and a table fit a landscape page."""

Behind = tuple[Sequence[str], Sequence[Sequence[str]]]
"""The figures behind a chart: names of the columns, and rows of texts."""


class Drawing:
    """Draws for one chapter.

    Args:
        chapter: The chapter: its figures, words and period.
    """

    def __init__(self, chapter: Chapter) -> None:
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

    # ── kinds that several chapters use ─────────────────────────────────────────────────────────────

    def months(self, metric: str, width: Width = "half", *, key: str | None = None) -> Figure | None:
        """Thirteen months as columns, the period at the right; None where too few have a figure."""
        readings = self.series(metric)
        if sum(reading.value is not None for reading in readings) < FEWEST_MONTHS:
            return None
        bars = tuple(
            Column(
                self.words.month_tick(month.start, first=index == 0),
                reading.value,
                self.words.axis(reading.value, self.chapter.unit(metric))
                if index == len(readings) - 1 and reading.value is not None
                else "",
                partial="partial" in reading.marks,
            )
            for index, (month, reading) in enumerate(zip(self.chapter.months, readings, strict=True))
        )
        svg = columns(Columns(bars, self.writer(metric)), self.look(width), COLUMN_HEIGHT)
        rows = [
            [self.words.month(month.start), self.chapter.write(metric, reading.value)]
            for month, reading in zip(self.chapter.months, readings, strict=True)
        ]
        title = self.chapter.trend(metric)
        head = [self.words("column.month"), self.chapter.label(metric)]
        return self.figure(
            svg,
            title,
            self.words("chart.months", metric=self.chapter.label(metric)),
            width=width,
            behind=(head, rows),
            key=key or metric,
        )

    def groups(
        self, metric: str, group: str, width: Width = "half", *, limit: int = MOST_GROUPS
    ) -> Figure | None:
        """The period's figure by group with intervals, highest first; None where there is no group."""
        found = self.by(metric, group)[:limit]
        if not found:
            return None
        unit = self.chapter.unit(metric)
        dots = tuple(
            Dot(
                label,
                reading.value,
                reading.low,
                reading.high,
                self.words("chart.value_n", value=self.words.value(reading.value, unit), n=reading.n),
                few="too_small" in reading.marks,
            )
            for label, reading in found
        )
        name = self.chapter.label(metric)
        judged = [
            (label, reading.value, reading.low, reading.high)
            for label, reading in found
            if reading.judgeable and reading.value is not None
        ]
        title = sentences.highest(self.words, name, judged, unit)
        head = [self.words(f"group.{group}"), name, self.words("column.interval"), self.words("column.n")]
        rows = [
            [
                label,
                self.words.value(reading.value, unit),
                ""
                if reading.low is None or reading.high is None
                else self.words(
                    "state.interval",
                    low=self.words.value(reading.low, unit),
                    high=self.words.value(reading.high, unit),
                ),
                self.words.integer(reading.n),
            ]
            for label, reading in found
        ]
        return self.figure(
            dot_interval(DotInterval(dots, self.writer(metric)), self.look(width)),
            title,
            self.words(
                "chart.groups",
                metric=name,
                group=self.words(f"group.{group}"),
                period=self.words.period(self.chapter.period),
            ),
            width=width,
            behind=(head, rows),
            key=f"{metric}-{group}",
        )

    def panels(self, metric: str, group: str, width: Width = "full") -> Figure | None:
        """Thirteen months of each group on its own axis: exposures are never added over platforms."""
        frame = self.setting.figures.series(metric, self.chapter.months, by=(group,))
        names = [name for name in frame[group].dropna().unique() if str(name)] if group in frame else []
        found = {str(name): self._line(frame[frame[group] == name]) for name in names}
        found = {
            name: line for name, line in found.items() if any(reading.value is not None for reading in line)
        }
        if not found:
            return None
        current = self.chapter.period.previous()
        panels = tuple(
            Panel(
                self.group_name(group, name),
                self.chapter.write(metric, line[-1].value),
                tuple(reading.value for reading in line),
                self.writer(metric),
                breaks=self.breaks(metric, name if group == "platform" else None),
                partial="partial" in line[-1].marks,
            )
            for name, line in found.items()
        )
        changes = {
            name: basis.compare(self.setting.figures, metric, self.chapter.period, current, name)
            for name in found
            if group == "platform"
        }
        title = self._panels_title(metric, changes)
        months = [self.words.month(month.start) for month in self.chapter.months]
        rows = [
            [month, *(self.chapter.write(metric, line[index].value) for line in found.values())]
            for index, month in enumerate(months)
        ]
        head = [self.words("column.month"), *(self.group_name(group, name) for name in found)]
        return self.figure(
            small_multiples(SmallMultiples(panels, self.ticks(), self.events()), self.look(width)),
            title,
            self.words("chart.panels", metric=self.chapter.label(metric)),
            width=width,
            behind=(head, rows),
            key=f"{metric}-by-{group}",
        )

    def bars(
        self, metric: str, group: str, width: Width = "half", *, limit: int = MOST_GROUPS
    ) -> Figure | None:
        """Counts by group, the period before pale behind them."""
        found = self.by_key(metric, group)
        if not found:
            return None
        other = self.chapter.period.previous()
        before = self._readings(metric, group, other)
        ranked = sorted(found.items(), key=lambda row: -(row[1].value or 0.0))[:limit]
        rows = tuple(
            Bar(
                self.group_name(group, name),
                reading.value,
                self.chapter.write(metric, reading.value),
                before[name].value if name in before else None,
            )
            for name, reading in ranked
        )
        name = self.chapter.label(metric)
        top = rows[0]
        title = self.words("highest.most", metric=name, group=top.label, value=top.text)
        head = [
            self.words(f"group.{group}"),
            self.words.period(self.chapter.period),
            self.words.period(other),
        ]
        return self.figure(
            bars(Bars(rows), self.look(width)),
            title,
            self.words(
                "chart.bars",
                metric=name,
                group=self.words(f"group.{group}"),
                period=self.words.period(self.chapter.period),
                other=self.words.period(other),
            ),
            width=width,
            behind=(head, [[row.label, row.text, self.chapter.write(metric, row.previous)] for row in rows]),
            key=f"{metric}-{group}",
        )

    def pairs(self, metric: str, group: str, width: Width = "half") -> Figure | None:
        """Each group before and now."""
        found = self.by_key(metric, group)
        if not found:
            return None
        other = self.chapter.period.previous()
        before = self._readings(metric, group, other)
        rows = tuple(
            Pair(self.group_name(group, name), before[name].value if name in before else None, reading.value)
            for name, reading in sorted(found.items(), key=lambda row: -(row[1].value or 0.0))
        )
        facts = {
            "metric": self.chapter.label(metric),
            "group": self.words(f"group.{group}"),
            "other": self.words.period(other),
            "period": self.words.period(self.chapter.period),
        }
        largest = rows[0]
        title = self.words(
            "highest.most",
            metric=facts["metric"],
            group=largest.label,
            value=self.chapter.write(metric, largest.after),
        )
        data = Slope(rows, facts["other"], facts["period"], lambda value: self.chapter.write(metric, value))
        return self.figure(
            dumbbell(data, self.look(width)),
            title,
            self.words("chart.before_after", **facts),
            width=width,
            behind=(
                [facts["group"], facts["other"], facts["period"]],
                [
                    [row.label, self.chapter.write(metric, row.before), self.chapter.write(metric, row.after)]
                    for row in rows
                ],
            ),
            key=f"{metric}-{group}-pairs",
        )

    # ── parts of charts ─────────────────────────────────────────────────────────────────────────────

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

    def _panels_title(self, metric: str, changes: dict[str, basis.Change]) -> str:
        """Which groups rose and which fell beyond doubt."""
        rose = [
            self.chapter.teller.platform(name)
            for name, change in changes.items()
            if change.certain and change.change and change.change > 0
        ]
        fell = [
            self.chapter.teller.platform(name)
            for name, change in changes.items()
            if change.certain and change.change and change.change < 0
        ]
        name = self.chapter.label(metric)
        parts = []
        if rose:
            parts.append(self.words("chart.rose_on", metric=name, groups=self.words.listed(rose)))
        if fell:
            key = "chart.fell_on" if rose else "chart.fell_only"
            parts.append(self.words(key, metric=name, groups=self.words.listed(fell)))
        return self.words.joined(parts) or self.words("chart.quiet", metric=name)
