"""From a picture to a block: title, subtitle, alternative text, source, and the table behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.blocks import Cell, Figure, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.charts.theme import Look


@dataclass(frozen=True)
class Caption:
    """The words around a chart.

    Attributes:
        title: The finding, at most twelve words.
        subtitle: Metric, unit, period, clock.
        source: Where the figures come from.
        alt: Alternative text; the title where empty.
        key: Stable anchor.
        data: Title of the table behind the chart.
    """

    title: str
    subtitle: str
    source: str = ""
    alt: str = ""
    key: str = ""
    data: str = ""


def figure(
    svg: str, caption: Caption, look: Look, columns: Sequence[str] = (), rows: Sequence[Sequence[str]] = ()
) -> Figure:
    """Wrap a chart with its words and its figures.

    Args:
        svg: The picture.
        caption: The words around it.
        look: The style it was drawn in; its width is the block's.
        columns: Names of the table's columns; none means no table.
        rows: Texts of the table's cells; first column left, the others right aligned.
    """
    table = None
    if columns:
        cells = [[Cell(text) for text in row] for row in rows]
        align = "l" + "r" * (len(columns) - 1)
        table = Table(list(columns), cells, align, caption.data or caption.title, role="data")
    return Figure(
        svg=svg,
        title=caption.title,
        subtitle=caption.subtitle,
        alt=caption.alt or caption.title,
        source=caption.source,
        width=look.width,
        key=caption.key,
        table=table,
    )
