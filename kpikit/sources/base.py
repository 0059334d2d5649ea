"""What a source module takes and gives: a file's raw tables in, rows of canonical tables out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from kpikit.parameters import Brand, Source
    from kpikit.reader import RawFile


@dataclass(frozen=True)
class Context:
    """What the parameters say of the file's source.

    Attributes:
        brand: The brand's parameters.
        key: Key of the source: the folder's name.
        source: Its parameters.
        path: The file.
        relative: Its path below data/<brand>/, as logs and errors cite it.
        vocabularies: params/vocabularies.yaml.
        pseudonym: Keyed pseudonym of a person's identifier; the only form in which one leaves a reader.
    """

    brand: Brand
    key: str
    source: Source
    path: Path
    relative: str
    vocabularies: dict[str, Any]
    pseudonym: Callable[[str], str]

    @property
    def zone(self) -> str:
        """Zone of the file's times where it names none: the source's, else the brand's."""
        return self.source.timezone or self.brand.timezone

    def asks_for(self, table: str, column: str) -> bool:
        """Whether a rule that tags rows looks at a column, which is not kept otherwise."""
        return any(rule.table == table and column in rule.where for rule in self.brand.tags)


@dataclass(frozen=True)
class Remark:
    """What happened to a row, without its values.

    Attributes:
        line: Record number in the file, 1 = first line.
        reason: Why it was repaired or set aside, a short stable phrase.
        column: The column it hangs on, if one.
        table: Sheet, section title or member of the archive, where the file has several tables; lines are
            counted within the sheet or member.
    """

    line: int
    reason: str
    column: str | None = None
    table: str | None = None


@dataclass(frozen=True)
class ControlTotal:
    """A figure that the file states itself, beside what its rows add up to."""

    what: str
    stated: float
    found: float

    @property
    def holds(self) -> bool:
        """Equal but for rounding."""
        return abs(self.stated - self.found) <= max(1e-6, 1e-9 * abs(self.stated))


@dataclass
class Reading:
    """What was read from one file. Always: rows_read == used + len(repaired) + len(set_aside).

    Attributes:
        layout: Layout id and version, e.g. "meta-daily/1".
        tables: Canonical table name → rows: the table's own columns that the file supplies, `line`, and
            `snapshot_at`; `layout` too where the file's tables are of several. Types: text `string`, int
            `Int64`, float `Float64`, bool `boolean`, date `datetime64` at midnight without zone, instant
            `datetime64` UTC. Ids are text; missing is null, never 0. Where an export gives the day but no
            time, the table's clock is that day's midnight UTC and a boolean column `day_only` is true: that
            day is the local day as it stands, the hour null.
        rows_read: Data rows in the file (no headers, preambles, totals).
        used: Rows used as they stood.
        repaired: Rows used after a repair.
        set_aside: Rows not used.
        totals: Figures stated in the file, compared.
        notes: What a reader of the log should know of the whole file (encoding repaired, tail missing …).
        rests_on: Names of files in the same folder that were read beside it → their SHA-256: when one of them
            changes or goes, the file must be read again.
        owner: Account, property or site that the file itself says all its figures are of, where its tables
            have no column for it. Files of one source may name only one.
        hints: What the person who mends the input should do, one sentence each: told on the command line.
    """

    layout: str
    tables: dict[str, pd.DataFrame]
    rows_read: int
    used: int
    repaired: list[Remark] = field(default_factory=list)
    set_aside: list[Remark] = field(default_factory=list)
    totals: list[ControlTotal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rests_on: dict[str, str] = field(default_factory=dict)
    owner: str | None = None
    hints: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Layout:
    """One shape of export, recognised by its normalised headers, never by file name or position.

    Attributes:
        id: Id and version, e.g. "meta-content/2".
        what: Name of the export in its platform's words.
        headers: Canonical name → header keys (`kpikit.text.header_key`) that stand for it, in all languages.
        required: Canonical names that must be there.
        languages: BCP 47 codes of the headers served.
        tried: Whether it was tried on real files.
        feeds: Canonical tables it fills; none: known, refused by name.
        closed: Whether no further columns may stand beside these: suites' exports borrow platforms' words.
        pattern: Regular expression that at least one header key must match, where columns bear names of the
            user's own (`term: (place)`) and those of `headers` alone would fit any export.
    """

    id: str
    what: str
    headers: dict[str, tuple[str, ...]]
    required: tuple[str, ...]
    languages: tuple[str, ...]
    tried: bool
    feeds: tuple[str, ...]
    closed: bool = False
    pattern: str | None = None


class SourceModule(Protocol):
    """A module in kpikit/sources: its layouts, and how to read a file of one of them.

    A module whose files are chats or JSON says `DOCUMENTS = True`: they come as `RawFile.documents` too.
    """

    LAYOUTS: tuple[Layout, ...]

    def read(self, file: RawFile, context: Context) -> Reading:
        """Read a file; `ExportError` where it is of none of the module's layouts or is damaged as a whole."""
        ...
