"""Looking at a test more than once: how often chance looks like a winner, and bounds that allow for it."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(200)


def false_alarm(looks: int, bound: float = 1.959963984540054) -> float:
    """Chance that a test without any effect passes `bound` at least once in equally spaced looks.

    Armitage, McPherson and Rowe (1969): the density of the sum of what came so far, over the paths that have
    not passed yet, carried from look to look by numerical integration.

    Args:
        looks: How often the running test is looked at.
        bound: |z| from which a look counts as a find.
    """
    passed = 2 * float(ndtr(-bound))
    places = bound * _NODES
    density = np.exp(-(places**2) / 2) / math.sqrt(2 * math.pi)
    weights = bound * _WEIGHTS
    for look in range(2, looks + 1):
        edge = bound * math.sqrt(look)
        beyond = ndtr(-edge - places) + ndtr(places - edge)
        passed += float((weights * density * beyond).sum())
        new = edge * _NODES
        steps = np.exp(-((new[:, None] - places[None, :]) ** 2) / 2) / math.sqrt(2 * math.pi)
        density = steps @ (weights * density)
        places, weights = new, edge * _WEIGHTS
    return passed


@cache
def pocock_bound(looks: int, alpha: float = 0.05) -> float:
    """|z| that each of equally spaced looks must pass, so that chance does so in `alpha` of tests at most.

    Pocock (1977): 2.413 for five looks at 5 %.
    """
    return float(brentq(lambda bound: false_alarm(looks, bound) - alpha, 1.0, 6.0, xtol=1e-9))
