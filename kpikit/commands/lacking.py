"""`kpikit check`: what a report would lack, and what of the exports no figure rests on, in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.errors import PeriodError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpikit.evaluation import Kept, Lacks, NotSupplied, SourceCoverage
    from kpikit.periods import Period
    from kpikit.store import Store

_MOST_NAMES = 3
_EXAMPLES = 2
_OWN = "a mapping of your own"


def period_of(store: Store) -> tuple[Period | None, str]:
    """The last whole month, and words for it; where no month is whole, why."""
    try:
        month = store.whole_month()
    except PeriodError as error:
        return None, str(error)
    return month.period, f"a report on {month.period.id}, the last whole month ({month.why}), would lack:"


def lines_of(lacks: Lacks, told: str) -> Iterator[str]:
    """What a report would lack: key figures first, then days, files, other figures by who supplies them."""
    yield told
    found = [
        *(_key_figures(entry) for entry in lacks.not_supplied if entry.key_figures),
        *(_gap(entry) for entry in lacks.gaps),
        *(f"source {key}: no file was read" for key in lacks.silent),
    ]
    yield from (f"  {line}" for line in found or ["nothing that can be told beforehand"])
    if others := list(_others(lacks.not_supplied)):
        yield "  further figures, by the formats that would give them:"
        yield from (f"    {line}" for line in others)


def _key_figures(entry: NotSupplied) -> str:
    return (
        f"key figure {', '.join(entry.key_figures)}: no file gives it; "
        f"table {entry.table} is fed by {', '.join([*entry.formats, 'mapped'])}"
    )


def _others(entries: Sequence[NotSupplied]) -> Iterator[str]:
    """Figures that are not offered, a line for those that the same formats would give."""
    by_formats: dict[tuple[str, ...], list[tuple[str, list[str]]]] = {}
    for entry in entries:
        names = [name for name in entry.metrics if name not in entry.key_figures]
        if names:
            by_formats.setdefault(entry.formats, []).append((entry.table, names))
    for formats, tables in sorted(by_formats.items(), key=lambda group: (not group[0], _size(group[1]))):
        told = ", ".join(f"{len(names)} of {table}" for table, names in tables)
        names = [name for _, listed in tables for name in listed]
        examples = ", ".join(names[:_EXAMPLES]) + (" …" if len(names) > _EXAMPLES else "")
        yield f"{_some(formats) if formats else _OWN}: {told} ({examples})"


def _size(tables: list[tuple[str, list[str]]]) -> int:
    return -sum(len(names) for _, names in tables)


def _some(names: Sequence[str], most: int = _MOST_NAMES) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _gap(entry: SourceCoverage) -> str:
    days = f"{entry.days_covered} of {entry.days} days of {entry.table}"
    last = f", to {entry.last_day}" if entry.last_day else ""
    touched = f"; touches the key figures {', '.join(entry.touched_kpis)}" if entry.touched_kpis else ""
    return f"source {entry.source} ({entry.platform}): {days}{last}{touched}"


def kept_lines(kept: Sequence[Kept]) -> Iterator[str]:
    """What is read and kept, and no metric reads yet."""
    for entry in kept:
        words = f" ({_some(entry.words)})" if entry.words else ""
        what = f"{entry.rows} rows of {entry.table}{words}"
        yield f"source {entry.source}: {what} are kept, no metric reads them yet"
