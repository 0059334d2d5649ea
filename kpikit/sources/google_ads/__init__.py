"""Google Ads: campaign, ad group, keyword and other reports, and the cards of the overview page.

Reports state the days they count above their header, cards in the name they are downloaded under. Rows
`Total: …` repeat the figures of the rows up to three times: they are check figures. Figures by day and
campaign feed `ads_daily`; all others, and whatever is divided by more than that, feed `ads_periods`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import ControlTotal
from kpikit.sources.common import ads, calendars, headers, totals, values
from kpikit.sources.common.rows import Rows, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.sources.google_ads import money
from kpikit.sources.google_ads.layouts import DIMENSIONS, FIGURES, LAYOUTS, TIME_SERIES
from kpikit.sources.google_ads.parts import buckets, periods

if TYPE_CHECKING:
    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.calendars import Span
    from kpikit.sources.common.headers import Match

PLATFORM = "google_ads"
MONEY = ("cost", "attributed_revenue")
ADDED = frozenset({"keyword", "device"})
"""Divisions whose rows add up to the table's total; searches, places, clicks by type overlap or have gaps."""
SAME_NAME = "the row's campaign and division stand in the file a second time, with other figures"


def read(file: RawFile, context: Context) -> Reading:
    """Read a report or a card.

    Raises:
        ExportError: It is of none of the layouts, nothing says which days it counts, or which currency.
    """
    parts: list[Rows] = []
    frames: dict[str, list[pd.DataFrame]] = {}
    names: list[str] = []
    notes, checks = list(file.notes), list[ControlTotal]()
    zone = context.zone
    for table, match in headers.recognise(file, LAYOUTS):
        span = _span(table, context)
        report = _Report(Rows(table, match.columns), match, context)
        frame = report.frame(span)
        frame["snapshot_at"] = pd.Timestamp(snapshot_at(context, zone, stated=span.end))
        parts.append(report.rows)
        names.append(match.layout.id)
        frames.setdefault(report.feeds, []).append(frame)
        checks += report.checks()
        notes += report.notes
        if match.layout is TIME_SERIES:
            notes.append(
                "figures by day of the whole account or of the campaign that was open: beside a report by "
                "campaign and day they count twice"
            )
        if report.is_part_of_account():
            notes.append(
                "the account's stated total is larger than that of the table: a part of the account was "
                "exported"
            )
    return reading("+".join(dict.fromkeys(names)), parts, frames, notes=notes, totals=checks)


def _span(table: RawTable, context: Context) -> Span:
    """The days that the line above the header states, else those of the file's name."""
    above = [line for line in (table.title, *reversed(table.preamble)) if line]
    for line in above:
        if (found := calendars.span_in_words(line)) is not None:
            return found
    if len(above) > 1 and calendars.span_in_name(context.path.name) is None:
        what = "the line above the header is no range of days that can be read one way only"
        allowed = "July 8, 2026 - July 31, 2026, or both days in the file's name (2026-07-08_2026-07-31)"
        raise ExportError(Problem(what, file=context.path, line=2, allowed=allowed))
    return calendars.span_of_name(context)


class _Report:
    """One table on its way to `ads_daily` or `ads_periods`."""

    def __init__(self, rows: Rows, match: Match, context: Context) -> None:
        self.rows = rows
        self._context = context
        self._dimensions = [name for name in DIMENSIONS if rows.has(name)]
        by_day = rows.has("date") and not self._dimensions and not rows.has("ad_group")
        self.feeds = "ads_daily" if by_day and not rows.has("ad_id") else "ads_periods"
        if self.feeds not in match.layout.feeds:
            self.feeds = match.layout.feeds[0]
        self._totals = _says_total(rows.table)
        self._figures: dict[str, pd.Series] = {}
        self.notes: list[str] = []

    def frame(self, span: Span) -> pd.DataFrame:
        """Canonical rows, without totals and those set aside."""
        rows = self.rows
        rows.take_out(self._totals)
        self._figures = ads.figures(rows, FIGURES, lambda texts: money.split(texts).numbers)
        when = periods(rows, span, daily=self.feeds == "ads_daily")
        dimension, bucket = buckets(rows, self._dimensions, self._context)
        columns: dict[str, Any] = self._places() | when
        if self.feeds == "ads_periods":
            columns |= {"dimension": dimension, "bucket": bucket}
        self._set_aside_repeats(columns)
        currency = {"currency": self._currency()} if set(MONEY) & set(self._figures) else {}
        return rows.frame(columns | self._figures | currency)

    def _places(self) -> dict[str, object]:
        """Where in the account a row belongs; the campaign is empty for the account as a whole."""
        rows, source = self.rows, self._context.source
        account = source.account or self._context.brand.name
        found: dict[str, object] = {
            "platform": PLATFORM,
            "account": rows.text("account", 200).fillna(account) if rows.has("account") else account,
            "campaign": rows.text("campaign", 500).fillna(""),
        }
        # A day's key holds no ad group: figures by ad group and day feed `ads_periods`.
        for name in ("campaign_id", "campaign_type", "ad_group", "ad_id", "ad"):
            if rows.has(name):
                found[name] = rows.text(name, 500)
        return found

    def _set_aside_repeats(self, columns: dict[str, Any]) -> None:
        """Repeated rows count once; two rows of one name that differ can't be told apart: neither is sure."""
        names = ("account", "campaign_id", "campaign", "ad_group", "ad_id", "bucket", "date", "period_start")
        key = [columns[name] for name in names if isinstance(columns.get(name), pd.Series)]
        if not key:
            return
        rows = self.rows
        whole = pd.concat([*key, *self._figures.values()], axis=1)[rows.kept]
        again = whole.duplicated()
        once = whole[~again].iloc[:, : len(key)]
        doubtful = pd.Series(data=False, index=range(len(rows)))
        doubtful[once.index[once.duplicated(keep=False)]] = True
        rows.set_aside(doubtful, SAME_NAME)
        rows.set_aside_repeats(*key)

    def _currency(self) -> pd.Series | str:
        context = self._context
        otherwise = context.source.currency or context.brand.currency
        if self.rows.has("currency"):
            return self.rows.text("currency", 10).fillna(otherwise)
        signs = [money.split(self.rows.cells(name)).signs for name in MONEY if self.rows.has(name)]
        found = money.currency(pd.concat(signs), context)
        self.notes += [] if found else [ads.UNSTATED]
        return found or otherwise

    def checks(self) -> list[ControlTotal]:
        """The table's own total against its rows, and the stated rates against clicks and impressions."""
        found = []
        first = self._totals & (self._totals.cumsum() == 1)
        one_currency = len(self.rows.cells("currency").dropna().unique()) <= 1
        for name, numbers in self._figures.items():
            stated = numbers[first].dropna()
            if (
                not len(stated)
                or (name in MONEY and not one_currency)
                or not ADDED.issuperset(self._dimensions)
            ):
                continue
            label = ads.labels(self.rows.table)[first].iloc[0]
            found.append(ads.total(self.rows, name, label, float(stated.iloc[0]), numbers[self.rows.kept]))
        return found + self._rates()

    def _rates(self) -> list[ControlTotal]:
        if self.rows.has("known_share") and len(self._figures) == 1:
            (figure,) = self._figures.values()
            share, _ = values.share(self.rows.cells("known_share"))
            shown = share.notna() & figure.notna() & self.rows.kept
            agree = ((share - figure / figure[shown].sum()).abs() < 0.0001)[shown]
            what = "rows whose part is that of the sum of all rows"
            return [ControlTotal(what, float(shown.sum()), float(agree.sum()))]
        if not {"clicks", "impressions"} <= set(self._figures) or not self.rows.has("rate"):
            return []
        rate, _ = values.share(self.rows.cells("rate"))
        clicks, impressions = self._figures["clicks"], self._figures["impressions"]
        shown = rate.notna() & (impressions > 0).fillna(value=False) & clicks.notna() & self.rows.kept
        agree = ((rate - clicks / impressions).abs() < 0.0001)[shown]
        what = "rows whose CTR is clicks / impressions"
        return [ControlTotal(what, float(shown.sum()), float(agree.sum()))]

    def is_part_of_account(self) -> bool:
        """Whether the account's total is larger than the total of the table."""
        cost = self._figures.get("cost", self._figures.get("impressions"))
        if cost is None or self._totals.sum() < 2:
            return False
        labels = ads.labels(self.rows.table).str.casefold()
        account = cost[self._totals & (labels == "total: account")].dropna()
        own = cost[self._totals & (self._totals.cumsum() == 1)].dropna()
        return bool(len(account) and len(own) and account.iloc[0] > own.iloc[0])


def _says_total(table: RawTable) -> pd.Series:
    """Mask of the rows whose first filled cell is `Total: …`; a keyword "total" alone is data."""
    labels = ads.labels(table)
    return (totals.is_total(labels) & labels.str.contains(":", regex=False)).astype("bool")
