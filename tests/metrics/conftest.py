"""Worked cases are asked twice: of tables loaded whole, and of all tables by month."""

import pytest

from kpikit.metrics import by_month
from tests.metrics.tiny import ENGINE, TinyStore


def pytest_generate_tests(metafunc):
    """Each worked case, both ways where the engine knows both."""
    if metafunc.definition.get_closest_marker("conformance") and ENGINE == "duck":
        metafunc.fixturenames.append("asked_by_month")
        metafunc.parametrize("asked_by_month", [False, True], ids=["whole", "by_month"], indirect=True)


@pytest.fixture
def asked_by_month(request, monkeypatch):
    """Whether all tables count as large."""
    if request.param:
        monkeypatch.setattr(by_month, "LARGE", 0)
        monkeypatch.setattr(TinyStore, "by_month", True)
    return request.param
