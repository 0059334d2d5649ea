"""A chapter shows the same in a notebook of one's own, by plain papermill and by `kpikit report`."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

import kpikit
from kpikit.blocks import MIME
from kpikit.errors import KpikitError
from kpikit.project import Project
from kpikit.render.content import read_document
from kpikit.render.html import KpikitHTMLExporter
from kpikit.run.chapter import execute_chapter
from kpikit.run.forking import zygote
from kpikit.run.work import Edition, Settings, tasks
from kpikit.store import Store

SHIPPED = Path(__file__).parents[2]
BRAND = "ridgeline-start"
NAME = "Ridgeline (first months)"
PERIOD = "2026-10"
CHAPTERS = ("00-scorecard", "20-engagement")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A project of one small brand, nothing imported yet."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(SHIPPED / "data" / BRAND, folder / "data" / BRAND)
    (folder / "params").mkdir()
    shutil.copy(SHIPPED / "params" / f"{BRAND}.yaml", folder / "params")
    shutil.copytree(SHIPPED / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    return folder


@pytest.fixture(scope="module")
def executed(root):
    """Each chapter executed in each way: way → chapter → notebook. The first two ways meet an empty store at once."""
    with ThreadPoolExecutor(2) as both:
        ways = {"papermill": both.submit(by_papermill, root), "by hand": both.submit(by_hand, root)}
        made = {way: running.result() for way, running in ways.items()} | {"report": by_report(root)}
    zygote().end()
    return made


def by_papermill(root):
    """The stock command line, as the README gives it."""
    made = {}
    for chapter in CHAPTERS:
        said = run(
            root, "papermill", f"notebooks/{chapter}.ipynb", f"{chapter}.ipynb",
            "-f", f"params/{BRAND}.yaml", "-p", "period", PERIOD, "--no-progress-bar",
        )  # fmt: skip
        assert "unknown parameter" not in said.lower()
        made[chapter] = nbformat.read(root / f"{chapter}.ipynb", as_version=4)
    return made


def by_hand(root):
    """As in JupyterLab: the brand typed into the parameters cell, the kernel in the notebooks' folder."""
    made = {}
    for chapter in CHAPTERS:
        path = root / "notebooks" / f"own-{chapter}.ipynb"
        notebook = nbformat.read(root / "notebooks" / f"{chapter}.ipynb", as_version=4)
        cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
        cell.source = cell.source.replace('brand = "seri-kulit"', f'brand = "{BRAND}"')
        nbformat.write(notebook, path)
        run(root / "notebooks", "jupyter", "execute", "--inplace", path.name)
        made[chapter] = nbformat.read(path, as_version=4)
    return made


# Stock managers choose free TCP ports that the kernel opens a second later. With other kernels starting on the
# machine one may find its port taken and die, before any cell runs: it is started again, a few times at most.
DIED_AT_BIRTH = "Kernel died before replying to kernel_info"


def run(folder, *command):
    """Run a module's command line; what it said on standard error."""
    for _ in range(4):
        ran = subprocess.run(
            [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=False
        )
        if DIED_AT_BIRTH not in ran.stderr:
            break
    assert ran.returncode == 0, ran.stderr
    return ran.stderr


def by_report(root):
    """As `kpikit report` does it: the warm engine."""
    project = Project(root)
    edition = Edition(BRAND, PERIOD, ("en",), Store(project, BRAND).fingerprint())
    work = [task for task in tasks(project, edition, Settings()) if task["chapter"] in CHAPTERS]
    outcomes = [execute_chapter(task) for task in work]
    assert [outcome["error"] for outcome in outcomes] == [""] * len(CHAPTERS)
    return {outcome["chapter"]: nbformat.read(outcome["notebook"], as_version=4) for outcome in outcomes}


def shown(notebook):
    """What a notebook's cells show, as the exporters read it; nothing else may stand in the outputs."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert {output.output_type for output in outputs} == {"execute_result"}
    return [json.dumps(output.data[MIME]) for output in outputs]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_shows_the_same_in_all_three_ways(executed, chapter):
    """The blocks are the same to the byte, figures, words and drawings."""
    stock, hand, report = (shown(executed[way][chapter]) for way in ("papermill", "by hand", "report"))
    assert len(stock) >= 4
    assert stock == hand
    assert stock == report


def test_two_notebooks_that_meet_an_empty_store_import_once(root, executed):
    """The first call for data imports under a lock: each export stands in the log once."""
    files = [path for path in (root / "data" / BRAND).rglob("*") if path.is_file()]
    log = Store(Project(root), BRAND).log()
    assert sorted(log["file"]) == sorted(str(path.relative_to(root / "data" / BRAND)) for path in files)


@pytest.mark.parametrize("way", ["papermill", "by hand", "report"])
def test_a_chapter_alone_makes_a_page_that_names_brand_and_period(executed, way):
    """The exporters know brand, period and language from the chapter itself, however it was executed."""
    notebook = executed[way]["20-engagement"]
    facts = read_document(notebook).facts
    assert (facts.brand, facts.period, facts.language) == (NAME, "October 2026", "en")
    page, _ = KpikitHTMLExporter().from_notebook_node(notebook)
    assert f"<title>{NAME} · October 2026</title>" in page


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": "Other"}, "name was handed over as 'Other'; the file says"),
        ({"languages": ["de"]}, "languages.0 was handed over as 'de'"),
        ({"brand": "ridgeline-strat"}, "ridgeline-start"),
        ({"period": "2026-13"}, "2026-13"),
        ({"language": "zh"}, "language 'zh' is none of the brand's"),
    ],
)
def test_values_that_differ_from_the_file_or_make_no_sense_are_refused(root, given, told):
    """`papermill -p name Other` does not make a report under another name; slips of the pen are explained."""
    with pytest.raises(KpikitError) as refused:
        kpikit.open_chapter("engagement", {"brand": BRAND, "period": PERIOD, "root": str(root)} | given)
    assert told in str(refused.value)
