"""Lines as wide as the terminal: long ones are folded, the rest of them indented."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

WIDTH = 120
"""Columns where the output is no terminal: a file, a pipe."""

_NARROWEST = 40


def folded(text: str, indent: str = "", *, width: int | None = None) -> str:
    """A text in lines of the terminal's width; what follows the first line stands four columns further in.

    Words, paths above all, stay whole, so that they can be copied.
    """
    width = width or max(shutil.get_terminal_size((WIDTH, 24)).columns, _NARROWEST)
    lines = [
        textwrap.fill(
            line,
            width,
            initial_indent=indent if position == 0 else f"{indent}    ",
            subsequent_indent=f"{indent}    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for position, line in enumerate(text.splitlines())
    ]
    return "\n".join(lines)


def say(text: str, indent: str = "", *, file: TextIO | None = None) -> None:
    """Print a text, folded."""
    print(folded(text, indent), file=file or sys.stdout, flush=True)


def say_file_line(text: str, indent: str, file: TextIO) -> None:
    """Print the line of a file: folded on a terminal, one line elsewhere, where programs look for it."""
    print(folded(text, indent) if file.isatty() else f"{indent}{text}", file=file, flush=True)
