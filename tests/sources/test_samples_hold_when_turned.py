"""Over the samples of all sources: rows add up, and neither the order of columns nor of rows matters."""

from __future__ import annotations

import random

import pytest

from tests.fuzz.changing import every_sample, put, raw, read, same, samples, turned

SAMPLES = every_sample()
ORDERED = {
    "shopify": "the first line of an order holds its figures",
    "tiktok": "days bear no year: which it is follows from their order",
}
"""Formats whose rows mean something by their order, and why."""


@pytest.fixture
def sample(tmp_path):
    """A function: a sample → its file as read, and what its source needs."""

    def of(kind, name):
        path = put(tmp_path, kind, name, samples()[kind][name])
        return raw(path, kind), (kind, path, name)

    return of


@pytest.mark.parametrize(("kind", "name"), SAMPLES)
def test_rows_of_a_sample_add_up(sample, kind, name):
    """Rows read are rows used, repaired and set aside; each frame names the lines of its rows."""
    file, place = sample(kind, name)
    found = read(file, *place)
    lines = {
        line for table in file.tables for line in [*table.lines, *(remark.line for remark in table.damaged)]
    }
    if not file.documents:
        assert {remark.line for remark in (*found.set_aside, *found.repaired)} <= lines
        for frame in found.tables.values():
            assert set(frame["line"]) <= lines
    assert (
        found.rows_read <= sum(len(table.rows) + len(table.damaged) for table in file.tables)
        or file.documents
    )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("kind", "name"), SAMPLES)
def test_the_order_of_columns_does_not_matter(sample, kind, name, seed):
    """Platforms add and move columns as they like."""
    file, place = sample(kind, name)
    other = turned(file, random.Random(seed), rows=False)
    same(read(file, *place), read(other, *place))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("kind", "name"), [sample for sample in SAMPLES if sample[0] not in ORDERED])
def test_the_order_of_rows_does_not_matter(sample, kind, name, seed):
    """Newest first or oldest first, sorted by any column."""
    file, place = sample(kind, name)
    other = turned(file, random.Random(seed), rows=True)
    same(read(file, *place), read(other, *place))
