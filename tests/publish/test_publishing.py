"""A report is there whole or not at all; the previous one stays until a new one is."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kpikit.errors import PublishError
from kpikit.project import Project
from kpikit.publish.folder import private_folder, publish
from kpikit.publish.index import write_index
from kpikit.publish.places import current, issued
from kpikit.run.fingerprints import of_file


@pytest.fixture
def project(tmp_path):
    """A project without brands."""
    (tmp_path / "params").mkdir()
    return Project(tmp_path)


def issue(project, text="one", state="draft", brand="acme", period="2026-10", size=1):
    """Publish a small report."""
    with private_folder(project, brand, period) as folder:
        (folder / "chapters").mkdir()
        for name in ("report.pdf", "report.html", "chapters/10-a.ipynb", "metrics.csv"):
            (folder / name).write_text(text * size)
        manifest = {
            "brand": brand, "name": brand.title(), "period": period, "state": state, "languages": ["en"],
            "first_day": f"{period}-01", "last_day": f"{period}-28", "made": "2026-11-02T09:00:00+00:00", "text": text,
        }  # fmt: skip
        return publish(folder, manifest)


def revisions(project):
    """Names in the period's folder."""
    return sorted(path.name for path in (project.reports / "acme/2026-10").iterdir())


def test_a_report_is_found_through_pointer_and_manifest(project):
    """The manifest has a digest of every file; nothing else is in the folder."""
    report = issue(project)
    found = current(project, "acme", "2026-10")
    assert found == report
    assert report.folder == project.reports / "acme/2026-10/r1"
    files = {
        path.relative_to(report.folder).as_posix(): path
        for path in report.folder.rglob("*")
        if path.is_file()
    }
    assert set(files) == {*report.manifest["files"], "manifest.json"}
    assert all(entry["sha256"] == of_file(files[name]) for name, entry in report.manifest["files"].items())
    assert revisions(project) == ["current.json", "r1"]


def test_a_draft_is_superseded_and_a_released_report_stays(project):
    """The next draft takes the place of the last; what was released is never removed."""
    issue(project, state="released")
    issue(project, "two")
    issue(project, "three")
    assert revisions(project) == ["current.json", "r1", "r3"]
    assert current(project, "acme", "2026-10").manifest["text"] == "three"


def test_an_incomplete_report_does_not_remove_the_complete_one(project):
    """It becomes current, and the complete draft stays until another complete one is there."""
    issue(project)
    issue(project, "two", state="incomplete")
    issue(project, "three", state="incomplete")
    assert revisions(project) == ["current.json", "r1", "r3"]
    issue(project, "four")
    assert revisions(project) == ["current.json", "r4"]


@pytest.mark.parametrize("damage", ["manifest", "pointer", "outside", "folder"])
def test_without_manifest_or_pointer_there_is_no_report(project, damage):
    """Readers don't guess."""
    report = issue(project)
    pointer = report.folder.parent / "current.json"
    match damage:
        case "manifest":
            (report.folder / "manifest.json").unlink()
        case "pointer":
            pointer.unlink()
        case "outside":
            pointer.write_text(json.dumps({"folder": "../../elsewhere"}))
        case "folder":
            report.folder.rename(report.folder.parent / "r7")
    assert current(project, "acme", "2026-10") is None
    assert issued(project) == []


def test_what_fails_leaves_nothing(project):
    """An error while making: no folder of the brand, no report."""

    def make():
        with private_folder(project, "acme", "2026-10") as folder:
            (folder / "report.pdf").write_text("half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        make()
    assert not (project.reports / "acme").exists()


def test_an_empty_report_is_refused(project):
    """Nothing to publish is an error."""
    with pytest.raises(PublishError), private_folder(project, "acme", "2026-10") as folder:
        publish(folder, {"state": "draft"})


def test_reports_are_listed_by_brand_newest_first(project):
    """And the index shows the same, with what strangers wrote escaped."""
    for brand, period in (("b", "2026-09"), ("a", "2026-09"), ("a", "2026-10")):
        issue(project, brand=brand, period=period)
    assert [(report.brand, report.period) for report in issued(project)] == [
        ("a", "2026-10"),
        ("a", "2026-09"),
        ("b", "2026-09"),
    ]
    page = write_index(project).read_text()
    assert (
        page.index("a/2026-10/r1/report.pdf")
        < page.index("a/2026-09/r1/report.pdf")
        < page.index("b/2026-09/r1/")
    )


MAKER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from kpikit.project import Project
from test_publishing import issue
project = Project(Path(sys.argv[1]))
print("ready", flush=True)
number = 0
while True:
    number += 1
    issue(project, f"{number} ", size=20000)
"""


def test_a_kill_at_any_moment_leaves_a_whole_report(project):
    """kill -9 at random points: the current report is always one whole report, never older than one seen before."""
    issue(project, "0 ", size=20000)
    chance = random.Random(7)
    seen = 0
    for _ in range(12):
        maker = subprocess.Popen(
            [sys.executable, "-c", MAKER, str(project.root), str(Path(__file__).parent)],
            stdout=subprocess.PIPE,
        )
        with maker:
            maker.stdout.readline()
            time.sleep(chance.uniform(0, 0.15))
            os.kill(maker.pid, signal.SIGKILL)
        report = current(project, "acme", "2026-10")
        assert report is not None
        for name, entry in report.manifest["files"].items():
            assert of_file(report.folder / name) == entry["sha256"]
        assert report.manifest["revision"] >= seen
        seen = report.manifest["revision"]
        assert [found.folder for found in issued(project)] == [report.folder]
    assert seen > 1
    issue(project, "last")
    assert len(revisions(project)) == 2
