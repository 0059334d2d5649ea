"""One file parsed: rows in the dictionary's types, record, rows set aside; kept until it changes."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import kpikit
from kpikit import dictionary, sources
from kpikit.errors import Problem, StoreError
from kpikit.reader import read_file
from kpikit.sources.base import Context, Reading, Remark
from kpikit.sources.common.personal import mail_free, without_mail
from kpikit.store import atomic
from kpikit.store.currencies import in_currency_of
from kpikit.store.local_time import resolve
from kpikit.store.records import FileRecord
from kpikit.store.schema import cast, identity
from kpikit.store.tagging import tagged

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from kpikit.parameters import Brand
    from kpikit.store.files import Export
    from kpikit.store.pseudonyms import Pseudonyms

_REPORT_ONLY = {
    "name", "languages", "industry", "stage", "kpis", "persona", "service", "funnel", "experiments",
    "decisions", "events", "breaks", "costs", "thresholds", "metrics", "engine", "appearance", "sources",
}  # fmt: skip
"""Top-level parameters that no reader looks at: changing one must not read all files anew."""

PART = "part.json"
"""File of a part that says all but its rows."""

_READING_CODE = ("text.py", "dictionary", "reader", "sources", "store")


@dataclass(frozen=True)
class Recipe:
    """All but the file that decides what is read from it.

    Attributes:
        brand: The brand's parameters.
        vocabularies: params/vocabularies.yaml.
        pseudonyms: The brand's pseudonyms.
    """

    brand: Brand
    vocabularies: dict[str, Any]
    pseudonyms: Pseudonyms

    def context(self, export: Export) -> Context:
        """What a source module is told of a file."""
        source = self.brand.sources[export.source]
        return Context(
            brand=self.brand,
            key=export.source,
            source=source,
            path=export.path,
            relative=export.relative,
            vocabularies=self.vocabularies,
            pseudonym=self.pseudonyms,
        )

    def part_name(self, export: Export) -> str:
        """Name of the file's part: its content, and all else that its rows follow from."""
        with export.path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        recipe = {
            "code": _code_digest(),
            "key": self.pseudonyms.fingerprint,
            "brand": self.brand.model_dump(mode="json", exclude=_REPORT_ONLY),
            "source": self.brand.sources[export.source].model_dump(mode="json"),
            "vocabularies": self.vocabularies,
            "file": export.relative,
        }
        text = json.dumps(recipe, sort_keys=True, ensure_ascii=False, default=str)
        return f"{content[:20]}-{hashlib.sha256(text.encode()).hexdigest()[:20]}"


@dataclass(frozen=True)
class Part:
    """A file parsed.

    Attributes:
        record: Its line in the log.
        set_aside: Its rows not used.
        tables: Canonical table → rows, with the common and local columns.
        rests_on: Files of the same folder that were read beside it → their SHA-256.
        months: Of a large file, its rows: a folder a canonical table, a file a month, as the store has them.
    """

    record: FileRecord
    set_aside: tuple[Remark, ...]
    tables: dict[str, pa.Table]
    rests_on: dict[str, str]
    months: tuple[Path, ...] = ()

    def keep(self, folder: Path) -> None:
        """Write it to `folder`, whole or not at all."""
        draft = folder.with_name(f".{folder.name}")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for name, rows in self.tables.items():
            pq.write_table(rows, draft / f"{name}.parquet", compression="zstd")
        for table in self.months:
            table.rename(draft / table.name)
        facts = {
            "record": self.record.as_json(),
            "set_aside": [asdict(remark) for remark in self.set_aside],
            "rests_on": self.rests_on,
        }
        (draft / PART).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        for file in sorted(draft.rglob("*.*")):
            atomic.sync(file)
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)


def kept(folder: Path, export: Export) -> tuple[FileRecord, tuple[Remark, ...]] | None:
    """Record and set-aside rows of a part kept earlier; None where there is none that still holds."""
    try:
        facts = json.loads((folder / PART).read_text(encoding="utf-8"))
        rests_on: dict[str, str] = facts["rests_on"]
        record = FileRecord.from_json(facts["record"])
        set_aside = tuple(Remark(**remark) for remark in facts["set_aside"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    holds = all(_sha256(export.path.with_name(name)) == digest for name, digest in rests_on.items())
    return (replace(record, status="unchanged"), set_aside) if holds else None


def parse(export: Export, recipe: Recipe) -> Part:
    """Read one file.

    Raises:
        ExportError: It is damaged, or of no layout that its source's module serves.
        StoreError: The module's rows or counts break their contract; names the file.
    """
    context = recipe.context(export)
    mapping = context.source.mapping
    if mapping is None:
        raw = read_file(export.path, documents=sources.reads_documents(context.source.format))
    else:
        raw = read_file(export.path, mapping.delimiter, header=mapping.header)
    reading = sources.module(context.source.format).read(raw, context)
    _check_counts(reading, export)
    tags: Counter[int] = Counter()
    tables = {
        name: _rows(frame, name, reading, context, tags)
        for name, frame in reading.tables.items()
        if len(frame)
    }
    reading.notes = [mail_free(note) for note in reading.notes]
    reading.totals = [replace(total, what=mail_free(total.what)) for total in reading.totals]
    record = FileRecord.of_reading(export.source, export.relative, reading, _days(tables))
    record = replace(record, accounts=accounts_of(tables), tags=dict(tags))
    return Part(record, tuple(reading.set_aside), tables, reading.rests_on)


def _check_counts(reading: Reading, export: Export) -> None:
    told = reading.used + len(reading.repaired) + len(reading.set_aside)
    if reading.rows_read != told:
        what = f"rows don't add up: {reading.rows_read} read, {told} used, repaired or set aside"
        raise StoreError(Problem(f"{what} (layout {reading.layout})", file=export.path))


def _rows(frame: pd.DataFrame, name: str, reading: Reading, context: Context, tags: Counter[int]) -> pa.Table:
    missing = {"line", "snapshot_at"} - set(frame.columns)
    if missing:
        what = f"layout {reading.layout} gives {name} no {' and no '.join(sorted(missing))}"
        raise StoreError(Problem(what, file=context.path))
    if frame["snapshot_at"].isna().any():
        what = f"rows of {name} without snapshot_at (layout {reading.layout})"
        raise StoreError(Problem(what, file=context.path))
    # Of a file with tables of several layouts the source module says which row is of which.
    layout = frame.get("layout", reading.layout)
    rows, notes, fitting = as_stored(_without_mail(frame, name), name, context)
    tags.update(fitting)
    rows = rows.assign(brand=context.brand.brand, source=context.key, file=context.relative, layout=layout)
    reading.notes.extend(notes)
    key = [column for column in (*identity(name), "snapshot_at") if column in rows]
    repeated = rows.duplicated(key, keep="last")
    if repeated.any():
        reading.notes.append(
            f"{int(repeated.sum())} rows of {name} have the key of a later row; the later counts"
        )
        rows = rows[~repeated]
    return cast(rows, name)


def _without_mail(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Rows without an e-mail address in any words: readers take them out of texts, here is the last gate."""
    words = [
        column.name
        for column in dictionary.table(name).readable.values()
        if column.type == "text" and column.name in frame and not column.name.endswith(("_id", "_key"))
    ]
    return frame.assign(**{word: without_mail(frame[word].astype("string")) for word in words})


def as_stored(
    frame: pd.DataFrame, name: str, context: Context
) -> tuple[pd.DataFrame, list[str], dict[int, int]]:
    """Rows of a reading with local time, tagged, in one currency; notes on that; tag rule → rows it fits.

    Raises:
        ExportError: A currency has no rate.
    """
    table = dictionary.table(name)
    fills = {"platform": context.source.platform, "account": context.source.account or context.key}
    for column, value in fills.items():
        if column in table.key:
            given = frame[column].fillna(value) if column in frame else value
            frame = frame.assign(**{column: given})
    if table.clock is not None:
        frame = resolve(frame, table.clock, context.brand.timezone)
    frame, fitting = tagged(frame, name, context.brand.tags)
    return *in_currency_of(context.brand, frame, table, context.path), fitting


def _days(tables: dict[str, pa.Table]) -> tuple[date | None, date | None]:
    days = [rows[day] for name, rows in tables.items() if (day := dictionary.table(name).day) is not None]
    firsts = [day for column in days if (day := pc.min(column).as_py()) is not None]
    lasts = [day for column in days if (day := pc.max(column).as_py()) is not None]
    return min(firsts, default=None), max(lasts, default=None)


def accounts_of(tables: dict[str, pa.Table]) -> tuple[str, ...]:
    """Accounts of rows, in tables that have a column for them."""
    found = [rows["account"] for name, rows in tables.items() if "account" in dictionary.table(name).key]
    return tuple(sorted({account for column in found for account in pc.unique(column).to_pylist()}))


def _sha256(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


@cache
def _code_digest() -> str:
    """Of the code that reads: a change to it reads all files anew."""
    package = Path(kpikit.__file__).parent
    digest = hashlib.sha256()
    for part in _READING_CODE:
        place = package / part
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.suffix in (".py", ".yaml"):
                digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
