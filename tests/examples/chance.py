"""Random draws that come out the same on every machine and with every version of every library.

Python promises a stable stream for `random.Random(seed).random()` only, so every draw is built on that.
"""

from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Item = TypeVar("Item")


class Chance:
    """One stream of draws; each file has its own, seeded by its name."""

    def __init__(self, seed: str) -> None:
        self._random = Random(f"kpikit examples 1 {seed}").random

    def yes(self, probability: float) -> bool:
        """True with this probability."""
        return self._random() < probability

    def between(self, low: float, high: float) -> float:
        """Uniform between two numbers."""
        return low + (high - low) * self._random()

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, items: Sequence[Item]) -> Item:
        """One of the items, all alike."""
        return items[int(self._random() * len(items))]

    def weighted(self, weights: Mapping[Item, float]) -> Item:
        """One of the keys, by weight."""
        left = self._random() * sum(weights.values())
        for item, weight in weights.items():
            left -= weight
            if left < 0:
                return item
        return item

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """The items in another order."""
        keys = sorted((self._random(), place) for place in range(len(items)))
        return [items[place] for _, place in keys]

    def normal(self) -> float:
        """Standard normal, by Box and Muller."""
        return math.sqrt(-2 * math.log(1 - self._random())) * math.cos(math.tau * self._random())

    def noise(self, spread: float) -> float:
        """A log-normal factor with mean 1: how much days, posts and people differ."""
        return math.exp(spread * self.normal() - spread * spread / 2)

    def skewed(self, median: float, spread: float) -> float:
        """A log-normal figure with this median: waiting times, follower counts."""
        return median * math.exp(spread * self.normal())

    def count(self, mean: float, spread: float = 0.25) -> int:
        """A count that scatters more than a Poisson count would, as real days do."""
        expected = mean * self.noise(spread) if spread else mean
        if expected > 50:
            return max(0, round(expected + math.sqrt(expected) * self.normal()))
        limit, product, events = math.exp(-expected), self._random(), 0
        while product > limit:
            product *= self._random()
            events += 1
        return events

    def thinned(self, total: int, probability: float) -> int:
        """How many of a total, each with this probability."""
        if total > 400:
            deviation = math.sqrt(total * probability * (1 - probability))
            return min(total, max(0, round(total * probability + deviation * self.normal())))
        return sum(self._random() < probability for _ in range(total))
