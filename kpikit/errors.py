"""One tree of errors. Each says what is wrong, where, what is allowed and what comes nearest."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed word most like `word`, or None where nothing comes close."""
    matches: Sequence[str] = difflib.get_close_matches(str(word).casefold(), list(allowed), n=1, cutoff=0.5)
    return matches[0] if matches else None
