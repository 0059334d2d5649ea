"""Small notebooks to execute."""

import nbformat
import pytest

from kpikit.run.forking import zygote


@pytest.fixture(scope="session", autouse=True)
def _end_the_zygote():
    """No warm process outlives the tests."""
    yield
    zygote().end()


@pytest.fixture
def task(tmp_path):
    """Makes the task of executing a notebook of the given code cells."""

    def make(*cells, engine="warm", deadline=60.0, chapter="10-awareness", **changed):
        notebook = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        )
        parameters = nbformat.v4.new_code_cell(
            "brand = None\nperiod = None", metadata={"tags": ["parameters"]}
        )
        notebook.cells = [parameters, *(nbformat.v4.new_code_cell(cell) for cell in cells)]
        path = tmp_path / f"{chapter}.ipynb"
        nbformat.write(notebook, path)
        return {
            "root": str(tmp_path), "brand": "acme", "period": "2026-10", "language": "en", "chapter": chapter,
            "notebook": str(path), "parameters": {"brand": "acme", "period": "2026-10"}, "engine": engine,
            "deadline": deadline, "key": "key", "folder": str(tmp_path / "executed"), "force": False,
        } | changed  # fmt: skip

    return make


@pytest.fixture
def read():
    """Reads an executed notebook: a list of the outputs of each code cell after the injected one."""

    def outputs(outcome):
        notebook = nbformat.read(outcome["notebook"], as_version=4)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        return [cell.outputs for cell in cells[2:]]

    return outputs
