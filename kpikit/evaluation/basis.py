"""What evaluation asks of the figures, and the answers as plain values: missing is None, never 0."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.metrics import Figures
    from kpikit.periods import Period
    from kpikit.store import Store

DIMENSIONS = ("awareness", "engagement", "conversion", "community", "reputation")
"""The five dimensions, in the order of the report."""

ADDITIVE = ("count", "exposure", "money")
"""Kinds that grow with the length of the period: half a month shows half of them."""

GATHERING = (*ADDITIVE, "unique", "per_unit")
"""Kinds whose figures of a post grow with its age; of rates both parts do."""

COUNTED = (*ADDITIVE, "unique", "stock")
"""Kinds that count cases, of which there may be few."""

LEAST_CHANGE = 0.05
"""A figure counted whole has no interval; below this relative change it is not said to have moved. [H]"""

LEAST_COUNT = 10
"""Nor where it counts fewer than this before and after: one ticket fewer is no news. [H]"""


@dataclass(frozen=True)
class Reading:
    """One figure of one period.

    Attributes:
        value: The figure; None where nothing was reported.
        state: reported, missing, not_offered, or needs_platform (can't be added up over the platforms).
        marks: too_small, partial, break, preliminary, lower_bound, projected.
        n: Cases it rests on.
        low: Lower end of its 95 % interval, None where its kind has none.
        high: Upper end.
        days_covered: Days of the period with data.
        days: Days of the period.
    """

    value: float | None = None
    state: str = "missing"
    marks: tuple[str, ...] = ()
    n: float | None = None
    low: float | None = None
    high: float | None = None
    days_covered: float | None = None
    days: float | None = None

    @property
    def judgeable(self) -> bool:
        """Whether there is a figure, and not one of too few cases."""
        return self.value is not None and "too_small" not in self.marks

    @property
    def whole(self) -> bool:
        """Whether it is judgeable and rests on all days of its period."""
        return self.judgeable and "partial" not in self.marks


@dataclass(frozen=True)
class Change:
    """A figure of one period against another one's.

    Attributes:
        value: The figure.
        other: The other period's.
        change: Relative or absolute, as `relative` says.
        low: Lower end of the change's interval.
        high: Upper end.
        clear: The interval excludes no change.
        comparable: No break lies between.
        relative: The change is a share of the other value, else a difference in the metric's unit.
        marks: Marks of either figure.
        kind: The metric's kind.
    """

    value: float | None = None
    other: float | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    clear: bool = False
    comparable: bool = True
    relative: bool = False
    marks: tuple[str, ...] = ()
    kind: str = ""

    @property
    def doubt(self) -> str | None:
        """Why nothing can be said of the change, whatever its interval.

        break, bounds (of one of the figures only bounds are known), too_small (few cases), partial (days
        missing on one side; a stock does not rest on days), preliminary (a fall that may only be that young
        posts have not yet gathered what older ones have), or slight (counted whole, so without
        interval, but by less than 5 % or on fewer than ten).
        """
        if not self.comparable:
            return "bounds" if "lower_bound" in self.marks and "break" not in self.marks else "break"
        if "too_small" in self.marks:
            return "too_small"
        if "partial" in self.marks and self.kind != "stock":
            return "partial"
        if "preliminary" in self.marks and self.kind in GATHERING and (self.change or 0.0) < 0:
            return "preliminary"
        return "slight" if self.low is None and self._slight else None

    @property
    def _slight(self) -> bool:
        counted = self.kind in COUNTED or not self.kind
        few = counted and max(abs(self.value or 0.0), abs(self.other or 0.0)) < LEAST_COUNT
        # From 0 there is no relative change, and none is slight because it isn't there.
        return self.relative and (few or (self.change is not None and abs(self.change) < LEAST_CHANGE))

    @property
    def difference(self) -> float | None:
        """Value less the other, in the metric's unit; None where one of them isn't known."""
        return None if self.value is None or self.other is None else self.value - self.other

    @property
    def certain(self) -> bool:
        """Whether the figure moved beyond doubt, so that a sentence may say so."""
        return self.clear and self.change is not None and self.doubt is None


def read(figures: Figures, metric: str, period: Period, platform: str | None = None) -> Reading:
    """A metric's figure in a period, of one platform or all; `needs_platform` where it has none for all."""
    return history(figures, metric, [period], platform).get(period.id, Reading())


def history(
    figures: Figures, metric: str, periods: list[Period], platform: str | None = None
) -> dict[str, Reading]:
    """A metric's figures in several periods by period id; periods without a row are left out."""
    if _undefined(figures, metric, periods[-1], platform):
        return {period.id: Reading(state="needs_platform") for period in periods}
    rows = records(figures.series(metric, periods, by=_by(platform)))
    own = [row for row in rows if platform in (None, row.get("platform"))]
    return {str(row["period"]): reading(row) for row in own}


def compare(
    figures: Figures, metric: str, current: Period, other: Period, platform: str | None = None
) -> Change:
    """A metric's change between two periods, on one platform or all."""
    if _undefined(figures, metric, current, platform):
        return Change()
    rows = records(figures.compare(metric, current, other, by=_by(platform)))
    return next((change(row) for row in rows if platform in (None, row.get("platform"))), Change())


def scopes(figures: Figures, metric: str, period: Period) -> list[str | None]:
    """Platforms on which a metric stands alone where it can't be added up over them; else one scope, None."""
    facts = figures.metrics[metric]
    alone = "platform" in facts.not_additive_over and "platform" in facts.by and facts.kind != "unique"
    if not alone and figures.rolls_up(metric):
        return [None]
    platforms = groups(figures.value(metric, period, by=("platform",)), "platform")
    return [*sorted(platforms)] if len(platforms) > 1 or not figures.rolls_up(metric) else [None]


def reading(row: Mapping[str, Any]) -> Reading:
    """A row of `Figures.value` as plain values."""
    found = {name: number(row.get(name)) for name in ("value", "n", "low", "high", "days_covered", "days")}
    state, marks = str(row.get("state", "reported")), tuple(row.get("marks") or ())
    answer = Reading(state=state, marks=marks, **found)
    return answer if answer.state == "reported" else replace(answer, value=None, low=None, high=None)


def change(row: Mapping[str, Any]) -> Change:
    """A row of `Figures.compare` as plain values."""
    return Change(
        value=number(row.get("value")),
        other=number(row.get("other")),
        change=number(row.get("change")),
        low=number(row.get("change_low")),
        high=number(row.get("change_high")),
        clear=_true(row.get("clear")),
        comparable=_true(row.get("comparable", True)),
        relative=_true(row.get("relative")),
        marks=tuple(row.get("marks") or ()),
        kind=str(row.get("kind", "")),
    )


def number(value: Any) -> float | None:  # noqa: ANN401 - frames hold any scalar
    """A frame's number as float; NaN, NA and None as None."""
    return None if _null(value) else float(value)


def tone(better: str, change: float | None) -> str:
    """good, bad or neutral: a change's sign against the direction in which the metric is better."""
    if not change or better not in ("up", "down"):
        return "neutral"
    return "good" if (change > 0) == (better == "up") else "bad"


def groups(frame: pd.DataFrame, name: str) -> dict[str, dict[str, Any]]:
    """Rows of a frame with one row per `name`, by that name; rows without one are left out."""
    return {str(row[name]): row for row in records(frame) if row.get(name) is not None}


def ask(figures: Figures, sql: str, **parameters: object) -> list[dict[str, Any]]:
    """Rows of the brand's store: days and open tickets, never texts or people."""
    return records(cast("Store", figures.store).frame(sql, **parameters))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as dicts keyed by column name; NaN, NaT and NA are None."""
    # Column by column: DataFrame.to_dict takes five times as long, and a report asks for hundreds of rows.
    names = [str(name) for name in frame.columns]
    columns = [[None if _null(value) else value for value in frame[name].tolist()] for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _by(platform: str | None) -> tuple[str, ...]:
    return () if platform is None else ("platform",)


def _undefined(figures: Figures, metric: str, period: Period, platform: str | None) -> bool:
    return platform is None and scopes(figures, metric, period) != [None]


def _true(value: Any) -> bool:  # noqa: ANN401 - numpy, pandas and Python booleans
    return not _null(value) and bool(value)


def _null(value: Any) -> bool:  # noqa: ANN401 - any scalar or list
    return value is None or value is pd.NA or (isinstance(value, float | datetime) and value != value)  # noqa: PLR0124 - NaN, NaT
