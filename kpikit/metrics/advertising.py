"""Advertising as metrics see it: each cost once, though exports tell it by day, campaign and as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from kpikit import dictionary
from kpikit.metrics.covering import EPOCH, Covered, day_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kpikit.metrics.given import DayCost
    from kpikit.periods import Period

MEDIA = "media"
"""Kind of a cost that an ad platform bills."""

_WHOLE = "coalesce(campaign, '') = '' AND coalesce(campaign_id, '') = ''"
_DEPTH = (
    "CASE WHEN coalesce(ad_id, '') <> '' OR coalesce(ad, '') <> '' THEN 2 "
    "WHEN coalesce(ad_group, '') <> '' THEN 1 ELSE 0 END"
)
_CAMPAIGN = "coalesce(campaign_id, ''), coalesce(campaign, '')"


def ads_sql(columns: Sequence[str], result_kind: str) -> str:
    """Rows by day, and those of whole periods whose campaign has none by day.

    `until` is the last day of a row (that of the date where it counts a day); `span` tells the rows of one
    campaign that may overlap, null for days.

    Args:
        columns: Of ads_daily.
        result_kind: SQL of what kind of result a row's is.
    """
    days = ", ".join(f'"{column}"' for column in columns)
    spans = ", ".join(_of_period(column) for column in columns)
    return (
        f"SELECT {days}, date AS until, CAST(NULL AS VARCHAR) AS span, "  # noqa: S608 - our names
        f"{result_kind} AS result_kind FROM {_daily()} "
        f"UNION ALL SELECT {spans}, period_end AS until, concat_ws('|', replace(concat_ws('~', platform, "
        "coalesce(account, '')), '|', '~'), replace(concat_ws('~', coalesce(campaign_id, ''), "
        f"coalesce(campaign, '')), '|', '~')) AS span, {result_kind} AS result_kind FROM {_periods()}"
    )


def _of_period(column: str) -> str:
    kinds = {name: entry.type for name, entry in dictionary.table("ads_daily").columns.items()}
    if column == "date":
        return "period_start"
    if column in dictionary.table("ads_periods").columns:
        return f'"{column}"'
    return f"CAST(NULL AS {'VARCHAR' if kinds[column] == 'text' else 'DOUBLE'})"


def _daily() -> str:
    """Rows by day; where files tell an account's day whole and by campaign (or by ad), one of them counts."""
    place = "platform, coalesce(account, ''), date"
    told = (
        f"SELECT *, max(CASE WHEN {_WHOLE} THEN 0 ELSE 1 END) "  # noqa: S608
        f"OVER (PARTITION BY file, {place}) AS campaigns, "
        f"min({_DEPTH}) OVER (PARTITION BY file, {place}, {_CAMPAIGN}) AS depth FROM main.ads_daily"
    )
    best = (
        f"SELECT *, max(campaigns) OVER (PARTITION BY {place}) AS most_campaigns, "  # noqa: S608
        f"min(depth) OVER (PARTITION BY {place}, {_CAMPAIGN}) AS least_depth FROM ({told}) AS told"
    )
    return (
        f"(SELECT * FROM ({best}) AS best WHERE campaigns = most_campaigns AND depth = least_depth) AS days"  # noqa: S608
    )


def _periods() -> str:
    """Undivided rows of whole periods that nothing by day, and no finer row of the same days, tells too."""
    place = "platform, coalesce(account, ''), period_start, period_end"
    told = (
        f"SELECT *, min({_DEPTH}) OVER (PARTITION BY file, {place}, {_CAMPAIGN}) AS depth "  # noqa: S608
        "FROM main.ads_periods WHERE coalesce(dimension, '') = ''"
    )
    best = (
        f"SELECT *, min(depth) OVER (PARTITION BY {place}, {_CAMPAIGN}) AS least_depth FROM ({told}) AS told"  # noqa: S608
    )
    return (
        f"(SELECT * FROM ({best}) AS p WHERE depth = least_depth "  # noqa: S608
        f"AND NOT EXISTS (SELECT 1 FROM main.ads_daily AS d WHERE {_same('d')} "
        "AND d.date BETWEEN p.period_start AND p.period_end AND (coalesce(p.campaign, '') = '' "
        "OR coalesce(d.campaign, '') = '' OR d.campaign = p.campaign OR d.campaign_id = p.campaign_id)) "
        f"AND NOT EXISTS (SELECT 1 FROM main.ads_periods AS c WHERE {_same('c')} "
        "AND coalesce(c.dimension, '') = '' AND coalesce(p.campaign, '') = '' "
        "AND coalesce(c.campaign, '') <> '' AND c.file <> p.file "
        "AND c.period_start <= p.period_end AND c.period_end >= p.period_start)) AS spans"
    )


def _same(other: str) -> str:
    return f"{other}.platform = p.platform AND coalesce({other}.account, '') = coalesce(p.account, '')"


def spending_sql(columns: Sequence[str], costs: Sequence[DayCost]) -> str:
    """Media costs of the ads, and the costs that the parameters list, each with its kind.

    Args:
        columns: Of the relation, in order, without cost_kind.
        costs: The brand's own.
    """
    listed = ", ".join(f'"{column}"' for column in columns)
    sql = f"SELECT {listed}, '{MEDIA}' AS cost_kind FROM ads_daily"  # noqa: S608 - our names
    if not costs:
        return sql
    named = {"date": "day", "until": "day", "platform": "platform", "cost": "cost", "currency": "currency"}
    empty = {"attributed_revenue": "DOUBLE", "span": "VARCHAR"}
    own = ", ".join(named.get(column, f"CAST(NULL AS {empty.get(column, 'VARCHAR')})") for column in columns)
    rows = ", ".join(
        f"(DATE '{entry.date}', CAST({_text(entry.platform)} AS VARCHAR), {_text(entry.kind)}, "
        f"CAST({entry.cost!r} AS DOUBLE), {_text(entry.currency)})"
        for entry in costs
    )
    return (
        f"{sql} UNION ALL SELECT {own}, kind AS cost_kind FROM "  # noqa: S608 - quoted
        f"(VALUES {rows}) AS own (day, platform, kind, cost, currency)"
    )


def _text(word: str | None) -> str:
    return str(exp.convert(word).sql(dialect="duckdb"))


@dataclass(frozen=True)
class CoveredAds(Covered):
    """Days of one source's ads: told by day, or by rows of whole periods where these lie inside.

    Attributes:
        daily: First and last day told by day; None where none is.
        spans: (signature, first, last) of rows of whole periods, days since 1970.
    """

    daily: tuple[date, date] | None = None
    spans: tuple[tuple[str, int, int], ...] = ()

    def days_within(self, period: Period) -> set[int]:
        """Days told; those of a row that reaches out of the period are not, where no other one tells them."""
        start, end = day_number(period.start), day_number(period.end)
        told: dict[str, set[int]] = {}
        cut: dict[str, set[int]] = {}
        for signature, first, last in self.spans:
            inside = start <= first and last <= end
            days = set(range(max(first, start), min(last, end) + 1))
            (told if inside else cut).setdefault(signature, set()).update(days)
        missing = [days - told.get(signature, set()) for signature, days in cut.items()]
        first_day, last_day = self.daily or (EPOCH, EPOCH)
        by_day = Covered(self.platform, first_day, last_day).days_within(period) if self.daily else set()
        return by_day.union(*told.values()).difference(*missing)


def ads_coverage(
    daily: Iterable[tuple[str, str, date, date]], spans: Iterable[tuple[str, str, str, date, date]]
) -> tuple[Covered, ...]:
    """Coverage by source and platform.

    Args:
        daily: (source, platform, first day, last day) told by day.
        spans: (source, platform, signature, first day, last day) of rows of whole periods.
    """
    by_day = {(source, platform): (first, last) for source, platform, first, last in daily}
    by_span: dict[tuple[str, str], list[tuple[str, date, date]]] = {}
    for source, platform, signature, first, last in spans:
        by_span.setdefault((source, platform), []).append((signature, first, last))
    found = []
    for key in dict.fromkeys((*by_day, *by_span)):
        own = by_span.get(key, [])
        ends = [*by_day.get(key, ()), *(day for _, first, last in own for day in (first, last))]
        numbers = tuple((signature, day_number(first), day_number(last)) for signature, first, last in own)
        found.append(CoveredAds(key[1], min(ends), max(ends), None, by_day.get(key), numbers))
    return tuple(found)
