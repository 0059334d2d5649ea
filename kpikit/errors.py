"""One tree of errors. Each says what is wrong, where, what is allowed and what comes nearest."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input, in words for the person who can mend it.

    Attributes:
        what: The finding, one sentence without the offending personal value.
        file: The file it was found in, if any.
        line: 1-based line (record number where fields hold newlines), if known.
        allowed: What would have been right.
        nearest: The closest allowed word to what was given.
        column: Name of the column, if any.
    """

    what: str
    file: Path | None = None
    line: int | None = None
    allowed: str | None = None
    nearest: str | None = None
    column: str | None = None

    def __str__(self) -> str:
        """`file:line: what (column …). Did you mean …? Allowed: …`."""
        place = "" if self.file is None else f"{self.file}:" + ("" if self.line is None else f"{self.line}:")
        column = "" if self.column is None else f" (column {self.column!r})"
        nearest = "" if self.nearest is None else f" Did you mean {self.nearest!r}?"
        allowed = "" if self.allowed is None else f" Allowed: {self.allowed.removesuffix('.')}."
        what = f"{self.what}{column}".removesuffix(".")
        return f"{place} {what}.{nearest}{allowed}".strip()


class KpikitError(Exception):
    """Base of all errors that kpikit raises on purpose; carries one or more problems."""

    def __init__(self, problems: str | Problem | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[KpikitError], tuple[tuple[Problem, ...]]]:
        """Survive pickling between processes with the problems whole."""
        return type(self), (self.problems,)


class UsageError(KpikitError):
    """The command was called wrongly (exit code 2)."""


class ParameterError(KpikitError):
    """A brand's parameter file, or one of the shared ones, is wrong."""


class PeriodError(KpikitError):
    """A period can't be read, or no data lie in it."""


class ExportError(KpikitError):
    """An export file is refused."""


class StoreError(KpikitError):
    """The store is damaged or was asked for a table or column it doesn't have."""


class MetricError(KpikitError):
    """A metric is unknown, wrongly defined, or asked for a roll-up its kind forbids."""


class RunError(KpikitError):
    """A notebook could not be executed."""


class RenderError(KpikitError):
    """A report could not be made into HTML or PDF."""


class PublishError(KpikitError):
    """A report could not be put in its place."""


_ALIKE = 0.7
"""Share of letters in common, in order, from which on a word may be meant by another."""
_GOES_ON = 0.87
_SHORTEST = 4
"""Letters of a word that may stand for a longer one that starts with it."""


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """The allowed word most like `word`, or None where nothing comes close: a far-fetched one misleads.

    Close is a slip of the pen, or one word that the other goes on from ("linkedin_pages", "linkedin").
    """
    given = str(word).casefold()
    scored = [(_likeness(given, other.casefold()), other) for other in allowed]
    likeness, found = max(scored, key=lambda entry: entry[0], default=(0.0, ""))
    return found if likeness >= _ALIKE else None


def _likeness(word: str, other: str) -> float:
    short, long = sorted((word, other), key=len)
    goes_on = len(short) >= _SHORTEST and long.startswith(short) and not long[len(short) :][:1].isalnum()
    ratio = difflib.SequenceMatcher(None, other, word).ratio()
    return max(ratio, _GOES_ON) if goes_on else ratio


def counted(count: int, what: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count} {what}" + ("" if count == 1 else "s")
