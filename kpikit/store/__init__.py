"""Canonical tables of all brands as Parquet, made from the exports and nothing else.

Importing this package is cheap; what needs pandas, Arrow or DuckDB is loaded when it is asked for, so that
the command line starts fast and the process that forks the notebooks has started no threads.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kpikit.store.records import FileRecord

if TYPE_CHECKING:
    from kpikit.store.importing import check_brand, import_brand
    from kpikit.store.store import Store, last_whole_month

__all__ = ["FileRecord", "Store", "check_brand", "import_brand", "last_whole_month"]

_HOMES = {
    "Store": "kpikit.store.store",
    "last_whole_month": "kpikit.store.store",
    "check_brand": "kpikit.store.importing",
    "import_brand": "kpikit.store.importing",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - functions and classes
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
