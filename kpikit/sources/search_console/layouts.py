"""Layouts of Search Console's performance exports, in English, French and Spanish."""

from __future__ import annotations

from kpikit.sources.base import Layout

FIGURES: dict[str, tuple[str, ...]] = {
    "clicks": ("clicks", "clics"),
    "impressions": ("impressions", "impresiones"),
    "rate": ("ctr",),
    "position": ("position", "posición"),
}
_ITEMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "date": ("dates", ("date", "fecha")),
    "query": ("queries", ("top queries", "requêtes les plus fréquentes", "consultas principales")),
    "page": ("pages", ("top pages", "pages les plus populaires", "páginas principales")),
    "country": ("countries", ("country", "pays", "país")),
    "device": ("devices", ("device", "appareil", "dispositivo")),
    "appearance": (
        "search appearance",
        ("search appearance", "apparence dans les résultats de recherche", "aspecto de la búsqueda"),
    ),
}
DISCOVER_APPEARANCE = ("discover appearance", "apparence dans discover", "aspecto en discover")
_LANGUAGES = ("en", "fr", "es")


def _layout(dimension: str, what: str, words: tuple[str, ...]) -> Layout:
    return Layout(
        id=f"search-console-{dimension}/1",
        what=f"Search Console performance, {what}",
        headers={"item": words} | FIGURES,
        required=("item", "clicks", "impressions", "position"),
        languages=_LANGUAGES,
        tried=True,
        feeds=("search",),
        closed=True,
    )


def _discover(dimension: str, what: str, words: tuple[str, ...]) -> Layout:
    """Tables without a position: those of Discover, which has no queries."""
    figures = {name: FIGURES[name] for name in ("clicks", "impressions", "rate")}
    return Layout(
        id=f"search-console-discover-{dimension}/1",
        what=f"Search Console performance in Discover, {what}",
        headers={"item": words} | figures,
        required=("item", "clicks", "impressions", "rate"),
        languages=_LANGUAGES,
        tried=False,
        feeds=("search",),
        closed=True,
    )


_BY_DIMENSION = {name: _layout(name, what, words) for name, (what, words) in _ITEMS.items()}
_DISCOVER = {
    name: _discover(name, what, DISCOVER_APPEARANCE if name == "appearance" else words)
    for name, (what, words) in _ITEMS.items()
    if name != "query"
}
DISCOVER = frozenset(layout.id for layout in _DISCOVER.values())
DATES = frozenset({_BY_DIMENSION["date"].id, _DISCOVER["date"].id})
APPEARANCE_IN_DISCOVER = _DISCOVER["appearance"]
FILTERS = Layout(
    id="search-console-filters/1",
    what="Search Console performance, filters",
    headers={"filter": ("filter", "filtre", "filtro"), "value": ("value", "valeur", "valor")},
    required=("filter", "value"),
    languages=_LANGUAGES,
    tried=True,
    # Feeds no table itself: it says what the tables beside it count.
    feeds=("search",),
)
COMPARED = Layout(
    id="search-console-comparison/1",
    what="Search Console performance, two periods compared",
    # The days of the two periods stand in the names: `comparison` tells such a table, this is one example.
    headers={
        "item": tuple(word for name, (_, words) in _ITEMS.items() if name != "date" for word in words),
        "first": ("8/1/25 - 8/30/25 clicks",),
        "second": ("7/1/25 - 7/31/25 clicks",),
    },
    required=("item", "first", "second"),
    languages=_LANGUAGES,
    tried=False,
    feeds=("search",),
)
LAYOUTS = (*_BY_DIMENSION.values(), *_DISCOVER.values(), COMPARED, FILTERS)
DIMENSION_OF = {layout.id: name for layouts in (_BY_DIMENSION, _DISCOVER) for name, layout in layouts.items()}
DIMENSION_NAMED = {word: name for name, (_, words) in _ITEMS.items() for word in words}
"""First column of a table → its dimension."""
