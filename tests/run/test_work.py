"""Chapters become tasks; a task's key changes with every input of its outputs and with nothing else."""

import shutil
from pathlib import Path

import pytest
from papermill.iorw import read_yaml_file

from kpikit.errors import RunError
from kpikit.project import Project
from kpikit.run import fingerprints
from kpikit.run.work import Edition, Settings, as_papermill_reads, chapter_notebooks, tasks

BRAND = """\
brand: acme
name: Acme
timezone: Europe/Berlin
currency: EUR
events:
  - {date: 2026-10-03, what: fair}
"""


@pytest.fixture
def project(tmp_path):
    """A project of one brand and two chapters."""
    shutil.copytree(Path(__file__).parents[2] / "params", tmp_path / "params")
    (tmp_path / "params/acme.yaml").write_text(BRAND)
    (tmp_path / "notebooks").mkdir()
    for name in ("20-engagement.ipynb", "00-scorecard.ipynb", "notes.ipynb"):
        (tmp_path / "notebooks" / name).write_text("{}")
    return Project(tmp_path)


def keys(project, period="2026-10", store="s", settings=None):
    """Key by language and chapter."""
    made = tasks(project, Edition("acme", period, ("en", "ms"), store), settings or Settings())
    return {(task["language"], task["chapter"]): task["key"] for task in made}


def test_chapters_are_found_by_listing_the_folder(project):
    """In the order of their numbers; other notebooks are no chapters."""
    assert [path.stem for path in chapter_notebooks(project)] == ["00-scorecard", "20-engagement"]
    shutil.rmtree(project.root / "notebooks")
    (project.root / "notebooks").mkdir()
    with pytest.raises(RunError, match="no chapters"):
        chapter_notebooks(project)


def test_a_notebook_gets_what_papermill_would_read(project):
    """The same keys and values as `papermill -f`, and period, language and root."""
    path = project.brand_file("acme")
    assert as_papermill_reads(path) == read_yaml_file(str(path))
    task = tasks(project, Edition("acme", "2026-10", ("en",), "s"), Settings())[0]
    assert task["parameters"] == read_yaml_file(str(path)) | {
        "period": "2026-10",
        "language": "en",
        "root": ".",
    }


def test_unchanged_inputs_give_the_same_key(project):
    """Neither engine nor force nor another brand's file is an input."""
    before = keys(project)
    (project.params / "other.yaml").write_text(BRAND.replace("acme", "other"))
    assert keys(project, settings=Settings(engine="papermill", force=True, deadline=5)) == before
    assert len(set(before.values())) == 4


def test_each_input_changes_the_keys_it_belongs_to(project, monkeypatch):
    """Data, period, parameters, shared parameters, commentary, code and versions: all; a notebook: its own."""
    before = keys(project)

    def all_changed():
        return not set(keys(project).values()) & set(before.values())

    assert not set(keys(project, store="t").values()) & set(before.values())
    assert not set(keys(project, period="2026-09").values()) & set(before.values())
    (project.root / "notebooks/20-engagement.ipynb").write_text("{ }")
    after = keys(project)
    assert {name for name in before if before[name] != after[name]} == {
        ("en", "20-engagement"),
        ("ms", "20-engagement"),
    }
    (project.root / "notebooks/20-engagement.ipynb").write_text("{}")
    for path in (project.brand_file("acme"), project.params / "defaults.yaml", project.params / "acme.en.md"):
        old = path.read_text() if path.exists() else None
        path.write_text((old or "") + "\n# changed\n")
        assert all_changed(), path
        path.unlink() if old is None else path.write_text(old)
    assert keys(project) == before
    for name in ("of_package", "of_libraries"):
        with monkeypatch.context() as patch:
            patch.setattr(fingerprints, name, lambda: "changed")
            assert all_changed(), name
