"""Every header row that the layouts' notes quote, where they are at hand, is of a layout that is known."""

import json
from pathlib import Path

import pytest

from kpikit.sources import layouts
from kpikit.sources.common.headers import match

NOTES = Path(__file__).parents[3] / "shared" / "exports" / "headers-social.md"
NO_HEADER_OF_THEIR_OWN = ('sheet "FOLLOWERS"', "vintage__", ".gitignore", "Benchmark_CSV")
"""A line of a sheet, title lines above headers, files that are no export, a tool that isn't served."""


@pytest.mark.real
@pytest.mark.skipif(not NOTES.exists(), reason="no notes here")
def test_every_documented_header_row_is_recognised():
    """Whatever the language and year, and whether or not a file is at hand."""
    unknown, rows = [], 0
    heading = ""
    for line in NOTES.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line
        if not line.startswith("`[") or "=>" in line:
            continue
        header = [name.strip('="') for name in json.loads(line.strip("`"))]
        rows += 1
        if match(layouts(), header) is None and not any(word in heading for word in NO_HEADER_OF_THEIR_OWN):
            unknown.append(heading)
    assert rows > 100
    assert not unknown
