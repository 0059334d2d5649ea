"""The example exports: made anew to the byte, small, and shaped as the platforms shape them."""

from __future__ import annotations

import csv
import io

import pytest

from tests import examples
from tests.examples import raw
from tests.examples.formats.shopify import COLUMNS


@pytest.mark.parametrize("brand", examples.BRANDS)
def test_generator_writes_what_is_committed(brand):
    """Generating a brand anew gives byte for byte the files below data/, no more and no fewer."""
    folder = raw.folder(brand)
    made = examples.files(brand)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == set(made)
    assert [name for name, content in made.items() if (folder / name).read_bytes() != content] == []


def test_examples_are_small():
    """All example exports together stay below 6 MB."""
    assert (
        sum(
            path.stat().st_size
            for brand in examples.BRANDS
            for path in raw.folder(brand).rglob("*")
            if path.is_file()
        )
        < 6_000_000
    )


def test_writing_removes_files_no_longer_made(tmp_path):
    """A file that the generator does not make any more goes when the examples are written anew."""
    stale = tmp_path / "data" / "ridgeline-start" / "shop" / "old.csv"
    stale.parent.mkdir(parents=True)
    stale.write_text("old")
    examples.write(tmp_path, ("ridgeline-start",))
    assert not stale.exists()
    assert len(list((tmp_path / "data").rglob("*.csv"))) > 20


def test_meta_dailies_are_utf16_with_a_separator_line():
    """Daily files of Meta begin with a UTF-16LE mark, `sep=,`, the metric's title and Date, Primary."""
    content = (raw.folder("seri-kulit") / "instagram" / "2025-12-31" / "Reach.csv").read_bytes()
    assert content.startswith(b"\xff\xfe")
    lines = content.decode("utf-16").split("\n")
    assert lines[:3] == ["sep=,", '"Reach"', '"Date","Primary"']
    assert len(lines) == 3 + 365 + 2
    assert b"\r" not in content


def test_linkedin_files_are_real_xls():
    """LinkedIn's content export is a BIFF workbook in an OLE container, named by page and epoch."""
    paths = sorted((raw.folder("hanse-pumpen") / "linkedin").glob("*.xls"))
    assert len(paths) == 8
    assert all(path.read_bytes().startswith(bytes.fromhex("d0cf11e0a1b11ae1")) for path in paths)


def test_shopify_orders_have_79_columns_and_continuation_rows():
    """Rows after an order's first carry no total and no id."""
    text = (raw.folder("ridgeline") / "shop" / "orders_export_2026-01-05.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(io.StringIO(text))
    assert header == COLUMNS
    assert len(header) == 79
    further = [row for row in rows if not row[header.index("Id")]]
    assert len(further) > 200
    assert {row[header.index("Total")] for row in further} == {""}


def test_tiktok_days_have_no_year():
    """TikTok's overview is quoted throughout, marks missing figures `undefined` and names no year."""
    text = (raw.folder("seri-kulit") / "tiktok" / "Overview_2024-10-01_2025-09-30.csv").read_text(
        encoding="utf-8"
    )
    assert text.startswith('\ufeff"Date","Video Views"')
    assert '\n"October 1","' in text
    assert '"undefined"' in text
    assert not text.endswith("\n")


def test_search_queries_hold_about_half_of_the_clicks():
    """Days, countries and devices agree on the clicks; queries hold 45 to 55 % of them."""
    for path in sorted((raw.folder("hanse-pumpen") / "search").glob("*.zip")):
        clicks = {name: sum(int(row["Clicks"]) for row in raw.zip_member(path, f"{name}.csv"))
                  for name in ("Dates", "Countries", "Devices", "Queries")}  # fmt: skip
        assert clicks["Dates"] == clicks["Countries"] == clicks["Devices"]
        assert 0.45 < clicks["Queries"] / clicks["Dates"] < 0.55
