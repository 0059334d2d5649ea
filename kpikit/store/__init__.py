"""Canonical tables of all brands as Parquet, made from the exports and nothing else.

Importing this package is cheap; what needs pandas, Arrow or DuckDB is loaded when it is asked for, so that
the command line starts fast and the process that forks the notebooks has started no threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.lazy import lazily
from kpikit.store.records import FileRecord

if TYPE_CHECKING:
    from kpikit.store.importing import check_brand, import_brand, rehearsed
    from kpikit.store.store import Store, last_whole_month

__all__ = ["FileRecord", "Store", "check_brand", "import_brand", "last_whole_month", "rehearsed"]

_HOMES = {
    "Store": "kpikit.store.store",
    "last_whole_month": "kpikit.store.store",
    "check_brand": "kpikit.store.importing",
    "import_brand": "kpikit.store.importing",
    "rehearsed": "kpikit.store.importing",
}

__getattr__ = lazily(__name__, _HOMES)
