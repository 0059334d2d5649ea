"""Many small groups: shrinkage of cells, age of posts, retention of cohorts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Shrinkage:
    """Cell means drawn towards the common mean, the more the fewer values they rest on.

    Attributes:
        tau2: Variance between cells beyond chance.
        within: Variance within cells.
        mean: Weighted grand mean.
        weight: By cell, how much its own mean counts, 0..1.
        raw: By cell, its own mean.
        shrunk: By cell, its estimate.
    """

    tau2: float
    within: float
    mean: float
    weight: dict[Hashable, float]
    raw: dict[Hashable, float]
    shrunk: dict[Hashable, float]


def empirical_bayes_cells(cells: Mapping[Hashable, ArrayLike]) -> Shrinkage:
    """Shrink cell means: one-way random effects, moment (ANOVA) estimates, towards the weighted grand mean.

    Args:
        cells: Values by cell, on a scale where means make sense (log rates). Empty cells are left out. Where
            no cell has two values, or cells differ no more than chance, all shrink to the grand mean.
    """
    values = {cell: np.asarray(numbers, dtype=float) for cell, numbers in cells.items()}
    values = {cell: numbers for cell, numbers in values.items() if len(numbers)}
    sizes = np.array([len(numbers) for numbers in values.values()], dtype=float)
    means = np.array([numbers.mean() for numbers in values.values()])
    total, count = sizes.sum(), len(sizes)
    if count == 0:
        return Shrinkage(math.nan, math.nan, math.nan, {}, {}, {})
    grand = float((sizes * means).sum() / total)
    if count < 2 or total <= count:
        return _shrunk(list(values), means, np.zeros(count), (0.0, math.nan, grand))
    squares = sum(((numbers - numbers.mean()) ** 2).sum() for numbers in values.values())
    within = float(squares / (total - count))
    between = float((sizes * (means - grand) ** 2).sum() / (count - 1))
    n0 = (total - (sizes**2).sum() / total) / (count - 1)
    tau2 = max(0.0, (between - within) / n0)
    variance = tau2 + within / sizes
    if not variance.all():
        return _shrunk(list(values), means, np.zeros(count), (tau2, within, grand))
    mean = float((means / variance).sum() / (1 / variance).sum())
    return _shrunk(list(values), means, tau2 / variance, (tau2, within, mean))


def _shrunk(
    cells: list[Hashable],
    means: NDArray[np.float64],
    weights: NDArray[np.float64],
    level: tuple[float, float, float],
) -> Shrinkage:
    tau2, within, mean = level
    shrunk = weights * means + (1 - weights) * mean
    by_cell = [dict(zip(cells, map(float, numbers), strict=True)) for numbers in (weights, means, shrunk)]
    return Shrinkage(tau2, within, mean, *by_cell)


@dataclass(frozen=True)
class AgeCurve:
    """How a post's figures grow with its age.

    Attributes:
        ages: Ages in days.
        factors: Growth from each age to the next, weighted by volume.
        completeness: Share of the last age's figure reached at each age.
        projected: For each post its figure at the last age: reported, or completed by the factors.
    """

    ages: NDArray[np.float64]
    factors: NDArray[np.float64]
    completeness: NDArray[np.float64]
    projected: NDArray[np.float64]


def post_age(ages: ArrayLike, cumulative: ArrayLike) -> AgeCurve:
    """Age-to-age factors of cumulative figures (chain ladder), and young posts completed by them.

    Args:
        ages: Ages at which the posts were seen, ascending.
        cumulative: Posts by ages; nan where a post is too young (from there on).
    """
    table = np.asarray(cumulative, dtype=float)
    seen = ~np.isnan(table)
    both = seen[:, :-1] & seen[:, 1:]
    top = np.where(both, table[:, 1:], 0.0).sum(axis=0)
    bottom = np.where(both, table[:, :-1], 0.0).sum(axis=0)
    factors = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
    to_last = np.concatenate([np.cumprod(factors[::-1])[::-1], [1.0]])
    youngest = seen.sum(axis=1) - 1
    latest = np.where(youngest >= 0, table[np.arange(len(table)), np.maximum(youngest, 0)], np.nan)
    return AgeCurve(np.asarray(ages, dtype=float), factors, 1 / to_last, latest * to_last[youngest])


@dataclass(frozen=True)
class Retention:
    """Share of a cohort still there k periods after its first, pooled over cohorts old enough.

    Attributes:
        k: Periods since the first.
        share: Retained / base; nan where no cohort is old enough.
        retained: Cohort members seen again at k.
        base: Size of the cohorts old enough to be observed at k.
    """

    k: NDArray[np.int64]
    share: NDArray[np.float64]
    retained: NDArray[np.float64]
    base: NDArray[np.float64]


def cohort_retention(sizes: ArrayLike, retained: ArrayLike) -> Retention:
    """Pool retention over cohorts; numerator and denominator only from cohorts observed at k.

    Args:
        sizes: Size of each cohort.
        retained: Cohorts by k = 1, 2, …; nan where a cohort is too young.
    """
    size, kept = np.asarray(sizes, dtype=float), np.asarray(retained, dtype=float)
    seen = ~np.isnan(kept)
    base = np.where(seen, size[:, None], 0.0).sum(axis=0)
    total = np.where(seen, kept, 0.0).sum(axis=0)
    share = np.divide(total, base, out=np.full(len(base), np.nan), where=base > 0)
    return Retention(np.arange(1, kept.shape[1] + 1), share, total, base)
