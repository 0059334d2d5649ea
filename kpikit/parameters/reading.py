"""From a file to a checked `Brand`; all that is wrong at once, each problem with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from kpikit.errors import ParameterError, Problem, UsageError, nearest
from kpikit.parameters.explaining import explained
from kpikit.parameters.model import KEYS, Brand
from kpikit.parameters.strict_yaml import Document, differences, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
        raise ParameterError(explained(document, error.errors())) from None
    if loaded.brand != brand:
        raise ParameterError(
            Problem(
                f"the file is {brand!r}, its brand {loaded.brand!r}: two brands would write to one place",
                file=path,
                line=document.line(("brand",)),
                allowed=f"brand: {brand}",
            )
        )
    if without_rate := list(_costs_without_rate(document, loaded)):
        raise ParameterError(without_rate)
    return loaded


def _costs_without_rate(document: Document, brand: Brand) -> Iterator[Problem]:
    """Costs that no sum could hold: left out, the total would be too small without a word."""
    for index, cost in enumerate(brand.costs):
        if brand.rate(cost.currency, cost.month) is None:
            yield Problem(
                f"costs.{index}: an amount in {cost.currency}, the report is in {brand.currency}, "
                f"and no rate is given for {cost.month}",
                document.path,
                document.line(("costs", index)),
                allowed=(
                    f"exchange_rates: {{{cost.currency}: {{{cost.month}: 1 {cost.currency} in "
                    f"{brand.currency}}}}}, or one rate for all months"
                ),
            )


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
