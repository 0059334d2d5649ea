"""What the parameters declare of a brand's sources, held against what kpikit can read, before any file is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import sources
from kpikit.errors import ParameterError, Problem, UsageError
from kpikit.parameters.strict_yaml import read_yaml
from kpikit.sources.mapping import misfits

if TYPE_CHECKING:
    from kpikit.parameters import Brand
    from kpikit.project import Project


def check_declared(project: Project, brand: Brand) -> None:
    """Check the formats and mappings of a brand's sources.

    Raises:
        ParameterError: A format that no module reads, a table or column that the dictionary doesn't have; all
            at once, each with its line in the brand's file.
    """
    found: list[tuple[tuple[str, ...], Problem]] = []
    for key, source in brand.sources.items():
        try:
            sources.module(source.format)
        except UsageError as error:
            found += [(("sources", key, "format"), problem) for problem in error.problems]
        if source.mapping is not None:
            found += [
                (
                    ("sources", key, "mapping", *misfit.place),
                    Problem(misfit.what, allowed=misfit.allowed, nearest=misfit.nearest),
                )
                for misfit in misfits(source.mapping)
            ]
    if found:
        raise ParameterError([_placed(project, brand, place, problem) for place, problem in found])


def _placed(project: Project, brand: Brand, place: tuple[str, ...], problem: Problem) -> Problem:
    path = project.brand_file(brand.brand)
    line = read_yaml(path).line(place) if path.exists() else None
    what = f"{'.'.join(place[:3])}: {problem.what}"
    return Problem(what, path, line, allowed=problem.allowed, nearest=problem.nearest)
