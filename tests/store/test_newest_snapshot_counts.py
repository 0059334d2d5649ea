"""Of several snapshots of a thing the newest counts, whatever the order of reading; things of two sources are two."""

import pytest

from kpikit.store import Store, import_brand
from tests.store.houses import BRAND, make, put

OPENED = "Id,Opened,Solved,Status,From\n1,2026-10-01 10:00,{solved},{status},jo@mail.example\n"


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_the_newest_snapshot_counts(tmp_path, names):
    """A ticket open on the 5th and closed on the 9th is closed, also where the older file is read last."""
    project, brand = make(tmp_path)
    older, newer = names
    put(project, f"tickets/{older}-2026-10-05.csv", OPENED.format(solved="", status="open"))
    put(project, f"tickets/{newer}-2026-10-09.csv", OPENED.format(solved="2026-10-08 09:00", status="closed"))
    import_brand(project, brand)
    store = Store(project, "moor")
    assert store.frame("SELECT status FROM tickets")["status"].tolist() == ["closed"]
    assert store.frame("SELECT status FROM tickets_all ORDER BY snapshot_at")["status"].tolist() == [
        "open",
        "closed",
    ]
    store.close()


def test_one_key_and_snapshot_in_two_files_counts_once(tmp_path):
    """Two exports of one day: the file that comes last by name counts, and only one row is kept."""
    project, brand = make(tmp_path)
    for name, status in (("a", "open"), ("b", "waiting")):
        put(project, f"tickets/{name}-2026-10-05.csv", OPENED.format(solved="", status=status))
    import_brand(project, brand)
    store = Store(project, "moor")
    assert store.frame("SELECT status FROM tickets_all")["status"].tolist() == ["waiting"]
    store.close()


def test_two_help_desks_may_use_one_number(tmp_path):
    """Ticket 1 of one source and ticket 1 of another are two tickets."""
    start, end = BRAND.index("  tickets:"), BRAND.index("  community:")
    text = BRAND + BRAND[start:end].replace("  tickets:", "  phone:", 1)
    project, brand = make(tmp_path, text)
    for source in ("tickets", "phone"):
        put(project, f"{source}/t-2026-10-05.csv", OPENED.format(solved="", status=source))
    import_brand(project, brand)
    store = Store(project, "moor")
    assert store.frame("SELECT status FROM tickets ORDER BY source")["status"].tolist() == [
        "phone",
        "tickets",
    ]
    store.close()
