"""00 The scorecard: one page for those who decide, what moved, and why."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kpikit.blocks import Block, Bullets, Cell, Group, Heading, Prose, Row, Table
from kpikit.chapters.chapter import Chapter
from kpikit.charts.bullet import Bullet, bullet
from kpikit.charts.change_dots import Change as DrawnChange
from kpikit.charts.change_dots import ChangeGroup, change_dots
from kpikit.charts.small_multiples import Panel, SmallMultiples, small_multiples
from kpikit.charts.waterfall import Step, waterfall
from kpikit.evaluation import (
    basis,
    by_certainty,
    coverage_gaps,
    decision_states,
    decompose,
    dimension_scores,
    headlines,
    proposed_decisions,
    weakest_link,
)
from kpikit.tables import STATUS_SHAPES, STATUS_TONES, change_cell, metric_name, value_cell

if TYPE_CHECKING:
    from kpikit.blocks import Figure
    from kpikit.evaluation import DimensionScore, Finding, KpiState, RateOrMix

MOST_CHANGES = 14
SHOWN_DECISIONS = 3


class Scorecard(Chapter):
    """The pages that come first."""

    name = "scorecard"

    # ── page 1 ──────────────────────────────────────────────────────────────────────────────────────

    def executive(self) -> Group:
        """The executive page: title, key figures, findings, decisions, what it rests on."""
        blocks: list[Block] = [
            Heading(self.title(), level=1, key="executive"),
            Prose([self._imprint()], role="small"),
            self._kpis(),
        ]
        money = self._money()
        if money:
            blocks.append(Prose([money], role="body"))
        blocks += [
            Row([self._findings(), Group([self._decided(), self._proposed()])], widths=[1.0, 1.0]),
            Prose([self._confidence()], role="small"),
        ]
        return Group(blocks, key="executive")

    def title(self) -> str:
        """A sentence that joins what was found and claims no cause."""
        told = self._told
        if not told:
            return self.words("executive.quiet")
        first = self.teller.title(told[0])
        opposite = next((entry for entry in told[1:] if {entry.tone, told[0].tone} == {"good", "bad"}), None)
        if opposite is not None:
            good, bad = sorted((told[0], opposite), key=lambda entry: entry.tone != "good")
            return _capital(
                self.words(
                    "executive.two", first=self.teller.title(good), second=_small(self.teller.title(bad))
                )
            )
        if len(told) > 1:
            return _capital(
                self.words("executive.both", first=first, second=_small(self.teller.title(told[1])))
            )
        return _capital(first)

    # ── page 2 ──────────────────────────────────────────────────────────────────────────────────────

    def moved(self) -> Group:
        """Thirteen months of the key figures, and every change against its uncertainty."""
        drawn = [figure for figure in (self._months(), self._changes()) if figure is not None]
        return Group([Heading(self.words("moved.title"), level=1, key="moved"), *drawn], key="moved")

    # ── page 3 ──────────────────────────────────────────────────────────────────────────────────────

    def why(self) -> Group:
        """The weakest of the five dimensions; rate or mix of the rate that moved most; platforms before and now."""
        drawn = [figure for figure in (self._mix(), self._platforms()) if figure is not None]
        blocks: list[Block] = [
            Heading(self.words("why.title"), level=1, key="why"),
            Prose([self._weakest()], role="lead"),
        ]
        blocks.append(self._dimensions())
        if drawn:
            blocks.append(Row(list(drawn)))
        return Group(blocks, key="why")

    # ── parts of page 1 ─────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _told(self) -> list[Finding]:
        return headlines(self.setting.findings)

    def _imprint(self) -> str:
        return self.words(
            "report.title", brand=self.setting.brand.name, period=self.words.period(self.period)
        )

    def _kpis(self) -> Block:
        if not self.setting.kpis:
            return Prose([self.words("executive.no_kpis")], role="note")
        names = ("kpi", "actual", "bullet", "change", "progress", "status")
        return Table(
            columns=[self.words(f"column.{name}") for name in names],
            rows=[self._kpi_row(state) for state in self.setting.kpis],
            align="lrlrll",
            note=self.words("pattern.sentences").join([self.words("executive.key"), self._statuses()]),
            role="kpis",
        )

    def _kpi_row(self, state: KpiState) -> list[Cell]:
        metric = self.setting.registry[state.metric]
        name = metric_name(self.words, metric)
        if state.kpi.platform:
            name = self.words("note.scoped", metric=name, scope=self.teller.platform(state.kpi.platform))
        picture = bullet(Bullet(state.value, state.target, state.last_year.other), self.draw.look("third"))
        target = self.words("executive.target", target=self.write(state.metric, state.target), date=state.due)
        better = "up" if state.up else "down"
        return [
            Cell(name, "strong"),
            value_cell(self.words, state.reading, state.unit),
            Cell(target, svg=picture),
            change_cell(self.words, state.previous, state.unit, better),
            Cell("\n".join(part for part in (target, self._progress(state)) if part)),
            self._status(state),
        ]

    def _progress(self, state: KpiState) -> str:
        if state.kpi.hold or state.progress is None:
            return ""
        if state.progress >= 1:
            return self.words("executive.reached")
        if state.progress < 0:
            return self.words("executive.moved_away")
        if state.time_gone is None:
            return self.words("executive.progress_only", progress=state.progress)
        return self.words("executive.progress", progress=state.progress, time=state.time_gone)

    def _status(self, state: KpiState) -> Cell:
        if state.kpi.hold and state.status != "cannot_tell":
            word, shape = ("met", "●") if state.met else ("missed", "▼")
            return Cell(f"{shape} {self.words(f'status.{word}')}", "good" if state.met else "bad")
        text = f"{STATUS_SHAPES[state.status]} {self.words(f'status.{state.status}')}"
        if state.reason:
            text = self.words("note.reason", status=text, reason=self.words(f"reason.{state.reason}"))
        return Cell(text, STATUS_TONES[state.status])

    def _money(self) -> str:
        cost = self.reading("ad_cost")
        if cost.value is None:
            return ""
        returned = self.reading("return_on_ad_spend")
        if returned.value is None:
            return self.words("executive.money_cost", cost=self.words.money(cost.value))
        ratio = self.words.ratio(returned.value)
        return self.words("executive.money", cost=self.words.money(cost.value), ratio=ratio)

    def _findings(self) -> Bullets:
        items = [self.teller.sentence(finding) for finding in self._told]
        return Bullets(items or [self.words("executive.quiet")], title=self.words("executive.findings"))

    def _decided(self) -> Block:
        states = decision_states(self.setting.brand, self.period)
        if not states:
            return Bullets([self.words("executive.none_decided")], title=self.words("executive.decided"))
        counts = {kind: sum(entry.state == kind for entry in states) for kind in ("done", "open", "late")}
        late_first = sorted(states, key=lambda entry: (entry.state != "late", entry.decision.due))
        items = [
            self.words(
                f"decision.{entry.state}",
                what=entry.decision.what,
                owner=entry.decision.owner,
                due=entry.decision.due,
            )
            for entry in late_first[:SHOWN_DECISIONS]
        ]
        title = self.words("executive.decided_title", counts=self.words("executive.decided_count", **counts))
        return Bullets(items, title=title)

    def _proposed(self) -> Bullets:
        proposed = proposed_decisions(self.setting.findings, self.setting.brand, self.period)
        items = [
            self.words(
                "executive.proposal",
                measure=self.words(f"measure.{entry.measure}"),
                owner=entry.owner or self.words("executive.nobody"),
                date=entry.decide_by,
            )
            for entry in proposed
        ]
        return Bullets(
            items or [self.words("executive.none_proposed")],
            title=self.words("executive.proposed"),
            role="action",
        )

    def _confidence(self) -> str:
        gaps = coverage_gaps(self.setting.coverage)
        if not gaps:
            return self.words("executive.confident")
        told = []
        for gap in gaps:
            touches = (
                self.teller.metrics(gap.touched_kpis)
                if gap.touched_kpis
                else self.words("executive.no_touch")
            )
            facts = {"source": gap.source, "date": gap.last_day, "touches": touches}
            key = "executive.gap" if gap.stopped == "ended" and gap.last_day else "executive.gap_days"
            told.append(self.words(key, covered=gap.days_covered, days=gap.days, **facts))
        return self.words("executive.confidence", gaps=self.words.joined(told))

    def _statuses(self) -> str:
        return self.words("executive.statuses", tolerance=self.setting.defaults["status_tolerance"])

    # ── parts of page 2 ─────────────────────────────────────────────────────────────────────────────

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
                groups.append(
                    ChangeGroup(self.words(f"moved.{word}"), tuple(map(self._drawn, members)), write)
                )
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
            self.words("moved.changes_subtitle", other=self.words.period(self.period.previous())),
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

    # ── parts of page 3 ─────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _scores(self) -> list[DimensionScore]:
        return list(
            dimension_scores(
                self.setting.figures, self.setting.brand, self.period, self.setting.situation.change_frame
            )
        )

    def _weakest(self) -> str:
        link = weakest_link(self._scores)
        if link is None:
            return self.words("why.weakest_none")
        reason = self.words(
            f"why.weakest_{link.reason}", metric=self.label(link.metric) if link.metric else ""
        )
        return self.words(
            "why.weakest",
            dimension=self.words(f"chapter.{link.dimension}.name"),
            strongest=self.words(f"chapter.{link.strongest}.name"),
            reason=reason,
        )

    def _dimensions(self) -> Table:
        heads = [
            self.words("column.dimension"),
            *(self.words(f"why.{word}") for word in ("better", "worse", "unclear")),
        ]
        rows = [
            [
                Cell(self.words(f"chapter.{score.dimension}.name"), "strong" if score.focus else "plain"),
                Cell(self._names(score.better), "good" if score.better else "muted"),
                Cell(self._names(score.worse), "bad" if score.worse else "muted"),
                Cell(self.words("why.count", n=len(score.unclear)), "muted"),
            ]
            for score in self._scores
        ]
        return Table(
            heads,
            rows,
            align="llll",
            title=self.words("why.dimensions_title"),
            note=self.words("why.dimensions_subtitle", other=self.words.period(self.period.previous())),
        )

    def _names(self, metrics: tuple[str, ...], most: int = 4) -> str:
        if not metrics:
            return "—"
        names = self.words.listed([self.label(metric) for metric in metrics[:most]])
        rest = len(metrics) - most
        return self.words("why.more", names=names, n=rest) if rest > 0 else names

    def _mix(self) -> Figure | None:
        """Rate or mix of the key figure, else of the rate, that moved most for sure."""
        for row in basis.records(by_certainty(self.setting.situation.change_frame)):
            metric = str(row["metric"])
            if row["kind"] != "event_rate" and row["kind"] != "share":
                continue
            if "platform" not in self.setting.registry[metric].by:
                continue
            split = decompose(self.setting.figures, metric, self.period)
            if split is not None and len(split.parts) > 1:
                return self._split(metric, split)
        return None

    def _split(self, metric: str, split: RateOrMix) -> Figure:
        unit = self.unit(metric)
        better = {"up": True, "down": False}.get(self.setting.registry[metric].better)
        changes = [("mix_rate", split.within), ("mix_mix", split.mix)]
        steps = (
            Step(self.words("why.mix_start"), split.before, self.words.value(split.before, unit), "total"),
            *(
                Step(
                    self.words(f"why.{word}"),
                    change,
                    self.words.points(change),
                    better=None if better is None or not change else (change > 0) == better,
                )
                for word, change in changes
            ),
            Step(self.words("why.mix_end"), split.now, self.words.value(split.now, unit), "total"),
        )
        name = self.label(metric)
        facts = {"within": self.words.points(split.within), "mix": self.words.points(split.mix)}
        title = self.words("why.mix_title", metric=name, **facts)
        heads = [
            self.words("group.platform"),
            self.words("why.mix_start"),
            self.words("why.mix_end"),
            self.words("why.mix_rate"),
            self.words("why.mix_mix"),
        ]
        table = [
            [
                self.teller.platform(part.name),
                self.words.value(part.rate_before, unit),
                self.words.value(part.rate, unit),
                self.words.points(part.within),
                self.words.points(part.mix),
            ]
            for part in split.parts
        ]
        return self.draw.figure(
            waterfall(steps, self.draw.look("half")),
            title,
            self.words("why.mix_subtitle", metric=name, other=self.words.period(self.period.previous())),
            width="half",
            behind=(heads, table),
            key="mix",
        )

    def _platforms(self) -> Figure | None:
        """The first rate among the key figures that platforms share, before and now."""
        rates = [state.metric for state in self.setting.kpis if state.kind in ("event_rate", "share")]
        for metric in [*rates, "engagement_rate_by_reach", "engagement_rate_by_exposures", "social_sessions"]:
            if len(self.draw.by_key(metric, "platform")) > 1:
                return self.draw.pairs(metric, "platform")
        return None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """Small first letter within a sentence; abbreviations such as NPS keep theirs."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
