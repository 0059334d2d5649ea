"""Metrics as data, and their figures: values, series, comparisons of one brand.

`registry()` holds the definitions; `Figures` computes them from a store. Loaded when asked for, since the
command line starts without either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.lazy import lazily

if TYPE_CHECKING:
    from kpikit.metrics.definitions import reference, registry
    from kpikit.metrics.figures import Figures
    from kpikit.metrics.model import Metric
    from kpikit.metrics.opening import open_brand

__all__ = ["Figures", "Metric", "open_brand", "reference", "registry"]

_HOMES = {
    "Figures": "kpikit.metrics.figures",
    "Metric": "kpikit.metrics.model",
    "open_brand": "kpikit.metrics.opening",
    "reference": "kpikit.metrics.definitions",
    "registry": "kpikit.metrics.definitions",
}

__getattr__ = lazily(__name__, _HOMES)
