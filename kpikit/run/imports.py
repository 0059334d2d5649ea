"""Importing nbformat quickly."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_GRAMMAR = "rfc3987_syntax"


@contextmanager
def without_iri_grammar() -> Iterator[None]:
    """Keep jsonschema, which nbformat imports, from building a grammar of internationalised addresses.

    Building it takes a second of CPU at every start. jsonschema then merely lacks the check of the format
    "iri", which the schema of notebooks doesn't use.
    """
    absent = _GRAMMAR not in sys.modules
    if absent:
        sys.modules[_GRAMMAR] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if absent:
            del sys.modules[_GRAMMAR]
