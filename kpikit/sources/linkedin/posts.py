"""Posts of a LinkedIn page, and what its sheets have in common: whose they are, how they write days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.base import ControlTotal
from kpikit.sources.common import checks, values
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import NOT_A_DATE
from kpikit.sources.common.snapshots import day_of_export
from kpikit.sources.linkedin.layouts import FORMATS

if TYPE_CHECKING:
    from kpikit.sources.base import Context, Layout
    from kpikit.sources.common.rows import Rows

DAYS = ("%m/%d/%Y", "%Y-%m-%d")
_URN = re.compile(r"urn:li:(?P<kind>activity|share|ugcPost):(?P<id>\d+)|-(?P<slug>\d{15,20})-")


def account(context: Context) -> str:
    """The page or person that the figures are of."""
    return context.source.account or context.brand.name


def possible(rows: Rows, days: pd.Series, name: str, context: Context) -> None:
    """Days after the export can't be; known where a name or the parameters say when it was."""
    last = day_of_export(context)
    if last is not None:
        checks.set_aside_impossible(rows, days, name, checks.day_after(last))


def posts(rows: Rows, _layout: Layout, context: Context, totals: list[ControlTotal]) -> list[pd.DataFrame]:
    """Posts; the instant of publication is in an activity's id."""
    link = rows.cells("link")
    urn = link.str.extract(_URN)
    post_id = urn["id"].fillna(urn["slug"])
    rows.set_aside(post_id.isna(), "no post id in its link", "link")
    created = rows.day("created", DAYS)
    rows.set_aside(created.isna(), NOT_A_DATE, "created")
    possible(rows, created, "created", context)
    names = ("impressions", "video_views", "clicks", "reactions", "comments", "shares", "follows")
    counters = {name: rows.integer(name) for name in names if rows.has(name)}
    rate = rows.number("engagement_rate_reported")
    rows.set_aside_repeats(post_id)
    engaged = counters["clicks"] + counters["reactions"] + counters["comments"] + counters["shares"]
    both = rate.notna() & (counters["impressions"] > 0).fillna(value=False) & engaged.notna() & rows.kept
    implied = float((rate * counters["impressions"])[both].round().sum())
    totals.append(
        ControlTotal("engagements implied by the posts' rates", implied, float(engaged[both].sum()))
    )
    scrub = Scrubber.of(context.brand)
    title = rows.cells("title").astype(object)
    published, day_only = _published(post_id, urn["kind"], created)
    paid = values.folded(rows.cells("kind")).str.contains("sponsored").fillna(value=False)
    return [
        rows.frame(
            {
                "platform": "linkedin",
                "account": account(context),
                "post_id": post_id,
                "published_at": published,
                "day_only": day_only,
                "title": pd.Series(scrub.texts(title.where(title.notna(), None)), dtype="string"),
                "link": link,
                "format": _format(rows),
                "paid_scope": paid.map({True: "paid", False: "organic"}).astype("string"),
                **counters,
                "native_engagements": engaged,
                "engagement_rate_reported": rate,
            }
        )
    ]


def _format(rows: Rows) -> pd.Series:
    written = values.folded(rows.cells("format"))
    return written.map(FORMATS).astype("string").fillna("other").where(written.notna())


def _published(post_id: pd.Series, kind: pd.Series, created: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The instant in an activity's id where it falls on the stated UTC day, else that day without a time."""
    milliseconds = pd.to_numeric(post_id, errors="coerce").astype("Int64") // 2**22
    # Ids too small or too large for a date can't be instants.
    plausible = (milliseconds > 1_000_000_000_000) & (milliseconds < 4_000_000_000_000)
    exact = pd.to_datetime(milliseconds.where(plausible), unit="ms", utc=True)
    days = created.dt.tz_localize("UTC")
    agrees = ((exact.dt.normalize() == days) & kind.fillna("activity").eq("activity")).fillna(value=False)
    return days.where(~agrees, exact), (~agrees).astype("boolean")
