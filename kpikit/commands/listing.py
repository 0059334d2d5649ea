"""`kpikit list` and `kpikit formats`: reports issued, exports that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.publish.places import issued

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.project import Project


def show_reports(project: Project) -> int:
    """Print a line a report: brand, period, when, state, where."""
    reports = issued(project)
    if not reports:
        print("no reports yet")
        return 0
    rows = [("brand", "period", "made", "state", "where")]
    rows += [
        (
            report.brand,
            report.period,
            report.made[:16].replace("T", " "),
            report.state,
            str((report.folder / report.main_file).relative_to(project.root)),
        )
        for report in reports
    ]
    _show(rows)
    return 0


def show_formats(chosen: tuple[str, ...]) -> int:
    """Print a line a layout: format, layout, export, languages, tables it fills, standing.

    Raises:
        UsageError: A format that there is not; names the nearest.
    """
    from kpikit.sources import module, modules
    from kpikit.sources.reference import standing

    rows = [("format", "layout", "export", "languages", "fills", "standing")]
    for name in chosen or modules():
        rows += [
            (
                name,
                layout.id,
                layout.what,
                ",".join(layout.languages),
                ",".join(layout.feeds),
                standing(layout),
            )
            for layout in module(name).LAYOUTS
        ]
        if name == "mapped":
            rows.append((name, "", "a table of any shape, by the `mapping:` of its source", "", "any", ""))
    _show(rows)
    return 0


def _show(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip())
