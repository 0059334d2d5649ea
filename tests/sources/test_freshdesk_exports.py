"""Freshdesk and Freshservice: business hours are no calendar hours, blank is unanswered, zero is not."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import pseudonym, read, reasons, write

SAMPLES = Path(__file__).parents[1] / "samples" / "freshdesk"
NATIVE = SAMPLES / "81000000001_tickets-June-21-2026-09_15.csv"
RESAVED = SAMPLES / "81000000001_tickets-June-21-2026-09_15(Sheet1).csv"
SHEET = SAMPLES / "81000000001_tickets-June-21-2026-09_15.xls"
SERVICE = SAMPLES / "service_desk_2026-06-21.csv"
ZONE = "Europe/Copenhagen"
NOTHING = {"Initial response time": "", "First response time (in hrs)": "00:00:00"}


def tickets(path, **source):
    return read(path, "freshdesk", **({"timezone": ZONE} | source))


def changed(tmp_path, changes, name="tickets_2026-06-21.csv", drop=()):
    """The native sample with cells of its rows changed: row number → column → text."""
    rows = list(csv.DictReader(io.StringIO(NATIVE.read_text(encoding="utf-8"))))
    for number, cells in changes.items():
        rows[number].update(cells)
    out = io.StringIO()
    writer = csv.DictWriter(
        out, [key for key in rows[0] if key not in drop], extrasaction="ignore", lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return write(tmp_path / name, out.getvalue())


def test_account_times_become_instants_and_hours_stay_business_hours():
    """22:05 in Copenhagen is 20:05 UTC; 27:31:07 passes a day; 00:00:00 counts where there was an answer."""
    found = tickets(NATIVE)
    frame = found.tables["tickets"].set_index("ticket_id")
    assert frame.loc["5102", "created_at"] == pd.Timestamp("2026-05-09 20:05:00", tz="UTC")
    assert frame.loc["5103", "first_response_business_hours"] == pytest.approx(27 + 31 / 60 + 7 / 3600)
    assert frame.loc["5102", "first_response_business_hours"] == 0
    assert pd.isna(frame.loc["5104", "first_response_business_hours"])
    assert pd.isna(frame.loc["5103", "resolution_business_hours"])
    assert frame.loc["5101", "resolution_business_hours"] == pytest.approx(9 + 49 / 60 + 26 / 3600)
    assert found.totals
    assert all(total.holds for total in found.totals)
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-06-21 21:59:59", tz="UTC")}


def test_a_reply_before_the_ticket_costs_the_reply_not_the_ticket():
    """Merged tickets keep their other figures; the reply and its negative hours are missing."""
    found = tickets(NATIVE)
    merged = found.tables["tickets"].set_index("ticket_id").loc["5105"]
    assert pd.isna(merged["first_response_at"])
    assert pd.isna(merged["first_response_business_hours"])
    assert merged["resolved_at"] == pd.Timestamp("2026-06-02 08:00:00", tz="UTC")
    assert merged["replies"] == 3
    (remark,) = found.repaired
    assert (remark.line, remark.column) == (6, "Initial response time")
    assert remark.reason == "a first reply before the ticket was opened; read as missing"


def test_closed_without_a_time_is_told(tmp_path):
    """The status stays, the moment is missing, and the log counts such tickets."""
    found = tickets(NATIVE)
    old = found.tables["tickets"].set_index("ticket_id").loc["5106"]
    assert old["status"] == "Closed"
    assert pd.isna(old["closed_at"])
    assert any(note.startswith("1 ticket(s) are solved or closed by their status") for note in found.notes)
    whole = tickets(changed(tmp_path, {5: {"Closed time": "2026-05-02 10:05:00"}}))
    assert not any("without a time" in note for note in whole.notes)


def test_all_ways_of_saving_give_the_same_tickets():
    """CSV, SpreadsheetML named .xls, and day first without seconds."""
    native, sheet, resaved = (tickets(path).tables["tickets"] for path in (NATIVE, SHEET, RESAVED))
    pd.testing.assert_frame_equal(native, sheet)
    moments = [name for name in native if name.endswith("_at") and name != "snapshot_at"]
    for name in moments:
        pd.testing.assert_series_equal(native[name].dt.floor("min"), resaved[name])
    pd.testing.assert_frame_equal(native.drop(columns=moments), resaved.drop(columns=moments))


def test_freshservice_has_other_headers():
    """Requesters are known by their address, as a pseudonym."""
    found = tickets(SERVICE)
    assert found.layout == "freshservice-tickets/1"
    assert found.tables["tickets"]["customer_key"].iloc[0] == pseudonym("person1@mail.example")


def test_sources_that_are_social_name_the_platform():
    """Facebook and Twitter are platforms; mail, telephone and widgets are channels only."""
    frame = tickets(NATIVE).tables["tickets"].set_index("ticket_id")
    assert frame["platform"].dropna().to_dict() == {"5102": "facebook", "5103": "x"}
    assert frame.loc["5104", "channel"] == "Feedback Widget"
    assert frame.loc["5103", "status"] == "Waiting on Warehouse"


def test_survey_answers_become_scores_of_seven():
    """Answers in words of the account's own are missing, and told."""
    found = tickets(NATIVE)
    frame = found.tables["tickets"].set_index("ticket_id")
    assert frame["satisfaction"].dropna().to_dict() == {"5101": 6, "5102": 3}
    assert frame["satisfaction_scale"].dropna().tolist() == [7, 7]
    assert pd.isna(frame.loc["5105", "satisfaction"])


def test_own_words_in_a_survey_are_a_repair(tmp_path):
    """They are counted where nothing else was wrong with the row."""
    found = tickets(changed(tmp_path, {3: {"Survey results": "Top!"}}))
    assert (5, "a survey answer in words of the account's own; read as missing") in {
        (remark.line, remark.reason) for remark in found.repaired
    }


def test_no_name_leaves():
    """Agents, requesters and subjects are not in any column."""
    for path in (NATIVE, RESAVED, SHEET, SERVICE):
        text = tickets(path).tables["tickets"].to_csv()
        for word in ("Lena", "Vogt", "Ida", "Holm", "81000001", "parcel", "mail.example"):
            assert word not in text


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Ticket ID": "1.23E+17"}, "an id that a spreadsheet made a rounded number of"),
        ({"Ticket ID": ""}, "a cell that every row needs is empty"),
        ({"Created time": ""}, "a cell that every row needs is empty"),
        ({"Created time": "yesterday"}, "not a date in the format of this export"),
        ({"Created time": "1999-05-04 09:12:44"}, "a moment before 2004 or after the export"),
        ({"Created time": "2026-07-04 09:12:44"}, "a moment before 2004 or after the export"),
        ({"Created time": "2026-05-04"}, "a day without a time, where times are needed"),
        ({"Resolved time": "soon"}, "not a date in the format of this export"),
        ({"Agent interactions": "-2"}, "a count below zero"),
        ({"First response time (in hrs)": "long"}, "not a number"),
        ({"Ticket ID": "5102"}, "stands in the file a second time"),
    ],
)
def test_rows_that_cannot_be_are_set_aside(tmp_path, changes, reason):
    """The row, its column and why; the others stay."""
    found = tickets(changed(tmp_path, {0: changes, 4: NOTHING}))
    assert len(found.tables["tickets"]) == 5
    line = 3 if changes.get("Ticket ID") == "5102" else 2
    assert reasons(found) == {line: reason}


def test_a_spreadsheets_decimal_ids_are_mended(tmp_path):
    """5101.0 is 5101."""
    found = tickets(changed(tmp_path, {0: {"Ticket ID": "5101.0"}}))
    assert "5101" in set(found.tables["tickets"]["ticket_id"])
    assert 2 in {remark.line for remark in found.repaired}


def test_month_first_is_seen_by_a_field_above_twelve(tmp_path):
    """5/18/2026 tells the order of all columns; a file that tells both orders is refused."""
    text = RESAVED.read_text(encoding="utf-8")
    turned = pd.Series([text]).str.replace(r"(\d\d)/(\d\d)/(\d{4})", r"\2/\1/\3", regex=True)[0]
    frame = tickets(write(tmp_path / "us_2026-06-21.csv", turned)).tables["tickets"]
    pd.testing.assert_frame_equal(frame, tickets(RESAVED).tables["tickets"])
    both = turned.replace("05/09/2026 22:05", "19/05/2026 22:05")
    with pytest.raises(ExportError, match="day first and month first"):
        tickets(write(tmp_path / "both_2026-06-21.csv", both))


def test_an_order_that_nothing_tells_is_refused(tmp_path):
    """04/05/2026 alone is two days."""
    lines = RESAVED.read_text(encoding="utf-8").splitlines()
    row = lines[1].replace("06/05/2026", "06/05/2026")
    with pytest.raises(ExportError, match="nothing says which of them is the month"):
        tickets(write(tmp_path / "x_2026-06-21.csv", f"{lines[0]}\n{row}\n"))


def test_hours_beyond_the_calendar_fail_the_check(tmp_path):
    """Business hours longer than the time that passed: wrong zone or wrong column."""
    found = tickets(changed(tmp_path, {0: {"First response time (in hrs)": "05:30:00"}}))
    assert [total.holds for total in found.totals] == [False, True]


def test_an_export_without_first_replies_is_refused(tmp_path):
    """All its tickets would look unanswered."""
    path = changed(tmp_path, {}, drop=("Initial response time",))
    with pytest.raises(ExportError, match="initial response time"):
        tickets(path)


def test_the_synthetic_set_is_refused_by_name(tmp_path):
    """It has no moment of opening, and its times contradict themselves."""
    header = (
        "Ticket ID,Customer Name,Customer Email,Ticket Type,Ticket Subject,Ticket Status,Ticket Channel,"
        "First Response Time,Time to Resolution,Customer Satisfaction Rating"
    )
    path = write(
        tmp_path / "t.csv",
        f"{header}\n1,A B,a@b.example,Refund,x,Closed,Email,2023-06-01 12:15:36,2023-06-01 08:05:38,3\n",
    )
    with pytest.raises(ExportError, match=r"synthetic customer support ticket dataset.*not served"):
        tickets(path)


def test_a_repeated_header_and_a_cut_row_are_told(tmp_path):
    """Two exports glued together."""
    lines = NATIVE.read_text(encoding="utf-8").splitlines()
    text = "\n".join([*lines[:3], lines[0], lines[3], lines[4][:60]]) + "\n"
    found = tickets(write(tmp_path / "glued_2026-06-21.csv", text))
    assert len(found.tables["tickets"]) == 3
    assert reasons(found) == {4: "the header once more", 6: "a cell that every row needs is empty"}


def test_an_undated_export_is_of_its_last_update(tmp_path):
    """Later it can't be older; a note says whose zone was taken."""
    found = read(changed(tmp_path, {}, name="tickets.csv"), "freshdesk")
    assert set(found.tables["tickets"]["snapshot_at"]) == {pd.Timestamp("2026-06-20 23:59:59", tz="UTC")}
    assert any("taken to be in the brand's" in note for note in found.notes)


def test_a_range_in_the_name_is_not_the_day_of_the_export(tmp_path):
    """Tickets of May may be solved in June."""
    found = tickets(changed(tmp_path, {}, name="tickets_2026-05-01_2026-05-31.csv"))
    assert len(found.tables["tickets"]) == 6
    assert found.tables["tickets"]["snapshot_at"].iloc[0] == pd.Timestamp("2026-06-20 16:40:00", tz="UTC")
