"""What README and CONTRIBUTING tell people to type exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCKS = [
    line.split("#")[0].strip()
    for name in ("README.md", "CONTRIBUTING.md")
    for block in re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
    if line.split("#")[0].strip()
]


@pytest.mark.parametrize("command", [line for line in BLOCKS if line.startswith("make ")])
def test_make_targets_exist(command):
    """`make …` names a target of the Makefile."""
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert command.split()[1] in targets


@pytest.mark.parametrize(
    "command", [line for line in BLOCKS if "kpikit " in line and line.startswith(".venv")]
)
def test_kpikit_commands_and_options_exist(command):
    """`kpikit …` names a command, and only options that it has."""
    from kpikit.commands.main import cli

    words = command.split()[1:]
    found = cli.get_command(None, words[0])
    assert found is not None
    options = {option for parameter in found.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize(
    "link", re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
)
def test_linked_files_are_there(link):
    """Pictures and pages that README links lie in the project."""
    assert (ROOT / link).exists()
