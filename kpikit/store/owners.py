"""One source is one account, property or site: files that name another one would replace its figures.

Where a table has a column for the account, accounts stand side by side, and which ones are added up is told.
Where it has none (web analytics, search), rows of two properties share their keys.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpikit.errors import Problem
from kpikit.text import clean_line, header_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.parameters import Brand
    from kpikit.store.records import FileRecord

_MOST_NAMED = 5


def resolved(records: list[FileRecord], brand: Brand) -> dict[str, FileRecord]:
    """Records of one source's files that change when these are looked at together: file → record.

    Args:
        records: Of files that were read.
        brand: The brand's parameters.
    """
    changed = _conflicts(records, brand)
    kept = [record for record in records if record.accounts and record.file not in changed]
    accounts = sorted({account for record in kept for account in record.accounts})
    if len(accounts) > 1:
        listed = "; ".join(clean_line(name, 80) for name in accounts[:_MOST_NAMED])
        listed += "; …" if len(accounts) > _MOST_NAMED else ""
        notes: list[str] = []
        notes.append(f"{len(accounts)} accounts in this source, sums are over all of them: {listed}")
        first = kept[0]
        changed[first.file] = replace(first, notes=(*first.notes, *notes), hints=(*first.hints, *notes))
    return changed


def _conflicts(records: Iterable[FileRecord], brand: Brand) -> dict[str, FileRecord]:
    """Files that must not be read together with others of their source, as records of their refusal.

    The property is the one that `account:` of the source names, or `own_accounts:` beside it (a property that
    was renamed). Where neither names one and the files name several, none of these is taken: nothing says
    which is the brand's. Files that name none are left alone.

    Args:
        records: Of files that were read, of one source.
        brand: The brand's parameters.

    Returns:
        File → its record, refused.
    """
    named = [record for record in records if record.owner is not None]
    owners = {header_key(record.owner or ""): record.owner or "" for record in named}
    if len(owners) < 2:
        return {}
    declared = _declared(brand, named[0].source)
    # "Account / Property" may be declared whole or by its last part.
    own = {key for key in owners if key in declared or key.rpartition(" / ")[2] in declared}
    return {
        record.file: _refused(record, [other for key, other in owners.items() if key != _key(record)])
        for record in named
        if _key(record) not in own
    }


def _key(record: FileRecord) -> str:
    return header_key(record.owner or "")


def _declared(brand: Brand, source: str) -> set[str]:
    account = brand.sources[source].account
    names = [] if account is None else [account, *brand.own_accounts]
    return {header_key(name) for name in names}


def _refused(record: FileRecord, others: list[str]) -> FileRecord:
    listed = ", ".join(repr(clean_line(name, 80)) for name in sorted(others)[:_MOST_NAMED])
    mine = clean_line(record.owner or "", 80)
    problem = Problem(
        f"is of {mine!r}, and other files of this source are of {listed}: one source is one property",
        allowed=(
            f"a folder and an entry under `sources:` for each; or `account: {mine}` under "
            f"sources.{record.source} where only this one is the brand's"
        ),
    )
    return replace(
        record,
        status="refused",
        problem=f"{record.file}: {problem}",
        rows_read=0,
        used=0,
        repaired=0,
        set_aside=0,
        reasons={},
        totals=(),
        notes=(),
        hints=(),
        tags={},
        accounts=(),
        first_day=None,
        last_day=None,
    )
