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


def test_what_no_metric_reads_is_told_of():
    """Calls out of a business profile are kept and in no figure; followers are read."""
    page = PAGES["sources.md"]()
    (business,) = [line for line in page.splitlines() if "google-business-performance" in line]
    assert "`account_periods.calls`" in business
    assert "`account_daily.followers`" not in page
    assert {"`web_pages`", "`competitors`"} <= {
        cell for line in page.splitlines() for cell in line.split(" | ")
    }
