"""The moment of an export comes from its name, folder, rows or parameters; never from the file's own times."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kpikit.errors import ExportError
from kpikit.sources.common.snapshots import end_of, named
from tests.sources.reading import read, utf16, write


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("May-25-2026_Jun-21-2026_1493633672508178.csv", date(2026, 5, 25), date(2026, 6, 21)),
        ("data_14_09_24_a_14_09_25", date(2024, 9, 14), date(2025, 9, 14)),
        ("https___www.site_-Performance-on-Search-2026-06-03.zip", None, date(2026, 6, 3)),
        ("account_analytics_2024-11-21_2025-02-19.csv", date(2024, 11, 21), date(2025, 2, 19)),
        ("tweets_20161201_20170101_en.csv", date(2016, 12, 1), date(2017, 1, 1)),
        ("page_content_1774355108388.xls", None, date(2026, 3, 24)),
        ("81000000001_tickets-February-04-2026-12_12.csv", None, date(2026, 2, 4)),
        ("Report (A) October 1, 2025 - March 16, 2026.csv", date(2025, 10, 1), date(2026, 3, 16)),
        ("Report_February_9__2026.csv", None, date(2026, 2, 9)),
    ],
)
def test_a_name_tells_its_days(name, start, end):
    """Ranges, single days and epochs in milliseconds, as platforms write them."""
    found = named(name)
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    "name",
    ["Views.csv", "Visits (1).csv", "orders_export_1.csv", "Market 12 2024.csv", "12345678901234567.csv"],
)
def test_a_name_without_a_day_tells_none(name):
    """Numbers that are no day are not taken for one."""
    assert named(name) is None


def test_the_end_of_a_day_is_its_last_second_where_it_was_counted():
    """A Pacific day ends in the small hours of the next UTC day."""
    assert end_of(date(2026, 6, 21), "America/Los_Angeles") == datetime(2026, 6, 22, 6, 59, 59, tzinfo=UTC)


AUDIENCE = utf16('sep=,\n"Age & gender"\n"","Women","Men"\n"18-24","60","40"\n')


def test_a_dated_folder_tells_it(tmp_path):
    """A folder named by the day of receipt serves all files in it."""
    path = write(tmp_path / "2026-11-01" / "Audience.csv", AUDIENCE, "utf-16-le")
    found = read(path, "meta", below=tmp_path)
    assert set(found.tables["audience"]["as_of"].dt.date) == {date(2026, 11, 1)}


def test_parameters_tell_it_where_nothing_else_does(tmp_path):
    """`received:` is the last word."""
    path = write(tmp_path / "Audience.csv", AUDIENCE, "utf-16-le")
    assert set(read(path, "meta", received=date(2026, 11, 2)).tables["audience"]["as_of"].dt.date) == {
        date(2026, 11, 2)
    }


def test_without_any_word_the_file_is_refused(tmp_path):
    """The message says what would help."""
    path = write(tmp_path / "Audience.csv", AUDIENCE, "utf-16-le")
    with pytest.raises(ExportError, match=r"of which day its figures are.*received"):
        read(path, "meta")
