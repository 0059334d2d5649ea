"""Real exports of help desks and support accounts, where they are at hand, against plain Python."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read

REAL = Path(__file__).parents[3] / "shared" / "exports" / "real"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not REAL.is_dir(), reason="no real exports here")]


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "path", sorted(REAL.glob("helpdesk/*freshdesk*.csv")), ids=lambda path: path.stem[-30:]
)
def test_freshdesk(path):
    """Tickets, answers, calendar and business hours, as the csv module sees them."""
    zone = "Europe/London"
    found = read(path, "freshdesk", timezone=zone)
    rows = rows_of(path)
    frame = found.tables["tickets"].set_index("ticket_id")
    assert found.rows_read == len(rows) == len(frame) == 21
    assert found.set_aside == []
    calendar, business = [], []
    for row in rows:
        ticket = frame.loc[row["Ticket ID"]]
        opened, answered = (
            datetime.strptime(row[name], "%d/%m/%Y %H:%M").replace(tzinfo=ZoneInfo(zone))
            if row[name]
            else None
            for name in ("Created time", "Initial response time")
        )
        assert ticket["created_at"] == opened
        assert ticket["replies"] == int(row["Agent interactions"])
        if answered is not None:
            assert ticket["first_response_at"] == answered
            calendar.append((answered - opened).total_seconds() / 3600)
            parts = [int(part) for part in row["First response time (in hrs)"].split(":")]
            business.append(parts[0] + parts[1] / 60 + parts[2] / 3600)
    waits = (frame["first_response_at"] - frame["created_at"]).dt.total_seconds() / 3600
    assert frame["first_response_at"].notna().sum() == len(calendar) == 10
    assert waits.median() == pytest.approx(median(calendar))
    assert frame["first_response_business_hours"].median() == pytest.approx(median(business))
    assert all(total.holds for total in found.totals)
    assert sum(bool(re.match("Resolved|Closed", row["Status"])) for row in rows) == 6
    assert any(note.startswith("6 ticket(s) are solved or closed") for note in found.notes)


@pytest.mark.parametrize("kind", ["freshdesk", "zendesk"])
def test_no_help_desk_takes_another_platforms_file(kind):
    """Every other real file is refused, with words."""
    for path in sorted(REAL.glob("*/*.csv")):
        if path.parent.name == "helpdesk" and kind == "freshdesk":
            continue
        with pytest.raises(ExportError):
            read(path, kind, received="2026-06-22")


@pytest.mark.parametrize("path", sorted(REAL.glob("twcs/*.csv")), ids=lambda path: path.stem[-30:])
def test_support_tweets(path):
    """Questions, answers and the median first response, as the csv module sees them.

    The copy of 5,001 rows is known to have 1,154 pairs and a median of 11.99 minutes.
    """
    found = read(path, "support_tweets")
    rows = {row["tweet_id"]: row for row in rows_of(path)}
    waits = {}
    for row in rows.values():
        question = rows.get(row["in_response_to_tweet_id"])
        opens = question and question["inbound"] == "True" and not question["in_response_to_tweet_id"]
        if opens and not row["author_id"].isdigit():
            asked, answered = (
                datetime.strptime(each["created_at"], "%a %b %d %H:%M:%S %z %Y") for each in (question, row)
            )
            minutes = (answered - asked).total_seconds() / 60
            waits[question["tweet_id"]] = min(minutes, waits.get(question["tweet_id"], minutes))
    tickets = found.tables["tickets"]
    answered = (tickets["first_response_at"] - tickets["created_at"]).dt.total_seconds().dropna() / 60
    assert len(answered) == len(waits)
    assert answered.median() == pytest.approx(median(waits.values()))
    assert len(found.tables["mentions"]) == sum(row["inbound"].casefold() == "true" for row in rows.values())
    assert all(total.holds for total in found.totals)
    if len(rows) > 4_900:
        assert (len(answered), round(answered.median(), 2)) == (1_154, 11.99)
    else:
        assert (found.rows_read, len(answered)) == (93, 22)


@pytest.mark.parametrize("kind", ["support_tweets", "talkwalker", "brandwatch", "meltwater", "determ"])
def test_no_listening_tool_takes_another_platforms_file(kind):
    """Every other real file is refused, with words."""
    for path in sorted(REAL.glob("*/*.csv")):
        if path.parent.name == "twcs" and kind == "support_tweets":
            continue
        with pytest.raises(ExportError):
            read(path, kind, received="2026-06-22")
