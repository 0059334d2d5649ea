"""What all chapters share: head line, figures of the period in words, charts."""

from __future__ import annotations

from functools import cached_property
from inspect import getdoc, signature
from typing import TYPE_CHECKING, ClassVar

from kpikit.blocks import Block, Group, Heading, Prose, Row
from kpikit.chapters import sentences
from kpikit.chapters.drawing import Drawing
from kpikit.chapters.telling import Teller
from kpikit.evaluation import basis
from kpikit.tables import metric_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.blocks import Figure
    from kpikit.chapters.setting import Setting
    from kpikit.evaluation.basis import Change, Reading
    from kpikit.periods import Period
    from kpikit.words import Words


class Chapter:
    """A chapter of a report. Its methods return blocks, one call a notebook cell.

    Attributes:
        name: Key of its words, and the dimension for those that have one.
    """

    name: ClassVar[str]

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.words: Words = setting.words
        self.period: Period = setting.period
        self.teller = Teller(setting.words, setting.registry)

    def __repr__(self) -> str:
        """Brand, period and language, and the calls that a notebook makes, each with what it gives."""
        setting = self.setting
        calls = {
            f"  chapter.{name}()": (getdoc(value) or "").partition("\n")[0]
            for kind in reversed(type(self).__mro__)
            for name, value in vars(kind).items()
            if _gives_a_block(name, value)
        }
        longest = max(map(len, calls))
        title = self.words(f"chapter.{self.name}.name")
        lines = [f"{title} · {setting.brand.name} · {self.period} ({setting.language})"]
        return "\n".join([*lines, *(f"{call:{longest}}  {what}" for call, what in calls.items())])

    @cached_property
    def draw(self) -> Drawing:
        """Draws the chapter's charts."""
        return Drawing(self)

    # ── blocks ──────────────────────────────────────────────────────────────────────────────────────

    def headline(self) -> Group:
        """The chapter's name, its question, and what the period answers."""
        return Group(
            [
                Heading(self.words(f"chapter.{self.name}.name"), level=1, key=self.name),
                Prose([self.words(f"chapter.{self.name}.question")], role="small"),
                Prose([self.answer()], role="lead"),
            ],
            key="headline",
            facts=self.setting.facts,
        )

    def answer(self) -> str:
        """The chapter's lead sentence."""
        return self.words("chapter.no_data", chapter=self.words(f"chapter.{self.name}.name"))

    def side_by_side(self, *blocks: Block) -> Row:
        """Blocks in one row of the page."""
        return Row(list(blocks))

    def commentary(self) -> Block:
        """The analyst's own words on the chapter: params/<brand>.<chapter>.md, if it is there."""
        path = self.setting.project.params / f"{self.setting.brand.brand}.{self.name}.md"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        return Prose([part.strip() for part in text.split("\n\n") if part.strip()], role="note")

    def shown(self, figures: Sequence[Figure | None]) -> Block:
        """Charts side by side; nothing where the sources offer none of them: the table's note says so."""
        drawn = [figure for figure in figures if figure is not None]
        if not drawn:
            return Prose([])
        return drawn[0] if drawn[0].width == "full" else Row(list(drawn))

    # ── figures of the period ───────────────────────────────────────────────────────────────────────

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

    def trend(self, metric: str) -> str:
        """A sentence on the metric against the period before."""
        other = self.period.previous()
        definition = self.setting.registry[metric]
        return sentences.trend(
            self.words, definition, self.reading(metric), self.change(metric, other), other
        )

    @cached_property
    def months(self) -> list[Period]:
        """The thirteen months that end with the period."""
        return self.period.months(13)


_BLOCKS = ("Block", "Group", "Row", "Table", "Prose", "Bullets")


def _gives_a_block(name: str, value: object) -> bool:
    """Whether a member of a class is a call for a notebook cell: without arguments, a block in return."""
    if name[0] == "_" or not callable(value):
        return False
    call = signature(value)
    return len(call.parameters) == 1 and call.return_annotation in _BLOCKS
