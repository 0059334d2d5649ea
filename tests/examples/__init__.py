"""The example brands: a generator that writes their exports anew, to the byte, from nothing but its seeds.

`python -m tests.examples` writes data/<brand>/. What was planted in the data stands in FINDINGS.md and findings.yaml.
"""

from __future__ import annotations

import importlib
from pathlib import Path

BRANDS = ("seri-kulit", "ridgeline", "hanse-pumpen", "ridgeline-start")
ROOT = Path(__file__).resolve().parents[2]


def files(brand: str) -> dict[str, bytes]:
    """Every export of a brand: path below data/<brand>/ → bytes."""
    made: dict[str, bytes] = importlib.import_module(f"tests.examples.{brand.replace('-', '_')}").files()
    return dict(sorted(made.items()))


def write(root: Path = ROOT, brands: tuple[str, ...] = BRANDS) -> None:
    """Write the brands' exports below root/data; files that the generator no longer makes are removed."""
    for brand in brands:
        folder, made = root / "data" / brand, files(brand)
        for path in sorted(folder.rglob("*")) if folder.exists() else []:
            if path.is_file() and path.relative_to(folder).as_posix() not in made:
                path.unlink()
        for name, content in made.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
