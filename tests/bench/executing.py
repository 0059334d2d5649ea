"""CPU of a month's chapters, executed and made into HTML: the warm engine against the stock command lines."""
# ruff: noqa: T201 - a benchmark prints

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from kpikit.parameters import load_brand
from kpikit.project import Project
from kpikit.run.work import chapter_notebooks
from kpikit.store import Store, import_brand, last_whole_month
from tests.bench.measuring import PROJECT, Comparison, cpu_seconds

BRAND = "seri-kulit"
BOUND = 0.6
ROUNDS = {"full": 3, "small": 1}
BIN = Path(sys.executable).parent

OURS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from kpikit.project import Project
from kpikit.run.chapter import execute_chapter
from kpikit.run.forking import call, zygote
from kpikit.run.work import Edition, Settings, tasks

root, brand, period, language, store, target = sys.argv[1:]
zygote()
work = tasks(Project.find(root), Edition(brand, period, (language,), store), Settings(force=True))
with ThreadPoolExecutor(2) as executor:
    outcomes = list(executor.map(execute_chapter, work))
assert all(outcome["status"] == "done" for outcome in outcomes), outcomes
place = {"root": root, "brand": brand, "period": period, "language": language}
call("kpikit.commands.jobs:render", place=place, state="draft", outcomes=outcomes, form="html", target=target)
zygote().end()
"""


def compare(scale):
    """All chapters of one example brand in one language; rounds in turn, medians."""
    with tempfile.TemporaryDirectory(prefix="kpikit-bench-") as folder:
        project = _project(Path(folder))
        brand = load_brand(project, BRAND)
        import_brand(project, brand)
        period, language = last_whole_month(project, brand).id, brand.languages[0]
        store = Store(project, BRAND).fingerprint()
        ours, other = [], []
        for number in range(ROUNDS[scale]):
            target = str(project.root / "report.html")
            arguments = [str(project.root), BRAND, period, language, store, target]
            ours.append(cpu_seconds([sys.executable, "-c", OURS, *arguments], project.root))
            other.append(_stock(project, period, language))
            print(f"round {number + 1}: ours {ours[-1]:.1f} s, stock {other[-1]:.1f} s", flush=True)
        name = f"{len(chapter_notebooks(project))} chapters executed and made into HTML, CPU"
        return [Comparison(name, statistics.median(ours), statistics.median(other), "s", BOUND)]


def _project(folder):
    """A copy of the example brand, so that nothing of the checkout is touched."""
    for part in ("params", "notebooks", f"data/{BRAND}"):
        shutil.copytree(PROJECT / part, folder / part)
    return Project(folder)


def _stock(project, period, language):
    """`papermill`, then `jupyter nbconvert --to html`, a chapter at a time."""
    total = 0.0
    for notebook in chapter_notebooks(project):
        executed = f"stock-{notebook.stem}.ipynb"
        parameters = [
            "-f",
            f"params/{BRAND}.yaml",
            "-p",
            "period",
            period,
            "-p",
            "language",
            language,
            "-p",
            "root",
            ".",
        ]
        total += cpu_seconds([BIN / "papermill", notebook, executed, *parameters], project.root)
        total += cpu_seconds([BIN / "jupyter", "nbconvert", "--to", "html", executed], project.root)
    return total
