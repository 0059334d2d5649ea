"""docs/ says of exports and tables what the package says itself."""

import pytest

from kpikit.sources import layouts, modules
from tests.docs import DOCS, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_is_up_to_date(name):
    """`make docs` writes it anew."""
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"


def test_every_layout_and_format_is_told_of():
    """None is left out, and none is told to be tried that is not."""
    page = PAGES["sources.md"]()
    assert all(f"`{layout.id}`" in page for layout in layouts())
    assert all(f"## format: {name}" in page for name in modules() if name != "mapped")
    assert page.count("| tried on real files |") == sum(
        layout.tried and bool(layout.feeds) for layout in layouts()
    )
