"""What in data/<brand>/ is an export, and what is not, and why; one bad file spoils no other."""

import os

import pytest

from kpikit.errors import ParameterError
from kpikit.store import Store, import_brand
from tests.store.houses import BRAND, TICKETS, days, make, put


@pytest.fixture
def house(tmp_path):
    project, brand = make(tmp_path)
    put(project, "tickets/tickets-2026-10-06.csv", TICKETS)
    return project, brand


def by_file(project, brand):
    return {record.file: record for record in import_brand(project, brand)}


@pytest.mark.parametrize(
    "name", [".hidden.csv", "~$tickets.xlsx", ".~lock.tickets.csv#", "t.csv.crdownload", "t.csv~"]
)
def test_leftovers_are_ignored_with_a_note(house, name):
    """Hidden files and what editors and browsers leave are not read."""
    project, brand = house
    put(project, f"tickets/{name}", "Id\n1\n")
    record = by_file(project, brand)[f"tickets/{name}"]
    assert record.status == "ignored"
    assert record.notes


def test_a_folder_that_is_no_source_is_refused(house):
    """With the nearest key, and the keys there are."""
    project, brand = house
    put(project, "ticket/a.csv", TICKETS)
    record = by_file(project, brand)["ticket/a.csv"]
    assert record.status == "refused"
    assert "Did you mean 'tickets'?" in record.problem
    assert "community" in record.problem


def test_a_file_beside_the_folders_is_refused(house):
    """Nobody could say of what it is; a read-me may stay."""
    project, brand = house
    put(project, "loose.csv", TICKETS)
    put(project, "README.md", "about these files")
    records = by_file(project, brand)
    assert "no source's folder" in records["loose.csv"].problem
    assert records["README.md"].status == "ignored"


def test_a_link_out_of_the_folder_is_refused(house, tmp_path):
    """A link may not bring in what lies elsewhere; one to a file of the brand may."""
    project, brand = house
    elsewhere = tmp_path / "secret.csv"
    elsewhere.write_text(TICKETS)
    folder = project.data / "moor/tickets"
    (folder / "out-2026-10-06.csv").symlink_to(elsewhere)
    (folder / "in-2026-10-06.csv").symlink_to(folder / "tickets-2026-10-06.csv")
    (folder / "all").symlink_to(tmp_path)
    records = by_file(project, brand)
    assert "leads out of the brand's folder" in records["tickets/out-2026-10-06.csv"].problem
    assert records["tickets/all"].status == "refused"
    assert records["tickets/in-2026-10-06.csv"].status == "imported"


def test_a_pipe_is_refused_and_nothing_hangs(house):
    """Only regular files are opened."""
    project, brand = house
    os.mkfifo(project.data / "moor/tickets/pipe.csv")
    assert "not a regular file" in by_file(project, brand)["tickets/pipe.csv"].problem


def test_a_damaged_file_leaves_the_others_imported(house):
    """Its problem stands in the log, without the path of the machine it was read on."""
    project, brand = house
    put(project, "tickets/broken.csv", b"PK\x03\x04 no archive")
    put(project, "community/club 2026-10-03.csv", days(1, 3))
    records = by_file(project, brand)
    assert records["tickets/broken.csv"].status == "refused"
    assert str(project.root) not in records["tickets/broken.csv"].problem
    store = Store(project, "moor")
    assert store.frame("SELECT count(*) AS n FROM tickets")["n"].item() == 3
    assert store.frame("SELECT count(*) AS n FROM community_daily")["n"].item() == 3
    log = store.log().set_index("file")
    assert log.loc["tickets/broken.csv", "status"] == "refused"
    assert log.loc["tickets/broken.csv", "problem"] == records["tickets/broken.csv"].problem
    store.close()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("format: mapped\n    platform: helpdesk", "format: maped\n    platform: helpdesk", 8, "'mapped'"),
        ("table: tickets", "table: tickts", 12, "'tickets'"),
        ("ticket_id: Id, created_at: Opened", "ticket_id: Id, create_at: Opened", 13, "'created_at'"),
        ("ticket_id: Id, created_at: Opened,", "ticket_id: Id,", 13, "needs created_at"),
    ],
)
def test_a_source_declared_wrongly_stops_before_any_file(tmp_path, old, new, line, words):
    """A format, table or column that doesn't exist: the brand's file, the line, the nearest word."""
    text = BRAND.replace(old, new)
    assert text != BRAND
    if "maped" in new:
        text = text.replace("    mapping:\n      table: tickets\n", "", 1)
        text = "\n".join(row for row in text.splitlines() if "ticket_id" not in row) + "\n"
    project, brand = make(tmp_path, text)
    put(project, "tickets/tickets-2026-10-06.csv", TICKETS)
    with pytest.raises(ParameterError) as caught:
        import_brand(project, brand)
    [problem] = caught.value.problems
    assert (problem.file, problem.line) == (project.brand_file("moor"), line)
    assert words in str(problem)
    assert not project.store.exists()
