"""All that can be known to be wrong with a brand before any file is read or kernel started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.errors import KpikitError, ParameterError, Problem, UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kpikit.parameters import Brand
    from kpikit.parameters.strict_yaml import Place
    from kpikit.project import Project


def known(project: Project, brand: str) -> str:
    """The brand's id, if it has a parameter file.

    Raises:
        UsageError: It has none; names the nearest.
    """
    brands = project.brands()
    if brand in brands:
        return brand
    raise UsageError(
        Problem(
            f"no brand {brand!r}",
            file=project.brand_file(brand),
            allowed=", ".join(brands) or "none yet: `kpikit new BRAND` makes one",
            nearest=nearest(brand, brands),
        )
    )


def checked(project: Project, brands: list[str]) -> tuple[dict[str, Brand], dict[str, KpikitError]]:
    """Brands that can be worked on, and for each other one what is wrong with it."""
    from kpikit.parameters import check_brands

    good: dict[str, Brand] = {}
    bad: dict[str, KpikitError] = {}
    for brand in brands:
        try:
            # Together with those before it, so that two that share a folder are found.
            loaded = check_brands(project, [*good, brand])[brand]
            refuse_unknown_words(project, loaded)
        except KpikitError as error:
            bad[brand] = error
        else:
            good[brand] = loaded
    return good, bad


def refuse_unknown_words(project: Project, brand: Brand) -> None:
    """Hold a brand's words against what there is: metrics, formats, tables, columns, thresholds, languages.

    Raises:
        ParameterError: With every problem, its line and the nearest word.
    """
    from kpikit.parameters.strict_yaml import read_yaml

    document = read_yaml(project.brand_file(brand.brand))
    problems = [
        Problem(
            f"{'.'.join(map(str, place))}: no {what} {word!r}",
            file=document.path,
            line=document.line(place),
            allowed=", ".join(allowed),
            nearest=nearest(word, allowed),
        )
        for what, place, word, allowed in _words(project, brand)
        if word not in allowed
    ]
    if problems:
        raise ParameterError(problems)


def _words(project: Project, brand: Brand) -> Iterator[tuple[str, Place, str, list[str]]]:
    """Each word that must be one of a list: what it is, where it stands, the word, the list."""
    from kpikit.metrics import engines, registry
    from kpikit.parameters import load_defaults
    from kpikit.words import languages

    metrics = list(registry(project, brand))
    for index, kpi in enumerate(brand.kpis):
        yield "metric", ("kpis", index, "metric"), kpi.metric, metrics
    for index, step in enumerate(brand.funnel):
        if step.metric:
            yield "metric", ("funnel", index, "metric"), step.metric, metrics
    for index, experiment in enumerate(brand.experiments):
        yield "metric", ("experiments", index, "metric"), experiment.metric, metrics
    for index, decision in enumerate(brand.decisions):
        if decision.metric:
            yield "metric", ("decisions", index, "metric"), decision.metric, metrics
    for index, language in enumerate(brand.languages):
        yield "language", ("languages", index), language, list(languages())
    yield "engine", ("engine",), brand.engine, engines.names()
    thresholds = list(load_defaults(project).thresholds)
    for name in brand.thresholds:
        yield "threshold", ("thresholds", name), name, thresholds
    yield from _source_words(brand)


def _source_words(brand: Brand) -> Iterator[tuple[str, Place, str, list[str]]]:
    from kpikit.dictionary import tables
    from kpikit.sources import modules

    for name, source in brand.sources.items():
        place: Place = ("sources", name)
        yield "format", (*place, "format"), source.format, list(modules())
        if source.mapping is None:
            continue
        yield "table", (*place, "mapping", "table"), source.mapping.table, list(tables())
        if source.mapping.table not in tables():
            continue
        columns = list(tables()[source.mapping.table].columns)
        given: dict[str, Iterable[str]] = {
            "columns": source.mapping.columns,
            "constants": source.mapping.constants,
            "values": source.mapping.values,
        }
        for key, names in given.items():
            for column in names:
                yield "column", (*place, "mapping", key, column), column, columns
