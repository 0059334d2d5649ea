"""What findings.yaml says was planted is what the raw bytes hold, counted without kpikit."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from kpikit.parameters import load_brand
from kpikit.project import Project
from tests.examples import BRANDS, ROOT, raw
from tests.examples.voices import texts

FINDINGS = yaml.safe_load((Path(raw.__file__).parent / "findings.yaml").read_text(encoding="utf-8"))


def expected(name):
    return FINDINGS[name]["expected"]


def by_others(brand, month):
    return [
        row
        for row in raw.house_list(brand, "mentions")
        if row["published"].startswith(month) and row["about"] == "own" and row["author type"] != "own"
    ]


@pytest.mark.parametrize("brand", BRANDS)
def test_parameters_are_complete(brand):
    """Each example brand loads, has one to six KPIs and a source for every folder of exports."""
    loaded = load_brand(Project(ROOT), brand)
    assert 1 <= len(loaded.kpis) <= 6
    assert set(loaded.sources) == {path.name for path in raw.folder(brand).iterdir()}
    assert loaded.terms.brand
    assert loaded.funnel


@pytest.mark.parametrize("month", ["2025-10", "2026-09", "2026-10"])
def test_check_out(month):
    """Baskets are lost before the payment, above all in October 2026."""
    counts = raw.events("ridgeline", month)
    assert {name: counts[name] for name in expected("weak-checkout-step")[month]} == expected(
        "weak-checkout-step"
    )[month]


def test_weak_step_loses_most_and_worsened():
    """The share lost from basket to payment is the largest of the steps and larger than ever before."""
    steps = list(expected("weak-checkout-step")["2026-10"])
    lost = {}
    for year, month in [
        (y, m) for y in (2024, 2025, 2026) for m in range(1, 13) if (2024, 10) <= (y, m) <= (2026, 10)
    ]:
        counts = raw.events("ridgeline", f"{year}-{month:02d}")
        lost[year, month] = [
            1 - counts[after] / counts[before] for before, after in itertools.pairwise(steps)
        ]
    weak = steps.index("add_to_cart")
    assert max(range(3), key=lambda step: lost[2026, 10][step]) == weak
    assert lost[2026, 10][weak] > max(month[weak] for when, month in lost.items() if when != (2026, 10)) + 0.1


def test_bought_followers():
    """One day of Instagram follows towers over all others."""
    follows = raw.meta_daily("seri-kulit", "instagram", "Follows")
    found = {"follows": follows.pop("2026-05-14"), "next_highest_day": max(follows.values())}
    assert found == expected("bought-followers")


@pytest.mark.parametrize("month", ["2025-10", "2026-09", "2026-10"])
def test_delivery_wave(month):
    """Negative texts about deliveries, by month."""
    rows = by_others("ridgeline", month)
    negative = [row for row in rows if row["sentiment"] == "negative"]
    found = {
        "by_others": len(rows),
        "labelled": sum(row["sentiment"] != "" for row in rows),
        "negative": len(negative),
        "negative_delivery": sum(row["topic"] == "delivery" for row in negative),
    }
    assert found == expected("delivery-wave")[month]


@pytest.mark.parametrize("month", ["2025-10", "2026-09", "2026-10"])
def test_delivery_tickets(month):
    """Tickets about deliveries, by month."""
    rows = [row for row in raw.house_list("ridgeline", "tickets") if row["opened"].startswith(month)]
    found = {"tickets": len(rows), "delivery": sum(row["topic"] == "delivery" for row in rows)}
    assert found == expected("delivery-tickets")[month]


def test_breaks_show_in_the_figures():
    """The consent banner takes a fifth of the sessions; Facebook counts impressions in its first export only."""
    found = {f"sessions_{month}": raw.sessions("ridgeline", month) for month in ("2026-02", "2026-04")}
    assert found == expected("own-break")
    dates = {(entry.metric, entry.date) for entry in load_brand(Project(ROOT), "ridgeline").breaks}
    assert (FINDINGS["own-break"]["where"]["metric"], FINDINGS["own-break"]["where"]["date"]) in dates
    units = Counter("Impressions" in row for row in raw.newest_posts("seri-kulit", "facebook").values())
    assert {"posts_with_impressions": units[True], "posts_with_views": units[False]} == expected(
        "platform-break"
    )


def test_content_types():
    """Clicks and results by content type, leads and their fit by content type."""
    adverts = {kind: {"link_clicks": 0, "results": 0} for kind in expected("content-type-adverts")}
    for row in raw.house_list("seri-kulit", "ads"):
        if row["Day"].startswith("2026-10"):
            adverts[row["Creative"]]["link_clicks"] += int(row["Link clicks"])
            adverts[row["Creative"]]["results"] += int(row["Results"])
    assert adverts == expected("content-type-adverts")
    leads = raw.house_list("hanse-pumpen", "leads")
    for kind, counts in expected("content-type-leads").items():
        judged = Counter(row["passt"] for row in leads if row["Inhalt"] == kind and row["passt"])
        assert {"judged": judged.total(), "qualified": judged["ja"]} == counts


@pytest.mark.parametrize("name", ["test-with-winner", "test-without-winner", "test-too-small"])
def test_experiments(name):
    """Posts, engagements and reach of each variant."""
    entry = FINDINGS[name]
    source, experiment = entry["where"]["source"], entry["where"]["experiment"]
    posts = raw.newest_posts(entry["brand"], source)
    found = {}
    for tag in raw.house_list(entry["brand"], "tags"):
        row = posts.get(tag["post"])
        if tag["experiment"] == experiment and tag["network"] == source and row and row["Reach"]:
            sums = found.setdefault(tag["variant"], {"posts": 0, "engagements": 0, "reach": 0})
            sums["posts"] += 1
            sums["engagements"] += (
                int(row.get("Likes") or row.get("Reactions")) + int(row["Comments"]) + int(row["Shares"])
            )
            sums["reach"] += int(row["Reach"])
    assert found == entry["expected"]
    planned = {one.id: one for one in load_brand(Project(ROOT), entry["brand"]).experiments}
    assert set(planned[experiment].variants) == set(found)


def test_tiktok_stops():
    """The newest TikTok overview ends in the middle of October 2026."""
    newest = max((raw.folder("seri-kulit") / "tiktok").glob("Overview_*.csv"))
    rows = newest.read_text(encoding="utf-8").splitlines()[1:]
    last = expected("stopped-source")["last_day"]
    assert rows[-1].startswith(f'"October {last.day}"')
    assert sum(row.startswith('"October') for row in rows) == expected("stopped-source")["days_in_period"]
    assert sum("undefined" in row for row in rows) == expected("stopped-source")["days_undefined"]
    kpis = [kpi.metric for kpi in load_brand(Project(ROOT), "seri-kulit").kpis if kpi.platform == "tiktok"]
    assert kpis == FINDINGS["stopped-source"]["touches"]


@pytest.mark.parametrize("brand", ["seri-kulit", "ridgeline", "hanse-pumpen"])
def test_late_tickets_and_decisions(brand):
    """Tickets open at the data's end, those beyond the promise, and decisions past their day."""
    loaded, end = load_brand(Project(ROOT), brand), datetime(2026, 11, 1)
    promise = loaded.service.resolution_hours
    still = [row for row in raw.house_list(brand, "tickets") if not row["solved"]]
    late = [row for row in still if end - datetime.fromisoformat(row["opened"]) > timedelta(hours=promise)]
    assert {"open": len(still), "overdue": len(late), "promise_hours": promise} == expected("late-tickets")[
        brand
    ]
    decisions = [one for one in loaded.decisions if one.state == "open" and one.due <= date(2026, 10, 31)]
    assert len(decisions) == expected("late-decisions")[brand]


def test_community_advertising():
    """Messages and threads of October 2026, system notices left out."""
    rows = [
        row for row in raw.house_list("ridgeline", "community-messages") if row["sent"].startswith("2026-10")
    ]
    rows = [row for row in rows if row["system"] == "no"]
    threads = [row for row in rows if row["opens thread"] == "yes"]
    found = {
        "messages": len(rows),
        "promotional": sum(row["promotional"] == "yes" for row in rows),
        "threads": len(threads),
        "threads_by_members": sum(row["role"] == "member" for row in threads),
    }
    assert found == expected("community-advertising")


def test_snapshots_overlap():
    """Posts that stand in two exports have grown, one has lost a like, and one row is an error."""
    seen, found = {}, Counter()
    for _, row in raw.meta_posts("seri-kulit", "instagram"):
        if not row["Post ID"]:
            found["error_rows"] += 1
            continue
        found["rows"] += 1
        if (before := seen.get(row["Post ID"])) is not None:
            found["grown"] += int(row["Views"]) > int(before["Views"])
            found["shrunk"] += int(row["Likes"]) < int(before["Likes"])
        seen[row["Post ID"]] = row
    assert {**found, "posts": len(seen)} == expected("snapshots")


@pytest.mark.parametrize("brand", ["seri-kulit", "ridgeline", "hanse-pumpen"])
def test_hostile_texts(brand):
    """Each text that tries to be more than a text stands in the mentions as it was written."""
    there = {row["text"] for row in raw.house_list(brand, "mentions")}
    hostile = texts(brand)["hostile"]
    assert len(hostile) == expected("hostile-texts")[brand]
    assert set(hostile) <= there
    assert len(texts(brand)["templates"]) >= 60
