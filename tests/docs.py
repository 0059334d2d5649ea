"""`python -m tests.docs` (make docs) writes the references in docs/ that are made from the package's entries."""

from pathlib import Path

import yaml

from kpikit.metrics import registry
from kpikit.metrics.model import LONG
from kpikit.metrics.readers import unread
from kpikit.metrics.reference_page import metrics_page
from kpikit.parameters.reference_page import parameters_page
from kpikit.sources import layouts
from kpikit.sources.reference import sources_page, tables_page
from tests.sources.reading import read

DOCS = Path(__file__).parents[1] / "docs"
SAMPLES = Path(__file__).parent / "samples"


def samples():
    """Each sample export: its format, its path, what is declared of it."""
    for folder in sorted(path for path in SAMPLES.iterdir() if path.is_dir()):
        declared = folder / "source.yaml"
        source = yaml.safe_load(declared.read_text(encoding="utf-8")) if declared.exists() else {}
        for path in sorted(folder.glob("*")):
            if path != declared:
                yield folder.name, path, source


def supply():
    """Format → what its sample exports carry: `table.column`, and words of long tables."""
    found = {}
    for kind, path, source in samples():
        carried = found.setdefault(kind, set())
        for table, frame in read(path, kind, **source).tables.items():
            carried |= {f"{table}.{name}" for name in frame if frame[name].notna().any()}
            carried |= {f"{table}.{word}" for word in frame.get("metric", ())} if table in LONG else set()
    return found


def unread_by_layout():
    """Layout → what it carries and no metric reads: its tables, and of long ones the words in the samples."""
    known = {layout.id: layout for layout in layouts()}
    carried = {
        layout.id: dict.fromkeys(table for table in layout.feeds if table not in LONG) for layout in layouts()
    }
    for kind, path, source in samples():
        found = read(path, kind, **source)
        for table, frame in found.tables.items():
            if table in LONG:
                of = frame["layout"] if "layout" in frame else [found.layout] * len(frame)
                for names, word in sorted(set(zip(of, frame["metric"], strict=True))):
                    for name in str(names).split("+"):
                        if name in carried and table in known[name].feeds:
                            carried[name][f"{table}.{word}"] = None
    metrics = list(registry().values())
    return {name: unread(names, metrics) for name, names in carried.items()}


PAGES = {
    "sources.md": lambda: sources_page(unread_by_layout()),
    "tables.md": tables_page,
    "metrics.md": lambda: metrics_page(supply()),
    "parameters.md": parameters_page,
}


if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
