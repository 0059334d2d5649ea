"""Before anything is imported, every question has a typed, empty answer."""

import pytest

from kpikit import dictionary
from kpikit.errors import PeriodError, StoreError
from kpikit.project import Project
from kpikit.store import Store


@pytest.fixture
def store(tmp_path):
    store = Store(Project(tmp_path), "moor")
    yield store
    store.close()


@pytest.mark.parametrize("table", dictionary.tables())
def test_each_canonical_table_is_an_empty_view(store, table):
    """Both views of each table exist and have the dictionary's columns in its order."""
    for view in (table, f"{table}_all"):
        frame = store.frame(f'SELECT * FROM "{view}"')
        assert list(frame.columns) == list(dictionary.table(table).columns)
        assert frame.empty


def test_empty_views_are_typed(store):
    """A sum over nothing is null, not an error and not 0."""
    frame = store.frame(
        "SELECT sum(views) AS views, max(published_at) AS at, min(local_date) AS day FROM posts"
    )
    assert frame.isna().all(axis=None)


def test_log_and_coverage_are_empty(store):
    """Nothing was imported: no files, no rows set aside, no days, no fingerprint."""
    assert store.log().empty
    assert store.set_aside().empty
    assert store.coverage().empty
    assert store.fingerprint() == ""
    assert not store.imported


def test_a_wrong_column_is_named(store):
    """Asking for a column that isn't there says which."""
    with pytest.raises(StoreError, match="vievs"):
        store.frame("SELECT vievs FROM posts")


def test_no_period_without_data(store):
    """No data, no default period."""
    with pytest.raises(PeriodError, match="no data"):
        store.last_whole_month()


def test_nothing_is_written(store, tmp_path):
    """Reading makes no file and no folder."""
    store.coverage()
    assert list(tmp_path.iterdir()) == []
