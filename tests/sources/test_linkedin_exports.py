"""LinkedIn pages: old .xls workbooks, sheets by their headers."""

from __future__ import annotations

import pandas as pd
import pytest
import xlwt

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons

SENTENCE = "Data is delayed by up to 2 days. All dates and times are in UTC."
METRICS = ["Date"] + [
    f"{name} ({scope})"
    for name in ("Impressions", "Clicks", "Reactions", "Comments", "Reposts", "Engagement rate")
    for scope in ("organic", "sponsored", "total")
]
METRICS.insert(4, "Unique impressions (organic)")
POSTS = [
    "Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date", "Campaign start date",
    "Campaign end date", "Audience", "Impressions", "Views", "Offsite Views", "Clicks",
    "Click through rate (CTR)", "Likes", "Comments", "Reposts", "Follows", "Engagement rate", "Content Type",
]  # fmt: skip
MOMENT = 1_774_355_108_388


def workbook(path, sheets):
    """Write sheets as LinkedIn does: a real BIFF file, dates as text, numbers as numbers."""
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                sheet.write(down, across, cell)
    book.save(str(path))
    return path


def day(date, impressions, unique, clicks, reactions, comments, reposts):
    """A row of organic figures; nothing sponsored."""
    rate = (clicks + reactions + comments + reposts) / impressions if impressions else 0.0
    row = [date, impressions, 0, impressions, unique]
    for count in (clicks, reactions, comments, reposts, rate):
        row += [count, 0, count]
    return row


def post(link, created, rate=0.05, **cells):
    row = dict.fromkeys(POSTS, "") | {
        "Post title": "Pump\nworks",
        "Post link": link,
        "Post type": "Organic",
        "Posted by": "Erika Mustermann",
        "Created date": created,
        "Impressions": 200,
        "Views": 0,
        "Clicks": 5,
        "Likes": 3,
        "Comments": 1,
        "Reposts": 1,
        "Follows": 0,
        "Engagement rate": rate,
        "Content Type": "Document",
    }
    return list((row | cells).values())


def test_content_is_read_from_a_real_xls(tmp_path):
    """Two sheets under a sentence; organic and sponsored apart, without their total beside them."""
    activity = (1_766_000_000_000 << 22) + 5
    created = pd.Timestamp(1_766_000_000_000, unit="ms").strftime("%m/%d/%Y")
    path = workbook(
        tmp_path / f"hanse_content_{MOMENT}.xls",
        {
            "Metrics": [[SENTENCE], METRICS, day("12/23/2025", 100, 80, 4, 3, 2, 1), day("12/24/2025", 50, 40, 0, -1, 0, 0)],
            "All posts": [
                [SENTENCE],
                POSTS,
                post(f"https://www.linkedin.com/feed/update/urn:li:activity:{activity}", created),
                post("https://www.linkedin.com/feed/update/urn:li:share:6800000000000000001", "12/20/2025"),
                post("https://www.linkedin.com/company/x", "12/20/2025"),
            ],
        },
    )  # fmt: skip
    found = read(path, "linkedin")
    days = found.tables["account_daily"]
    organic = days[days["paid_scope"] == "organic"].groupby("metric")["value"].sum().to_dict()
    assert organic == {
        "impressions": 150,
        "reach": 120,
        "clicks": 4,
        "reactions": 2,
        "comments": 2,
        "shares": 1,
    }
    assert days.loc[days["paid_scope"] == "paid", "value"].sum() == 0
    assert set(days["day_zone"]) == {"UTC"}
    assert all(total.holds for total in found.totals), found.totals
    posts = found.tables["posts"]
    assert posts["post_id"].tolist() == [str(activity), "6800000000000000001"]
    assert posts["published_at"].iloc[0] == pd.Timestamp(1_766_000_000_000, unit="ms", tz="UTC")
    assert posts["day_only"].tolist() == [False, True]
    assert posts["format"].tolist() == ["document", "document"]
    assert posts["native_engagements"].tolist() == [10, 10]
    assert reasons(found) == {5: "no post id in its link"}
    assert set(posts["snapshot_at"]) == {pd.Timestamp(MOMENT, unit="ms", tz="UTC")}


def test_names_of_employees_do_not_leave_the_reader(tmp_path):
    """`Posted by` is not among the columns read."""
    path = workbook(
        tmp_path / f"p_content_{MOMENT}.xls",
        {
            "All posts": [
                [SENTENCE],
                POSTS,
                post("https://x/urn:li:activity:7000000000000000001", "12/20/2025"),
            ]
        },
    )
    assert "Mustermann" not in read(path, "linkedin").tables["posts"].to_csv()


def test_one_header_has_two_meanings(tmp_path):
    """`Total followers` by day are new ones; in the demographic sheets they are the stock."""
    path = workbook(
        tmp_path / f"p_followers_{MOMENT}.xls",
        {
            "New followers": [
                [
                    "Date",
                    "Sponsored followers",
                    "Organic followers",
                    "Auto-invited followers",
                    "Total followers",
                ],
                ["03/22/2026", 1, 5, 2, 8],
                ["03/23/2026", 0, 4, 0, 4],
            ],
            "Seniority": [["Seniority", "Total followers"], ["Senior", 500], ["Entry", 300]],
        },
    )
    found = read(path, "linkedin")
    days = found.tables["account_daily"].groupby(["paid_scope", "surface"])["value"].sum().to_dict()
    assert days == {("organic", ""): 9, ("organic", "invited"): 2, ("paid", ""): 1}
    (total,) = found.totals
    assert (total.stated, total.found) == (12, 12)
    audience = found.tables["audience"]
    assert audience[["base", "dimension", "bucket", "value", "unit"]].to_numpy().tolist() == [
        ["followers", "seniority", "Senior", 500, "count"],
        ["followers", "seniority", "Entry", 300, "count"],
    ]
    assert set(audience["as_of"]) == {pd.Timestamp("2026-03-24")}


def test_visitors_are_page_views_and_people(tmp_path):
    """The totals over all pages; desktop and mobile add up to the page views."""
    header = ["Date", "Overview page views (total)"] + [
        f"Total {name} ({device})"
        for name in ("page views", "unique visitors")
        for device in ("desktop", "mobile", "total")
    ]
    path = workbook(
        tmp_path / f"p_visitors_{MOMENT}.xls",
        {
            "Visitor metrics": [header, ["03/22/2026", 9, 6, 4, 10, 3, 2, 4]],
            "Location": [["Location", "Total views"], ["Muscat, Oman", 10]],
        },
    )
    found = read(path, "linkedin")
    days = found.tables["account_daily"]
    assert dict(zip(days["metric"], days["value"], strict=True)) == {"page_views": 10, "visitors": 4}
    assert found.tables["audience"][["base", "unit"]].to_numpy().tolist() == [["visitors", "views"]]
    assert [total.holds for total in found.totals] == [True]


def test_competitors_carry_their_period_above_the_header(tmp_path):
    """Dates unpadded in the first row; the own page is marked."""
    path = workbook(
        tmp_path / "Demo_competitor_analytics_1739343948666.xls",
        {
            "COMPETITORS": [
                ["2/12/2024", "2/10/2025"],
                ["Page", "Total Followers", "New Followers", "Total post engagements", "Total posts"],
                ["Demo", 1927, 741, 1863, 60],
                ["Rival", 13372, 1304, 1898, 40],
            ]
        },
    )
    frame = read(path, "linkedin").tables["competitors"]
    assert frame["is_own"].tolist() == [True, False]
    assert set(frame["period_start"]) == {pd.Timestamp("2024-02-12")}
    assert set(frame["period_end"]) == {pd.Timestamp("2025-02-10")}
    assert frame["engagements"].tolist() == [1863, 1898]


def test_the_layout_of_2020_is_served(tmp_path):
    """Updates instead of posts, shares instead of reposts, no sentence above."""
    header = [name.replace("Reposts", "Shares") for name in METRICS]
    names = {"Post title": "Update title", "Post link": "Update link", "Post type": "Update type", "Views": "Video views", "Reposts": "Shares"}  # fmt: skip
    posts = [names.get(name, name) for name in POSTS[:-1] if name != "Offsite Views"]
    row = dict(zip(POSTS, post("https://x/urn:li:activity:6700000000000000001", "10/10/2020"), strict=True))
    path = workbook(
        tmp_path / f"p_updates_{MOMENT}.xls",
        {
            "Update metrics (aggregated)": [header, day("10/10/2020", 100, 80, 4, 3, 2, 1)],
            "Update engagement": [posts, [row[name] for name in POSTS[:-1] if name != "Offsite Views"]],
        },
    )
    found = read(path, "linkedin")
    assert found.layout == "linkedin-content-daily/1+linkedin-content-posts/1"
    assert found.tables["posts"]["shares"].tolist() == [1]


def test_sheets_without_rows_are_no_error(tmp_path):
    """A new page has headers only; no moment is asked for."""
    path = workbook(tmp_path / "p.xls", {"Seniority": [["Seniority", "Total followers"]]})
    found = read(path, "linkedin")
    assert (found.tables, found.notes) == ({}, ["no rows"])


PROFILE = {
    "DISCOVERY": [["Overall Performance", "4/24/2026 - 4/26/2026"], ["Impressions", 190], ["Members reached", 90]],
    "ENGAGEMENT": [["Date", "Impressions", "Engagements"], ["4/24/2026", 100, 5], ["4/25/2026", 50, -1], ["4/26/2026", 40, 0]],
    "TOP POSTS": [
        ["Maximum of 50 posts available to include in this list"],
        ["Post URL", "Post publish date", "Engagements", "", "Post URL", "Post publish date", "Impressions"],
        ["https://x/urn:li:activity:7000000000000000001", "4/24/2026", 5, "", "https://x/urn:li:activity:7000000000000000002", "4/24/2026", 50],
    ],
    "FOLLOWERS": [["Total followers on 4/26/2026:", 5448], [], ["Date", "New followers"], ["4/24/2026", 12], ["4/25/2026", 8], ["4/26/2026", 0]],
    "DEMOGRAPHICS": [
        ["Top Demographics", "Value", "Percentage"],
        ["Job titles", "Founder", 0.052], ["Locations", "Greater Hamburg", "3%"], ["Companies", "Acme", "< 1%"],
    ],
}  # fmt: skip


def test_a_profile_stands_apart_from_a_page(tmp_path):
    """Days, new followers and their number; unlikes outweigh likes on a day; the surface is the profile."""
    found = read(workbook(tmp_path / "profile.xls", PROFILE), "linkedin")
    days = found.tables["account_daily"]
    assert set(days["surface"]) == {"profile"}
    sums = days.groupby("metric")["value"].sum().to_dict()
    assert sums == {"impressions": 190, "interactions": 4, "follows": 20, "followers": 5448}
    assert days.loc[days["metric"] == "followers", "date"].tolist() == [pd.Timestamp("2026-04-26")]
    assert set(days["snapshot_at"]) == {pd.Timestamp("2026-04-26 23:59:59", tz="UTC")}
    assert found.notes == [
        "section DISCOVERY is not read",
        "section TOP POSTS is not read",
        "1 share(s) are written as a bound (< 1%): missing",
        "the file doesn't say whose demographics these are: taken as those of followers",
    ]
    audience = found.tables["audience"]
    assert audience[["dimension", "bucket"]].to_numpy().tolist() == [
        ["job_title", "Founder"],
        ["location", "Greater Hamburg"],
        ["company", "Acme"],
    ]
    assert audience["value"].tolist()[:2] == [0.052, 0.03]
    assert audience["value"].isna().tolist() == [False, False, True]
    assert set(audience["as_of"]) == {pd.Timestamp("2026-04-26")}


def test_summaries_of_a_profile_alone_are_refused(tmp_path):
    """Sheets that are passed over beside others are no export of their own."""
    path = workbook(tmp_path / "p.xls", {"TOP POSTS": PROFILE["TOP POSTS"]})
    with pytest.raises(ExportError, match=r"top posts.*not served"):
        read(path, "linkedin")


def test_a_profile_without_rows(tmp_path):
    """Headers only: no error, and no day is asked for."""
    sheets = {"ENGAGEMENT": PROFILE["ENGAGEMENT"][:1], "DEMOGRAPHICS": PROFILE["DEMOGRAPHICS"][:1]}
    found = read(workbook(tmp_path / "p.xls", sheets), "linkedin")
    assert (found.tables, found.notes) == ({}, ["no rows"])


def test_impossible_days_of_a_page_are_set_aside(tmp_path):
    """A day after the moment in the name, a day twice, a day in words, a count in fractions."""
    rows = [
        ["03/22/2026", 1, 5, 6], ["03/22/2026", 1, 5, 6], ["03/30/2026", 0, 4, 4],
        ["yesterday", 0, 4, 4], ["03/21/2026", 0, 4.5, 4.5],
    ]  # fmt: skip
    header = ["Date", "Sponsored followers", "Organic followers", "Total followers"]
    found = read(
        workbook(tmp_path / f"p_followers_{MOMENT}.xls", {"New followers": [header, *rows]}), "linkedin"
    )
    assert reasons(found) == {
        3: "stands in the file a second time",
        4: "a day before 2004 or after the export",
        5: "not a date in the format of this export",
        6: "not a whole number",
    }
    assert found.tables["account_daily"]["value"].sum() == 6


def test_titles_lose_names_of_private_people(tmp_path):
    """Handles and addresses in a post's text are replaced."""
    row = post("https://x/urn:li:activity:7000000000000000001", "12/20/2025", **{"Post title": "Ask @jan or jan@example.org"})  # fmt: skip
    path = workbook(tmp_path / f"p_content_{MOMENT}.xls", {"All posts": [[SENTENCE], POSTS, row]})
    assert read(path, "linkedin").tables["posts"]["title"].tolist() == ["Ask [handle] or [e-mail]"]
