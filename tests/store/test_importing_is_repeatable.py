"""The store follows from the exports alone: importing twice, in pieces or anew gives the same bytes."""

import shutil

import pytest

from kpikit.store import Store, check_brand, import_brand
from tests.store.houses import MENTIONS, TICKETS, content, days, make, put


@pytest.fixture
def house(tmp_path):
    project, brand = make(tmp_path)
    put(project, "tickets/tickets-2026-10-06.csv", TICKETS)
    put(project, "community/club 2026-10-20.csv", days(1, 20))
    put(project, "mentions/mentions-2026-10-06.csv", MENTIONS)
    return project, brand


def test_a_second_import_changes_nothing(house):
    """Same bytes, same fingerprint, and no file is read again."""
    project, brand = house
    first = import_brand(project, brand)
    before, fingerprint = content(project), Store(project, "moor").fingerprint()
    second = import_brand(project, brand)
    assert {record.status for record in first} == {"imported"}
    assert {record.status for record in second} == {"unchanged"}
    assert content(project) == before
    assert Store(project, "moor").fingerprint() == fingerprint != ""


def test_the_store_can_be_rebuilt_from_the_exports(house):
    """Deleting the store and importing again gives the same bytes (the key of the pseudonyms is kept apart)."""
    project, brand = house
    import_brand(project, brand)
    before = content(project)
    shutil.rmtree(project.store)
    import_brand(project, brand)
    assert content(project) == before


def test_overlapping_files_count_once(house):
    """Days that two exports share stand once; the later export's figures count, all snapshots are kept."""
    project, brand = house
    put(project, "community/club 2026-10-25.csv", days(11, 15, start=500))
    import_brand(project, brand)
    store = Store(project, "moor")
    newest = store.frame(
        "SELECT count(*) AS n, max(local_days) AS d FROM (SELECT date AS local_days FROM community_daily)"
    )
    assert newest["n"].item() == 25
    members = store.frame("SELECT members FROM community_daily WHERE date = DATE '2026-10-15'")["members"]
    assert members.tolist() == [515]
    assert store.frame("SELECT count(*) AS n FROM community_daily_all")["n"].item() == 35
    store.close()


def test_a_copy_of_a_file_adds_nothing_but_a_note(house):
    """Rows without an id of their own are the same rows in the copy; the log says so."""
    project, brand = house
    import_brand(project, brand)
    store = Store(project, "moor")
    before = store.frame("SELECT count(*) AS n FROM mentions_all")["n"].item()
    store.close()
    put(project, "mentions/copy of mentions-2026-10-06.csv", MENTIONS)
    records = import_brand(project, brand)
    after = store.frame("SELECT count(*) AS n FROM mentions_all")["n"].item()
    store.close()
    assert before == after == 3
    assert any("same content as mentions/copy of" in note for record in records for note in record.notes)


def test_a_removed_file_leaves_the_store(house):
    """Its rows, its month and its line in the log go."""
    project, brand = house
    import_brand(project, brand)
    (project.data / "moor/tickets/tickets-2026-10-06.csv").unlink()
    import_brand(project, brand)
    store = Store(project, "moor")
    assert store.frame("SELECT * FROM tickets").empty
    assert set(store.log()["source"]) == {"community", "mentions"}
    assert not (project.store / "tickets").exists() or not list((project.store / "tickets").rglob("*"))
    store.close()


def test_a_changed_parameter_reads_again_what_it_touches(house):
    """Another zone makes other local days; a target does not make a file be read again."""
    project, brand = house
    import_brand(project, brand)
    in_london = brand.model_copy(update={"timezone": "Europe/London"})
    assert {record.status for record in import_brand(project, in_london)} == {"imported"}
    renamed = in_london.model_copy(update={"name": "Another"})
    assert {record.status for record in import_brand(project, renamed)} == {"unchanged"}


def test_checking_writes_nothing(house, tmp_path):
    """The same records as an import's, and no file or folder made."""
    project, brand = house
    before = sorted(tmp_path.rglob("*"))
    checked = check_brand(project, brand)
    assert sorted(tmp_path.rglob("*")) == before
    assert checked == import_brand(project, brand)


def test_each_file_is_reported_as_it_is_read(house):
    """The callback is called once a file, for progress bars."""
    project, brand = house
    told = []
    records = import_brand(project, brand, told.append)
    assert sorted(record.file for record in told) == [record.file for record in records]
