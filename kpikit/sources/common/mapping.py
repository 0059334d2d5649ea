"""A brand's mapping held against the data dictionary: which columns it must, may and can't name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpikit import dictionary
from kpikit.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.parameters import Mapping

OURS = frozenset({
    "brand", "source", "file", "line", "layout", "snapshot_at",
    "local_date", "local_month", "local_dow", "local_hour",
})  # fmt: skip
"""Columns that no export supplies."""

COMPUTED = {
    "ads_daily": ("ad_id", ("date", "campaign_id", "campaign", "content_type", "attribution")),
    "community_messages": ("message_id", ("sent_at", "author_key", "thread_id")),
    "leads": ("lead_id", ("created_at", "contact_key", "channel", "campaign", "content_type")),
    "mentions": ("mention_id", ("published_at", "author_key", "text", "link", "post_id")),
    "orders": ("order_id", ("created_at", "customer_key", "total", "items")),
    "suggestions": ("suggestion_id", ("date", "topic")),
    "surveys": ("response_id", ("answered_at", "metric", "score")),
    "tickets": ("ticket_id", ("created_at", "customer_key", "channel", "topic")),
}
"""Table → its id and the columns it is computed from where an export has no id. They are what a later export
of the same thing repeats unchanged (a lead's stage changes, its moment doesn't); like rows are numbered."""

_MAY_BE_EMPTY = frozenset({
    "platform", "account", "community", "surface", "paid_scope", "campaign_id", "campaign", "source_name",
    "medium", "content", "channel_group", "item", "geo", "file", "line_no", "title", "dimension", "bucket",
    "ad_group", "ad_id", "product", "query",
})  # fmt: skip
"""Key columns that are filled from the source's parameters, or that not every export divides by."""


class Misfit(NamedTuple):
    """Something wrong in a mapping.

    Attributes:
        place: Keys that lead to it below `mapping:`.
        what: The finding.
        allowed: What would have been right.
        nearest: The closest allowed word.
    """

    place: tuple[str, ...]
    what: str
    allowed: str | None = None
    nearest: str | None = None


def own_columns(table: dictionary.Table) -> list[str]:
    """Columns that a mapping can name."""
    return [name for name in table.readable if name not in OURS]


def required(table: dictionary.Table) -> list[str]:
    """Columns that a mapping must name, because a row means nothing without them."""
    computed = COMPUTED.get(table.name, ("",))[0]
    moment = {table.clock, table.day} - {None, "local_date"}
    return [
        name
        for name in own_columns(table)
        if name in moment or (name in table.key and name != computed and name not in _MAY_BE_EMPTY)
    ]


EXPOSURE_WORDS = frozenset({"impressions", "views", "engaged_views", "video_views", "media_views"})
"""Metrics of the long tables that count exposures."""


def feeds_exposures(mapping: Mapping) -> bool:
    """Whether a mapping gives impressions or views, of which each platform has its own idea."""
    table = dictionary.tables().get(mapping.table)
    if table is None:
        return False
    named = {*mapping.columns, *mapping.constants}
    if any(name in named and column.unit == "exposures" for name, column in table.columns.items()):
        return True
    if "metric" not in table.key or table.name == "surveys":
        return False
    words = {mapping.constants.get("metric"), *mapping.values.get("metric", {}).values()}
    return bool(EXPOSURE_WORDS & {str(word) for word in words if word is not None})


def misfits(mapping: Mapping) -> Iterator[Misfit]:
    """All that is wrong in a mapping, whatever files there are."""
    tables = dictionary.tables()
    if mapping.table not in tables:
        yield Misfit(
            ("table",), f"no table {mapping.table!r}", ", ".join(tables), nearest(mapping.table, tables)
        )
        return
    table = tables[mapping.table]
    known = own_columns(table)
    for part in ("columns", "constants", "values"):
        for name in getattr(mapping, part):
            if name not in known:
                what = f"table {table.name!r} has no column {name!r}"
                yield Misfit((part, name), what, ", ".join(known), nearest(name, known))
    for name in sorted(set(mapping.columns) & set(mapping.constants)):
        yield Misfit(("constants", name), f"{name!r} stands under `columns` too", "one of both")
    for name in sorted(set(mapping.values) - set(mapping.columns)):
        if name in known:
            what = f"values for {name!r}, which stands for no column of the file"
            yield Misfit(("values", name), what, f"{name}: <header> under `columns` too")
    absent = [
        name for name in required(table) if name not in mapping.columns.keys() | mapping.constants.keys()
    ]
    misspelt = not set(mapping.columns) <= set(known)
    if absent and not misspelt:
        yield Misfit(("columns",), f"table {table.name!r} needs {', '.join(absent)}", ", ".join(known))
