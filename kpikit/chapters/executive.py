"""Page 1: what a director reads in a minute."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kpikit.blocks import Block, Bullets, Cell, Group, Heading, Prose, Row, Table
from kpikit.chapters.chapter import Chapter
from kpikit.charts.bullet import Bullet, bullet
from kpikit.evaluation import (
    any_compared,
    coverage_gaps,
    decision_states,
    headlines,
    proposed_decisions,
)
from kpikit.tables import STATUS_SHAPES, STATUS_TONES, change_cell, metric_name, value_cell

if TYPE_CHECKING:
    from kpikit.evaluation import Finding, KpiState

SHOWN_DECISIONS = 2


class Executive(Chapter):
    """The executive page."""

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
        return Group(blocks, key="executive", facts=self.setting.facts)

    def title(self) -> str:
        """A sentence that joins what was found and claims no cause."""
        told = self._told
        if not told:
            return self._course()
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

    @cached_property
    def _told(self) -> list[Finding]:
        return headlines(self.setting.findings)

    def _course(self) -> str:
        """The title where nothing stands out: how many key figures fall short."""
        known = [state for state in self.setting.kpis if state.status != "cannot_tell"]
        short = sum(state.status in ("behind", "wrong_way") for state in known)
        if short:
            return self.words("executive.short_of", n=short, all=len(self.setting.kpis))
        if known and len(known) == len(self.setting.kpis):
            return self.words("executive.all_well", all=len(known), n=len(known))
        return self._quiet

    @cached_property
    def _quiet(self) -> str:
        """That nothing changed clearly, or that there is nothing to compare with."""
        compared = any_compared(self.setting.situation.change_frame)
        return self.words("executive.quiet" if compared else "executive.first")

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
            note=self.words("pattern.sentences").join(
                [
                    self.words("executive.key"),
                    self._statuses(),
                    self.words.sentences([self.words("note.per_day")]),
                ]
            ),
            role="kpis",
        )

    def _kpi_row(self, state: KpiState) -> list[Cell]:
        metric = self.setting.registry[state.metric]
        name = metric_name(self.words, metric)
        if state.kpi.platform:
            name = self.words("note.scoped", metric=name, scope=self.teller.platform(state.kpi.platform))
        if state.judged != self.period:
            name = self.words("note.scoped", metric=name, scope=self.words.period(state.judged))
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
        return Bullets(items or [self._quiet], title=self.words("executive.findings"))

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
        absent = sorted({entry.source for entry in self.setting.coverage if entry.absent})
        missing = self.words("executive.absent", sources=self.words.listed(absent)) if absent else ""
        if not gaps:
            return missing or self.words("executive.confident")
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
        parts = [self.words("executive.confidence", gaps=self.words.joined(told)), missing]
        return self.words("pattern.sentences").join(part for part in parts if part)

    def _statuses(self) -> str:
        return self.words("executive.statuses", tolerance=self.setting.defaults["status_tolerance"])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """Small first letter within a sentence; abbreviations such as NPS keep theirs."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
