"""Findings on service and on what the report itself rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.evaluation import basis
from kpikit.evaluation.source_days import as_day, coverage_gaps
from kpikit.parameters import ended_statuses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kpikit.evaluation.situation import Finding, Situation

BREAK_MONTHS = 13
"""Breaks this far back still lie inside the charts."""

_OLDEST = """
SELECT min(local_date) AS oldest FROM (
  SELECT *, bool_or(coalesce(resolved_at, closed_at) IS NOT NULL OR status IS NOT NULL)
    OVER (PARTITION BY source) AS end_told,
    coalesce(list_contains($ended, lower(trim(status))), false) AS ended FROM tickets
)
WHERE local_date <= $last AND end_told
  AND (resolved_at IS NULL OR CAST(resolved_at AS DATE) > $last)
  AND (closed_at IS NULL OR CAST(closed_at AS DATE) > $last)
  AND NOT (resolved_at IS NULL AND closed_at IS NULL AND ended)
"""


def late_tickets(situation: Situation) -> Iterator[Finding]:
    """tickets_overdue: open beyond the promised time on the period's last day, with the oldest one's age."""
    overdue = situation.reading("overdue_tickets")
    if overdue is None or not overdue.value:
        return
    backlog = situation.reading("ticket_backlog")
    ended = ended_statuses(situation.figures.project)
    oldest = basis.ask(situation.figures, _OLDEST, last=situation.period.end, ended=ended)
    first = oldest[0]["oldest"] if oldest else None
    opened = None if first is None else as_day(first)
    yield situation.finding(
        "tickets_overdue",
        "overdue_tickets",
        {"value": overdue.value, "open": backlog.value if backlog else None, "oldest": opened}
        | {"oldest_days": (situation.period.end - opened).days if opened else None}
        | {"promise_hours": situation.brand.service.resolution_hours},
        tone="bad",
    )


def stopped_sources(situation: Situation) -> Iterator[Finding]:
    """source_stopped: sources that don't cover the period, with the figures that rest on them."""
    for gap in coverage_gaps(situation.coverage):
        metric = next(iter((*gap.touched_kpis, *gap.touches)), None)
        yield situation.finding(
            "source_stopped",
            None,
            {"source": gap.source, "platform": gap.platform, "last_day": gap.last_day, "how": gap.stopped}
            | {
                "days_covered": gap.days_covered,
                "days": gap.days,
                "kpis": gap.touched_kpis,
                "metrics": gap.touches,
            },
            tone="bad",
            weight=1.5 if gap.touched_kpis else 1.0,
            dimension=situation.figures.metrics[metric].dimension if metric else None,
        )


def changed_counting(situation: Situation) -> Iterator[Finding]:
    """counting_changed: breaks inside the last 13 months, one finding a platform and day."""
    first = situation.period.months(BREAK_MONTHS)[0].start
    found: dict[tuple[date, str, str], list[str]] = {}
    for metric in situation.offered:
        for entry in situation.figures.breaks(metric, None):
            if first <= entry.date <= situation.period.end:
                found.setdefault((entry.date, entry.platform, entry.what), []).append(metric)
    for (day, platform, what), metrics in sorted(found.items()):
        yield situation.finding(
            "counting_changed",
            None,
            {"platform": platform, "date": day, "what": what, "metrics": tuple(metrics)},
            weight=2.0 if situation.period.contains(day) else 1.0,
            dimension=situation.figures.metrics[metrics[0]].dimension,
        )


def only_outputs(situation: Situation) -> Iterator[Finding]:
    """outputs_only: every key figure counts what was put out, none what came of it."""
    levels = [situation.figures.metrics[kpi.metric].level for kpi in situation.kpis]
    if levels and all(level == "output" for level in levels):
        yield situation.finding(
            "outputs_only",
            None,
            {"n": len(levels), "metrics": tuple(kpi.metric for kpi in situation.kpis)},
            dimension=situation.figures.metrics[situation.kpis[0].metric].dimension,
        )
