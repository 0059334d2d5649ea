"""The flow runs one way: a layer imports only what stands before it."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "kpikit"
LAYERS = [
    "lazy", "errors", "shipped", "text", "project", "periods", "parameters", "dictionary", "reader", "sources", "store", "statistics",
    "metrics", "evaluation", "words", "blocks", "charts", "tables", "chapters", "run", "render", "publish", "commands",
]  # fmt: skip


def imported(path):
    """Layers that a module imports, whether at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.ImportFrom):
            pytest.fail(f"{path}: relative imports hide the direction; write kpikit.…")
        else:
            continue
        for name in names:
            parts = (name or "").split(".")
            if parts[0] == "kpikit" and len(parts) > 1 and parts[1] in LAYERS:
                yield parts[1], node.lineno


def layer(path):
    """Layer that a file belongs to."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def test_every_part_of_the_package_is_a_layer():
    """A new file or folder takes its place in the order, or the test says so."""
    assert {layer(path) for path in MODULES} <= set(LAYERS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_before_it(path):
    """No arrow points back."""
    own = LAYERS.index(layer(path))
    back = [f"line {line}: {name}" for name, line in imported(path) if LAYERS.index(name) > own]
    assert not back
