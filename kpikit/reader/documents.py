"""JSON of strangers: parsed with bounds, its failures told without its text."""

from __future__ import annotations

import json
import re
from typing import Any

from kpikit.reader.delimited import MalformedError
from kpikit.reader.limits import LIMITS

_HEAD = 10_000
_TOO_DEEP = "is JSON nested beyond all measure"

_TEXT = r'"(?:[^"\\]|\\.)*"\s*'
_VALUE = rf"(?:{_TEXT}|(?:-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)\s*)(?:,|\]\s*$)"
_JSON = re.compile(rf"\s*(?:\{{\s*(?:{_TEXT}:|\}})|\[\s*(?:[{{\[\]]|{_VALUE}))")
"""An object, or a list. A chat may begin with a day in brackets, "[15.01.2026, 10:00:00]": no JSON."""

_HALF_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")


def looks_like_json(text: str) -> bool:
    """Whether a text begins as JSON does."""
    return _JSON.match(text[:_HEAD]) is not None


def read_json(text: str) -> tuple[Any, list[str]]:
    """Parse JSON; what it says (of JSON with one value a line the list of them), and notes on it.

    Raises:
        MalformedError: It is damaged, or nested beyond all measure.
    """
    if not text.rstrip().endswith(("}", "]")):
        raise MalformedError("is damaged JSON: cut off")
    try:
        value = _values(text)
    except json.JSONDecodeError as error:
        raise MalformedError(f"is damaged JSON (line {error.lineno})") from None
    except RecursionError:
        raise MalformedError(_TOO_DEEP) from None
    except ValueError:
        raise MalformedError("is JSON with a number of more digits than any count has") from None
    _check_depth(value)
    if _HALF_ESCAPED.search(text) is None:
        return value, []
    halves = [0]
    value = _mended(value, halves)
    notes = []
    if halves[0]:
        notes.append(f"{halves[0]} half character(s), of an emoji cut in two, shown as \ufffd")
    return value, notes


def _values(text: str) -> Any:  # noqa: ANN401 - see `read_json`
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data"):
            raise
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or error.lineno < 2:
            raise
    return [json.loads(line) for line in lines]


def _check_depth(value: Any) -> None:  # noqa: ANN401 - see `read_json`
    """Refuse what those who walk through it would fall over."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > LIMITS.json_depth:
            raise MalformedError(_TOO_DEEP)
        level = [
            child
            for one in level
            for child in (one.values() if isinstance(one, dict) else one)
            if isinstance(child, dict | list)
        ]


def _mended(value: Any, halves: list[int]) -> Any:  # noqa: ANN401 - see `read_json`
    """The value without halves of characters, which no text may hold; counts them."""
    if isinstance(value, str):
        whole, count = _HALF.subn("\ufffd", value)
        halves[0] += count
        return whole
    if isinstance(value, dict):
        return {_mended(key, halves): _mended(one, halves) for key, one in value.items()}
    return [_mended(one, halves) for one in value] if isinstance(value, list) else value
