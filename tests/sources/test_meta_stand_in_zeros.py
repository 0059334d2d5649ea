"""Zeros that Meta prints on days before it counted a figure are no measurement."""

from datetime import date, timedelta

import pytest

from tests.sources.reading import read, write

FIRST = date(2024, 9, 14)
REASON = "0 before the platform counted it: no measurement"


def daily(title, figures):
    """A daily file that has a row for each figure, from `FIRST` on."""
    rows = [f'"{FIRST + timedelta(days=day)}T00:00:00","{figure}"' for day, figure in enumerate(figures)]
    return "\r\n".join(["sep=,", f'"{title}"', '"Date","Primary"', *rows]) + "\r\n"


def test_leading_zeros_of_a_busy_account_are_missing(tmp_path):
    """167 days of 0, then a thousand a day: the series starts there, and each row left out is accounted for."""
    path = write(tmp_path / "x.csv", daily("Views", [0] * 167 + [978, 1209] * 20), "utf-16-le")
    found = read(path, "meta", surface="instagram")
    frame = found.tables["account_daily"]
    assert frame["date"].min().date() == date(2025, 2, 28)
    assert (len(frame), found.rows_read, found.used) == (40, 207, 40)
    assert {remark.reason for remark in found.set_aside} == {REASON}
    assert any("0 on every day before 2025-02-28" in note for note in found.notes)


@pytest.mark.parametrize(
    "figures",
    [
        [0] * 27 + [500] * 60,  # four weeks are not reached
        [0] * 60 + [3, 0, 5, 9] * 15,  # a small account: a 0 may be one
        [0] * 60 + [100, 0, 0, 200] * 15,  # zeros are usual
        [0] * 60,  # nothing to hold them against
        [500] * 30 + [0] * 60 + [500] * 30,  # a silence within
    ],
)
def test_other_zeros_are_reported_zeros(tmp_path, figures):
    """Where a 0 may have been measured it stays one."""
    found = read(write(tmp_path / "x.csv", daily("Views", figures), "utf-16-le"), "meta", surface="instagram")
    assert found.used == len(figures)
    assert len(found.tables["account_daily"]) == len(figures)
