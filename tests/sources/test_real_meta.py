"""Real files of Meta Business Suite, where they are at hand, against what plain Python makes of their bytes."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read

REAL = Path(__file__).parents[3] / "shared" / "exports" / "real"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not REAL.is_dir(), reason="no real exports here")]
FILES = sorted((REAL / "meta").glob("*.csv"))
DAYS = [path for path in FILES if not any(word in path.name for word in ("Audience", "Público", "_149363"))]


STAND_INS = ("Interações", "Visualizações")
"""Files that print 0 up to 27 February 2025, while the same account reached hundreds a day."""


def stand_ins(path):
    """Days whose 0 is no measurement."""
    if not path.name.endswith(tuple(f"__{name}.csv" for name in STAND_INS)):
        return set()
    return {day for day in raw_days(path) if day < date(2025, 2, 28)}


def raw_days(path):
    """Day → figure, by the csv module."""
    lines = path.read_bytes().decode("utf-16").splitlines()[2:]
    rows = [row for row in csv.reader(lines) if row][1:]
    return {date.fromisoformat(day[:10]): int(value) for day, value in rows}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[-30:])
def test_every_file_is_read_whole(path):
    """No row is set aside but zeros of days not counted, none repaired; all that the file states holds."""
    found = read(path, "meta", platform="instagram", received="2026-06-22")
    assert (len(found.set_aside), found.repaired) == (len(stand_ins(path)), [])
    assert all(total.holds for total in found.totals)
    assert found.used > 0


@pytest.mark.parametrize("path", DAYS, ids=lambda path: path.stem[-30:])
def test_days_are_those_of_the_file_and_zeros_only_between_follows(path):
    """Each day's figure; no day before the first or after the last, whatever range the name tells."""
    frame = read(path, "meta", platform="instagram").tables["account_daily"]
    stated = {day: value for day, value in raw_days(path).items() if day not in stand_ins(path)}
    found = {day.date(): value for day, value in zip(frame["date"], frame["value"], strict=True)}
    assert {day: found[day] for day in stated} == stated
    first, last = min(stated), max(stated)
    between = {first + timedelta(days=number) for number in range((last - first).days + 1)} - set(stated)
    filled = set(found) - set(stated)
    assert filled == (between if "Seguidores" in path.name else set())
    assert all(found[day] == 0 for day in filled)


def test_zeros_of_days_not_counted_are_no_measurement():
    """167 days each of views and interactions, all of them 0; their reach of the same days is not."""
    (reach,) = (REAL / "meta").glob("*24_a_14_09_25__Alcance.csv")
    for name in STAND_INS:
        (path,) = (REAL / "meta").glob(f"*__{name}.csv")
        zeros = {raw_days(path)[day] for day in stand_ins(path)}
        assert (len(stand_ins(path)), zeros) == (167, {0})
        assert sum(raw_days(reach)[day] > 0 for day in stand_ins(path)) > 160


def test_follows_left_out_are_counted():
    """161 of 366 days have a row in the documents' count; here the file starts late, and that is told."""
    (path,) = (REAL / "meta").glob("*Seguidores.csv")
    found = read(path, "meta", platform="instagram")
    stated = raw_days(path)
    assert 0 not in stated.values()
    assert any(note.endswith("filled with 0: this file prints no zeros") for note in found.notes)
    assert any("after the range in its name: missing, not 0" in note for note in found.notes)
    assert found.rows_read == len(stated)


def test_views_are_never_fewer_than_accounts_reached():
    """The identity of the Instagram export, recounted."""
    (path,) = (REAL / "meta").glob("*1493633672508178.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Views"] and row["Reach"]]
    (total,) = read(path, "meta").totals
    assert total.stated == len(rows)
    assert total.found == sum(int(row["Views"]) >= int(row["Reach"]) for row in rows)


def test_ads_manager_takes_none_of_them():
    """Nor any other platform's file."""
    for path in sorted(REAL.glob("*/*.csv")):
        with pytest.raises(ExportError):
            read(path, "meta_ads", received="2026-06-22")


def test_audiences_are_of_the_day_received():
    """Nothing in these files says of when they are."""
    for name in ("fts__Audience.csv", "popsci_ptbr__data_14_09_24_a_14_09_25__Público.csv"):
        frame = read(REAL / "meta" / name, "meta", received="2026-06-22").tables["audience"]
        expected = date(2025, 9, 14) if "popsci" in name else date(2026, 6, 22)
        assert set(frame["as_of"]) == {pd.Timestamp(expected)}
        assert (frame["value"] > 0).all()
