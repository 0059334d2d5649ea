"""Service figures of a real help desk's export and of real support tweets, against the bytes read anew."""

from __future__ import annotations

import csv
import shutil
from datetime import datetime
from pathlib import Path
from statistics import mean, median

import pytest

from kpikit.metrics import Figures
from kpikit.parameters import load_brand
from kpikit.project import Project
from kpikit.store import Store, import_brand

REAL = Path(__file__).parents[3] / "shared" / "exports" / "real"
HELPDESK, TWEETS = REAL / "helpdesk", REAL / "twcs"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not HELPDESK.is_dir(), reason="no real exports here")]

WRITTEN = "%a %b %d %H:%M:%S %z %Y"
FILE = "brand: {name}\nname: {name}\ntimezone: Etc/UTC\ncurrency: USD\nsources:\n  given: {source}\n"


def opened(folder: Path, root: Path, source: str) -> Figures:
    """Figures of a brand whose one source is a folder of real exports."""
    project, name = Project(root), folder.name
    project.params.mkdir(exist_ok=True)
    project.brand_file(name).write_text(FILE.format(name=name, source=source), encoding="utf-8")
    shutil.copytree(folder, project.data / name / "given")
    assert {record.status for record in import_brand(project, load_brand(project, name))} == {"imported"}
    return Figures(project, load_brand(project, name), Store(project, name))


def rows(folder: Path) -> list[dict[str, str]]:
    """Rows of the folder's one CSV."""
    (path,) = folder.glob("*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def one(shown: Figures, metric: str, period: str) -> dict[str, object]:
    """The row of a figure."""
    (row,) = shown.value(metric, period).to_dict("records")
    return row


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return opened(HELPDESK, tmp_path_factory.mktemp("desk"), "{format: freshdesk, platform: helpdesk}")


@pytest.fixture(scope="module")
def tweets(tmp_path_factory):
    return opened(TWEETS, tmp_path_factory.mktemp("tweets"), "{format: support_tweets, platform: x}")


def waits() -> list[float]:
    """Hours to the first reply of the tickets that have one."""
    hours = []
    for row in rows(HELPDESK):
        ends = row["Created time"], row["Initial response time"]
        if all(ends):
            start, end = (datetime.strptime(text, "%d/%m/%Y %H:%M") for text in ends)
            hours.append((end - start).total_seconds() / 3600)
    return hours


def test_backlog_of_a_help_desk_that_gives_no_end_times(desk):
    """15 of 21 tickets are open at the export; the 6 resolved ones may have been open before it."""
    ended = sum(row["Status"] == "Resolved" for row in rows(HELPDESK))
    assert (len(rows(HELPDESK)), ended) == (21, 6)
    now, before = one(desk, "ticket_backlog", "2025-02"), one(desk, "ticket_backlog", "2025-01")
    assert (now["value"], "lower_bound" in now["marks"]) == (15, False)
    assert (before["value"], before["high"], "lower_bound" in before["marks"]) == (15, 21, True)
    assert one(desk, "tickets_ended_untimed", "2025-01")["value"] == 6
    assert one(desk, "resolution_median", "2025-01")["state"] == "not_offered"


def test_first_response_of_answered_tickets_and_of_all(desk):
    """Of the answered ones half had a reply after 74.14 h; of all, closed unanswered ones too, fewer than half."""
    hours = waits()
    answered = one(desk, "first_response_median_answered", "2025-01")
    assert (answered["n"], round(answered["value"], 2)) == (len(hours), 74.14)
    assert answered["value"] == pytest.approx(median(hours))
    assert one(desk, "first_response_mean_answered", "2025-01")["value"] == pytest.approx(mean(hours))
    whole = one(desk, "first_response_median", "2025-01")
    assert (whole["n"], "lower_bound" in whole["marks"]) == (21, True)
    within = one(desk, "first_response_within_promise", "2025-01")
    assert within["value"] == pytest.approx(sum(wait <= 1 for wait in hours) / 21)


def test_tweets_are_answered_but_never_closed(tweets):
    """Waits of the opening tweets, to the earliest of the companies' replies; nothing on open ones."""
    found = {row["tweet_id"]: row for row in rows(TWEETS)}
    asked = {
        name: datetime.strptime(row["created_at"], WRITTEN)
        for name, row in found.items()
        if row["inbound"] == "True" and not row["in_response_to_tweet_id"]
    }
    replies: dict[str, list[datetime]] = {}
    for row in found.values():
        if row["inbound"] == "False" and row["in_response_to_tweet_id"] in asked:
            moment = datetime.strptime(row["created_at"], WRITTEN)
            replies.setdefault(row["in_response_to_tweet_id"], []).append(moment)
    hours = [(min(moments) - asked[name]).total_seconds() / 3600 for name, moments in replies.items()]
    silent = [name for name in asked if name not in replies and not found[name]["response_tweet_id"]]
    assert one(tweets, "support_tickets", "2017")["value"] >= len(replies) + len(silent)
    answered = one(tweets, "first_response_median_answered", "2017")
    assert (answered["n"], answered["value"]) == (len(hours), pytest.approx(median(hours)))
    offered = tweets.offered()
    assert "first_response_within_promise" in offered
    assert not {"ticket_backlog", "overdue_tickets", "oldest_open_ticket", "resolution_median"} & set(offered)
