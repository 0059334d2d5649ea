"""What became of the files: read, repaired, set aside, refused."""

from __future__ import annotations

from kpikit.blocks import Block, Cell, Group, Prose, Table
from kpikit.chapters.chapter import Chapter
from kpikit.evaluation import basis
from kpikit.sources.common.accounts import COUNTED
from kpikit.store.records import DIFFER

MOST_FILES = 40
MOST_LINES = 8


class Imported(Chapter):
    """The import log in words."""

    def imports(self) -> Group:
        """Each file: rows read = used + repaired + set aside, and why; refused ones first."""
        log = self.setting.store.log()
        records = basis.records(log)
        refused = [row for row in records if row["status"] == "refused"]
        read = [row for row in records if row["status"] in ("imported", "unchanged")]
        told = [
            row
            for row in read
            if row["repaired"] or row["set_aside"] or len(row["notes"]) or self._differing(row)
        ]
        quiet = [row for row in read if row not in told]
        blocks: list[Block] = []
        if refused:
            heads = [self.words("column.file"), self.words("column.why")]
            rows = [[Cell(str(row["file"])), Cell(str(row["problem"]))] for row in refused]
            blocks.append(Table(heads, rows, title=self.words("quality.refused_title")))
        names = ("file", "layout", "rows", "used", "repaired", "set_aside", "why")
        rows = [self._file(row) for row in told[:MOST_FILES]]
        rest = quiet + told[MOST_FILES:]
        note = self.words.joined(
            [
                self.words("quality.log_note"),
                self.words("quality.refused", n=len(refused)),
                self.words("quality.log_more", n=len(rest), rows=sum(int(row["rows_read"]) for row in rest))
                if rest
                else "",
            ]
        )
        if rows:
            heads = [self.words(f"column.{name}") for name in names]
            blocks.append(
                Table(heads, rows, align="llrrrrl", title=self.words("quality.log_title"), note=note)
            )
        else:
            blocks.append(Prose([note], role="note"))
        if aside := self._set_aside():
            heads = [self.words(f"column.{name}") for name in ("file", "column", "why", "rows", "lines")]
            blocks.append(Table(heads, aside, align="lllrl", title=self.words("quality.set_aside_title")))
        return Group(blocks, key="imports")

    def strangers(self) -> list[str]:
        """Files whose rows name accounts that nobody declared as the brand's: they are counted too."""
        records = basis.records(self.setting.store.log())
        return [
            self.words("pattern.labelled", label=row["file"], text=self.words.phrase(line))
            for row in records
            for line in str(row["notes"] or "").splitlines()
            if COUNTED in line
        ]

    def _set_aside(self) -> list[list[Cell]]:
        """Rows that were not used: by file, sheet, column and reason, with the lines of the first ones."""
        rows = self.setting.store.set_aside()
        places = ["file", "table", "column", "reason"]
        found = []
        for (file, table, column, reason), group in rows.groupby(places, dropna=False, sort=True):
            lines = [str(int(line)) for line in group["line"].sort_values()]
            more = ["…"] if len(lines) > MOST_LINES else []
            place = f"{file} ({table})" if isinstance(table, str) else str(file)
            found.append(
                [
                    Cell(place),
                    Cell(column if isinstance(column, str) else ""),
                    Cell(self.words.phrase(str(reason)), "muted"),
                    Cell(self.words.integer(len(lines))),
                    Cell(", ".join([*lines[:MOST_LINES], *more])),
                ]
            )
        return found[:MOST_FILES]

    def _differing(self, row: dict[str, object]) -> list[str]:
        """Totals that the file states and its rows don't add up to."""
        return [line for line in str(row["totals"]).splitlines() if line.endswith(DIFFER)]

    def _file(self, row: dict[str, object]) -> list[Cell]:
        told = "\n".join([*self._differing(row), str(row["notes"])])
        why = self.words.joined([*self._reasons(str(row["reasons"])), *self._notes(told)])
        counts = [
            Cell(self.words.integer(basis.number(row[name])))
            for name in ("rows_read", "used", "repaired", "set_aside")
        ]
        return [Cell(str(row["file"])), Cell(self._layout(str(row["layout"]))), *counts, Cell(why, "muted")]

    def _layout(self, joined: str) -> str:
        """The file's layout; of a file of several tables the first, and how many more there are."""
        first, *more = joined.split("+")
        return self.words("quality.layouts_more", first=first, n=len(more)) if more else first

    def _reasons(self, lines: str) -> list[str]:
        """Reasons of the import log, each with the number of its rows."""
        told = (line.rpartition(": ") for line in lines.splitlines())
        return [
            self.words("pattern.labelled", label=self.words.phrase(reason), text=count)
            for reason, _, count in told
        ]

    def _notes(self, lines: str) -> list[str]:
        return [self.words.phrase(line) for line in lines.splitlines()]
