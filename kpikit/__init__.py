"""Monthly social-media KPI reports from platform exports.

In a notebook `import kpikit` is the one import. Names load when they are first used, so that the command line
starts fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.lazy import lazily

if TYPE_CHECKING:
    from kpikit.chapters import open_chapter
    from kpikit.evaluation import targets
    from kpikit.metrics import Figures, open_brand, registry
    from kpikit.parameters import load_brand
    from kpikit.periods import Period, parse_period
    from kpikit.project import Project
    from kpikit.store import Store, import_brand

__version__ = "0.1.0"

_HOMES = {
    "open_chapter": "kpikit.chapters",
    "targets": "kpikit.evaluation",
    "Figures": "kpikit.metrics",
    "open_brand": "kpikit.metrics",
    "registry": "kpikit.metrics",
    "load_brand": "kpikit.parameters",
    "Period": "kpikit.periods",
    "parse_period": "kpikit.periods",
    "Project": "kpikit.project",
    "Store": "kpikit.store",
    "import_brand": "kpikit.store",
}

__all__ = [
    "Figures",
    "Period",
    "Project",
    "Store",
    "__version__",
    "import_brand",
    "load_brand",
    "open_brand",
    "open_chapter",
    "parse_period",
    "registry",
    "targets",
]

__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
