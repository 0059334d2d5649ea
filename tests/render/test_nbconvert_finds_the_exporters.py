from __future__ import annotations

import subprocess
import sys

import nbformat
import pytest
from nbconvert.exporters import get_exporter
from traitlets.config import Config

from tests.render.pages import FACTS, block_cell, figure, notebook, pdf_text, report


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("executed")
    nbformat.write(notebook(block_cell(figure("one")), title="Engagement"), folder / "chapter.ipynb")
    nbformat.write(report(), folder / "report.ipynb")
    return folder


def convert(folder, to, name):
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--log-level=WARN", "--to", to, name]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)


def test_html_by_the_command_line(executed):
    """`jupyter nbconvert --to kpikit-html` writes the page beside the notebook."""
    convert(executed, "kpikit-html", "chapter.ipynb")
    page = (executed / "chapter.html").read_text(encoding="utf-8")
    assert "Title of one" in page
    assert "Content-Security-Policy" in page
    assert "chapter.secret" not in page


def test_a_users_own_preprocessors_are_heard(executed):
    """nbconvert's options work as with its own exporters: here, cells without outputs of interest removed by tag."""
    notebook = nbformat.read(executed / "chapter.ipynb", as_version=4)
    notebook.cells[0].metadata.tags = ["drop"]
    config = Config({"TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": {"drop"}}})
    for name in ("kpikit-html", "kpikit-pdf"):
        shown, _ = get_exporter(name)(config=config).from_notebook_node(notebook)
        assert "Title of one" not in (shown if isinstance(shown, str) else pdf_text(shown))


def test_pdf_by_the_command_line(executed):
    """`jupyter nbconvert --to kpikit-pdf` does the same on paper, with the facts the notebook carries."""
    convert(executed, "kpikit-pdf", "report.ipynb")
    text = pdf_text((executed / "report.pdf").read_bytes())
    assert FACTS.period in text
    assert "Title of Awareness one" in text
