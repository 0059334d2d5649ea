"""From a file to a checked `Brand`, and from pydantic's findings to problems with lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError

from kpikit.errors import ParameterError, Problem, UsageError, nearest
from kpikit.parameters.model import KEYS, Brand
from kpikit.parameters.strict_yaml import Document, differences, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

    from kpikit.project import Project


def load_brand(project: Project, brand: str) -> Brand:
    """Read and check one brand's file.

    Raises:
        UsageError: There is no such brand.
        ParameterError: The file is wrong; all problems at once, each with its line.
    """
    path = project.brand_file(brand)
    if not path.exists():
        raise UsageError(
            Problem(
                f"no brand {brand!r}",
                file=path,
                allowed=", ".join(project.brands()) or "none yet: `kpikit new BRAND` makes one",
                nearest=nearest(brand, project.brands()),
            )
        )
    document = read_yaml(path)
    try:
        loaded = Brand.model_validate(document.data)
    except ValidationError as error:
        raise ParameterError([_problem(document, detail) for detail in _told(error.errors())]) from None
    if loaded.brand != brand:
        raise ParameterError(
            Problem(
                f"the file is {brand!r}, its brand {loaded.brand!r}: two brands would write to one place",
                file=path,
                line=document.line(("brand",)),
                allowed=f"brand: {brand}",
            )
        )
    return loaded


def check_brands(project: Project, brands: list[str]) -> dict[str, Brand]:
    """Load several brands; all problems of all files at once.

    Raises:
        UsageError: A brand is unknown.
        ParameterError: Something is wrong, or two brands read or write one folder.
    """
    loaded: dict[str, Brand] = {}
    problems: list[Problem] = []
    for brand in brands:
        try:
            loaded[brand] = load_brand(project, brand)
        except ParameterError as error:
            problems += error.problems
    problems += _shared_places(project, list(loaded))
    if problems:
        raise ParameterError(problems)
    return loaded


def same_reading(project: Project, given: Mapping[str, Any]) -> Brand:
    """Load the brand that a notebook was given, and hold what papermill injected against the file.

    Args:
        project: Where the parameter files lie.
        given: A notebook's variables; keys of `KEYS` that are not None are compared.

    Raises:
        ParameterError: A value differs from the strict reading of the file.
    """
    brand = load_brand(project, str(given["brand"]))
    document = read_yaml(project.brand_file(brand.brand))
    problems = [
        Problem(
            f"{'.'.join(map(str, (key, *place)))} was handed over as {theirs!r}; the file says {ours!r}",
            file=document.path,
            line=document.line((key, *place)),
            allowed="the file's own value (parameters are changed in the file)",
        )
        for key in KEYS
        if given.get(key) is not None
        for place, ours, theirs in differences(document.data.get(key), given[key])
    ]
    if problems:
        raise ParameterError(problems)
    return brand


def _shared_places(project: Project, brands: list[str]) -> list[Problem]:
    owner: dict[str, str] = {}
    problems = []
    for brand in brands:
        for folder in (project.data / brand, project.reports / brand):
            place = str(folder.resolve()).casefold()
            if place in owner:
                problems.append(
                    Problem(
                        f"brands {owner[place]!r} and {brand!r} would use one folder, {folder}",
                        file=project.brand_file(brand),
                        line=1,
                        allowed="a folder of its own for each brand",
                    )
                )
            owner[place] = brand
    return problems


def _told(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """A misspelt key is one mistake: what is missing because of it is not told beside it."""
    misspelt = {
        (*detail["loc"][:-1], nearest(str(detail["loc"][-1]), _fields(detail["loc"][:-1])))
        for detail in details
        if detail["type"] == "extra_forbidden"
    }
    return [detail for detail in details if detail["type"] != "missing" or detail["loc"] not in misspelt]


def _problem(document: Document, detail: ErrorDetails) -> Problem:
    place = tuple(part for part in detail["loc"] if part in _parts(document, detail["loc"]))
    name = ".".join(map(str, detail["loc"]))
    line = document.line(tuple(detail["loc"])) or document.line(place) or 1
    match detail["type"]:
        case "extra_forbidden":
            allowed = _fields(detail["loc"][:-1])
            return Problem(
                f"unknown key {str(detail['loc'][-1])!r}",
                document.path,
                line,
                allowed=", ".join(allowed),
                nearest=nearest(str(detail["loc"][-1]), allowed),
            )
        case "missing":
            return Problem(f"{name} is missing", document.path, line)
        case "literal_error":
            expected = str(detail.get("ctx", {}).get("expected", ""))
            words = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
            return Problem(
                f"{name}: {detail['input']!r} is not allowed",
                document.path,
                line,
                allowed=", ".join(words),
                nearest=nearest(str(detail["input"]), words),
            )
        case _:
            message = detail["msg"].removeprefix("Value error, ")
            return Problem(f"{name}: {message}" if name else message, document.path, line)


def _parts(document: Document, loc: tuple[int | str, ...]) -> set[int | str]:
    """Parts of a pydantic location that exist in the document (it adds names of its own for unions)."""
    return {part for place in document.lines for part in place if part in loc}


def _fields(loc: tuple[int | str, ...]) -> list[str]:
    """Field names of the model that a location leads to."""
    model: Any = Brand
    for part in loc:
        if isinstance(model, type) and issubclass(model, BaseModel) and part in model.model_fields:
            model = _inner(model.model_fields[str(part)].annotation)
    return (
        list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else list(KEYS)
    )


def _inner(annotation: Any) -> Any:  # noqa: ANN401 - annotations have no common type
    """The model inside `X | None`, `list[X]`, `dict[str, X]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        if (found := _inner(part)) is not None:
            return found
    return None
