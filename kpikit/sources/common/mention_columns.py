"""Columns of mentions out of the words of listening tools: places, texts, sentiment, languages, figures."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kpikit.sources.common import checks, social
from kpikit.sources.common.rows import UNKNOWN_WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from kpikit.sources.base import Context
    from kpikit.sources.common.rows import Rows

_PLACES = {
    "news": "news", "onlinenews": "news", "newspaper": "news", "print": "news", "magazine": "news",
    "tv": "news", "radio": "news", "podcast": "news", "broadcast": "news", "pressrelease": "news",
    "blog": "web", "blogs": "web", "web": "web", "forum": "forum", "forums": "forum",
    "messageboard": "forum", "review": "review", "reviews": "review",
}  # fmt: skip
KINDS_OF_PLACES = frozenset(_PLACES.values())
"""What a text's place is where it is no social platform."""

_SENTIMENTS = frozenset({"positive", "neutral", "negative"})


def places(
    texts: pd.Series, context: Context, hosts: pd.Series | None = None, *, whole: bool = False
) -> pd.Series:
    """Platforms and kinds of places (news, web, forum, review) that source types name.

    Args:
        texts: Source types, or names of sources.
        context: For the vocabulary of networks.
        hosts: Where the texts stand, asked where the type names no network: Reddit is a forum to some tools.
        whole: Only where the whole cell names it, see `social.networks`.
    """

    def place(text: str) -> str | None:
        words = [text.casefold()] if whole else re.findall(r"[a-z]+", text.casefold())
        return next((_PLACES[word] for word in words if word in _PLACES), None)

    named = {text: place(text) for text in texts.dropna().unique()}
    found = social.networks(texts, context, whole=whole)
    if hosts is not None:
        found = found.fillna(social.networks(hosts, context))
    return found.fillna(texts.map(named, na_action="ignore").astype("string"))


def words(platform: pd.Series, title: pd.Series, *texts: pd.Series) -> pd.Series:
    """The text: of the press its headline, else what was written; a post's title may be its author's name."""
    elsewhere = platform.isin(KINDS_OF_PLACES)
    return first_of((title.where(platform.eq("news")), *texts, title.where(elsewhere)))


def counts(rows: Rows, **names: str) -> dict[str, pd.Series]:
    """Counts that the export has: canonical name = column."""
    return {canonical: checks.count(rows, name) for canonical, name in names.items() if rows.has(name)}


def sentiment(rows: Rows, name: str, words: Mapping[str, str] | None = None) -> pd.Series:
    """Labels in canonical words; what means nothing here is missing, and the row repaired.

    Args:
        rows: The rows.
        name: The column.
        words: The tool's own words for the three; default: the three themselves.
    """
    lower = rows.cells(name).str.casefold()
    known = words or {word: word for word in _SENTIMENTS}
    found = lower.map(known, na_action="ignore").astype("string")
    rows.repair(lower.notna() & found.isna(), UNKNOWN_WORD, name)
    return found


def language(texts: pd.Series) -> pd.Series:
    """BCP 47 codes; names of languages in English become their codes."""
    lower = texts.str.casefold()
    named = lower.map(_languages(), na_action="ignore").astype("string")
    code = lower.str.fullmatch(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*").fillna(value=False)
    return named.fillna(texts.where(code).str.replace("_", "-", regex=False))


@cache
def _languages() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 - few exports name languages in words

    return {name.casefold(): code.replace("_", "-") for code, name in Locale("en").languages.items()}


def domain(links: pd.Series) -> pd.Series:
    """The host of an address without "www."."""
    hosts = links.str.extract(r"^(?:[a-z]+://)?(?:www\d?\.)?([^/?#:@\s]+\.[a-z]{2,})", flags=re.IGNORECASE)[0]
    return hosts.str.casefold().astype("string")


def first_of(columns: Iterable[pd.Series]) -> pd.Series:
    """Of several columns the first that has a value in a row."""
    first, *others = columns
    for other in others:
        first = first.fillna(other)
    return first
