"""What the parameters declare of a brand's sources, held against what kpikit can read, before any file is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import sources
from kpikit.errors import ParameterError, Problem, UsageError
from kpikit.parameters import load_vocabularies
from kpikit.parameters.strict_yaml import read_yaml
from kpikit.sources.common.mapping import Misfit, feeds_exposures, misfits
from kpikit.store.tagging import rule_misfits

if TYPE_CHECKING:
    from collections.abc import Collection

    from kpikit.parameters import Brand, Source
    from kpikit.parameters.strict_yaml import Place
    from kpikit.project import Project


def check_declared(project: Project, brand: Brand) -> None:
    """Check the formats and mappings of a brand's sources, and its rules for tags.

    Raises:
        ParameterError: A format that no module reads, a table or column that the dictionary doesn't have; all
            at once, each with its line in the brand's file.
    """
    found: list[tuple[Place, Problem]] = []
    units = load_vocabularies(project).get("exposure_units", {})
    for key, source in brand.sources.items():
        try:
            sources.module(source.format)
        except UsageError as error:
            found += [(("sources", key, "format"), problem) for problem in error.problems]
        if source.mapping is not None:
            found += [
                (("sources", key, "mapping", *misfit.place), _problem(misfit))
                for misfit in (*misfits(source.mapping), *_without_unit(source, units))
            ]
    for number, rule in enumerate(brand.tags):
        found += [(("tags", number, *misfit.place), _problem(misfit)) for misfit in rule_misfits(rule)]
    if found:
        raise ParameterError([_placed(project, brand, place, problem) for place, problem in found])


def _without_unit(source: Source, units: Collection[str]) -> list[Misfit]:
    """Exposures of a platform that nobody says the unit of can't be told from another's."""
    mapping = source.mapping
    if mapping is None or mapping.exposure_unit or source.platform in units or not feeds_exposures(mapping):
        return []
    what = f"gives impressions or views of {source.platform!r}, and nothing says what one of them is"
    return [Misfit((), what, "exposure_unit: what the platform counts as one exposure, in words")]


def _problem(misfit: Misfit) -> Problem:
    return Problem(misfit.what, allowed=misfit.allowed, nearest=misfit.nearest)


def _placed(project: Project, brand: Brand, place: Place, problem: Problem) -> Problem:
    path = project.brand_file(brand.brand)
    line = read_yaml(path).line(place) if path.exists() else None
    what = f"{'.'.join(map(str, place[:3]))}: {problem.what}"
    return Problem(what, path, line, allowed=problem.allowed, nearest=problem.nearest)
