"""Importing: files of data/<brand>/ → parsed parts → the brand's tables, log and set-aside rows."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import traceback
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from kpikit.errors import ExportError, KpikitError, Problem
from kpikit.parameters import load_vocabularies
from kpikit.reader.limits import LIMITS
from kpikit.reader.pieces import NotPlainError
from kpikit.store import atomic
from kpikit.store.declared import check_declared
from kpikit.store.files import list_exports
from kpikit.store.large import is_large, parse_large
from kpikit.store.log import log_table, set_aside_table
from kpikit.store.merging import merge
from kpikit.store.owners import resolved
from kpikit.store.parts import PART, Part, Recipe, kept, parse
from kpikit.store.pseudonyms import pseudonyms
from kpikit.store.records import FileRecord, Index, Places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa

    from kpikit.parameters import Brand
    from kpikit.project import Project
    from kpikit.sources.base import Remark
    from kpikit.store.files import Export

    Report = Callable[[FileRecord], None]
    Outcome = tuple[FileRecord, tuple[Remark, ...], str | None]
    """Record, rows set aside, name of the part."""


def import_brand(project: Project, brand: Brand, report: Report | None = None) -> list[FileRecord]:
    """Bring a brand's store in step with its exports.

    Files not changed since an earlier import are not read again; rows of files no longer there go. A refused
    file leaves the others imported. Importing twice changes nothing. Waits for another import of the brand.

    Args:
        project: Where data/ lies.
        brand: The brand.
        report: Called with each file's record as soon as it is known.

    Returns:
        A record a file, by path.

    Raises:
        ParameterError: A source is declared with a format or a mapping that doesn't exist.
        StoreError: The key of the pseudonyms is damaged.
    """
    check_declared(project, brand)
    places = Places(project, brand.brand)
    with atomic.locked(places.lock):
        outcomes = _outcomes(project, brand, report, places)
        _bring_in_step(places, brand, outcomes)
    return [record for record, _, _ in outcomes]


@contextmanager
def rehearsed(
    project: Project, brand: Brand, report: Report | None = None
) -> Iterator[tuple[list[FileRecord], Project]]:
    """Import a brand into a store of its own that is gone afterwards; the project is left as it is.

    Yields:
        A record a file, and the project with the rehearsal's store.

    Raises:
        ParameterError: As `import_brand`.
    """
    check_declared(project, brand)
    with tempfile.TemporaryDirectory(prefix="kpikit-check-") as folder:
        elsewhere = replace(project, store_in=Path(folder))
        places = Places(elsewhere, brand.brand)
        outcomes = _outcomes(elsewhere, brand, report, places, keep_key=False)
        _bring_in_step(places, brand, outcomes)
        yield [record for record, _, _ in outcomes], elsewhere


def check_brand(project: Project, brand: Brand, report: Report | None = None) -> list[FileRecord]:
    """Read a brand's exports as `import_brand` does, and leave the project as it is.

    Raises:
        ParameterError: As `import_brand`.
    """
    with rehearsed(project, brand, report) as (records, _):
        return records


def _outcomes(
    project: Project, brand: Brand, report: Report | None, places: Places, *, keep_key: bool = True
) -> list[Outcome]:
    """What became of each file; its part is kept in its place."""
    persons = pseudonyms(project, brand.brand, write=keep_key)
    recipe = Recipe(brand, load_vocabularies(project), persons)
    exports, not_read = list_exports(project, brand)
    outcomes: list[Outcome] = [(record, (), None) for record in not_read]
    first_of: dict[str, str] = {}
    for record in not_read:
        _tell(report, record)
    for _, of_source in groupby(exports, key=lambda export: export.source):
        read = [_noted(_read(export, recipe, places), first_of) for export in of_source]
        changed = resolved([record for record, _, name in read if name is not None], brand)
        for earlier, remarks, name in read:
            record = changed.get(earlier.file, earlier)
            outcomes.append((record, (), None) if record.status == "refused" else (record, remarks, name))
            _tell(report, record)
    return sorted(outcomes, key=lambda outcome: outcome[0].file)


def _tell(report: Report | None, record: FileRecord) -> None:
    if report is not None:
        report(record)


def _read(export: Export, recipe: Recipe, places: Places) -> Outcome:
    try:
        name = recipe.part_name(export)
        folder = places.parts / name
        if (earlier := kept(folder, export)) is not None:
            return *earlier, name
        part = _parsed(export, recipe, folder.with_name(f".{name}.rows"))
        part.keep(folder)
    except KpikitError as error:
        return _refused(export, error.problems), (), None
    except Exception as error:  # noqa: BLE001 - whatever one file does, the others are imported
        return _refused(export, [_failure(error)]), (), None
    return part.record, part.set_aside, name


def _parsed(export: Export, recipe: Recipe, aside: Path) -> Part:
    """A file parsed; a large house table in pieces, whose rows are written below `aside`."""
    context = recipe.context(export)
    if not is_large(export, context):
        return parse(export, recipe)
    shutil.rmtree(aside, ignore_errors=True)
    try:
        return parse_large(export, context, aside)
    except NotPlainError as reason:
        shutil.rmtree(aside, ignore_errors=True)
        if export.path.stat().st_size > LIMITS.file_bytes:
            what = f"is larger than {LIMITS.file_bytes:,} bytes and can't be read in pieces: {reason}"
            raise ExportError(
                Problem(what, file=export.path, allowed="the export in several files")
            ) from None
        return parse(export, recipe)


def _failure(error: Exception) -> Problem:
    """A failure of our own. Its text may hold values of the file, so only kind and place are told."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "kpikit" in Path(frame.filename).parts] or frames
    place = f"{Path(ours[-1].filename).name}, line {ours[-1].lineno}"
    return Problem(f"kpikit failed on this file ({type(error).__name__} in {place}): please report it")


def _refused(export: Export, problems: Iterable[Problem]) -> FileRecord:
    # Paths as below data/<brand>/: the log must not differ from machine to machine.
    words = [str(replace(problem, file=problem.file and Path(export.relative))) for problem in problems]
    return FileRecord(export.source, export.relative, "refused", problem="\n".join(words))


def _noted(outcome: Outcome, first_of: dict[str, str]) -> Outcome:
    """The outcome, with a note where an earlier file of the import has the same content."""
    record, set_aside, name = outcome
    if name is None:
        return outcome
    first = first_of.setdefault(name.partition("-")[0], record.file)
    if first == record.file:
        return outcome
    return replace(record, notes=(*record.notes, f"same content as {first}")), set_aside, name


def _bring_in_step(places: Places, brand: Brand, outcomes: list[Outcome]) -> None:
    names = [name for _, _, name in outcomes if name is not None]
    facts = [_digest((places.parts / name / PART).read_bytes()) for name in names]
    log = log_table(record for record, _, _ in outcomes)
    platforms = {key: source.platform for key, source in sorted(brand.sources.items())}
    inputs = _digest(json.dumps([names, facts, platforms, log.to_pylist()], default=str).encode())
    index = Index.read(places.index)
    if index is None or not index.whole or index.inputs != inputs or not _all_there(places, index):
        remarks = [(record, remark) for record, found, _ in outcomes for remark in found]
        _rebuild(
            places,
            (names, log, set_aside_table(remarks)),
            replace(_EMPTY, platforms=platforms, inputs=inputs),
        )
    _forget(places.parts, names)


_EMPTY = Index(whole=False, tables={}, platforms={}, inputs="", fingerprint="")


def _rebuild(places: Places, content: tuple[list[str], pa.Table, pa.Table], index: Index) -> None:
    """Write all tables anew beside the old ones, then put file after file in its place, the index last."""
    names, log, set_aside = content
    draft = places.project.store / f".new-{places.brand}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    tables = merge([places.parts / name for name in names], draft)
    for name, rows in (("log", log), ("set_aside", set_aside)):
        _write(rows, draft / f"{name}.parquet")
    digests = {
        file.relative_to(draft).as_posix(): _digest(file.read_bytes())
        for file in sorted(draft.rglob("*.parquet"))
    }
    atomic.write(places.index, replace(index, tables=tables).as_text().encode())
    moves = [(draft / table / file, places.table(table) / file) for table in tables for file in tables[table]]
    moves += [(draft / "log.parquet", places.log), (draft / "set_aside.parquet", places.set_aside)]
    atomic.place(moves)
    _remove_others(places, tables)
    fingerprint = _digest(json.dumps(digests).encode())
    whole = replace(index, whole=True, tables=tables, fingerprint=fingerprint, digests=digests)
    atomic.write(places.index, whole.as_text().encode())
    shutil.rmtree(draft)


def _write(rows: pa.Table, path: Path) -> None:
    pq.write_table(rows, path, compression="zstd")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _all_there(places: Places, index: Index) -> bool:
    files = [places.table(table) / file for table, names in index.tables.items() for file in names]
    return all(file.exists() for file in (*files, places.log, places.set_aside))


def _remove_others(places: Places, tables: dict[str, list[str]]) -> None:
    """Remove months and tables that no row is left of, also those of an older dictionary."""
    for folder in places.project.store.glob(f"*/{places.brand}"):
        table = folder.parent.name
        if not folder.is_dir() or table in (places.parts.parent.name, places.kept.parent.name):
            continue
        for file in folder.glob("*.parquet"):
            if file.name not in tables.get(table, ()):
                file.unlink()
        if table not in tables:
            shutil.rmtree(folder)


def _forget(parts: Path, names: list[str]) -> None:
    """Remove parts of files that are gone, changed, or are read otherwise now."""
    for folder in parts.glob("*") if parts.exists() else ():
        if folder.name not in names:
            shutil.rmtree(folder)
