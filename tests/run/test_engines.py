"""Both engines execute a notebook with the same outputs; the warm one leaks nothing from one to the next."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kpikit.errors import RunError
from kpikit.run.chapter import execute_chapter
from kpikit.run.forking import Zygote, call, zygote

pytestmark = pytest.mark.slow

SHOWING = (
    "import os, sys, random\nimport matplotlib.pyplot as plt, numpy as np, pandas as pd\nprint(brand, period, os.getcwd())",
    "fig, ax = plt.subplots(); ax.plot([1, 2, 4]);",
    "pd.DataFrame({'a': [1, 2, 3.5], 'b': list('xyz')})",
    "plt.title('two'); plt.show(); print('after', file=sys.stderr)",
    "import seaborn as sns; sns.barplot(x=['a', 'b'], y=[1, 2]);",
    "random.random(), np.random.rand(), plt.get_backend(), __name__, sys.argv[0], sorted(plt.rcParams.items()) == 1",
    "from IPython.display import HTML, display; display(HTML('<b>x</b>'), display_id='one'); 7",
    "import matplotlib; matplotlib.rcParams['figure.dpi'], plt.isinteractive(), os.environ.get('MPLBACKEND')",
)


def test_warm_and_stock_kernels_give_the_same_outputs(task, read):
    """Prints, tables, figures, random draws, working folder: byte for byte."""
    outcomes = [execute_chapter(task(*SHOWING, engine=engine, key=engine)) for engine in ("warm",)]
    warm = read(outcomes[0])
    stock = read(execute_chapter(task(*SHOWING, engine="papermill", key="stock")))
    assert outcomes[0]["status"] == "done"
    assert warm == stock
    assert sum("image/png" in output.get("data", {}) for outputs in warm for output in outputs) == 3


@pytest.mark.parametrize("engine", ["warm", "papermill"])
def test_a_failing_cell_fails_alike(task, read, engine):
    """The error stands in its cell and, in one line, in the outcome."""
    outcome = execute_chapter(task("1 / 0", "print('never')", engine=engine))
    assert (outcome["status"], outcome["error"]) == ("failed", "ZeroDivisionError: division by zero")
    assert [[output.ename for output in outputs] for outputs in read(outcome)] == [["ZeroDivisionError"], []]


def test_nothing_leaks_from_one_notebook_to_the_next(task, read):
    """Patched modules, settings, environment and folder stay in their own child."""
    spoil = "import os, pandas as pd; pd.spoilt = True; pd.options.display.max_rows = 3; os.environ['SPOILT'] = '1'; os.chdir('/')"
    look = "import os, pandas as pd; hasattr(pd, 'spoilt'), pd.options.display.max_rows, os.environ.get('SPOILT'), os.getcwd() == '/'"
    execute_chapter(task(spoil))
    outcome = execute_chapter(task(look, key="next"))
    assert read(outcome)[0][0]["data"]["text/plain"] == "(False, 60, None, False)"


def test_random_draws_belong_to_brand_period_and_chapter(task, read):
    """The same chapter draws the same again, another chapter something else."""
    draw = "import random, numpy; (random.random(), numpy.random.rand())"

    def drawn(**changed):
        return read(execute_chapter(task(draw, force=True, **changed)))[0][0]["data"]["text/plain"]

    assert drawn() == drawn()
    assert len({drawn(), drawn(brand="other"), drawn(chapter="20-engagement"), drawn(period="2026-09")}) == 4


def test_chapters_run_side_by_side(task, read):
    """Executor.map over tasks is all that a driver does."""
    tasks = [task(f"{number} + 1", chapter=f"{number}0-chapter") for number in range(1, 5)]
    with ThreadPoolExecutor(2) as executor:
        outcomes = list(executor.map(execute_chapter, tasks))
    assert [read(outcome)[0][0]["data"]["text/plain"] for outcome in outcomes] == ["2", "3", "4", "5"]


def test_a_parameter_that_a_notebook_does_not_declare_is_not_injected(task, read, caplog):
    """papermill has nothing to warn of."""
    outcome = execute_chapter(
        task("'languages' in globals()", parameters={"brand": "acme", "languages": ["en"]})
    )
    assert read(outcome)[0][0]["data"]["text/plain"] == "False"
    assert "unknown parameter" not in caplog.text.lower()


def test_a_late_notebook_is_interrupted(task, read):
    """At the deadline the cell sees an interrupt; outputs so far are kept."""
    outcome = execute_chapter(task("print('so far', flush=True); import time; time.sleep(60)", deadline=2.0))
    assert outcome["status"] == "timed_out"
    assert "2 s" in outcome["error"]
    outputs = read(outcome)[0]
    assert outputs[0].text == "so far\n"
    assert outputs[-1].ename == "KeyboardInterrupt"


def test_a_notebook_that_ignores_the_interrupt_is_killed_with_all_it_started(
    task, read, monkeypatch, tmp_path
):
    """After the grace its whole process group ends, and the outcome says so although the kernel can't."""
    monkeypatch.setattr("kpikit.run.engine.SupervisedKernelManager.grace.default_value", 1.0, raising=False)
    stubborn = (
        "import signal, subprocess, time, pathlib\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "pathlib.Path('pid').write_text(str(subprocess.Popen(['sleep', '600']).pid))\n"
        "while True:\n    time.sleep(1)"
    )
    given = task(stubborn, deadline=2.0)
    outcome = execute_chapter(given)
    assert outcome["status"] == "timed_out"
    assert read(outcome)[0][-1].ename == "timed_out"
    with pytest.raises(ProcessLookupError):
        _until_gone(int((tmp_path / "pid").read_text()))


@pytest.mark.parametrize("engine", ["warm", "papermill"])
def test_a_killed_kernel_leaves_a_visible_error(task, read, engine):
    """The supervisor writes what the kernel couldn't."""
    outcome = execute_chapter(
        task("import os; print('x', flush=True); os.kill(os.getpid(), 9)", engine=engine)
    )
    assert outcome["status"] == "killed"
    assert read(outcome)[0][-1].ename == "killed"


def test_unchanged_work_is_not_done_again(task, read):
    """A notebook of the same key is taken as it is; force and another key execute; failures are never kept."""
    cell = "import uuid; str(uuid.uuid4())"
    first = execute_chapter(task(cell))
    again = execute_chapter(task(cell))
    assert (first["status"], again["status"]) == ("done", "cached")
    kept = read(first)
    assert read(again) == kept
    assert execute_chapter(task(cell, force=True))["status"] == "done"
    assert execute_chapter(task(cell, key="other"))["status"] == "done"
    assert execute_chapter(task(cell))["status"] == "done"
    failed = task("1 / 0", chapter="20-engagement")
    assert [execute_chapter(failed)["status"] for _ in range(2)] == ["failed", "failed"]


def test_the_zygote_is_single_threaded_and_reads_no_data():
    """Forking it is safe: one Python thread (jemalloc's own background thread is harmless)."""
    call("os:getpid")
    folder = Path(f"/proc/{zygote().process.pid}/task")
    if not folder.is_dir():
        pytest.skip("needs /proc")
    names = [(thread / "comm").read_text().strip() for thread in folder.iterdir()]
    assert [name for name in names if not name.startswith("jemalloc")] in (["python"], ["python3"])


def test_a_call_returns_or_raises_as_if_made_here():
    """Values and errors come back whole."""
    assert call("json:loads", s='{"a": [1, 2]}') == {"a": [1, 2]}
    with pytest.raises(ZeroDivisionError):
        call("fractions:Fraction", numerator=1, denominator=0)


def test_a_killed_call_is_an_error():
    """No answer is not an empty answer."""
    with pytest.raises(RunError, match="exit code 3"):
        call("os:_exit", status=3)


def test_a_dead_zygote_is_replaced():
    """The next piece of work starts a new one."""
    old = zygote()
    old.process.kill()
    old.process.wait()
    assert call("os:getpid") > 0
    assert zygote() is not old


def test_children_end_with_their_driver():
    """A driver killed outright leaves neither zygote nor kernels behind."""
    program = (
        "import sys, time; from kpikit.run.forking import zygote; z = zygote();"
        "c = z.fork(call='subprocess:check_call', arguments={'args': ['sleep', '600']});"
        "print(z.process.pid, c.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as driver:
        pids = [int(word) for word in driver.stdout.readline().split()]
        driver.kill()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            _until_gone(pid)


def test_an_ended_zygote_refuses_work():
    """The message says what happened."""
    ended = Zygote()
    ended.end()
    with pytest.raises(RunError, match="ended"):
        ended.fork(call="os:getpid", arguments={})


def _until_gone(pid):
    for _ in range(100):
        os.kill(pid, 0)
        if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            raise ProcessLookupError
        time.sleep(0.1)
