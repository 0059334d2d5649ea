"""Cohorts: a row a month of first purchase, a column a month since; what has not happened yet stays blank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.charts.axes import NOTE, spaced
from kpikit.charts.canvas import BODY, Canvas, Type
from kpikit.charts.heatmap import legible, shade
from kpikit.charts.scales import known, widest

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.charts.theme import Look


@dataclass(frozen=True)
class Cohort:
    """A cohort: name, size ready to read, and the share retained by month; None is immature or missing."""

    label: str
    size: str
    retained: tuple[float | None, ...]


@dataclass(frozen=True)
class Triangle:
    """Cohorts, oldest first; `months` name the columns, `heads` the cohort's and the size's column."""

    cohorts: tuple[Cohort, ...]
    months: tuple[str, ...]
    heads: tuple[str, str]
    write: Callable[[float], str]


def triangle(data: Triangle, look: Look) -> str:
    """Cells shaded by share, with the share in them where all have room."""
    step = 20.0
    canvas = Canvas(look, 18 + step * len(data.cohorts) + 2)
    names = min(
        widest(canvas, [data.heads[0], *(one.label for one in data.cohorts)], BODY), canvas.width * 0.25
    )
    sizes = widest(canvas, [data.heads[1], *(one.size for one in data.cohorts)], NOTE)
    left = names + sizes + 24
    width = (canvas.width - left) / max(len(data.months), 1)
    there = known(share for one in data.cohorts for share in one.retained)
    # The first month holds everyone: it would leave no colours for the others.
    later = known(share for one in data.cohorts for share in one.retained[1:])
    bounds = (0.0, max(later, default=1.0) or 1.0)
    roomy = widest(canvas, [data.write(share) for share in there], BODY) <= width - 3
    canvas.text((0, 8), data.heads[0], NOTE, room=names)
    canvas.text((left - 12, 8), data.heads[1], NOTE, "right")
    spaced(
        canvas,
        [(left + width * (index + 0.5), name) for index, name in enumerate(data.months)],
        8,
        anchor="first",
    )
    for index, cohort in enumerate(data.cohorts):
        y = 18 + step * index
        canvas.text((0, y + step / 2), cohort.label, BODY, room=names)
        canvas.text((left - 12, y + step / 2), cohort.size, NOTE, "right")
        for month, share in enumerate(cohort.retained):
            if not known([share]) or share is None:
                continue
            x, fill = left + width * month, shade(share, bounds, look.accent)
            canvas.rect((x + 0.75, y + 0.75), (width - 1.5, step - 1.5), fill)
            if roomy:
                style = Type(color=legible(fill))
                canvas.text((x + width / 2, y + step / 2), data.write(share), style, "center")
    return canvas.svg()
