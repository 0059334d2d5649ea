"""`kpikit import` and `kpikit check`: what became of each export file, a line each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kpikit.commands.checking import checked
from kpikit.commands.ending import SOME_FAILED, say_problems
from kpikit.commands.idle import idle_entries
from kpikit.commands.terminal import say, say_file_line
from kpikit.errors import counted
from kpikit.store.records import DIFFER, NO_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kpikit.parameters import Brand
    from kpikit.project import Project
    from kpikit.store import FileRecord, Store


def import_all(project: Project, brands: list[str]) -> int:
    """Import the exports of several brands; one brand's failure leaves the others imported."""
    from kpikit.store import import_brand

    return _each(project, brands, lambda brand: _imported(project, brand, import_brand))


def _imported(project: Project, brand: Brand, bring: Callable[..., list[FileRecord]]) -> list[FileRecord]:
    from kpikit.store import Store

    records = bring(project, brand, say_file)
    store = Store(project, brand.brand)
    _say_idle(project, brand, records, store)
    store.close()
    return records


def _say_idle(project: Project, brand: Brand, records: list[FileRecord], store: Store) -> None:
    for problem in idle_entries(project, brand, records, store):
        say(str(problem), "  ")


def check_all(project: Project, brands: list[str]) -> int:
    """Read what would be imported, tell what a report would lack, and write nothing."""
    return _each(project, brands, lambda brand: _checked(project, brand))


def _checked(project: Project, brand: Brand) -> list[FileRecord]:
    from kpikit.commands.lacking import kept_lines, lines_of, period_of
    from kpikit.evaluation import kept_only, lacks
    from kpikit.metrics import Figures
    from kpikit.store import Store, rehearsed

    with rehearsed(project, brand, say_file) as (records, elsewhere):
        read = {record.source for record in records if record.status in ("imported", "unchanged")}
        if read:
            store = Store(elsewhere, brand.brand)
            period, told = period_of(store)
            figures = Figures(elsewhere, brand, store)
            missing = lacks(figures, brand, period, read)
            kept = kept_only(figures)
            _say_idle(project, brand, records, store)
            figures.close()
            store.close()
            for entry in (*lines_of(missing, told), *kept_lines(kept)):
                inner = len(entry) - len(entry.lstrip())
                say(entry.lstrip(), " " * (2 + inner))
    return records


def _each(project: Project, brands: list[str], work: Callable[[Brand], list[FileRecord]]) -> int:
    good, bad = checked(project, brands)
    for error in bad.values():
        say_problems(error)
    refused = 0
    for brand in good.values():
        print(f"{brand.brand}")
        records = work(brand)
        refused += sum(record.status == "refused" for record in records)
        print(f"  {summary(records)}")
    return SOME_FAILED if bad or refused else 0


def say_file(record: FileRecord) -> None:
    """One file: on the standard output what was read, on the error output what was refused."""
    if record.status == "refused":
        say(line(record), "  ", file=sys.stderr)
    else:
        say_file_line(line(record), "  ", sys.stdout)
    for hint in record.hints:
        say(hint, "    ", file=sys.stdout)


def line(record: FileRecord) -> str:
    """One file in words: layout, rows read = used + repaired + set aside, why."""
    if record.status == "refused":
        return f"{record.file}  refused: {_without(record.file, record.problem or '')}"
    if record.status == "ignored":
        return f"{record.file}  ignored: {'; '.join(record.notes)}"
    used = f"{record.used} used + {record.repaired} repaired + {record.set_aside} set aside"
    counts = f"{counted(record.rows_read, 'row')} = {used}"
    why = "; ".join(f"{reason}: {count}" for reason, count in record.reasons.items())
    parts = [record.file, record.layout, counts + (f" ({why})" if why else "")]
    if NO_ROWS in record.notes:
        parts.append("no rows: column names alone, or nothing that is data")
    parts += [total for total in record.totals if total.endswith(DIFFER)]
    if record.status == "unchanged":
        parts.append("unchanged")
    return "  ".join(parts)


def _without(file: str, problem: str) -> str:
    """The problems without the file's name, which stands before them; the line number stays."""
    stripped = [entry.removeprefix(f"{file}:").strip() for entry in problem.splitlines()]
    return "\n    ".join(f"line {entry}" if entry[:1].isdigit() else entry for entry in stripped)


def summary(records: Iterable[FileRecord]) -> str:
    """A brand's files in one line."""
    records = list(records)
    if not records:
        return "no export files yet"
    by_status = {
        status: sum(record.status == status for record in records)
        for status in ("imported", "unchanged", "refused")
    }
    files = ", ".join(f"{count} {status}" for status, count in by_status.items() if count)
    rows, aside = sum(record.rows_read for record in records), sum(record.set_aside for record in records)
    return f"{counted(len(records), 'file')} ({files}), {counted(rows, 'row')} read, {aside} set aside"
