"""`python -m tests.docs` (make docs) writes the references in docs/ that are made from the package's entries."""

from pathlib import Path

from kpikit.sources.reference import sources_page, tables_page

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"sources.md": sources_page, "tables.md": tables_page}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
