"""`kpikit check`: what a report would lack, in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.errors import PeriodError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.evaluation import Lacks, NotSupplied, SourceCoverage
    from kpikit.periods import Period
    from kpikit.store import Store

_MOST_NAMES = 4


def period_of(store: Store) -> tuple[Period | None, str]:
    """The last whole month, and words for it; where no month is whole, why."""
    try:
        month = store.whole_month()
    except PeriodError as error:
        return None, str(error)
    return month.period, f"a report on {month.period.id}, the last whole month ({month.why}), would lack:"


def lines_of(lacks: Lacks, told: str) -> Iterator[str]:
    """What a report would lack: key figures first, then days, files, and other figures."""
    yield told
    found = [
        *(_key_figures(entry) for entry in lacks.not_supplied if entry.key_figures),
        *(_gap(entry) for entry in lacks.gaps),
        *(f"source {key}: no file was read" for key in lacks.silent),
        *(_figures(entry) for entry in lacks.not_supplied if len(entry.metrics) > len(entry.key_figures)),
    ]
    yield from (f"  {line}" for line in found or ["nothing that can be told beforehand"])


def _key_figures(entry: NotSupplied) -> str:
    return f"key figure {', '.join(entry.key_figures)}: no file gives it; {_from(entry)}"


def _figures(entry: NotSupplied) -> str:
    others = [name for name in entry.metrics if name not in entry.key_figures]
    more = f" and {len(others) - _MOST_NAMES} more" if len(others) > _MOST_NAMES else ""
    return f"{', '.join(others[:_MOST_NAMES])}{more}: not offered; {_from(entry)}"


def _from(entry: NotSupplied) -> str:
    formats = ", ".join([*entry.formats, "mapped"])
    return f"table {entry.table} is fed by {formats}"


def _gap(entry: SourceCoverage) -> str:
    days = f"{entry.days_covered} of {entry.days} days of {entry.table}"
    last = f", to {entry.last_day}" if entry.last_day else ""
    touched = f"; touches the key figures {', '.join(entry.touched_kpis)}" if entry.touched_kpis else ""
    return f"source {entry.source} ({entry.platform}): {days}{last}{touched}"
