"""Words for where something came from, and the social platform they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from kpikit.sources.base import Context


def social(texts: pd.Series, context: Context) -> pd.Series:
    """The social platform that a source's name or address stands for; null where it is none."""
    listed = context.vocabularies["social_sources"]
    platforms = {word: name for name, words in listed.items() for word in (name, *words)}
    return texts.str.casefold().map(platforms).astype("string")
