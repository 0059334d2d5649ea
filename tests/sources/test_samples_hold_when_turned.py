"""Over the samples of all sources: rows add up, and neither the order of columns nor of rows matters."""

from __future__ import annotations

import random

import pytest

from tests.fuzz.changing import FACTOR, every_sample, put, raw, read, same, samples, turned

pytestmark = pytest.mark.slow

SAMPLES = every_sample()
ORDERED = {
    "shopify": "the first line of an order holds its figures",
    "tiktok": "days bear no year: which it is follows from their order",
    "discord": "messages of one person and second are told apart by their order",
    "google_business": "a row of descriptions stands below the header",
    "meta/Facebook Insights": "a row of descriptions stands below the header",
    "survey_tools": "rows of the questions' words stand below the header",
    "universal_analytics": "the last row is the total, and says so by its place alone",
}
"""Formats, or the beginnings of names in them, whose rows mean something by their order, and why."""


def is_ordered(kind, name):
    return f"{kind}/{name}".startswith(tuple(ORDERED))


@pytest.fixture
def sample(tmp_path):
    """A function: a sample → its file as read, and what its source needs."""

    def of(kind, name):
        path = put(tmp_path, kind, name, samples()[kind][name])
        return raw(path, kind), (kind, path, name)

    return of


@pytest.mark.parametrize(("kind", "name"), SAMPLES)
def test_rows_of_a_sample_add_up(sample, kind, name):
    """Rows read are rows used, repaired and set aside; each row names its line, which the file has."""
    file, place = sample(kind, name)
    found = read(file, *place)
    if file.documents:
        return
    last = max(line for table in file.tables for line in [table.header_line, *table.lines])
    last = max([last, *(remark.line for table in file.tables for remark in table.damaged)])
    assert all(1 <= remark.line <= last for remark in (*found.set_aside, *found.repaired))
    for frame in found.tables.values():
        assert frame["line"].between(1, last).all()


@pytest.mark.parametrize("seed", range(min(FACTOR, 3)))
@pytest.mark.parametrize(("kind", "name"), SAMPLES)
def test_the_order_of_columns_does_not_matter(sample, kind, name, seed):
    """Platforms add and move columns as they like."""
    file, place = sample(kind, name)
    other = turned(file, random.Random(seed), rows=False)
    same(read(file, *place), read(other, *place))


@pytest.mark.parametrize("seed", range(min(FACTOR, 3)))
@pytest.mark.parametrize(("kind", "name"), [sample for sample in SAMPLES if not is_ordered(*sample)])
def test_the_order_of_rows_does_not_matter(sample, kind, name, seed):
    """Newest first or oldest first, sorted by any column."""
    file, place = sample(kind, name)
    other = turned(file, random.Random(seed), rows=True)
    same(read(file, *place), read(other, *place))
