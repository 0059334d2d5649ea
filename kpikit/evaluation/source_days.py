"""Which days of a period each source covers, which stopped, and which figures they touch."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

from kpikit import dictionary
from kpikit.evaluation import basis
from kpikit.parameters import load_defaults
from kpikit.store.coverage import DAILY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpikit.metrics import Figures
    from kpikit.parameters import Brand
    from kpikit.periods import Period

EVENTS = ("posts", "orders", "leads", "tickets", "mentions", "community_messages")
"""Tables of single events: a day without a row may be a quiet day."""

LOOK_BACK_DAYS = 180
"""Over how many days an event source's own longest silence is taken."""

LEAST_SILENCE_DAYS = 7
"""A silence this short never counts as a stop, however busy the source was."""


@dataclass(frozen=True)
class SourceCoverage:
    """What one source covers of a period in one table.

    Attributes:
        source: Key of the brand's sources.
        platform: Platform the rows are of.
        table: Canonical table it feeds.
        last_day: Last day covered, on or before the period's end.
        days_covered: Days of the period covered.
        days: Days of the period.
        stopped: ended (nothing after `last_day`), silent (events stopped for longer than twice the longest
            silence before), gaps (days missing within), no_data (rows of other periods only), no_file (no row
            at all), rows (it has some, of which no days can be missed), or None where it is whole.
        touches: Metrics that rest on it.
        touched_kpis: Key figures among them.
    """

    source: str
    platform: str
    table: str
    last_day: date | None
    days_covered: int
    days: int
    stopped: Literal["ended", "silent", "gaps", "no_data", "no_file", "rows"] | None
    touches: tuple[str, ...] = ()
    touched_kpis: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing that matters is missing."""
        return self.stopped in (None, "rows")

    @property
    def absent(self) -> bool:
        """Whether the source gave nothing to the period, and had not been giving just before."""
        return self.stopped in ("no_data", "no_file")


def coverage(figures: Figures, brand: Brand, period: Period) -> list[SourceCoverage]:
    """Coverage of the period by source, platform and table, worst first.

    Daily tables are covered on the days that have rows; a monthly file covers its month, a weekly note its
    week. Sources of single events are covered up to the later of their newest row and the day their newest
    export was made.
    Declared sources that ended before the previous period, begin after this one or have no rows are listed
    as absent; no figure is said to rest on them.
    """
    whole = load_defaults(figures.project, brand)["coverage_whole"]
    found = [*_daily(figures, brand, period, whole), *_events(figures, brand, period, whole)]
    found = [_touching(entry, figures, brand, period) for entry in found]
    found += _others(figures, brand, period, {entry.source for entry in found})
    return sorted(
        found,
        key=lambda entry: (
            entry.whole,
            entry.stopped == "rows",
            entry.days_covered / entry.days,
            entry.source,
            entry.table,
            entry.platform,
        ),
    )


def coverage_gaps(found: Iterable[SourceCoverage]) -> list[SourceCoverage]:
    """One entry a source and platform that is not whole, with all that its tables touch, worst first."""
    gaps: dict[tuple[str, str], SourceCoverage] = {}
    for entry in found:
        if entry.whole or entry.absent:
            continue
        key = (entry.source, entry.platform)
        known = gaps.setdefault(key, entry)
        gaps[key] = replace(
            known,
            touches=tuple(dict.fromkeys((*known.touches, *entry.touches))),
            touched_kpis=tuple(dict.fromkeys((*known.touched_kpis, *entry.touched_kpis))),
        )
    return list(gaps.values())


def _daily(figures: Figures, brand: Brand, period: Period, whole: float) -> Iterable[SourceCoverage]:
    before = period.previous()
    for table in DAILY:
        spans: dict[tuple[str, str], list[tuple[date, date]]] = {}
        for row in basis.ask(figures, _spans_sql(table), first=before.start, last=period.end):
            spans.setdefault(_key(row, brand), []).append((as_day(row["first"]), as_day(row["last"])))
        for (source, platform), pairs in spans.items():
            days = _days(pairs, period)
            last = max(days, default=max(last for _, last in pairs))
            missing = len(days) / period.days < whole
            reason: Any = ("ended" if last < period.end - timedelta(days=1) else "gaps") if missing else None
            yield SourceCoverage(source, platform, table, last, len(days), period.days, reason)


def _others(figures: Figures, brand: Brand, period: Period, told: set[str]) -> Iterable[SourceCoverage]:
    """Declared sources of which nothing is told yet: their last day, whether rows are of the period."""
    if told >= brand.sources.keys():
        return
    asked = [
        f"SELECT source, '{name}' AS name, {_ends(name)} FROM \"{name}\" GROUP BY source"  # noqa: S608 - names from the dictionary
        for name in dictionary.tables()
    ]
    sql = " UNION ALL ".join(asked) + " ORDER BY ALL"
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in basis.ask(figures, sql, first=period.start, last=period.end):
        rows.setdefault(str(row["source"]), []).append(row)
    for source in sorted(brand.sources.keys() - told):
        own = rows.get(source, [])
        until = [as_day(row["until"]) for row in own if row["until"] is not None]
        how: Any = "no_data" if own else "no_file"
        if any(row["dated"] is None or row["dated"] for row in own):
            how = "rows"
        table = str(own[0]["name"]) if own else ""
        platform = brand.sources[source].platform
        yield SourceCoverage(source, platform, table, max(until, default=None), 0, period.days, how)


def _ends(name: str) -> str:
    """The last day up to the period's end; whether a row is of the period, null where rows have no day."""
    facts = dictionary.table(name)
    if facts.day is None:
        return "CAST(NULL AS DATE) AS until, CAST(NULL AS BOOLEAN) AS dated"
    spans = "period_start" in facts.columns
    first, last = ("period_start", "period_end") if spans else (facts.day, facts.day)
    dated = f"coalesce(bool_or({last} >= $first AND {first} <= $last), false)"
    return f"max({last}) FILTER ({first} <= $last) AS until, {dated} AS dated"


def _spans_sql(table: str) -> str:
    facts = dictionary.table(table)
    spans = "period_start" in facts.columns
    first, last = ("period_start", "period_end") if spans else (facts.day, facts.day)
    return (
        f'SELECT DISTINCT source, {_platform(table)} AS platform, {first} AS "first", {last} AS "last" '  # noqa: S608 - names from the dictionary
        f'FROM "{table}" WHERE {last} >= $first AND {first} <= $last ORDER BY ALL'
    )


def _platform(table: str) -> str:
    """The platform a source's rows are of; elsewhere it is the platform that a visit or lead came from."""
    own = table in ("posts", "account_daily", "ads_daily", "community_daily", "community_messages")
    return "platform" if own else "CAST(NULL AS VARCHAR)"


def _key(row: dict[str, Any], brand: Brand) -> tuple[str, str]:
    source = str(row["source"])
    known = brand.sources.get(source)
    platform = row["platform"] if isinstance(row["platform"], str) else None
    return source, platform or (known.platform if known else source)


def _days(spans: Iterable[tuple[date, date]], period: Period) -> set[date]:
    """Days told: what a row tells of more than a day counts only where all of it is of the period."""
    days: set[date] = set()
    told = [
        (first, last) for first, last in spans if first == last or period.start <= first <= last <= period.end
    ]
    for first, last in _at_own_pace(sorted(set(told))):
        start, end = max(first, period.start), min(last, period.end)
        days.update(start + timedelta(days=offset) for offset in range((end - start).days + 1))
    return days


def _at_own_pace(spans: list[tuple[date, date]]) -> list[tuple[date, date]]:
    """Figures noted once a week (a follower count) stand for the days since the one before."""
    gaps = [(later[0] - earlier[0]).days for earlier, later in pairwise(spans)]
    pace = int(median(gaps)) if gaps else 1
    return [(min(first, last - timedelta(days=pace - 1)), last) for first, last in spans]


def _events(figures: Figures, brand: Brand, period: Period, whole: float) -> Iterable[SourceCoverage]:
    first = period.end - timedelta(days=LOOK_BACK_DAYS)
    for table in EVENTS:
        sql = (
            f"SELECT source, {_platform(table)} AS platform, max(snapshot_at) AS exported, "  # noqa: S608 - names from the dictionary
            "list_sort(list(DISTINCT local_date) FILTER (local_date BETWEEN $first AND $last)) AS days "
            f'FROM "{table}" GROUP BY ALL ORDER BY ALL'
        )
        for row in basis.ask(figures, sql, first=first, last=period.end):
            days = [as_day(day) for day in (row["days"] if row["days"] is not None else ())]
            if days and days[-1] >= period.previous().start:
                key = (*_key(row, brand), table)
                yield _event_source(key, days, as_day(row["exported"]), period, whole)


def _event_source(
    key: tuple[str, str, str], days: list[date], exported: date, period: Period, whole: float
) -> SourceCoverage:
    newest = days[-1]
    silence = (period.end - newest).days
    longest = max(((later - earlier).days for earlier, later in itertools.pairwise(days)), default=0)
    reason: Any = None
    last = max(newest, min(exported, period.end))
    if _share(last, period) < whole:
        reason = "ended"
    elif silence > max(LEAST_SILENCE_DAYS, 2 * longest) and len(days) > 1:
        reason, last = "silent", newest
    covered = round(_share(last, period) * period.days)
    return SourceCoverage(*key, last if reason else period.end, covered, period.days, reason)


def _share(last: date, period: Period) -> float:
    return max((min(last, period.end) - period.start).days + 1, 0) / period.days


def _touching(entry: SourceCoverage, figures: Figures, brand: Brand, period: Period) -> SourceCoverage:
    words = _series(entry, figures) if entry.table == "account_daily" else None
    touches = tuple(name for name in figures.offered() if _reads(figures, name, entry.table, words))
    kpis = tuple(
        kpi.metric
        for kpi in brand.kpis
        if kpi.active(period.end) and kpi.metric in touches and kpi.platform in (None, entry.platform)
    )
    return replace(entry, touches=touches, touched_kpis=tuple(dict.fromkeys(kpis)))


def _series(entry: SourceCoverage, figures: Figures) -> set[str]:
    """Which of the long table's figures a source delivers."""
    sql = "SELECT DISTINCT metric FROM account_daily WHERE source = $source AND platform = $platform"
    return {row["metric"] for row in basis.ask(figures, sql, source=entry.source, platform=entry.platform)}


def _reads(figures: Figures, name: str, table: str, words: set[str] | None) -> bool:
    metric = figures.metrics[name]
    delivers = words is None or any(entry.split(".", 1)[1] in words for entry in metric.inputs)
    return metric.table == table and delivers


def as_day(value: Any) -> date:  # noqa: ANN401 - date, datetime or pandas timestamp
    """A day of a frame as date."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
