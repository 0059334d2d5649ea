"""The reference of exports served and of the tables they fill, as Markdown, made from the entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import dictionary
from kpikit.sources import modules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kpikit.sources.base import Layout

TRIED = "tried on real files"
UNTRIED = "documented, untried"
REFUSED = "known, refused by name"

_SOURCES = """\
# Exports that are served

Made from the source modules (`make docs`); do not edit. A file is recognised by its column names in any of
the languages listed, never by its name; a file of no layout is refused with the nearest one. *Documented,
untried* means that no real file of the layout was at hand: it follows what is documented of it.
What is *kept, no metric reads it yet* lies in the store and in no figure: a table as a whole, or single
words of a long table (`account_daily.visitors`), as far as the sample exports carry them.
Everything else is read by `format: mapped`: name the columns of your file in the parameter file, for any
table of [tables.md](tables.md).
"""
_TABLES = """\
# Canonical tables

Made from the data dictionary (`make docs`); do not edit. These are the columns that metrics know and that a
`mapping:` may name. Beside its own columns every row keeps `source`, `file`, `line`, `layout` and
`snapshot_at`: where it came from, and the moment its figures are of. Of rows with one key the newest
snapshot counts.
"""


def standing(layout: Layout) -> str:
    """How far a layout is to be trusted."""
    if not layout.feeds:
        return REFUSED
    return TRIED if layout.tried else UNTRIED


def sources_page(unread: Mapping[str, Sequence[str]]) -> str:
    """All layouts by format.

    Args:
        unread: Layout → tables, or `table.word` of long tables, that it carries and no metric reads.
    """
    head = ("layout", "export", "languages", "fills", "kept, no metric reads it yet", "standing")
    parts = [_SOURCES]
    for name, module in modules().items():
        if not module.LAYOUTS:
            continue
        doc = (module.__doc__ or "").strip().splitlines()[0]
        rows = [
            (
                f"`{layout.id}`",
                layout.what,
                ", ".join(layout.languages),
                ", ".join(layout.feeds) or "–",
                ", ".join(f"`{name}`" for name in unread.get(layout.id, ())),
                standing(layout),
            )
            for layout in module.LAYOUTS
        ]
        parts.append(f"## format: {name}\n\n{doc}\n\n" + "\n".join(_table(head, rows)) + "\n")
    return "\n".join(parts)


def tables_page() -> str:
    """All canonical tables with their columns."""
    parts = [_TABLES]
    for table in dictionary.tables().values():
        own = [column for column in table.readable.values() if column.name not in dictionary.added_columns()]
        rows = [(f"`{column.name}`", column.type, column.unit or "", column.meaning) for column in own]
        facts = f"{table.meaning}. Key: {', '.join(table.key)}."
        columns = "\n".join(_table(("column", "type", "unit", "meaning"), rows))
        parts.append(f"## {table.name}\n\n{facts}\n\n{columns}\n")
    return "\n".join(parts)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
