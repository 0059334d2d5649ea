"""Whenever an import dies, the store answers with the old or the new content or says so; the next import mends it."""

import multiprocessing
import shutil

import pytest

from kpikit.errors import StoreError
from kpikit.store import Store, atomic, import_brand
from tests.store.houses import TICKETS, content, days, make, put


class Killed(BaseException):
    """Nothing catches it, as nothing catches SIGKILL."""


def answers(project):
    store = Store(project, "moor")
    try:
        return store.frame("SELECT count(*) AS n FROM community_daily")["n"].item(), len(store.log())
    except StoreError as error:
        return str(error)
    finally:
        store.close()


def killed(project, brand, monkeypatch, write):
    """Import and die at the given write to the disk; False where the import ended before."""
    made = []

    def sync(path):
        made.append(path)
        if len(made) == write:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "sync", sync)
        try:
            import_brand(project, brand)
        except Killed:
            return True
    return False


def test_no_moment_of_death_leaves_a_wrong_answer(tmp_path, monkeypatch):
    """Killed at each write in turn: the old content, the new, or an error; the next import gives the new."""
    before = tmp_path / "before"
    before.mkdir()
    project, brand = make(before)
    put(project, "community/club 2026-10-05.csv", days(1, 5))
    import_brand(project, brand)
    put(project, "community/club 2026-10-12.csv", days(6, 7))
    put(project, "tickets/tickets-2026-10-06.csv", TICKETS)
    seen, ends = [], []
    for write in range(1, 100):
        root = tmp_path / str(write)
        shutil.copytree(before, root)
        copy, _ = make(root)
        if not killed(copy, brand, monkeypatch, write):
            break
        seen.append(answers(copy))
        import_brand(copy, brand)
        assert answers(copy) == (12, 3)
        ends.append(content(copy))
    told = [answer for answer in seen if isinstance(answer, str)]
    assert len(seen) > 10
    assert told
    assert all("cut short" in answer for answer in told)
    assert set(seen) - set(told) == {(5, 1), (12, 3)}
    assert all(end == ends[0] for end in ends)


def _import(root):
    project, brand = make(root)
    import_brand(project, brand)


@pytest.mark.slow
def test_two_imports_at_once_wait_for_each_other(tmp_path):
    """Three processes import one brand at the same time; the store is whole and as one import makes it."""
    project, brand = make(tmp_path)
    put(project, "community/club 2026-10-05.csv", days(1, 5))
    put(project, "tickets/tickets-2026-10-06.csv", TICKETS)
    spawn = multiprocessing.get_context("spawn")
    imports = [spawn.Process(target=_import, args=(tmp_path,)) for _ in range(3)]
    for process in imports:
        process.start()
    for process in imports:
        process.join(60)
    assert [process.exitcode for process in imports] == [0, 0, 0]
    before = content(project)
    assert before
    assert {record.status for record in import_brand(project, brand)} == {"unchanged"}
    assert content(project) == before
