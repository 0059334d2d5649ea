"""Rate or mix: what a rate's parts did themselves, and what the shift between them did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.evaluation import basis
from kpikit.statistics.ratios import rate_decomposition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.metrics import Figures
    from kpikit.periods import Period

SPLITTABLE = ("share", "event_rate", "money_ratio", "per_unit")
"""Kinds that are a sum over a sum, so that parts have weights."""


@dataclass(frozen=True)
class Part:
    """One platform's or format's part in a rate's change.

    Attributes:
        name: Which.
        rate_before: Its rate before; None where it had no denominator.
        rate: Its rate now.
        weight_before: Its share of the denominator before.
        weight: Its share now.
        within: What its own rate's change did to the whole, at its mean weight.
        mix: What the change of its weight did.
    """

    name: str
    rate_before: float | None
    rate: float | None
    weight_before: float
    weight: float
    within: float
    mix: float


@dataclass(frozen=True)
class RateOrMix:
    """A rate's change, split after Kitagawa: within + mix = change.

    Attributes:
        metric: The rate.
        by: What its parts are: platform, format …
        before: The rate before, over the parts.
        now: The rate now.
        within: What the parts' own rates did together.
        mix: What the shift between parts did together.
        parts: The parts, largest effect first.
    """

    metric: str
    by: str
    before: float
    now: float
    within: float
    mix: float
    parts: tuple[Part, ...]

    @property
    def change(self) -> float:
        """Now - before."""
        return self.now - self.before

    @property
    def mainly(self) -> str:
        """rate, mix, or both where neither makes up two thirds of the movement."""
        whole = abs(self.within) + abs(self.mix)
        if whole == 0 or max(abs(self.within), abs(self.mix)) < whole * 2 / 3:
            return "both"
        return "rate" if abs(self.within) > abs(self.mix) else "mix"

    @property
    def opposed(self) -> bool:
        """Whether every part moved against the whole, which happens by mix alone (Simpson)."""
        moved = [
            part.rate - part.rate_before
            for part in self.parts
            if part.rate is not None and part.rate_before is not None
        ]
        return bool(moved) and all(step * self.change < 0 for step in moved)


def decompose(
    figures: Figures, metric: str, period: Period, by: str = "platform", other: Period | None = None
) -> RateOrMix | None:
    """Split a rate's change into rate and mix.

    Args:
        figures: The brand's figures.
        metric: A rate that spans the parts.
        period: Now.
        by: What the parts are.
        other: The period compared with; default: the one before.

    Returns:
        None where the kind has no parts with weights, the metric can't be broken down so, or fewer than two
        parts had a denominator.
    """
    facts = figures.metrics[metric]
    if facts.kind not in SPLITTABLE or by not in facts.by:
        return None
    before = _sums(basis.groups(figures.value(metric, other or period.previous(), by=(by,)), by))
    now = _sums(basis.groups(figures.value(metric, period, by=(by,)), by))
    names = sorted({*before, *now})
    if len(names) < 2 or not before or not now:
        return None
    return split(metric, by, before, now)


def split(
    metric: str, by: str, before: Mapping[str, tuple[float, float]], now: Mapping[str, tuple[float, float]]
) -> RateOrMix:
    """Split from each part's (numerator, denominator); one absent on one side is all mix."""
    names = sorted({*before, *now})
    old = [before.get(name, (0.0, 0.0)) for name in names]
    new = [now.get(name, (0.0, 0.0)) for name in names]
    (y0, x0), (y1, x1) = zip(*old, strict=True), zip(*new, strict=True)
    found = rate_decomposition(names, (y0, x0), (y1, x1))
    parts = [
        Part(
            name=name,
            rate_before=before[name][0] / before[name][1] if name in before else None,
            rate=now[name][0] / now[name][1] if name in now else None,
            weight_before=x0[index] / sum(x0),
            weight=x1[index] / sum(x1),
            within=found.within[name],
            mix=found.mix[name],
        )
        for index, name in enumerate(names)
    ]
    parts.sort(key=lambda part: -abs(part.within + part.mix))
    return RateOrMix(
        metric, by, sum(y0) / sum(x0), sum(y1) / sum(x1), found.within_total, found.mix_total, tuple(parts)
    )


def _sums(rows: Mapping[str, Mapping[str, object]]) -> dict[str, tuple[float, float]]:
    sums = {
        name: (basis.number(row.get("numerator")), basis.number(row.get("denominator")))
        for name, row in rows.items()
    }
    return {name: (top, bottom) for name, (top, bottom) in sums.items() if top is not None and bottom}
