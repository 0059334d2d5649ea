"""Page 3: why."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kpikit.blocks import Block, Cell, Group, Heading, Prose, Row, Table
from kpikit.chapters.chapter import Chapter
from kpikit.charts.waterfall import Step, waterfall
from kpikit.evaluation import (
    basis,
    by_certainty,
    decompose,
    dimension_scores,
    weakest_link,
)

if TYPE_CHECKING:
    from kpikit.blocks import Figure
    from kpikit.evaluation import DimensionScore, RateOrMix


class Why(Chapter):
    """The five dimensions, rate or mix, platforms."""

    def why(self) -> Group:
        """The weakest dimension; rate or mix of the rate that moved most; platforms before and now."""
        drawn = [figure for figure in (self._mix(), self._platforms()) if figure is not None]
        blocks: list[Block] = [
            Heading(self.words("why.title"), level=1, key="why"),
            Prose([self._weakest()], role="lead"),
        ]
        blocks.append(self._dimensions())
        if drawn:
            blocks.append(Row(list(drawn)))
        return Group(blocks, key="why")

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
            compared = any(score.score is not None for score in self._scores)
            return self.words("why.weakest_none" if compared else "why.weakest_first")
        reason = self.words(
            f"why.weakest_{link.reason}", metric=self.label(link.metric) if link.metric else ""
        )
        if link.strongest is None:
            dimension = self.words(f"chapter.{link.dimension}.name")
            return self.words("why.weakest_alone", dimension=dimension, reason=reason)
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
