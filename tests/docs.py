"""`python -m tests.docs` (make docs) writes the references in docs/ that are made from the package's entries."""

from pathlib import Path

import yaml

from kpikit.metrics.reference_page import metrics_page
from kpikit.sources.reference import sources_page, tables_page
from tests.sources.reading import read

DOCS = Path(__file__).parents[1] / "docs"
SAMPLES = Path(__file__).parent / "samples"
LONG = ("account_daily", "account_periods")
"""Tables in which a word stands for what is a column elsewhere."""


def supply():
    """Format → what its sample exports carry: `table.column`, and words of long tables."""
    found = {}
    for folder in sorted(path for path in SAMPLES.iterdir() if path.is_dir()):
        declared = folder / "source.yaml"
        source = yaml.safe_load(declared.read_text(encoding="utf-8")) if declared.exists() else {}
        carried = found.setdefault(folder.name, set())
        for path in sorted(folder.glob("*")):
            if path != declared:
                for table, frame in read(path, folder.name, **source).tables.items():
                    carried |= {f"{table}.{name}" for name in frame if frame[name].notna().any()}
                    carried |= (
                        {f"{table}.{word}" for word in frame.get("metric", ())} if table in LONG else set()
                    )
    return found


PAGES = {"sources.md": sources_page, "tables.md": tables_page, "metrics.md": lambda: metrics_page(supply())}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
