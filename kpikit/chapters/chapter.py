"""What all chapters share: head line, commentary, charts side by side."""

from __future__ import annotations

from functools import cached_property
from inspect import getdoc, signature
from typing import TYPE_CHECKING

from kpikit.blocks import Block, Group, Heading, Prose, Row
from kpikit.chapters.drawing import Drawing
from kpikit.chapters.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.blocks import Figure


class Chapter(Spoken):
    """A chapter of a report. Its methods return blocks, one call a notebook cell."""

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


_BLOCKS = ("Block", "Group", "Row", "Table", "Prose", "Bullets")


def _gives_a_block(name: str, value: object) -> bool:
    """Whether a member of a class is a call for a notebook cell: without arguments, a block in return."""
    if name[0] == "_" or not callable(value):
        return False
    call = signature(value)
    return len(call.parameters) == 1 and call.return_annotation in _BLOCKS
