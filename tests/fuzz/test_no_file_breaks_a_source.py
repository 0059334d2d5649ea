"""Whatever a file holds: a source gives rows that the store can hold and that add up, or an ExportError."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpikit.errors import ExportError
from kpikit.sources import modules
from tests.fuzz.changing import (
    FACTOR,
    changed_bytes,
    changed_cells,
    changed_lines,
    every_sample,
    fuzz,
    put,
    raw,
    read,
    samples,
)

pytestmark = pytest.mark.slow

KINDS = sorted(samples())
EACH = max(2, 80 // len(KINDS))
"""Examples of a kind of change for each source in the short form: all sources share its seconds."""


def ends_well(kind, name, data):
    """Read a changed sample as the import would."""
    with tempfile.TemporaryDirectory() as folder:
        path = put(Path(folder), kind, name, data)
        try:
            read(raw(path, kind), kind, path, name)
        except ExportError:
            return


@pytest.mark.parametrize("kind", KINDS)
def test_changed_bytes(kind):
    """Overwritten, dropped, cut off."""

    @given(st.sampled_from(sorted(samples()[kind])), st.data())
    @fuzz(EACH)
    def check(name, data):
        ends_well(kind, name, data.draw(changed_bytes(samples()[kind][name])))

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_changed_lines(kind):
    """Left out, repeated, moved; strangers among them."""

    @given(st.sampled_from(sorted(samples()[kind])), st.data())
    @fuzz(EACH)
    def check(name, data):
        ends_well(kind, name, data.draw(changed_lines(samples()[kind][name])))

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_changed_cells(kind):
    """Cells, rows and columns swapped, dropped, overwritten by what exports hold at their worst."""

    @given(st.sampled_from(sorted(samples()[kind])), st.data())
    @fuzz(2 * EACH)
    def check(name, data):
        with tempfile.TemporaryDirectory() as folder:
            path = put(Path(folder), kind, name, samples()[kind][name])
            file = data.draw(changed_cells(raw(path, kind)))
            try:
                read(file, kind, path, name)
            except ExportError:
                return

    check()


@pytest.mark.parametrize("kind", sorted(set(modules()) - {"mapped"}))
def test_files_of_others(tmp_path, kind):
    """Each source refuses or reads each sample of each other (the short form: some of them); none falls over."""
    others = every_sample()
    step = 1 if FACTOR > 1 else max(1, len(others) // 10)
    for number, (other, name) in enumerate(others[KINDS.index(kind) % step :: step]):
        path = tmp_path / str(number) / Path(name).name
        path.parent.mkdir()
        path.write_bytes(samples()[other][name])
        try:
            read(raw(path, kind), kind, path, name)
        except ExportError:
            continue


def test_every_source_is_tried():
    """A source without samples isn't."""
    assert set(KINDS) >= set(modules())
