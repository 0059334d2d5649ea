"""pydantic's findings in our words: what is wrong, on which line, what is allowed, what comes nearest.

Values of a parameter file are no secrets: they are repeated, shortened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args
from zoneinfo import available_timezones

from pydantic import BaseModel

from kpikit.errors import Problem, nearest
from kpikit.parameters.model import KEYS, Brand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from kpikit.parameters.strict_yaml import Document

    Loc = tuple[int | str, ...]

_WANTED = {
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "date": "a day such as 2026-10-31",
    "list": "a list: [one, two], or a line each after a hyphen",
    "tuple": "a list: [one, two]",
    "dict": "keys with values below it",
    "model": "keys with values below it",
}
"""Start of pydantic's word for an error → what should stand there."""

_SIZES = {
    "greater_than": ("gt", "a number above {}"),
    "greater_than_equal": ("ge", "a number from {} on"),
    "less_than": ("lt", "a number below {}"),
    "less_than_equal": ("le", "a number up to {}"),
    "string_too_short": ("min_length", "at least {} letter(s)"),
    "too_short": ("min_length", "at least {} entries"),
    "too_long": ("max_length", "at most {} entries"),
    "missing_positional_only_argument": ("", "a value"),
}
_PATTERNS = {"month": "a month such as 2026-10"}
_LONGEST = 60


def explained(document: Document, details: list[ErrorDetails]) -> list[Problem]:
    """What is wrong with a brand's file, a problem a place.

    A misspelt key is one mistake: what is missing because of it is not told beside it. Of a value that may be
    one of several things, what it should have been is told once.
    """
    found: dict[Loc, list[ErrorDetails]] = {}
    for detail in _without_followers(details):
        found.setdefault(_place(document, detail), []).append(detail)
    # Where a value may be one of several shapes, the one it was meant to be is looked at alone.
    inner = {place[:size] for place in found for size in range(1, len(place))}
    return [
        _problem(document, place, entries)
        for place, entries in found.items()
        if place not in inner or entries[0]["type"] == "value_error"
    ]


def _without_followers(details: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    misspelt = {
        (*detail["loc"][:-1], nearest(str(detail["loc"][-1]), fields(detail["loc"][:-1])))
        for detail in details
        if detail["type"] == "extra_forbidden"
    }
    for detail in details:
        if detail["type"] != "missing" or detail["loc"] not in misspelt:
            yield detail


def _place(document: Document, detail: ErrorDetails) -> Loc:
    """Keys of the file that lead to the finding: pydantic adds names of its own for unions."""
    place: Loc = ()
    for part in detail["loc"]:
        if (*place, part) in document.lines:
            place = (*place, part)
    return (*place, detail["loc"][-1]) if detail["type"] == "missing" else place


def _problem(document: Document, place: Loc, entries: list[ErrorDetails]) -> Problem:
    first, name = entries[0], ".".join(map(str, place))
    line = document.line(place) or 1
    match first["type"]:
        case "extra_forbidden":
            allowed = fields(first["loc"][:-1])
            key = str(first["loc"][-1])
            return Problem(
                f"unknown key {key!r}",
                document.path,
                line,
                allowed=", ".join(allowed),
                nearest=nearest(key, allowed),
            )
        case "missing":
            return Problem(f"{name} is missing", document.path, line, allowed=_meaning(first["loc"]))
        case "literal_error":
            expected = str(first.get("ctx", {}).get("expected", ""))
            words = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
            return Problem(
                f"{name}: {_shown(first['input'])} is not allowed",
                document.path,
                line,
                allowed=", ".join(words),
                nearest=nearest(str(first["input"]), words),
            )
        case "value_error":
            message = first["msg"].removeprefix("Value error, ")
            near = nearest(str(first["input"]), available_timezones()) if "time zone" in message else None
            return Problem(f"{name}: {message}" if name else message, document.path, line, nearest=near)
        case _:
            wanted = " or ".join(dict.fromkeys(_wanted(entry, str(place[-1:])) for entry in entries))
            return Problem(f"{name}: {_shown(first['input'])} can't stand here", document.path, line, wanted)


def _wanted(detail: ErrorDetails, name: str) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in _SIZES:
        key, words = _SIZES[kind]
        size = context.get(key, "")
        return words.format(f"{size:g}" if isinstance(size, int | float) else size)
    if kind == "string_pattern_mismatch":
        return next((words for key, words in _PATTERNS.items() if key in name), _PATTERNS["month"])
    start = kind.partition("_")[0]
    return _WANTED.get(start, f"another value ({kind.replace('_', ' ')})")


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a set of keys"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(value) if isinstance(value, str | int | float | bool) else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _meaning(loc: Loc) -> str | None:
    """What a key stands for, as the model describes it."""
    model = _model(loc[:-1])
    field = model.model_fields.get(str(loc[-1])) if model is not None else None
    return field.description if field is not None else None


def fields(loc: Loc) -> list[str]:
    """Field names of the model that a location leads to."""
    model = _model(loc)
    return list(model.model_fields) if model is not None else list(KEYS)


def _model(loc: Loc) -> type[BaseModel] | None:
    model: Any = Brand
    for part in loc:
        if _is_model(model) and part in model.model_fields:
            model = inner_model(model.model_fields[str(part)].annotation)
    return model if _is_model(model) else None


def _is_model(model: Any) -> bool:  # noqa: ANN401 - annotations have no common type
    return isinstance(model, type) and issubclass(model, BaseModel)


def inner_model(annotation: Any) -> Any:  # noqa: ANN401 - annotations have no common type
    """The model inside `X | None`, `list[X]`, `dict[str, X]`; None where there is none."""
    if _is_model(annotation):
        return annotation
    for part in get_args(annotation):
        if (found := inner_model(part)) is not None:
            return found
    return None
