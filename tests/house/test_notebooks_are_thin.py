"""Notebooks hold prose and calls: no definitions, no branches, no outputs, the same parameters everywhere."""

import ast
from pathlib import Path

import nbformat
import pytest

from kpikit.parameters import KEYS

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
DECLARED = {*KEYS, "period", "language", "root"}


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    """A chapter as stored."""
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    """Source of all code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_all_chapters_are_there():
    """The chapters of the design are found by listing."""
    assert [path.stem for path in NOTEBOOKS] == [
        "00-scorecard", "10-awareness", "20-engagement", "30-conversion",
        "40-community", "50-reputation", "60-experiments", "90-data-quality",
    ]  # fmt: skip


def test_a_notebook_has_one_import_and_one_parameters_cell(notebook):
    """One import of kpikit; one cell tagged parameters that declares every key of a brand file."""
    tree = ast.parse("\n".join(cell.source for cell in code(notebook)))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imports] == ["import kpikit"]
    tagged = [cell for cell in code(notebook) if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    names = {node.targets[0].id for node in ast.parse(tagged[0].source).body if isinstance(node, ast.Assign)}
    assert names == DECLARED


def test_a_notebook_neither_defines_nor_branches(notebook):
    """Logic lives in the package."""
    forbidden = (ast.FunctionDef, ast.ClassDef, ast.If, ast.For, ast.While, ast.Try, ast.Lambda, ast.IfExp)
    tree = ast.parse("\n".join(cell.source for cell in code(notebook)))
    assert not [node for node in ast.walk(tree) if isinstance(node, forbidden)]


def test_a_notebook_is_stored_without_outputs(notebook):
    """Stored notebooks carry no results and no counts."""
    assert all(not cell.outputs and cell.execution_count is None for cell in code(notebook))


def test_each_call_stands_between_prose(notebook):
    """Prose, one call, prose: a code cell after the first two holds one statement."""
    for cell in code(notebook)[2:]:
        assert len(ast.parse(cell.source).body) == 1
