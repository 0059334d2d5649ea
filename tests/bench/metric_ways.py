"""`python -m tests.bench.metric_ways WAY FOLDER newest|all`: the same figures in three ways, a process each.

`ours` asks Figures month by month; `pandas` reads a brand's tables and works on frames, as is usually
written; `decode` only reads the columns that the figures need. Prints what came out as JSON.
"""
# ruff: noqa: T201 - a benchmark prints

import json
import sys
from pathlib import Path

from tests.bench.brand_months import Size, brand, brand_names, month_names

METRICS = (
    "mentions", "earned_mention_share", "share_of_voice", "net_sentiment", "all_sessions", "conversion_rate",
    "orders", "revenue", "average_order_value", "engagement_rate_by_reach",
)  # fmt: skip
BY_PLATFORM = "mentions"
"""Asked by platform, too."""

COLUMNS = {
    "mentions": ["local_date", "platform", "kind", "subject", "author_kind", "is_repost", "sentiment"],
    "web": [
        "period_start", "period_end", "source", "basis", "file", "source_name", "medium", "campaign", "content",
        "channel_group", "platform", "sessions", "key_events",
    ],
    "orders": ["local_date", "status", "cancelled_at", "currency", "total", "refunded"],
    "posts": [
        "local_date", "published_at", "snapshot_at", "is_reply", "is_repost", "reach", "reactions", "comments",
        "shares",
    ],
}  # fmt: skip


def prepare(folder, names, _months):
    """What an import leaves beside the tables: the days covered."""
    from kpikit.project import Project
    from kpikit.store import Store

    for name in names:
        Store(Project(folder), name).coverage()


def ours(folder, names, months):
    """Figures, month by month, a brand at a time."""
    from kpikit.metrics import Figures
    from kpikit.project import Project
    from kpikit.store import Store

    project = Project(folder)
    found = {}
    for name in names:
        figures = Figures(project, brand(name), Store(project, name))
        for metric in METRICS:
            shown = figures.series(metric, months)
            for month, value in zip(shown["period"], shown["value"], strict=True):
                found[f"{name} {month} {metric}"] = value
        parts = figures.series(BY_PLATFORM, months, "platform")
        for platform, month, value in zip(parts["platform"], parts["period"], parts["value"], strict=True):
            found[f"{name} {month} {BY_PLATFORM} {platform}"] = value
    return found


def decode(folder, names, months):
    """Read the columns, nothing else."""
    import pyarrow.parquet as pq

    for name in names:
        for table, columns in COLUMNS.items():
            for month in months:
                path = folder / "data" / ".store" / table / name / f"{month}.parquet"
                pq.read_table(path, columns=[*columns, "is_newest"], use_threads=False)


def pandas(folder, names, months):
    """Frames: a brand's tables read, newest rows kept, months picked by their day."""
    import pandas as pd

    found = {}
    for name in names:
        frames = {}
        for table, columns in COLUMNS.items():
            frame = pd.read_parquet(folder / "data" / ".store" / table / name)
            frame = frame[frame["is_newest"]]
            frame["month"] = pd.to_datetime(frame[columns[0]]).dt.strftime("%Y-%m")
            frames[table] = frame
        for month in months:
            of_month = {table: frame[frame["month"] == month] for table, frame in frames.items()}
            for metric, value in _from_frames(**of_month).items():
                found[f"{name} {month} {metric}"] = float(value)
    return found


def _from_frames(mentions, web, orders, posts):
    new = mentions[mentions["is_repost"].ne(True)]
    own = new["subject"].isna() | new["subject"].eq("own")
    told = new[own & (new["kind"].isna() | new["kind"].isin(["mention", "review"]))]
    others = told[told["author_kind"].ne("own")]
    voices = new[new["author_kind"].ne("own") & new["subject"].notna() & new["subject"].ne("category")]
    feelings = new[own & new["author_kind"].ne("own")]["sentiment"].dropna()
    sessions = web[web["basis"].eq("session")]
    social = sessions[sessions["platform"].notna()]
    real = orders[orders["cancelled_at"].isna() & ~orders["status"].isin(["voided", "refunded"])]
    paid = orders[
        orders["cancelled_at"].isna() & orders["status"].ne("voided") & orders["currency"].eq("EUR")
    ]
    own_posts = posts[posts["is_reply"].ne(True) & posts["is_repost"].ne(True)]
    engagements = own_posts["reactions"] + own_posts["comments"] + own_posts["shares"]
    return {
        "mentions": len(others),
        "earned_mention_share": told["author_kind"].ne("own").sum() / told["author_kind"].notna().sum(),
        "share_of_voice": voices["subject"].eq("own").mean(),
        "net_sentiment": 100 * (feelings.eq("positive").mean() - feelings.eq("negative").mean()),
        "all_sessions": sessions["sessions"].sum(),
        "conversion_rate": social["key_events"].sum() / social["sessions"].sum(),
        "orders": len(real),
        "revenue": (paid["total"] - paid["refunded"].fillna(0)).sum(),
        "average_order_value": (real["total"] - real["refunded"].fillna(0)).mean(),
        "engagement_rate_by_reach": engagements.sum() / own_posts["reach"].sum(),
    } | {f"mentions {platform}": len(rows) for platform, rows in others.groupby("platform")}


def main():
    """Run one way."""
    way, folder, which = sys.argv[1:]
    size = Size(**json.loads((Path(folder) / "size.json").read_text(encoding="utf-8")))
    months = month_names(size.months)
    ways = {"prepare": prepare, "ours": ours, "decode": decode, "pandas": pandas}
    found = ways[way](Path(folder), brand_names(size.brands), months[-1:] if which == "newest" else months)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
