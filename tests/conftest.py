"""The example brands, imported once a worker into a folder of their own."""

from functools import cache

import pytest

from kpikit.metrics import Figures
from kpikit.parameters import load_brand
from kpikit.project import Project
from kpikit.store import Store, import_brand
from tests.evaluation.fakes import PROJECT


@pytest.fixture(scope="session")
def example(tmp_path_factory):
    """A function: brand id → its figures and parameters."""
    project = Project(tmp_path_factory.mktemp("examples"))
    project.params.symlink_to(PROJECT.params)
    project.data.mkdir()

    @cache
    def of(brand_id):
        (project.data / brand_id).symlink_to(PROJECT.data / brand_id)
        brand = load_brand(project, brand_id)
        import_brand(project, brand)
        figures = Figures(project, brand, Store(project, brand_id))
        opened.append(figures)
        return figures, brand

    opened = []
    yield of
    # Connections still open when Python ends are complained of by the library.
    for figures in opened:
        figures.close()
        figures.store.close()
    opened.clear()
    of.cache_clear()
