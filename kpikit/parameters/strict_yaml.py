"""YAML 1.2 with line numbers; duplicate keys and values that YAML 1.1 reads otherwise are refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError

from kpikit.errors import ParameterError, Problem
from kpikit.shipped import SAFE_LOADER

if TYPE_CHECKING:
    from pathlib import Path

_DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")

Place = tuple[str | int, ...]
"""Keys and positions that lead to a value: ("kpis", 0, "target")."""


@dataclass(frozen=True)
class Document:
    """A parsed file: plain data, and where each value stands."""

    path: Path
    data: dict[str, Any]
    lines: dict[Place, int]

    def line(self, place: Place) -> int | None:
        """1-based line of a value, or of the nearest thing around it that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place)


def read_yaml(path: Path) -> Document:
    """Read a file that must hold one mapping.

    Raises:
        ParameterError: Not there, not UTF-8, not YAML, a key twice, not a mapping, or papermill's YAML 1.1
            would read a value otherwise (`no`, `12:30`, `010`).
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ParameterError(Problem("no such file", file=path)) from None
    except UnicodeDecodeError as error:
        raise ParameterError(Problem(f"not UTF-8 text (byte {error.start})", file=path)) from None
    return _parsed(path, text)


@lru_cache(maxsize=512)
def _parsed(path: Path, text: str) -> Document:
    """Parse once what is read several times; a file that changed has another text."""
    try:
        tree = YAML(typ="rt", pure=True).load(text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ParameterError(Problem("a key stands here a second time", file=path, line=line)) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ParameterError(Problem(f"not YAML: {error.problem}", file=path, line=line)) from None
    except ValueError:
        # A date is made while the file is parsed; the parser's own words say neither which nor where.
        raise ParameterError(_impossible_day(path, text)) from None
    if not isinstance(tree, CommentedMap):
        raise ParameterError(Problem("must hold keys and values", file=path, line=1))
    lines: dict[Place, int] = {}
    data = _plain(tree, (), lines)
    document = Document(path, data, lines)
    _refuse_other_reading(document, text)
    return document


def _impossible_day(path: Path, text: str) -> Problem:
    for number, line in enumerate(text.splitlines(), 1):
        for written in _DAY.findall(line):
            try:
                date.fromisoformat(written)
            except ValueError:
                what = f"{written} is no day of the calendar"
                return Problem(what, file=path, line=number, allowed="a day such as 2026-10-31")
    return Problem("holds a date or number that can't be", file=path, line=1, allowed="text in quotes")


def _plain(node: object, place: Place, lines: dict[Place, int]) -> Any:  # noqa: ANN401 - YAML holds anything
    if isinstance(node, CommentedMap):
        for key in node:
            lines[(*place, key)] = node.lc.key(key)[0] + 1
        return {key: _plain(value, (*place, key), lines) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        for index in range(len(node)):
            lines[(*place, index)] = node.lc.item(index)[0] + 1
        return [_plain(value, (*place, index), lines) for index, value in enumerate(node)]
    if isinstance(node, datetime):
        return datetime.fromisoformat(node.isoformat())
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node


def _refuse_other_reading(document: Document, text: str) -> None:
    other = yaml.load(text, Loader=SAFE_LOADER)  # noqa: S506 - a safe loader
    problems = [
        Problem(
            f"{'.'.join(map(str, place))}: YAML 1.1 (papermill) reads {theirs!r} here, YAML 1.2 {ours!r}",
            file=document.path,
            line=document.line(place),
            allowed="the value in quotes",
        )
        for place, ours, theirs in differences(document.data, other)
    ]
    if problems:
        raise ParameterError(problems)


def differences(ours: object, theirs: object, place: Place = ()) -> list[tuple[Place, object, object]]:
    """Places where two readings of one file differ: (place, ours, theirs)."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        found = []
        their_keys = {str(key) for key in theirs}
        if {str(key) for key in ours} != their_keys:
            odd = next((key for key in ours if str(key) not in their_keys), None)
            return [((*place, str(odd)) if odd else place, sorted(map(str, ours)), sorted(their_keys))]
        for (key, value), other in zip(ours.items(), theirs.values(), strict=True):
            found += differences(value, other, (*place, key))
        return found
    if isinstance(ours, list) and isinstance(theirs, list | tuple) and len(ours) == len(theirs):
        return [
            found
            for index, (value, other) in enumerate(zip(ours, theirs, strict=True))
            for found in differences(value, other, (*place, index))
        ]
    same = _comparable(ours) == _comparable(theirs) and isinstance(ours, bool) == isinstance(theirs, bool)
    return [] if same else [(place, ours, theirs)]


def _comparable(value: object) -> object:
    """Dates reach a notebook as text: papermill has no literal for them."""
    return value.isoformat() if isinstance(value, date) else value
