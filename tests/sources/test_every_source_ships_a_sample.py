"""Sources are found by listing their folder, and each has sample exports that it reads."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

from kpikit.dictionary import tables
from kpikit.errors import ExportError, UsageError
from kpikit.reader import read_file
from kpikit.sources import identify, layouts, module, modules
from tests.sources.reading import read, write

SAMPLES = Path(__file__).parents[1] / "samples"
# House files are what a parameter file says they are: their samples stand with the tests of mappings.
NATIVE = sorted(set(modules()) - {"mapped"})
FILES = [path for kind in NATIVE for path in sorted((SAMPLES / kind).glob("*")) if path.name != "source.yaml"]
TYPES = {
    "text": ("string", "str"),
    "int": ("Int64", "int64"),
    "float": ("Float64", "float64", "Int64"),
    "bool": ("boolean", "bool"),
    "date": ("datetime64[us]", "datetime64[s]", "datetime64[ns]"),
    "instant": ("datetime64[us, UTC]", "datetime64[ms, UTC]", "datetime64[s, UTC]", "datetime64[ns, UTC]"),
}


def declared(kind):
    """What the parameters would say of a kind's samples: tests/samples/<kind>/source.yaml."""
    path = SAMPLES / kind / "source.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}


@pytest.mark.parametrize("kind", NATIVE)
def test_each_source_has_a_sample(kind):
    """A source module without a sample export in tests/samples is not finished."""
    assert any((SAMPLES / kind).iterdir())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_samples_are_read_into_the_dictionary(path):
    """Rows have columns that the data dictionary has, of its types; no value is personal text."""
    found = read(path, path.parent.name, **declared(path.parent.name))
    assert found.used + len(found.repaired) > 0
    assert all(total.holds for total in found.totals)
    for name, frame in found.tables.items():
        known = tables()[name].readable
        for column in set(frame.columns) - {"day_only", "layout"}:
            assert str(frame[column].dtype) in TYPES[known[column].type], f"{name}.{column}"
        assert frame["line"].notna().all()
        assert frame["snapshot_at"].notna().all()
        assert not frame.duplicated([key for key in tables()[name].key if key in frame]).any()


def test_layouts_have_ids_of_their_own_and_feed_known_tables():
    """An id names one layout; required columns are among its headers; aliases are header keys."""
    ids = [layout.id for layout in layouts()]
    assert len(ids) == len(set(ids))
    for layout in layouts():
        assert set(layout.feeds) <= set(tables())
        assert set(layout.required) <= set(layout.headers)
        assert all(
            alias == " ".join(alias.casefold().split())
            for words in layout.headers.values()
            for alias in words
        )


def test_an_unknown_format_names_the_nearest():
    """A misspelt format is a wrong parameter."""
    with pytest.raises(UsageError, match="linkedin"):
        module("linkdin")


def test_an_unknown_file_is_identified_by_the_nearest_layout(tmp_path):
    """Over all platforms, with the columns it misses."""
    path = write(tmp_path / "x.csv", "Date,Video Views,Profile Views,Likes\nApril 1,1,2,3\n")
    assert "TikTok Studio Overview" in (words := identify(read_file(path)))
    assert "missing: comments, shares" in words
    nothing = write(tmp_path / "y.csv", "Foo,Bar\n1,2\n")
    assert "no layout" in identify(read_file(nothing))


@pytest.mark.parametrize("kind", NATIVE)
def test_a_file_of_nobody_is_refused_by_all(tmp_path, kind):
    """No module guesses."""
    with pytest.raises(ExportError, match=r"y\.csv"):
        read(write(tmp_path / "y.csv", "Foo,Bar\n1,2\n"), kind)


def test_the_order_of_rows_does_not_matter(tmp_path):
    """Shuffled rows of an export give the same table."""
    path = SAMPLES / "ga4" / "Traffic_acquisition_Session_source_medium.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    turned = write(tmp_path / path.name, "".join(lines[:10] + lines[:9:-1]))
    frames = [
        read(each, "ga4").tables["web"].drop(columns="line").sort_values("source_name", ignore_index=True)
        for each in (path, turned)
    ]
    pd.testing.assert_frame_equal(*frames)
