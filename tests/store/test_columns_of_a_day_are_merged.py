"""Files that each give some columns of a community's day fill one row; other tables keep whole rows."""

import pytest

from kpikit import dictionary
from kpikit.store import Store, import_brand
from tests.store.houses import content, make, put

HEADER = "Day,Members,Messages\n"
OPENED = "Id,Opened,Solved,Status,From\n1,2026-10-01 10:00,{solved},{status},jo@mail.example\n"


def imported(tmp_path, files, sql, *, places=("community",)):
    project, brand = make(tmp_path)
    for name, text in files.items():
        put(project, f"{places[0]}/{name}", text)
    import_brand(project, brand)
    store = Store(project, "moor")
    rows = store.frame(sql)
    store.close()
    return rows


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_two_files_of_one_snapshot_fill_one_row(tmp_path, names):
    """Members from one file and messages from another stand in one row, whichever is read last."""
    members, messages = names
    files = {
        f"{members}-2026-10-31.csv": HEADER + "2026-10-01,120,\n2026-10-02,121,\n",
        f"{messages}-2026-10-31.csv": HEADER + "2026-10-01,,7\n2026-10-03,,0\n",
    }
    rows = imported(tmp_path, files, "SELECT members, messages FROM community_daily_all ORDER BY date")
    assert rows["members"].fillna(-1).tolist() == [120, 121, -1]
    assert rows["messages"].fillna(-1).tolist() == [7, -1, 0]


def test_a_later_snapshot_empties_no_column(tmp_path):
    """The newest row holds the newest known value of each column; a newer figure replaces an older one."""
    files = {
        "a-2026-10-05.csv": HEADER + "2026-10-01,120,7\n",
        "b-2026-10-09.csv": HEADER + "2026-10-01,,9\n",
    }
    rows = imported(tmp_path, files, "SELECT members, messages, file FROM community_daily")
    assert rows.to_numpy().tolist() == [[120, 9, "community/b-2026-10-09.csv"]]


def test_an_earlier_snapshot_knows_nothing_of_later_ones(tmp_path):
    """Each snapshot holds what was known up to it: a value that came later is not carried back."""
    files = {
        "a-2026-10-05.csv": HEADER + "2026-10-01,120,\n",
        "b-2026-10-09.csv": HEADER + "2026-10-01,125,9\n",
    }
    rows = imported(tmp_path, files, "SELECT members, messages FROM community_daily_all ORDER BY snapshot_at")
    assert rows["members"].tolist() == [120, 125]
    assert rows["messages"].fillna(-1).tolist() == [-1, 9]


def test_days_and_communities_lend_each_other_nothing(tmp_path):
    """A null stays null where no file has the figure of that very day."""
    files = {"a-2026-10-05.csv": HEADER + "2026-10-01,120,7\n2026-10-02,,8\n"}
    rows = imported(tmp_path, files, "SELECT members FROM community_daily ORDER BY date")
    assert rows["members"].fillna(-1).tolist() == [120, -1]


def test_other_tables_keep_whole_rows(tmp_path):
    """A ticket reopened later has no moment of solution any more: the newest row counts whole."""
    files = {
        "a-2026-10-05.csv": OPENED.format(solved="2026-10-02 09:00", status="closed"),
        "b-2026-10-09.csv": OPENED.format(solved="", status="open"),
    }
    rows = imported(tmp_path, files, "SELECT status, resolved_at FROM tickets", places=("tickets",))
    assert rows["status"].tolist() == ["open"]
    assert rows["resolved_at"].isna().all()


def test_the_same_files_give_the_same_bytes(tmp_path):
    """Merging by columns is repeatable, byte by byte."""
    kept = []
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        project, brand = make(tmp_path / place)
        put(project, "community/a-2026-10-31.csv", HEADER + "2026-10-01,120,\n")
        put(project, "community/b-2026-10-31.csv", HEADER + "2026-10-01,,7\n")
        import_brand(project, brand)
        kept.append({path: data for path, data in content(project).items() if "community_daily" in path})
    assert kept[0] == kept[1] != {}


def test_tables_say_how_they_are_merged():
    """Only the days of a community come in several files that each give some columns."""
    merged = {name for name, table in dictionary.tables().items() if table.merge == "columns"}
    assert merged == {"community_daily"}
    assert {table.merge for table in dictionary.tables().values()} == {"rows", "columns"}
