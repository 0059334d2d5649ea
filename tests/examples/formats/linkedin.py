"""LinkedIn page exports: real BIFF .xls with dates as text, and the competitors' .xlsx."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import xlwt

from tests.examples.formats.tables import Cell, xlsx

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

SENTENCE = "Figures of the page's posts in the time frame chosen. Data is delayed by up to 2 days. All dates and times are in UTC."
_SCOPES = ("organic", "sponsored", "total")
METRICS = [
    "Date", *(f"Impressions ({scope})" for scope in _SCOPES), "Unique impressions (organic)",
    *(f"{name} ({scope})" for name in ("Clicks", "Reactions", "Comments", "Reposts", "Engagement rate") for scope in _SCOPES),
]  # fmt: skip
POSTS = [
    "Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date", "Campaign start date",
    "Campaign end date", "Audience", "Impressions", "Views", "Offsite Views", "Clicks", "Click through rate (CTR)", "Likes",
    "Comments", "Reposts", "Follows", "Engagement rate", "Content Type",
]  # fmt: skip
FOLLOWERS = ["Date", "Sponsored followers", "Organic followers", "Auto-invited followers", "Total followers"]
_DEVICES = ("desktop", "mobile", "total")
VISITORS = ["Date"] + [
    f"{page} {what} ({device})"
    for page in ("Overview", "Life", "Jobs", "Total")
    for what in ("page views", "unique visitors")
    for device in _DEVICES
]
DIMENSIONS = ("Location", "Job function", "Seniority", "Industry", "Company size")
_STYLE = xlwt.easyxf()


def written(day: date) -> str:
    """`10/01/2024`: dates are text."""
    return f"{day:%m/%d/%Y}"


def name(page: str, kind: str, exported: date, ending: str = "xls") -> str:
    """`page_content_1760000000000.xls`: the epoch is the moment of the export."""
    moment = datetime.combine(exported, time(8, 14, 22), UTC)
    return f"{page}_{kind}_{int(moment.timestamp()) * 1000 + 381}.{ending}"


def xls(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """A BIFF workbook."""
    book = xlwt.Workbook(encoding="utf-8")
    for title, rows in sheets.items():
        sheet = book.add_sheet(title)
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(place, column, value, _STYLE)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass(frozen=True)
class Figures:
    """What was counted for one day or post, in one scope."""

    impressions: int
    unique: int
    clicks: int
    reactions: int
    comments: int
    reposts: int

    @property
    def rate(self) -> Cell:
        """LinkedIn's engagement rate: a fraction, clicks included."""
        engaged = self.clicks + self.reactions + self.comments + self.reposts
        return engaged / self.impressions if self.impressions else 0


def metrics_row(day: date, organic: Figures, paid: Figures) -> list[Cell]:
    """A row of the sheet Metrics."""
    both = Figures(
        *(getattr(organic, field) + getattr(paid, field) for field in Figures.__dataclass_fields__)
    )
    scopes = (organic, paid, both)
    row: list[Cell] = [written(day), *(one.impressions for one in scopes), organic.unique]
    for field in ("clicks", "reactions", "comments", "reposts"):
        row += [getattr(one, field) for one in scopes]
    return row + [one.rate for one in scopes]


def content(metrics: Sequence[Sequence[Cell]], posts: Sequence[Sequence[Cell]]) -> bytes:
    """The content export: a sentence above the header of both sheets."""
    return xls({"Metrics": [[SENTENCE], METRICS, *metrics], "All posts": [[SENTENCE], POSTS, *posts]})


def people(
    sheet: str,
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    groups: Mapping[str, Mapping[str, int]],
    unit: str,
) -> bytes:
    """Followers or visitors: days, and five sheets of who they are."""
    sheets: dict[str, Sequence[Sequence[Cell]]] = {sheet: [header, *rows]}
    for dimension in DIMENSIONS:
        sheets[dimension] = [
            [dimension, unit],
            *([bucket, value] for bucket, value in groups[dimension].items()),
        ]
    return xls(sheets)


def competitors(span: tuple[date, date], rows: Sequence[Sequence[Cell]]) -> bytes:
    """The competitor analytics: period above the header, months and days unpadded."""
    first, last = (f"{day.month}/{day.day}/{day.year}" for day in span)
    header = ["Page", "Total Followers", "New Followers", "Total post engagements", "Total posts"]
    return xlsx({"COMPETITORS": [[first, last], header, *rows]})
