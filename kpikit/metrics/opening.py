"""One call from a notebook to a brand's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.metrics.figures import Figures
from kpikit.parameters import load_brand
from kpikit.project import Project
from kpikit.store import Store, import_brand

if TYPE_CHECKING:
    from pathlib import Path


def open_brand(brand: str, root: Path | str | None = None, engine: str | None = None) -> Figures:
    """A brand's figures, over what was imported; an empty store is filled first.

    Args:
        brand: Its id: the name of its file in params/, without the ending.
        root: The project's folder; default: found upward from the working folder.
        engine: Where it is computed: duck, or spark where one machine is not enough; default: the brand's.

    Raises:
        UsageError: No project, or no such brand; names the nearest.
        ParameterError: The brand's file is wrong.
    """
    project = Project.find(root)
    loaded = load_brand(project, brand)
    store = Store(project, loaded.brand)
    if store.log().empty:
        import_brand(project, loaded)
    return Figures(project, loaded, store, engine)
