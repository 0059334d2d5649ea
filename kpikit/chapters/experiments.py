"""60 Experiments."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kpikit.blocks import Bullets, Group
from kpikit.chapters.chapter import Chapter
from kpikit.charts.ab import Arm, Test, ab
from kpikit.evaluation import experiment_results

if TYPE_CHECKING:
    from kpikit.blocks import Block, Figure
    from kpikit.evaluation import ExperimentResult


class Experiments(Chapter):
    """What did we learn by trying?"""

    name = "experiments"

    @cached_property
    def results(self) -> list[ExperimentResult]:
        """The brand's experiments up to the period's end."""
        return experiment_results(self.setting.figures, self.setting.brand, self.period)

    def answer(self) -> str:
        """How many experiments have a winner."""
        if not self.results:
            return self.words("experiments.none")
        won = [result for result in self.results if result.verdict == "winner"]
        return self.words("experiments.answer", n=len(self.results), won=len(won))

    def tests(self) -> Block:
        """Each experiment: variants, the interval of the difference, a verdict or why there is none."""
        drawn: list[Block] = [figure for figure in map(self._test, self.results) if figure is not None]
        return Group(drawn, key="tests")

    def advice(self) -> Block:
        """How to test what the figures only suggest."""
        items = [self.words("experiments.next")]
        return Bullets(items, title=self.words("experiments.next_title"), role="action")

    def _test(self, result: ExperimentResult) -> Figure | None:
        arms = tuple(
            Arm(
                variant.name,
                variant.value,
                variant.low if variant.low is not None else variant.value,
                variant.high if variant.high is not None else variant.value,
                self.words(
                    "chart.value_n", value=self.words.value(variant.value, result.unit), n=variant.posts
                ),
            )
            for variant in result.variants
            if variant.value is not None
        )
        if not arms:
            return None
        against = next(
            (entry for entry in result.against if entry.low is not None and entry.high is not None), None
        )
        difference = None
        if against is not None and result.verdict in ("winner", "no_clear_difference"):
            text = self.words.change(against.difference, result.unit, relative=False)
            difference = Arm(
                self.words("experiments.difference"),
                against.difference,
                against.low or 0.0,
                against.high or 0.0,
                text,
            )
        verdict = self._verdict(result)
        better = None
        if result.verdict == "winner" and against is not None:
            better = (against.difference > 0) == (result.better == "up")
        metric = result.experiment.metric
        test = Test(
            name="",
            arms=arms,
            difference=difference,
            verdict=verdict,
            write=self.draw.writer(metric),
            write_difference=lambda value: self.words.change(value, result.unit, relative=False),
            better=better,
        )
        title = self.words("experiments.title", question=result.experiment.question, verdict=verdict)
        heads = [self.words(f"column.{name}") for name in ("variant", "value", "posts", "interval")]
        rows = [
            [
                variant.name,
                self.words.value(variant.value, result.unit),
                str(variant.posts),
                ""
                if variant.low is None
                else self.words(
                    "state.interval",
                    low=self.words.value(variant.low, result.unit),
                    high=self.words.value(variant.high, result.unit),
                ),
            ]
            for variant in result.variants
        ]
        return self.draw.figure(
            ab((test,), self.draw.look()),
            title,
            self.words("experiments.subtitle", metric=self.label(metric)),
            width="full",
            behind=(heads, rows),
            key=result.experiment.id,
        )

    def _verdict(self, result: ExperimentResult) -> str:
        least = min((variant.posts for variant in result.variants), default=0)
        facts = {
            "winner": result.winner,
            "least": least,
            "planned": result.planned,
            "date": result.experiment.ends,
        }
        return self.words(f"experiments.{result.verdict}", **facts)
