"""From a chapter's figures to its charts: the kinds that several chapters draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.chapters import sentences
from kpikit.chapters.sketch import Sketch
from kpikit.charts.bars import Bar, Bars, bars
from kpikit.charts.columns import Column, Columns, columns
from kpikit.charts.dot_interval import Dot, DotInterval, dot_interval
from kpikit.charts.slope import Pair, Slope, dumbbell
from kpikit.charts.small_multiples import Panel, SmallMultiples, small_multiples
from kpikit.evaluation import basis

if TYPE_CHECKING:
    from kpikit.blocks import Figure, Width

MOST_GROUPS = 12
FEWEST_MONTHS = 3
"""Months with a figure below which columns show no course; the table has the figure."""
COLUMN_HEIGHT = 135.0
"""Points; two rows of charts and a table fit a landscape page."""


class Drawing(Sketch):
    """Draws for one chapter; each kind gives None where there is nothing to draw."""

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
            Pair(
                self._with_few(self.group_name(group, name), reading),
                before[name].value if name in before else None,
                reading.value,
            )
            for name, reading in sorted(found.items(), key=lambda row: -(row[1].value or 0.0))
        )
        facts = {
            "metric": self.chapter.label(metric),
            "group": self.words(f"group.{group}"),
            "other": self.words.period(other),
            "period": self.words.period(self.chapter.period),
        }
        judged = {name: reading.value or 0.0 for name, reading in found.items() if reading.judgeable}
        largest = max(judged, key=lambda name: judged[name], default=None)
        title = (
            self.words("highest.none", metric=facts["metric"])
            if largest is None
            else self.words(
                "highest.most",
                metric=facts["metric"],
                group=self.group_name(group, largest),
                value=self.chapter.write(metric, judged[largest]),
            )
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

    def _with_few(self, name: str, reading: basis.Reading) -> str:
        """A group's name, with a word where it holds too few cases to be judged."""
        return self.words("chart.few", group=name) if "too_small" in reading.marks else name

    def _panels_title(self, metric: str, changes: dict[str, basis.Change]) -> str:
        """Which groups rose and which fell beyond doubt; where none can be compared, why."""
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
        if not parts and not any(change.change is not None for change in changes.values()):
            broken = any(change.doubt == "break" and change.other is not None for change in changes.values())
            return self.words("chart.incomparable" if broken else "chart.first", metric=name)
        return self.words.joined(parts) or self.words("chart.quiet", metric=name)
