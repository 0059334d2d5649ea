"""A small project, and the command line called in it as a person would."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

BRAND = """\
brand: {id}
name: Acme Pumps
languages: [en]
timezone: Europe/Berlin
currency: EUR
sources:
  counts:
    format: mapped
    platform: linkedin
    received: 2026-11-02
    mapping:
      table: account_daily
      columns: {{date: date, value: followers}}
      constants: {{metric: followers, paid_scope: both}}
kpis:
  - metric: followers
    objective: more engineers follow us
    goal: awareness
    owner: Kim
    target: 2000
    due: 2026-12-31
"""

ROWS = "date,followers\n" + "".join(f"2026-10-{day:02d},{1000 + day}\n" for day in range(1, 32))


@dataclass
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture
def project(tmp_path):
    """A project of one brand, acme, with followers of October 2026."""
    add_brand(tmp_path, "acme")
    return tmp_path


def add_brand(root, brand, text=BRAND):
    """Write a parameter file and an export."""
    (root / "params").mkdir(exist_ok=True)
    (root / "params" / f"{brand}.yaml").write_text(text.format(id=brand))
    folder = root / "data" / brand / "counts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "followers_2026-10-31.csv").write_text(ROWS)


@pytest.fixture
def kpikit(tmp_path):
    """Runs the installed command in the project's folder."""

    def run(*words, columns="1000"):
        done = subprocess.run(
            [str(Path(sys.executable).parent / "kpikit"), *words],
            cwd=tmp_path, env=os.environ | {"COLUMNS": columns}, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
