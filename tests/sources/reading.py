"""Help for tests of source modules: files made in a temporary folder, read as one brand's source."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kpikit.parameters import Brand, Source, load_vocabularies
from kpikit.project import Project
from kpikit.reader import read_file
from kpikit.sources import module, reads_documents
from kpikit.sources.base import Context, Reading

VOCABULARIES = load_vocabularies(Project(Path(__file__).parents[2]))
PLATFORMS = {
    "meta": "instagram",
    "ga4": "web",
    "search_console": "web",
    "shopify": "shop",
    "universal_analytics": "web",
}
"""Platform of a format's files in these tests, where it is not the format's own name."""


def pseudonym(identifier: str) -> str:
    """A stand-in for the keyed hash."""
    return hashlib.sha256(identifier.encode()).hexdigest()[:16]


def read(path: Path, kind: str, below: Path | None = None, timezone: str = "UTC", **source) -> Reading:
    """Read `path` as an export of a brand, and hold that every row is accounted for."""
    brand = Brand(brand="demo", name="Demo", timezone=timezone, currency="EUR")
    context = Context(
        brand=brand,
        key=kind,
        source=Source(**{"format": kind, "platform": PLATFORMS.get(kind, kind), **source}),
        path=path,
        relative=f"{kind}/{path.relative_to(below or path.parent).as_posix()}",
        vocabularies=VOCABULARIES,
        pseudonym=pseudonym,
    )
    found = module(kind).read(read_file(path, documents=reads_documents(kind)), context)
    assert found.rows_read == found.used + len(found.repaired) + len(found.set_aside)
    return found


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a text as bytes, its newlines as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def utf16(text: str) -> str:
    """Text with the mark that makes `write(…, "utf-16-le")` what Meta writes."""
    return "\ufeff" + text


def reasons(found: Reading) -> dict[int, str]:
    """Line → why the row was set aside."""
    return {remark.line: remark.reason for remark in found.set_aside}
