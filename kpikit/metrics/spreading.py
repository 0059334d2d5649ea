"""How far one content spreads: over platforms, and from account to account."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit import statistics
from kpikit.metrics.cells import Cell, Group
from kpikit.metrics.holdings import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kpikit.periods import Period


class PerKey(Rows):
    """Mean number of different values under one key (platforms of a campaign); rows without a key left out.

    Keys are compared without case and outer spaces.
    """

    grows = False

    def columns(self) -> dict[str, str]:  # noqa: D102
        spec, compiler = self.query.metric.spec, self.data.compiler
        return {
            "key": f"nullif(trim(lower({compiler.expression(spec['key'])})), '')",
            "value": compiler.expression(spec["value"]),
        }

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        values: dict[str, set[str]] = defaultdict(set)
        for row in self.inside(rows, period):
            if self.answer["key"][row] is not None and self.answer["value"][row] is not None:
                values[self.answer["key"][row]].add(self.answer["value"][row])
        return self.mean_of([len(found) for found in values.values()], group, period)

    def mean_of(self, counts: list[int], group: Group, period: Period) -> Cell | None:
        """Their mean, with the interval over them."""
        if not counts:
            return None
        days, marks = self.covered(period, group)
        estimate = statistics.ratio_of_sums(counts, np.ones(len(counts)))
        return Cell(
            group, period, estimate, sum(counts), len(counts), marks=frozenset(marks), days_covered=days
        )

    def supplied(self, rows: NDArray[Any]) -> bool:  # noqa: D102
        return any(key is not None for key in self.answer["key"][rows])


class Chains(PerKey):
    """Reposts of the period by the text in which they begin: how many, or how long the longest chain."""

    def columns(self) -> dict[str, str]:  # noqa: D102
        spec, compiler = self.query.metric.spec, self.data.compiler
        item, parent = (compiler.expression(spec[name]) for name in ("item", "parent"))
        # Ids are a platform's own.
        return {"key": f"concat_ws('|', platform, {item})", "parent": f"concat_ws('|', platform, {parent})"}

    def cell(self, group: Group, rows: NDArray[Any], period: Period) -> Cell | None:  # noqa: D102
        depths: dict[str, list[int]] = defaultdict(list)
        for row in self.inside(rows, period):
            origin, depth = self._origin(self.answer["key"][row])
            depths[origin].append(depth)
        size = self.query.metric.spec["statistic"] == "size"
        counts = [len(found) if size else max(found) for _, found in sorted(depths.items())]
        return self.mean_of(counts, group, period)

    @cached_property
    def _parents(self) -> dict[str, str]:
        """Repost → what it repeats, of all days: a chain may begin long before the period."""
        return dict(zip(self.answer["key"], self.answer["parent"], strict=True))

    def _origin(self, key: str) -> tuple[str, int]:
        """What a repost goes back to, and over how many steps; a ring of reposts ends where it closes."""
        seen = {key}
        while (parent := self._parents[key]) in self._parents and parent not in seen:
            seen.add(parent)
            key = parent
        # Every member of a ring is its beginning: the first by name stands for it.
        origin = parent if parent not in seen else min(seen)
        return origin, len(seen)
