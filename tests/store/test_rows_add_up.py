"""Every row read is used, repaired or set aside, and the log says which and why, never with its values."""

import pandas as pd
import pytest

from kpikit import sources
from kpikit.sources.base import Reading, Remark
from kpikit.store import Store, import_brand
from tests.store.houses import make, put


class Fake:
    """A source module that reads what it is told to have read."""

    LAYOUTS = ()

    def __init__(self, reading):
        self.reading = reading

    def read(self, file, context):
        if isinstance(self.reading, Exception):
            raise self.reading
        return self.reading


def rows(**columns):
    frame = pd.DataFrame(columns)
    return frame.assign(line=range(2, len(frame) + 2), snapshot_at=pd.Timestamp("2026-11-01", tz="UTC"))


def imported(tmp_path, monkeypatch, reading):
    project, brand = make(tmp_path)
    put(project, "community/a.csv", "Day,Members,Messages\n2026-10-01,1,1\n")
    monkeypatch.setattr(sources, "module", lambda name: Fake(reading))
    [record] = import_brand(project, brand)
    return record, Store(project, "moor")


DAYS = pd.to_datetime(["2026-10-01", "2026-10-02"])


def test_the_log_accounts_for_every_row(tmp_path, monkeypatch):
    """Four rows: two used, one repaired, one set aside; reasons counted, the row's place kept."""
    reading = Reading(
        "fake/1",
        {"community_daily": rows(date=DAYS, messages=[1, 2])},
        rows_read=4,
        used=2,
        repaired=[Remark(3, "mended")],
        set_aside=[Remark(5, "not a date", "Day")],
    )
    record, store = imported(tmp_path, monkeypatch, reading)
    assert (record.rows_read, record.used, record.repaired, record.set_aside) == (4, 2, 1, 1)
    assert record.reasons == {"mended": 1, "not a date": 1}
    log = store.log().iloc[0]
    assert log["rows_read"] == log["used"] + log["repaired"] + log["set_aside"]
    assert log["reasons"] == "mended: 1\nnot a date: 1"
    aside = store.set_aside()
    assert aside[["file", "line", "reason", "column"]].to_numpy().tolist() == [
        ["community/a.csv", 5, "not a date", "Day"]
    ]


def test_rows_that_do_not_add_up_are_refused(tmp_path, monkeypatch):
    """A module that lost a row is caught; the file is named."""
    reading = Reading("fake/1", {"community_daily": rows(date=DAYS)}, rows_read=3, used=2)
    record, _ = imported(tmp_path, monkeypatch, reading)
    assert record.status == "refused"
    assert "3 read, 2 used" in record.problem
    assert "community/a.csv" in record.problem


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"date": DAYS, "views": [1, 2]}, "no column 'views'"),
        ({"date": DAYS, "messages": [1.5, 2.0]}, "column 'messages'"),
        ({"date": ["soon", "late"]}, "column 'date'"),
    ],
)
def test_what_does_not_fit_the_dictionary_is_refused(tmp_path, monkeypatch, columns, words):
    """Unknown columns and values of another type never reach the store."""
    reading = Reading("fake/1", {"community_daily": rows(**columns)}, rows_read=2, used=2)
    record, _ = imported(tmp_path, monkeypatch, reading)
    assert record.status == "refused"
    assert words in record.problem


def test_a_failure_of_ours_tells_no_value(tmp_path, monkeypatch):
    """An unforeseen failure refuses the file; the exception's text may hold a person's data and is not told."""
    record, _ = imported(tmp_path, monkeypatch, ValueError("jo@mail.example"))
    assert record.status == "refused"
    assert "ValueError" in record.problem
    assert "jo@mail" not in record.problem


def test_missing_stays_missing(tmp_path, monkeypatch):
    """A figure that wasn't there is null in the store, not 0; a column never supplied is null too."""
    frame = rows(date=DAYS, messages=pd.array([0, None], dtype="Int64"))
    _, store = imported(
        tmp_path, monkeypatch, Reading("fake/1", {"community_daily": frame}, rows_read=2, used=2)
    )
    got = store.frame("SELECT messages, members FROM community_daily ORDER BY date")
    assert got["messages"].tolist()[0] == 0
    assert got["messages"].isna().tolist() == [False, True]
    assert got["members"].isna().all()
    store.close()


def test_a_key_twice_in_one_file_is_noted(tmp_path, monkeypatch):
    """The later row counts, and the log says that there were two."""
    frame = rows(date=[DAYS[0], DAYS[0]], messages=[1, 2])
    record, store = imported(
        tmp_path, monkeypatch, Reading("fake/1", {"community_daily": frame}, rows_read=2, used=2)
    )
    assert store.frame("SELECT messages FROM community_daily")["messages"].tolist() == [2]
    assert any("1 rows of community_daily" in note for note in record.notes)
    store.close()
