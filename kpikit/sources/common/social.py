"""Words for where something came from, and the social platform they stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from kpikit.sources.base import Context

_LONGEST_ALIAS = 3
"""Aliases of this length or less ("fb", "an") stand for a network only where they are the whole cell."""


def platforms(vocabularies: dict[str, Any]) -> dict[str, str]:
    """Names, aliases and addresses of social platforms → the platform, by params/vocabularies.yaml."""
    listed: dict[str, list[str]] = vocabularies["social_sources"]
    return {word: name for name, words in listed.items() for word in (name, *words)}


def social(texts: pd.Series, context: Context) -> pd.Series:
    """The social platform that a source's name or address stands for; null where it is none."""
    return texts.str.casefold().map(platforms(context.vocabularies), na_action="ignore").astype("string")


def networks(texts: pd.Series, context: Context, *, whole: bool = False) -> pd.Series:
    """Social platforms that channels, page types and addresses stand for; null where they name none.

    "Twitter Direct Message" is X, "https://www.instagram.com/p/1" is Instagram.

    Args:
        texts: Channels, page types, addresses.
        context: For the vocabulary.
        whole: Only where the whole cell names it: "The Telegram" is a newspaper.
    """
    known = platforms(context.vocabularies)

    def network(text: str) -> str | None:
        lower = text.casefold().strip()
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", lower).partition("/")[0]
        if lower in known or bare in known:
            return known.get(lower) or known[bare]
        if whole:
            return None
        host = next((known[word] for word in known if "." in word and bare.endswith(f".{word}")), None)
        words = re.findall(r"[a-z]+", lower) if "." not in bare else []
        named = (known[word] for word in words if len(word) > _LONGEST_ALIAS and word in known)
        return host or next(named, None)

    found = {text: network(text) for text in texts.dropna().unique()}
    return texts.map(found, na_action="ignore").astype("string")
