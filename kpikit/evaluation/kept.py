"""Rows that the store keeps and no metric reads yet: told, so that nobody waits for figures of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.evaluation import basis
from kpikit.metrics.model import LONG
from kpikit.metrics.readers import unread

if TYPE_CHECKING:
    from kpikit.metrics import Figures


@dataclass(frozen=True)
class Kept:
    """What a source gives and no metric reads.

    Attributes:
        source: Key of the source.
        table: The canonical table.
        words: Of a long table the figures, by their words; of another none.
        rows: Rows kept.
    """

    source: str
    table: str
    words: tuple[str, ...]
    rows: int


def kept_only(figures: Figures) -> list[Kept]:
    """All that the brand's sources give and no metric reads, by source."""
    given = basis.records(figures.store.coverage())
    metrics = list(figures.metrics.values())
    found = []
    for source, table in sorted({(str(row["source"]), str(row["table"])) for row in given}):
        word = "metric" if table in LONG else "NULL"
        counts = basis.ask(
            figures,
            f'SELECT {word} AS word, count(*) AS "rows" FROM "{table}" WHERE source = $source GROUP BY ALL '  # noqa: S608 - names from the dictionary
            "ORDER BY 1",
            source=source,
        )
        names = {f"{table}.{row['word']}" if row["word"] else table: int(row["rows"]) for row in counts}
        kept = unread(names, metrics)
        if kept:
            words = tuple(name.partition(".")[2] for name in kept if "." in name)
            found.append(Kept(source, table, words, sum(names[name] for name in kept)))
    return found
