"""pyproject.toml is the one list of dependencies; conda's file and the lock follow it."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def name(requirement):
    """Normalised distribution name of a requirement."""
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~;\[ ]", requirement)[0]).lower()


def test_conda_users_get_the_same():
    """environment.yml names every dependency with the same bounds, and nothing else."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    assert sorted(pip) == sorted([*PROJECT["dependencies"], "-e ."])
    assert f"python{PROJECT['requires-python']}" in environment["dependencies"]


def test_the_lock_holds_every_dependency_with_hashes():
    """Each requirement is pinned once, with hashes, without hosts or paths."""
    lock = (ROOT / "requirements.lock").read_text()
    pinned = {name(line) for line in lock.splitlines() if re.match(r"[A-Za-z0-9]", line)}
    wanted = {name(entry) for entry in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]}
    assert wanted <= pinned
    assert lock.count("--hash=sha256:") >= len(pinned)
    assert "://" not in lock
    assert not re.search(r"^\s*/|@ file", lock, re.MULTILINE)
