"""Whose file it is: the account that its rows name, held against the one that the parameters declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.sources.common.personal import handle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.sources.base import Context
    from kpikit.sources.common.rows import Rows


def strangers(rows: Rows, names: Iterable[str], context: Context) -> list[str]:
    """A note where rows are of an account that isn't declared; none where `account:` isn't.

    An account counts as declared by its id, handle or name, as `account:` or among `own_accounts:`.

    Args:
        rows: The table's rows.
        names: Columns that name the account; those that the export doesn't have are passed over.
        context: The file's surroundings.
    """
    columns = [rows.cells(name) for name in names if rows.has(name)]
    if context.source.account is None or not columns:
        return []
    own = {handle(name) for name in (context.source.account, context.brand.name, *context.brand.own_accounts)}
    told = own_row = columns[0].notna() & False
    for column in columns:
        told = told | column.notna()
        own_row = own_row | column.map(handle, na_action="ignore").astype("string").isin(own)
    notes: list[str] = []
    foreign = int((told & ~own_row)[rows.kept].sum())
    if foreign:
        notes.append(
            f"{foreign} row(s) name an account that is none of those declared (`account:`, `own_accounts:`): "
            "another brand's file?"
        )
    return notes
