"""Whose file it is: the account that its rows name, held against the one that the parameters declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.sources.common.personal import handle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.sources.base import Context
    from kpikit.sources.common.rows import Rows


COUNTED = "count as the brand's own"
"""Part of both notes, by which a report finds them."""


def strangers(rows: Rows, names: Iterable[str], context: Context) -> list[str]:
    """A note where rows are of an account that isn't declared, or of several of which none is.

    An account counts as declared by its id, handle or name, as `account:` or among `own_accounts:`. The rows
    are used all the same: an export of the brand's account holds posts that it published together with
    others, and the platform counts them among the account's own.

    Args:
        rows: The table's rows.
        names: Columns that name the account, the surest first; those that the export doesn't have are passed
            over.
        context: The file's surroundings.
    """
    columns = [rows.cells(name) for name in names if rows.has(name)]
    if not columns:
        return []
    notes: list[str] = []
    account = context.source.account
    if account is None:
        n = columns[0][rows.kept].dropna().nunique()
        if n > 1:
            notes.append(
                f"the rows name {n} accounts and `account:` declares none: all count as the brand's own"
            )
        return notes
    own = {handle(name) for name in (account, context.brand.name, *context.brand.own_accounts)}
    told = own_row = columns[0].notna() & False
    for column in columns:
        told = told | column.notna()
        own_row = own_row | column.map(handle, na_action="ignore").astype("string").isin(own)
    foreign = int((told & ~own_row)[rows.kept].sum())
    if foreign:
        notes.append(
            f"{foreign} row(s) name an account that is none of those declared (`account:`, `own_accounts:`) "
            "and count as the brand's own: posts made with others, or another brand's file?"
        )
    return notes
