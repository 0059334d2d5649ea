"""Whatever a file is like, an import ends: repaired, set aside with a reason, refused, or read as it stands.

A table of kinds and ends, run through the whole import. Each row of a file is accounted for, and nothing that
an import says holds a cell of the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow.parquet as pq
import pytest

from kpikit.parameters import load_brand
from kpikit.project import Project
from kpikit.store import check_brand, import_brand
from tests.reader import damaged
from tests.reader.damaged import FIGURE, SECRET

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class End:
    """What becomes of a file.

    Attributes:
        words: In its problem, its reasons or its notes.
        used: Rows used as they stood.
        repaired: Rows repaired.
        aside: Rows set aside.
        views: Sum of the posts' views in the store.
    """

    words: tuple[str, ...] = ()
    used: int = 0
    repaired: int = 0
    aside: int = 0
    views: int | None = None
    status: str = field(default="imported")


def refused(*words):
    return End(words, status="refused")


def read(used, *words, **counts):
    return End(words, used, **counts)


ENDS = {
    damaged.whole: read(5, views=5000),
    # cut off, put together, torn
    damaged.cut_inside_quotes: refused("a quoted cell has no end"),
    damaged.cut_at_a_row: read(15, "stops on 2026-05-15, 16 day(s) before the range in its name ends"),
    damaged.cut_in_a_row: read(1, "the last line is cut off", aside=1),
    damaged.cut_in_a_character: refused("cut off in the middle of a character"),
    damaged.cut_workbook: refused("damaged zip archive or xlsx file"),
    damaged.mixed_encodings: read(5, "written in two encodings", views=5000),
    damaged.unknown_encoding: refused("no text in UTF-8"),
    damaged.month_with_missing_days: read(28, "3 day(s) between the first and the last have no row"),
    damaged.repeated_header: read(6, "the header once more", aside=1, views=6000),
    damaged.rows_twice: read(3, "stands in the file a second time", aside=2, views=3000),
    # figures that can't be
    damaged.total_on_top: read(2, aside=1),
    damaged.total_at_the_bottom: read(2, aside=1),
    damaged.total_of_days: read(2, aside=1),
    damaged.rounded_ids: read(3, "an id that a spreadsheet made a rounded number of", aside=2, views=3000),
    damaged.rounded_ids_in_tickets: read(1, "an id that a spreadsheet made a rounded number of", aside=1),
    damaged.impossible_dates: read(3, aside=2, views=3000),
    damaged.impossible_dates_in_tickets: read(1, "not a date", aside=2),
    damaged.future_dates: read(4, aside=1, views=4000),
    damaged.future_dates_in_tickets: read(1, aside=1),
    damaged.negative_counts: read(3, "a count below zero", aside=2, views=3000),
    damaged.negative_counts_in_tickets: read(1, "a duration below zero", repaired=1),
    damaged.words_for_figures: read(3, "not a whole number", aside=2, views=3000),
    damaged.wrong_brand: read(2, "another brand's file?"),
    # bombs and bounds
    damaged.dimension_bomb: refused("stray cell"),
    damaged.hidden_dimension_bomb: refused("needs more than 4 GiB"),
    damaged.zip_of_great_ratio: refused("250 times its size"),
    damaged.zip_in_zip: refused("without a table"),
    damaged.zip_of_many: refused("holds 20,001 files"),
    damaged.zip_that_lies: refused("holds a damaged file"),
    damaged.xml_bomb: refused("document type of its own"),
    damaged.json_bomb: refused("is JSON"),
    damaged.long_cell: read(5, views=5000),
    damaged.boundless_cell: refused("longer than 1,000,000 characters"),
    damaged.twenty_thousand_columns: refused("has 20,000 columns"),
    # not a file, or not a table
    damaged.fifo: refused("not a regular file"),
    damaged.device_link: refused("a link that leads out"),
    damaged.link_out: refused("a link that leads out"),
    damaged.dangling_link: refused("not a regular file"),
    damaged.folder_named_csv: refused("is a folder"),
    damaged.html_named_xls: refused("is a web page"),
    damaged.json_named_csv: refused("is JSON"),
    damaged.cut_json_named_csv: refused("is JSON"),
    damaged.picture_named_csv: refused("is a picture"),
    damaged.locked_workbook: refused("locked with a password"),
    damaged.empty: refused("is empty"),
    damaged.mark_alone: refused("is empty"),
    damaged.header_alone: read(0),
    damaged.nul_bytes: refused("NUL"),
    damaged.somebody_elses_table: refused("is of no layout"),
    damaged.rows_without_header: refused("is of no layout"),
    # odd, and right
    damaged.half_an_emoji: read(5, "half character", views=5000),
    damaged.carriage_returns: read(5, views=5000),
    damaged.mixed_newlines: read(5, views=5000),
    damaged.ragged_rows: read(
        3, "more cells than the header", "left out; read as empty", repaired=1, aside=1, views=4000
    ),
    damaged.columns_twice: read(5, "column Views stands twice", views=5000),
    damaged.columns_turned: read(5, views=5000),
    damaged.soft_hyphens: read(5, views=5000),
    damaged.decimal_commas: read(2),
    damaged.thousands_marks: read(5, views=5000),
    damaged.quoted_twice: read(0, "quoted a second time", repaired=5, views=5000),
    damaged.separator_line: read(5, views=5000),
    damaged.formulas: read(5, "written as formulas", views=5000),
    damaged.semicolons_without_a_word: read(5, views=5000),
    damaged.blank_lines: read(5, "blank line inside a table", views=5000),
}
"""Kind → its end."""


def made(tmp_path, make):
    """A project whose brand has one file of the kind."""
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "moor.yaml").write_text(damaged.BRAND, encoding="utf-8")
    project = Project(tmp_path)
    make(project.data / "moor")
    return project, load_brand(project, "moor")


def said(record):
    return "\n".join([record.problem or "", *record.reasons, *record.notes, *record.totals])


@pytest.mark.parametrize("make", ENDS, ids=lambda make: make.__name__)
def test_a_damaged_file_ends_well(tmp_path, make):
    """As the table says: read by a check, and in the store after an import."""
    end = ENDS[make]
    project, brand = made(tmp_path, make)
    (record,) = check_brand(project, brand)
    words = said(record)
    assert record.status == end.status, words
    assert (record.used, record.repaired, record.set_aside) == (end.used, end.repaired, end.aside), words
    assert record.rows_read == record.used + record.repaired + record.set_aside
    for expected in end.words:
        assert expected in words
    assert "kpikit failed" not in words
    assert SECRET not in words
    assert FIGURE not in words
    assert import_brand(project, brand) == [record]
    if end.views is not None:
        tables = [pq.read_table(file) for file in project.store.glob("posts/moor/*.parquet")]
        assert sum(sum(table["views"].to_pylist()) for table in tables) == end.views


def test_every_kind_has_an_end():
    """A kind that is made is in the table."""
    made_here = {
        value
        for value in vars(damaged).values()
        if callable(value) and getattr(value, "__annotations__", {}) == {"root": "Path", "return": "None"}
    }
    assert made_here == set(ENDS)


def test_a_damaged_file_leaves_the_others_imported(tmp_path):
    """Whole and refused files side by side."""
    project, brand = made(tmp_path, damaged.cut_workbook)
    damaged.whole(project.data / "moor")
    assert [record.status for record in import_brand(project, brand)] == ["refused", "imported"]


HEADERS = {
    "days": (damaged.DAYS, damaged.days()),
    "overview": (damaged.TIKTOK, damaged.overview()),
    "channels": (damaged.GA4, damaged.channels()),
    "followers": (damaged.LINKEDIN, damaged.followers()),
    "orders": (damaged.SHOP, damaged.orders()),
    "tickets": (damaged.TICKETS, damaged.tickets()),
    "mentions": ("mentions/mentions.csv", "When,Who,Name,Text,Link\n"),
    "search": (
        damaged.SEARCH.replace(".zip", "/Queries.csv"),
        "Top queries,Clicks,Impressions,CTR,Position\n",
    ),
}


@pytest.mark.parametrize(("place", "text"), HEADERS.values(), ids=HEADERS)
def test_a_header_without_rows_ends_in_every_source(tmp_path, place, text):
    """No rows, or a refusal that says what is missing; never a failure."""
    project, brand = made(tmp_path, damaged.header_alone_of(place, text))
    (record,) = check_brand(project, brand)
    assert "kpikit failed" not in said(record)
    assert record.rows_read == 0


IMPOSSIBLE = {
    "tiktok": (
        damaged.TIKTOK,
        damaged.overview('"May 1","5","2","0","0","1"', '"February 31","5","2","0","0","1"'),
    ),
    "tiktok, years": (
        damaged.TIKTOK,
        damaged.overview('"2026-05-01","5","2","0","0","1"', '"0207-05-02","5","2","0","0","1"'),
    ),
    "linkedin": (damaged.LINKEDIN, damaged.followers("05/01/2026,0,3,0,3", "02/31/2026,0,3,0,3")),
    "orders": (damaged.SHOP, damaged.orders("2026-05-01 10:00:00 +0200", "2026-02-31 10:00:00 +0200")),
    "days": (damaged.DAYS, damaged.days(1).replace("\r\n\r\n", "\r\n") + '"2026-05-32T00:00:00","3"\r\n'),
}


@pytest.mark.parametrize(("place", "text"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_impossible_dates_are_set_aside_in_every_source(tmp_path, place, text):
    """One row of two."""
    project, brand = made(tmp_path, damaged.header_alone_of(place, text))
    (record,) = check_brand(project, brand)
    assert (record.status, record.used, record.set_aside) == ("imported", 1, 1), said(record)
