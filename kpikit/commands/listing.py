"""`kpikit list`: reports issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.publish.places import issued

if TYPE_CHECKING:
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
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        print("  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip())
    return 0
