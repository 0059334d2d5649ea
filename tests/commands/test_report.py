"""`kpikit report` from exports to published files, with two small chapters."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from kpikit.parameters import KEYS
from kpikit.run.fingerprints import of_file
from tests.commands.conftest import BRAND, add_brand

SHOW = "from kpikit.blocks import Heading, Prose"
FINE = ["Heading('Growth', level=1)", "Prose([f'{brand} in {period}, in {language}'])"]


def add_chapter(root, name, cells):
    """Write a chapter that declares every parameter."""
    declared = "\n".join(f"{key} = None" for key in (*KEYS, "period", "language", "root"))
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    notebook.cells = [
        nbformat.v4.new_code_cell(SHOW),
        nbformat.v4.new_code_cell(declared, metadata={"tags": ["parameters"]}),
        *(nbformat.v4.new_code_cell(cell) for cell in cells),
    ]
    (root / "notebooks").mkdir(exist_ok=True)
    nbformat.write(notebook, root / "notebooks" / f"{name}.ipynb")


@pytest.fixture
def project(project):
    """acme, in two languages, with chapters of its own."""
    add_brand(project, "acme", BRAND.replace("[en]", "[en, zh-Hans]"))
    add_chapter(project, "10-growth", FINE)
    add_chapter(project, "20-more", ["Heading('More', level=1)", "Prose(['six times seven is', str(6 * 7)])"])
    return project


def current(root, brand="acme", period="2026-10"):
    """Folder and manifest of the current report."""
    place = root / "reports" / brand / period
    folder = place / json.loads((place / "current.json").read_text())["folder"]
    return folder, json.loads((folder / "manifest.json").read_text())


def test_a_report_is_made_published_found_and_not_made_again(project, kpikit):
    """Default period, all files with their digests, the index, the list; unchanged the second time."""
    ran = kpikit("report", "acme")
    assert ran.code == 0, ran.err
    folder, manifest = current(project)
    assert set(manifest["files"]) == {
        "report.pdf", "report.html", "report.zh-Hans.pdf", "report.zh-Hans.html",
        "metrics.csv", "metrics.parquet", "metrics.xlsx", "chapters/10-growth.ipynb", "chapters/20-more.ipynb",
        "chapters/zh-Hans/10-growth.ipynb", "chapters/zh-Hans/20-more.ipynb",
    }  # fmt: skip
    assert all(of_file(folder / name) == entry["sha256"] for name, entry in manifest["files"].items())
    assert (manifest["state"], manifest["period"], manifest["failed"]) == ("draft", "2026-10", [])
    export = manifest["inputs"]["exports"][0]
    assert export["sha256"] == of_file(project / "data/acme" / export["file"])
    assert "six times seven is" in (folder / "report.html").read_text()
    assert "acme in 2026-10, in zh-Hans" in (folder / "report.zh-Hans.html").read_text()
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")
    figures = pd.read_parquet(folder / "metrics.parquet")
    assert 1031 in set(figures.loc[figures["metric"] == "followers", "value"])
    for notebook in folder.glob("chapters/**/*.ipynb"):
        assert str(project) not in notebook.read_text()
    assert "acme/2026-10/r1/report.pdf" in (project / "reports/index.html").read_text()
    assert "reports/acme/2026-10/r1/report.pdf" in ran.out
    assert ran.out.splitlines()[-1].endswith("reports/index.html")
    assert "draft" in kpikit("list").out
    again = kpikit("report", "acme")
    assert (again.code, current(project)[1]["revision"]) == (0, 1)
    assert "unchanged" in again.out
    assert kpikit("report", "acme", "--force").code == 0
    assert current(project)[1]["revision"] == 2


def test_a_failed_chapter_makes_an_incomplete_report(project, kpikit):
    """Its page says why, the other chapters are there, exit 1 with a table; mended, only that one runs again."""
    add_chapter(project, "20-more", ["Heading('More', level=1)", "1 / 0"])
    ran = kpikit("report", "acme")
    assert ran.code == 1
    assert "20-more  en  failed  ZeroDivisionError: division by zero" in ran.err
    folder, manifest = current(project)
    assert (manifest["state"], manifest["failed"]) == ("incomplete", ["20-more"])
    page = (folder / "report.html").read_text()
    assert "division by zero" in page
    assert "acme in 2026-10" in page
    add_chapter(project, "20-more", ["Heading('More', level=1)", "Prose(['mended'])"])
    mended = kpikit("report", "acme")
    assert mended.code == 0
    assert "2 of 4 chapters unchanged" in mended.out
    assert current(project)[1]["state"] == "draft"


def test_one_brand_s_failure_leaves_the_others_reports_made(project, kpikit):
    """A wrong file, a period without data: named; the good brand is published; exit 1."""
    add_brand(project, "bad", BRAND.replace("owner:", "owned:"))
    add_brand(project, "empty")
    old = project / "data/empty/counts/followers_2026-10-31.csv"
    old.write_text(old.read_text().replace("2026-", "2025-"))
    ran = kpikit("report", "--all", "--period", "2026-10", "--workers", "2")
    assert ran.code == 1
    assert "bad.yaml" in ran.err
    assert "no data of empty in 2026-10" in ran.err
    assert current(project)[1]["state"] == "draft"
    assert sorted(path.name for path in (project / "reports").iterdir()) == ["acme", "index.html"]
    executed = project / "data/.store/executed"
    assert [path.name for path in executed.iterdir()] == ["acme"]


def test_a_killed_run_leaves_the_previous_report(project, kpikit):
    """kill -9 while chapters run: what was there stays; no child goes on; the next run tidies up and ends well."""
    assert kpikit("report", "acme").code == 0
    before = current(project)
    wait = (
        "import os, time, pathlib; pathlib.Path('kernel.pid').write_text(str(os.getpid())); time.sleep(600)"
    )
    add_chapter(project, "20-more", [wait])
    command = [str(Path(sys.executable).parent / "kpikit"), "report", "acme"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.DEVNULL) as run:
        pid = _when_there(project / "kernel.pid")
        os.kill(run.pid, signal.SIGKILL)
    assert current(project) == before
    _until_gone(pid)
    add_chapter(project, "20-more", ["Prose(['short'])"])
    assert kpikit("report", "acme").code == 0
    assert sorted(path.name for path in (project / "reports/acme/2026-10").iterdir()) == [
        "current.json",
        "r2",
    ]


def _when_there(path):
    for _ in range(600):
        if path.exists() and path.read_text():
            return int(path.read_text())
        time.sleep(0.1)
    pytest.fail("no kernel started")


def _until_gone(pid):
    for _ in range(100):
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the kernel went on")
