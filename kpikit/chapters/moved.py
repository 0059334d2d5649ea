"""Page 2: what moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.blocks import Group, Heading, Prose
from kpikit.chapters.chapter import Chapter
from kpikit.charts.change_dots import Change as DrawnChange
from kpikit.charts.change_dots import ChangeGroup, change_dots
from kpikit.charts.small_multiples import Panel, SmallMultiples, small_multiples
from kpikit.evaluation import (
    any_compared,
    basis,
    by_certainty,
)

if TYPE_CHECKING:
    from kpikit.blocks import Figure

MOST_CHANGES = 14


class Moved(Chapter):
    """Thirteen months of the key figures, and all changes."""

    def moved(self) -> Group:
        """Thirteen months of the key figures, and every change against its uncertainty."""
        drawn = [figure for figure in (self._months(), self._changes()) if figure is not None]
        heading = Heading(self.words("moved.title"), level=1, key="moved")
        if not drawn:
            key = (
                "moved.changes_none"
                if any_compared(self.setting.situation.change_frame)
                else "executive.first"
            )
            return Group([heading, Prose([self.words(key) + self.words("pattern.stop")])], key="moved")
        return Group([heading, *drawn], key="moved")

    def _months(self) -> Figure | None:
        panels, lines = [], {}
        for state in self.setting.kpis:
            line = self.draw.series(state.metric, state.kpi.platform)
            if all(reading.value is None for reading in line):
                continue
            name = self.label(state.metric)
            if state.kpi.platform:
                name = self.words("note.scoped", metric=name, scope=self.teller.platform(state.kpi.platform))
            lines[name] = [self.write(state.metric, reading.value) for reading in line]
            panels.append(
                Panel(
                    name,
                    self.write(state.metric, line[-1].value),
                    tuple(reading.value for reading in line),
                    self.draw.writer(state.metric),
                    target=state.target,
                    breaks=self.draw.breaks(state.metric, state.kpi.platform),
                    partial="partial" in line[-1].marks,
                )
            )
        if not panels:
            return None
        title = self.words("moved.kpis_title")
        months = [self.words.month(month.start) for month in self.months]
        rows = [[month, *(line[index] for line in lines.values())] for index, month in enumerate(months)]
        data = SmallMultiples(
            tuple(panels), self.draw.ticks(), self.draw.events(), self.words("column.target")
        )
        return self.draw.figure(
            small_multiples(data, self.draw.look()),
            title,
            self.words("moved.kpis_subtitle"),
            width="full",
            behind=([self.words("column.month"), *lines], rows),
            key="kpis",
        )

    def _changes(self) -> Figure | None:
        frame = by_certainty(self.setting.situation.change_frame).head(MOST_CHANGES)
        if frame.empty:
            return None
        rows = basis.records(frame)
        groups = []
        for word, members in (
            ("relative", [row for row in rows if row["relative"]]),
            ("absolute", [row for row in rows if not row["relative"] and row["unit"] in ("share", "points")]),
        ):
            if members:
                write = self.words.signed_percent if word == "relative" else self.words.hundredths
                drawn = tuple(map(self._drawn, members))
                floor = -1.0 if word == "relative" else None
                groups.append(ChangeGroup(self.words(f"moved.{word}"), drawn, write, floor))
        clear = sum(bool(row["clear"]) for row in rows)
        title = self.words("moved.changes_title", n=clear) if clear else self.words("moved.changes_none")
        heads = [self.words(f"column.{name}") for name in ("metric", "change", "interval")]
        table = [
            [
                self._scoped(row),
                self._written(row, "change"),
                self.words(
                    "state.interval",
                    low=self._written(row, "change_low"),
                    high=self._written(row, "change_high"),
                ),
            ]
            for row in rows
        ]
        return self.draw.figure(
            change_dots(tuple(groups), self.draw.look()),
            title,
            self.words.sentences(
                [
                    self.words("moved.changes_subtitle", other=self.words.period(self.period.previous())),
                    self.words("note.per_day"),
                ]
            ),
            width="full",
            behind=(heads, table),
            key="changes",
        )

    def _drawn(self, row: dict[str, object]) -> DrawnChange:
        # Shares move on one scale with net sentiment and NPS: in points of a hundred.
        scale = 100.0 if row["unit"] == "points" else 1.0
        change, low, high = (basis.number(row[name]) for name in ("change", "change_low", "change_high"))
        return DrawnChange(
            self._scoped(row),
            None if change is None else change / scale,
            None if low is None else low / scale,
            None if high is None else high / scale,
            self._written(row, "change"),
            clear=bool(row["clear"]),
            better={"good": True, "bad": False}.get(str(row["tone"])),
        )

    def _scoped(self, row: dict[str, object]) -> str:
        name = self.label(str(row["metric"]))
        if not row["platform"]:
            return name
        return self.words("note.scoped", metric=name, scope=self.teller.platform(row["platform"]))

    def _written(self, row: dict[str, object], name: str) -> str:
        return self.words.change(basis.number(row[name]), str(row["unit"]), relative=bool(row["relative"]))
