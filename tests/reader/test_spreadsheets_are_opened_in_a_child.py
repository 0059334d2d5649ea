"""The child that opens spreadsheets: limits hold, nothing of one workbook reaches the next, nothing lingers."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kpikit.errors import ExportError
from kpikit.reader import child, read_file, supervised
from kpikit.reader.child import KIND_BYTES, LENGTH
from kpikit.reader.limits import Limits, SheetError
from kpikit.reader.supervised import read_workbook


def workbook(rows=(("a", "b"), (1, 2))):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_sheet(xml):
    """An xlsx whose first sheet is `xml`."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            copy.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return buffer.getvalue()


HUNGRY = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    + '<row r="1"><c r="A1"><v>1</v></c></row>' * 200
    + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>'
)
"""A cell far off that neither the stated dimension nor the first rows tell: 17 thousand million cells."""


def own():
    return supervised._own._child


@pytest.fixture
def slow(monkeypatch):
    """A child that takes a word for its workbook and sleeps over it."""
    monkeypatch.setattr(supervised, "LIMITS", Limits(sheet_seconds=1))
    monkeypatch.setattr(supervised, "_COMMAND", "import time; time.sleep(60)")
    supervised._own.end()
    yield
    supervised._own.end()


def test_a_workbook_that_needs_too_much_memory_is_refused_and_the_next_one_opens(tmp_path):
    """The child hits its limit, and another takes its place."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_sheet(HUNGRY))
    with pytest.raises(ExportError, match="needs more than 4 GiB to open as a spreadsheet"):
        read_file(path)
    path.write_bytes(workbook())
    assert read_file(path).tables[0].rows == [["1", "2"]]


def test_memory_is_limited_in_earnest():
    """What is asked for beyond the limit isn't given."""
    probe = (
        "import io, sys\nfrom kpikit.reader.child import serve\nfrom kpikit.reader.limits import Limits\n"
        "serve(io.BytesIO(), io.BytesIO(), Limits(sheet_memory_bytes=300 << 20))\n"
        "try:\n    bytearray(400 << 20)\nexcept MemoryError:\n    print('refused')\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, env=environment()
    )
    assert found.stdout == "refused\n"


def environment():
    return os.environ | {"PYTHONPATH": str(Path(supervised.__file__).parents[2])}


def test_a_child_that_takes_too_long_is_ended(slow):
    """After the limit, whether it was reading or thinking; one that reads nothing doesn't hold us up."""
    for size in (10, 5_000_000):
        began = time.monotonic()
        with pytest.raises(SheetError, match="took more than 1 seconds"):
            read_workbook(b"x" * size, "xlsx")
        assert time.monotonic() - began < 10
        assert not own().alive


def test_a_child_that_dies_while_it_is_written_to_is_an_error(monkeypatch):
    """A broken pipe is no failure of the import, and one that can't start says so."""
    supervised._own.end()
    monkeypatch.setattr(
        supervised, "_COMMAND", "import os, sys; sys.stdin.buffer.read(100); os.kill(os.getpid(), 9)"
    )
    with pytest.raises(SheetError, match=r"needs more than 4 GiB.*or is damaged"):
        read_workbook(b"x" * 5_000_000, "xlsx")
    monkeypatch.setattr(supervised, "_COMMAND", "raise SystemExit(3)")
    with pytest.raises(SheetError, match="ended with exit code 3"):
        read_workbook(b"x" * 5_000_000, "xlsx")
    supervised._own.end()


def test_one_child_serves_many_workbooks_and_a_large_one_ends_it(monkeypatch):
    """Starting costs time, so it is done once; memory that a large one took is given back by ending it."""
    supervised._own.end()
    read_workbook(workbook(), "xlsx")
    first = own()
    read_workbook(workbook(), "xlsx")
    assert own() is first
    monkeypatch.setattr(supervised, "_LARGE", 10)
    read_workbook(workbook(), "xlsx")
    assert not first.alive


def test_an_interrupt_leaves_no_answer_behind(monkeypatch):
    """An analyst who interrupts a notebook gets her own workbook next, not the one before."""
    supervised._own.end()

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(supervised._Child, "_read", interrupted)
        with pytest.raises(KeyboardInterrupt):
            read_workbook(workbook([["old"], [1]]), "xlsx")
    tables, _ = read_workbook(workbook([["new", "n"], [1, 2]]), "xlsx")
    assert tables[0].header == ["new", "n"]


def test_threads_take_turns():
    """Workbooks of many threads aren't mixed up."""
    found = {}

    def read(number):
        tables, _ = read_workbook(workbook([["n", "m"], [number, number]]), "xlsx")
        found[number] = tables[0].rows

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: [[str(number)] * 2] for number in range(8)}


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_process_has_a_child_of_its_own():
    """It opens workbooks although another thread was asking at the fork, and leaves its parent's child alone."""
    read_workbook(workbook(), "xlsx")
    ours = own()
    reading, writing = os.pipe()
    with supervised._own.turn:
        pid = os.fork()
        if pid == 0:
            try:
                tables, _ = read_workbook(workbook([["forked", "n"], [1, 2]]), "xlsx")
                os.write(writing, tables[0].header[0].encode())
                supervised._own.end()
            finally:
                os._exit(0)
    os.close(writing)
    os.waitpid(pid, 0)
    assert os.read(reading, 100) == b"forked"
    os.close(reading)
    assert own() is ours
    assert read_workbook(workbook(), "xlsx")[0][0].rows == [["1", "2"]]


@pytest.mark.parametrize("end", ["", "; os.kill(os.getpid(), signal.SIGKILL)"])
def test_the_child_does_not_outlive_its_parent(tmp_path, end):
    """Whether that ends in peace or is killed."""
    (tmp_path / "a.xlsx").write_bytes(workbook())
    program = (
        "import os, signal, sys; from pathlib import Path; from kpikit.reader import read_file, supervised; "
        "read_file(Path(sys.argv[1])); print(supervised._own._child._process.pid, flush=True)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program + end, str(tmp_path / "a.xlsx")],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    pid = int(found.stdout)
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text():
            return
        time.sleep(0.05)
    pytest.fail("the child lives on")


def test_nothing_is_written_to_the_terminal(tmp_path):
    """Neither warnings at the start nor what libraries say when they fall over."""
    (tmp_path / "a.xlsx").write_bytes(workbook())
    (tmp_path / "b.xlsx").write_bytes(with_sheet(HUNGRY))
    program = (
        "import sys; from pathlib import Path; from kpikit.errors import ExportError; from kpikit.reader import read_file\n"
        "for name in sys.argv[1:]:\n    try:\n        read_file(Path(name))\n    except ExportError:\n        pass\n"
    )
    files = [str(tmp_path / "a.xlsx"), str(tmp_path / "b.xlsx")]
    found = subprocess.run(
        [sys.executable, "-W", "always", "-c", program, *files],
        capture_output=True,
        env=environment(),
        check=True,
    )
    assert (found.stdout, found.stderr) == (b"", b"")


def served(data, kind="xlsx", limits=None, monkeypatch=None):
    """The child's answer, in this process."""
    monkeypatch.setattr(child, "_limit_memory", lambda *_: None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(signal, "alarm", lambda *_: None)
    answers = io.BytesIO()
    child.serve(
        io.BytesIO(LENGTH.pack(len(data)) + kind.encode().ljust(KIND_BYTES) + data),
        answers,
        limits or Limits(),
    )
    return json.loads(answers.getvalue()[LENGTH.size :])


class Panic(BaseException):
    """As a library in another language falls over: no `Exception`."""


@pytest.mark.parametrize(
    ("fall", "words"),
    [(Panic, "Panic"), (MemoryError, "needs more than 4 GiB"), (OverflowError, "OverflowError")],
)
def test_a_fall_of_a_library_is_told_without_its_text(monkeypatch, fall, words):
    """Its message may hold a cell."""

    def falls(*_):
        raise fall("secret@mail.example")

    monkeypatch.setattr(child, "read_sheets", falls)
    answer = served(b"x", monkeypatch=monkeypatch)
    assert words in answer["error"]
    assert answer["worn"]
    assert "secret" not in answer["error"]


def test_an_answer_beyond_the_limit_is_not_sent(monkeypatch):
    """One long text in many cells is small in the file and large in memory."""
    answer = served(
        workbook([["a", "b"], ["x" * 5_000, "y"]]),
        limits=Limits(unpacked_bytes=3_000),
        monkeypatch=monkeypatch,
    )
    assert "more than 3,000 bytes of text" in answer["error"]


def test_a_locked_workbook_is_told_from_a_damaged_one(tmp_path):
    """A password is no damage."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(ExportError, match="locked with a password"):
        read_file(path)
