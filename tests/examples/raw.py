"""Counting in the example exports from their raw bytes, without kpikit: what tests hold its figures against."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

from tests.examples import ROOT

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]


def folder(brand: str) -> Path:
    """Where a brand's exports lie."""
    return ROOT / "data" / brand


def house_list(brand: str, source: str) -> list[Row]:
    """Rows of all files of a mapped source, in the order of the file names."""
    rows: list[Row] = []
    for path in sorted((folder(brand) / source).glob("*.csv")):
        text = path.read_text(encoding="utf-8-sig")
        delimiter = ";" if text.partition("\n")[0].count(";") > 3 else ","
        rows += csv.DictReader(io.StringIO(text), delimiter=delimiter)
    return rows


def events(brand: str, month: str) -> dict[str, int]:
    """Counts of the website's events of a month."""
    lines = (
        (folder(brand) / "website" / month / "Events_Event_name.csv").read_text(encoding="utf-8").splitlines()
    )
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["Event name"]: int(row["Event count"]) for row in rows}


def sessions(brand: str, month: str) -> int:
    """Sessions of a month, all sources."""
    path = folder(brand) / "website" / month / "Traffic_acquisition_Session_source_medium.csv"
    rows = csv.DictReader(
        line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    )
    return sum(int(row["Sessions"]) for row in rows)


def meta_daily(brand: str, source: str, name: str) -> dict[str, int]:
    """A daily metric of Meta: day → value."""
    found = {}
    for path in sorted((folder(brand) / source).glob(f"*/{name}.csv")):
        for line in path.read_text(encoding="utf-16").splitlines()[3:]:
            if line:
                day, value = line.strip('"').split('","')
                found[day[:10]] = int(value)
    return found


def meta_posts(brand: str, source: str) -> list[tuple[str, Row]]:
    """(file name, row) of every content export, oldest file first."""
    paths = list((folder(brand) / source).glob("*.csv"))
    rows = []
    for path in sorted(paths, key=lambda path: _end_of_range(path.name)):
        text = path.read_text(encoding="utf-8-sig")
        rows += [(path.name, row) for row in csv.DictReader(io.StringIO(text, newline=""), restval="")]
    return rows


def _end_of_range(name: str) -> tuple[int, int, int]:
    month, day, year = name.split("_")[1].split("-")
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return int(year), months.index(month), int(day)


def newest_posts(brand: str, source: str) -> dict[str, Row]:
    """The newest row of each post."""
    return {row["Post ID"]: row for _, row in meta_posts(brand, source) if row["Post ID"]}


def zip_member(path: Path, member: str) -> list[Row]:
    """Rows of a CSV inside a zip."""
    with zipfile.ZipFile(path) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(member).decode("utf-8-sig"))))
