"""Reading the YAML files that come with the package: fast, for tests hold them to be right.

Files that people write are read by `kpikit.parameters.strict_yaml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's safe loader, in C where it is there."""


def shipped_yaml(path: Path) -> Any:  # noqa: ANN401 - YAML holds anything
    """The content of one of the package's own files."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=SAFE_LOADER)  # noqa: S506 - a safe loader
