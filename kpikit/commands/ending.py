"""How commands end: exit codes, and problems said on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kpikit.commands.terminal import say

if TYPE_CHECKING:
    from kpikit.errors import KpikitError

SOME_FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130


def say_problems(error: KpikitError) -> None:
    """Each problem: file, line, what, nearest, allowed."""
    for problem in error.problems:
        say(str(problem), file=sys.stderr)
