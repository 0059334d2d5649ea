"""90 Data quality, and the analyst's annex."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import kpikit
from kpikit.blocks import Block, Bullets, Cell, Group, Heading, Prose, Table
from kpikit.chapters.chapter import Chapter
from kpikit.evaluation import basis, changes, core_of
from kpikit.evaluation.basis import DIMENSIONS
from kpikit.parameters import exposure_units, load_breaks
from kpikit.store.records import DIFFER
from kpikit.tables import MetricRow, metric_definition, metric_name, metrics_table

if TYPE_CHECKING:
    from kpikit.evaluation import Finding, SourceCoverage

MOST_FILES = 40
MOST_LINES = 8
BREAKS_BACK_DAYS = 760


class Quality(Chapter):
    """What do the figures rest on?"""

    name = "quality"

    def answer(self) -> str:
        """How many sources cover the period whole, and what was refused."""
        sources = {entry.source for entry in self.setting.coverage}
        short = {entry.source for entry in self.setting.coverage if not entry.whole}
        log = self.setting.store.log()
        refused = int((log["status"] == "refused").sum()) if len(log) else 0
        return self.words("quality.answer", whole=len(sources - short), n=len(sources), refused=refused)

    def caveats(self) -> Block:
        """What the data themselves call for."""
        found: list[Finding] = [entry for entry in self.setting.findings if entry.caveat]
        if not found:
            return Prose([self.words("executive.confident")], role="note")
        return Bullets(
            [self.teller.advice(entry) for entry in found], title=self.words("quality.caveats_title")
        )

    def coverage(self) -> Table:
        """Days of the period that each source covers, and the figures that rest on it."""
        heads = [
            self.words(f"column.{name}")
            for name in ("source", "platform", "covered", "newest", "state", "touches")
        ]
        rows = [
            [
                Cell(entry.source),
                Cell(self.teller.platform(entry.platform)),
                Cell(self.words("quality.days", covered=entry.days_covered, days=entry.days)),
                Cell(self.words.date(entry.last_day)),
                Cell(
                    self.words(f"quality.coverage_{entry.stopped or 'whole'}"),
                    "plain" if entry.whole else "warn",
                ),
                Cell(self.teller.metrics(entry.touched_kpis) if entry.touched_kpis else "", "muted"),
            ]
            for entry in self._sources()
        ]
        return Table(heads, rows, align="llrlll", title=self.words("quality.coverage_title"))

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
                self.words("quality.log_note", refused=len(refused)),
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

    def breaks(self) -> Block:
        """Changes in counting that touch the brand's platforms within the months compared."""
        platforms = {
            word
            for source in self.setting.brand.sources.values()
            for word in (source.platform, source.surface)
        }
        since = self.period.end - timedelta(days=BREAKS_BACK_DAYS)
        found = [
            entry
            for entry in load_breaks(self.setting.project, self.setting.brand)
            if entry.platform in platforms and since <= entry.date <= self.period.end
        ]
        if not found:
            return Prose([self.words("quality.breaks_none")], role="body")
        heads = [self.words(f"column.{name}") for name in ("date", "platform", "metric", "what", "source")]
        rows = [
            [
                Cell(self.words.date(entry.date)),
                Cell(self.teller.platform(entry.platform)),
                Cell(
                    self.label(entry.metric)
                    if entry.metric in self.setting.registry
                    else self.words.phrase(entry.metric)
                ),
                Cell(self.words.phrase(entry.what)),
                Cell(self.words.phrase(entry.source)),
            ]
            for entry in found
        ]
        return Table(heads, rows, title=self.words("quality.breaks_title"))

    def figures(self) -> Group:
        """Every figure that the brand's sources offer, by dimension."""
        tables = [self._all(dimension) for dimension in DIMENSIONS]
        return Group([table for table in tables if table.rows], key="figures")

    def definitions(self) -> Group:
        """What each figure means, whose convention it is, and the rules by which it is read."""
        heads = [self.words(f"column.{name}") for name in ("metric", "definition", "clock", "unit")]
        rows = [
            [
                Cell(metric_name(self.words, metric)),
                Cell(metric_definition(self.words, metric)),
                Cell(self.words(f"clock.{metric.clock}")),
                Cell(self.words(f"unit_name.{metric.unit}")),
            ]
            for metric in (self.setting.registry[name] for name in core_of(self.setting.figures))
        ]
        rules = [
            [
                Cell(name),
                Cell(self.words.number(rule.value)),
                Cell(rule.basis),
                Cell(self._meaning(name, rule.meaning)),
            ]
            for name, rule in self.setting.defaults.thresholds.items()
        ]
        rule_heads = [self.words(f"column.{name}") for name in ("parameter", "limit", "basis", "definition")]
        units = [
            [Cell(self.teller.platform(platform)), Cell(self.words.phrase(unit))]
            for platform, unit in exposure_units(self.setting.project, self.setting.brand).items()
        ]
        unit_heads = [self.words("column.platform"), self.words("column.definition")]
        return Group(
            [
                Table(heads, rows, title=self.words("quality.definitions_title")),
                *([Table(unit_heads, units, title=self.words("quality.units_title"))] if units else []),
                Table(
                    rule_heads,
                    rules,
                    align="lrll",
                    title=self.words("quality.rules_title"),
                    note=self.words("quality.rules_note"),
                ),
            ],
            key="definitions",
        )

    def made(self) -> Group:
        """What made the report, and from what."""
        store = self.setting.store
        zones = store.frame(
            "SELECT DISTINCT day_zone FROM account_daily WHERE day_zone IS NOT NULL ORDER BY 1"
        )
        text = self.words(
            "quality.made",
            version=kpikit.__version__,
            data=store.fingerprint()[:12],
            zone=self.setting.brand.timezone,
            zones=self.words.listed(map(str, zones["day_zone"])) or "—",
        )
        return Group(
            [Heading(self.words("quality.made_title"), level=3), Prose([text], role="small")], key="made"
        )

    def _sources(self) -> list[SourceCoverage]:
        """One entry a source and platform: its least covered table, with all key figures that it touches."""
        found: dict[tuple[str, str], SourceCoverage] = {}
        for entry in self.setting.coverage:
            known = found.setdefault((entry.source, entry.platform), entry)
            touched = dict.fromkeys((*known.touched_kpis, *entry.touched_kpis))
            found[entry.source, entry.platform] = replace(known, touched_kpis=tuple(touched))
        return list(found.values())

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

    def _meaning(self, name: str, own: str) -> str:
        key = f"threshold.{name}"
        return self.words(key) if self.words.has(key) else own

    def _all(self, dimension: str) -> Table:
        registry = self.setting.registry
        offered = [name for name in self.setting.figures.offered() if registry[name].dimension == dimension]
        compared = changes(self.setting.figures, offered, self.period)
        rows = [
            MetricRow(
                metric=self.setting.registry[row["metric"]],
                scope=self.teller.platform(row["platform"]) if row["platform"] else "",
                reading=basis.reading(row),
                previous=basis.change(row),
                last_year=basis.Change(
                    value=basis.number(row["value"]),
                    other=basis.number(row["last_year"]),
                    change=basis.number(row["year_change"]),
                    low=basis.number(row["year_change_low"]),
                    high=basis.number(row["year_change_high"]),
                    clear=bool(row["year_clear"]),
                    comparable=row["year_doubt"] != "break",
                    relative=bool(row["relative"]),
                ),
            )
            for row in basis.records(
                compared[compared["dimension"] == dimension].rename(columns={"previous": "other"})
            )
        ]
        title = self.words("quality.all_title", dimension=self.words(f"chapter.{dimension}.name"))
        return metrics_table(self.words, rows, title=title)
