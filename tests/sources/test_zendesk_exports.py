"""Zendesk views: minutes become moments, words become scores, who asks leaves no name."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import pseudonym, read, reasons, write

SAMPLE = Path(__file__).parents[1] / "samples" / "zendesk" / "export-2026-03-11-0815-42.csv"
FIRST = "First reply time in minutes"


def changed(tmp_path, changes, name="export-2026-03-11.csv", drop=()):
    """The sample with cells of its rows changed: row number → column → text."""
    rows = list(csv.DictReader(io.StringIO(SAMPLE.read_text(encoding="utf-8"))))
    for number, cells in changes.items():
        rows[number].update(cells)
    out = io.StringIO()
    names = [key for key in rows[0] if key not in drop]
    writer = csv.DictWriter(out, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return write(tmp_path / name, out.getvalue())


def test_minutes_become_moments_and_business_hours():
    """95 minutes after 9:00 is 10:35; 65 of them were business minutes; unanswered is missing."""
    found = read(SAMPLE, "zendesk")
    frame = found.tables["tickets"].set_index("ticket_id")
    assert frame.loc["9001", "first_response_at"] == pd.Timestamp("2026-03-02 10:35", tz="UTC")
    assert frame.loc["9001", "first_response_business_hours"] == pytest.approx(65 / 60)
    assert frame.loc["9002", "first_response_business_hours"] == 0
    assert frame.loc["9001", "resolution_business_hours"] == 9
    assert frame.loc["9003", ["first_response_at", "first_response_business_hours"]].isna().all()
    assert frame.loc["9002", "resolved_at"] == pd.Timestamp("2026-03-09 11:00", tz="UTC")
    assert frame[["reopened", "replies"]].to_numpy().tolist() == [[0, 2], [1, 4], [0, 0], [0, 1]]


def test_what_the_view_states_twice_agrees():
    """Tickets, business within calendar hours, minutes to the solution."""
    totals = read(SAMPLE, "zendesk").totals
    assert [(total.stated, total.found) for total in totals] == [(4, 4), (3, 3), (2, 2), (2, 2)]


def test_a_wrong_solution_time_is_seen(tmp_path):
    """1530 minutes are not those between the times."""
    totals = read(changed(tmp_path, {0: {"Solved at": "2026-03-04 10:30"}}), "zendesk").totals
    assert [total.holds for total in totals] == [True, True, True, False]


def test_satisfaction_words():
    """Good is 1 of 1, Bad 0; Offered was asked; Not Offered was not."""
    frame = read(SAMPLE, "zendesk").tables["tickets"].set_index("ticket_id")
    assert frame["satisfaction"].dropna().to_dict() == {"9001": 1, "9002": 0}
    assert frame["satisfaction_scale"].dropna().tolist() == [1, 1]
    assert frame["satisfaction_asked"].tolist() == [True, True, False, True]


def test_an_unknown_score_is_missing_and_told(tmp_path):
    """A word of another rating scheme."""
    found = read(changed(tmp_path, {0: {"Satisfaction Score": "Superb"}}), "zendesk")
    assert found.tables["tickets"]["satisfaction"].isna().sum() == 3
    assert [remark.line for remark in found.repaired] == [2]


def test_requesters_are_pseudonyms():
    """By id, by address where there is no id; no name leaves."""
    frame = read(SAMPLE, "zendesk").tables["tickets"]
    assert frame["customer_key"].tolist() == [
        pseudonym(who) for who in ("36000000001", "36000000002", "36000000001", "ivy@mail.example")
    ]
    assert not any(word in frame.to_csv() for word in ("Ivy", "Stone", "Max", "boots", "mail.example"))


def test_channels_that_are_social_name_the_platform():
    """Direct messages and posts are of their network; mail and web forms of none."""
    frame = read(SAMPLE, "zendesk").tables["tickets"].set_index("ticket_id")
    assert frame["platform"].dropna().to_dict() == {"9002": "x", "9003": "facebook"}


def test_solved_without_a_time_is_told(tmp_path):
    """It is not open for ever."""
    found = read(changed(tmp_path, {0: {"Solved at": ""}}), "zendesk")
    assert any(note.startswith("1 ticket(s) are solved") for note in found.notes)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Id": "1.23E+17"}, "an id that a spreadsheet made a rounded number of"),
        ({"Id": "9002"}, "stands in the file a second time"),
        ({"Created at": ""}, "a cell that every row needs is empty"),
        ({"Created at": "2027-01-01 10:00"}, "a moment before 2004 or after the export"),
        ({"Created at": "1995-01-01 00:00"}, "a moment before 2004 or after the export"),
        ({"Created at": "noon"}, "not a date in the format of this export"),
        ({"Replies": "-1"}, "a count below zero"),
        ({FIRST: "soon"}, "not a number"),
    ],
)
def test_rows_that_cannot_be_are_set_aside(tmp_path, changes, reason):
    """With their reason; the others stay."""
    found = read(changed(tmp_path, {0: changes}), "zendesk")
    assert len(found.tables["tickets"]) == 3
    assert list(reasons(found).values()) == [reason]


def test_negative_minutes_are_missing(tmp_path):
    """A duration below zero says nothing; the ticket stays."""
    found = read(changed(tmp_path, {0: {FIRST: "-5"}}), "zendesk")
    frame = found.tables["tickets"].set_index("ticket_id")
    assert frame.loc["9001", ["first_response_at", "first_response_business_hours"]].isna().all()
    assert [remark.column for remark in found.repaired] == [FIRST]


def test_a_view_without_first_replies_is_refused(tmp_path):
    """All tickets would look unanswered."""
    with pytest.raises(ExportError, match="first reply time in minutes"):
        read(changed(tmp_path, {}, drop=(FIRST,)), "zendesk")


def test_the_synthetic_set_is_refused_by_name(tmp_path):
    """Whichever help desk was declared."""
    header = "Ticket ID,Ticket Status,First Response Time,Time to Resolution,Customer Satisfaction Rating"
    path = write(tmp_path / "t.csv", f"{header}\n1,Closed,2023-06-01 12:15:36,2023-06-01 08:05:38,3\n")
    with pytest.raises(ExportError, match=r"synthetic customer support ticket dataset.*not served"):
        read(path, "zendesk")


def test_times_of_a_declared_zone_become_utc(tmp_path):
    """9:00 in Singapore is 1:00 UTC; an offset in the cell goes before the zone."""
    path = changed(tmp_path, {1: {"Created at": "2026-03-07T22:15:00Z"}})
    frame = read(path, "zendesk", timezone="Asia/Singapore").tables["tickets"]
    assert frame["created_at"].tolist()[:2] == [
        pd.Timestamp("2026-03-02 01:00", tz="UTC"),
        pd.Timestamp("2026-03-07 22:15", tz="UTC"),
    ]
