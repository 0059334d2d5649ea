"""Reads the metric definitions: a YAML file a dimension, every entry checked."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from kpikit.errors import MetricError, Problem, nearest
from kpikit.metrics import expressions, model
from kpikit.metrics.counted_once import added_up, instead_of_adding
from kpikit.metrics.model import Metric
from kpikit.metrics.relations import column_of, relation, tables
from kpikit.parameters.strict_yaml import read_yaml
from kpikit.shipped import SAFE_LOADER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpikit.parameters import Brand
    from kpikit.project import Project

_FOLDER = Path(__file__).parent
_REQUIRED = ("name", "definition", "convention", "kind", "unit", "better", "level", "clock", "form")
_OPTIONAL = ("by", "not_additive_over", "instead", "otherwise", "twin", "requires")
_WORDS = {
    "kind": model.KINDS,
    "unit": model.UNITS,
    "better": model.BETTER,
    "level": model.LEVELS,
    "clock": model.CLOCKS,
    "form": tuple(model.FORMS),
    "statistic": (
        "median",
        "within",
        "size",
        "depth",
        "daily",
        "window",
        "ratio",
        "several",
        "several_customers",
        "single_customers",
        "returned",
    ),
    "cluster": ("row", "day"),
    "bound": ("lower",),
    "measure": ("number", "oldest"),
}


_PRICED_ATTENTION = re.compile(r"(?i).*(advertising|ad|media)_value(_equivalen\w*)?|aves?|emv")
_NO_EQUIVALENTS = Problem(
    "advertising-value equivalents are refused: the price of space that was not bought measures neither what "
    "people saw nor what came of it",
    allowed="press_mentions, press_followers, share_of_voice, net_sentiment",
)
"""Why a figure of this name is in no report."""


def registry(project: Project | None = None, brand: Brand | None = None) -> dict[str, Metric]:
    """All metrics by id, in the order of the dimensions' files, then a brand's own.

    Args:
        project: Where the brand's file lies, to name lines of it.
        brand: Whose `metrics:` are added; where one bears the id of ours, its keys replace ours.

    Raises:
        MetricError: An entry is wrong, with every problem of all files.
    """
    shipped = dict(_shipped())
    return shipped if brand is None or not brand.metrics else shipped | _own(project, brand)


@cache
def _shipped() -> dict[str, Metric]:
    return load([_FOLDER / f"{dimension}.yaml" for dimension in model.DIMENSIONS])


@cache
def _shipped_entries() -> dict[str, dict[str, Any]]:
    """The entries of our files as written, with their dimension."""
    found: dict[str, dict[str, Any]] = {}
    for dimension in model.DIMENSIONS:
        text = (_FOLDER / f"{dimension}.yaml").read_text(encoding="utf-8")
        entries = yaml.load(text, Loader=SAFE_LOADER)  # noqa: S506 - a safe loader
        found |= {name: entry | {"dimension": dimension} for name, entry in entries.items()}
    return found


def _own(project: Project | None, brand: Brand) -> dict[str, Metric]:
    path = project.brand_file(brand.brand) if project is not None else None
    document = read_yaml(path) if path is not None and path.exists() else None
    found: dict[str, Metric] = {}
    problems: list[Problem] = []
    for name, given in brand.metrics.items():
        ours = _shipped_entries().get(name, {})
        # Another form has other keys: what belongs to ours alone goes.
        entry = given if given.get("form", ours.get("form")) != ours.get("form") else ours | given
        if _PRICED_ATTENTION.fullmatch(name):
            line = document.line(("metrics", name)) if document else None
            problems.append(replace(_NO_EQUIVALENTS, file=path, line=line))
            continue
        dimension = entry.get("dimension", ours.get("dimension"))
        complaints = _complaints(name, {key: entry[key] for key in entry if key != "dimension"}, found)
        if dimension not in model.DIMENSIONS:
            near = nearest(str(dimension), model.DIMENSIONS)
            what = f"{name}: dimension can't be {dimension!r}"
            complaints.insert(0, ("dimension", what, ", ".join(model.DIMENSIONS), near))
        line = document.line(("metrics", name)) if document else None
        for key, what, allowed, near in complaints:
            at = document.line(("metrics", name, key)) if document and key else None
            problems.append(Problem(what, path, at or line, allowed, near))
        if not complaints:
            found[name] = replace(_metric(name, str(dimension), entry, line or 0), own=True)
    problems += _dangling(found, dict.fromkeys(model.DIMENSIONS, path), {**_shipped(), **found})
    if problems:
        raise MetricError(problems)
    return found


def unknown_metric(name: str, known: Iterable[str]) -> MetricError:
    """The refusal of an id that is no metric; names the nearest, or why there is none."""
    known = list(known)
    if _PRICED_ATTENTION.fullmatch(name):
        return MetricError(_NO_EQUIVALENTS)
    return MetricError(Problem(f"no metric {name!r}", nearest=nearest(name, known), allowed=", ".join(known)))


def reference() -> list[dict[str, str]]:
    """The metrics as rows of a reference table: words only, in the order of the files."""
    return [
        {
            "id": entry.id,
            "dimension": entry.dimension,
            "name": entry.name,
            "definition": entry.definition,
            "convention": entry.convention,
            "kind": entry.kind,
            "unit": entry.unit,
            "better": entry.better,
            "level": entry.level,
            "clock": entry.clock,
            "inputs": ", ".join(entry.inputs),
            "by": ", ".join(entry.by),
            "not additive over": ", ".join(entry.not_additive_over),
            "instead": entry.instead or "",
        }
        for entry in registry().values()
    ]


def load(paths: list[Path]) -> dict[str, Metric]:
    """Read definition files; the dimension is the file's name.

    Raises:
        MetricError: With every problem found.
    """
    found: dict[str, Metric] = {}
    problems: list[Problem] = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        lines = _lines(text)
        for name, entry in (yaml.load(text, Loader=SAFE_LOADER) or {}).items():  # noqa: S506 - a safe loader
            complaints = _complaints(str(name), entry, found)
            problems += [
                Problem(what, path, lines.get((name, key)) or lines.get((name, "")), allowed, near)
                for key, what, allowed, near in complaints
            ]
            if not complaints:
                found[name] = _metric(name, path.stem, entry, lines[(name, "")])
    problems += _dangling(found, {path.stem: path for path in paths}, found)
    if problems:
        raise MetricError(problems)
    return found


Complaint = tuple[str, str, str | None, str | None]
"""Key, what is wrong, what is allowed, what comes nearest."""


def _lines(text: str) -> dict[tuple[str, str], int]:
    """1-based lines of entries (key "") and of their keys."""
    tree = yaml.compose(text, Loader=SAFE_LOADER)
    lines: dict[tuple[str, str], int] = {}
    for name, entry in tree.value if tree is not None else []:
        lines[(name.value, "")] = name.start_mark.line + 1
        if isinstance(entry, yaml.MappingNode):
            lines |= {(name.value, key.value): key.start_mark.line + 1 for key, _ in entry.value}
    return lines


def _complaints(name: str, entry: Any, found: dict[str, Metric]) -> list[Complaint]:  # noqa: ANN401 - YAML
    if not isinstance(entry, dict):
        return [("", f"{name}: must hold keys and values", None, None)]
    complaints: list[Complaint] = []
    if name in found:
        complaints.append(("", f"metric {name!r} is defined a second time", None, None))
    if entry.get("form") not in model.FORMS:
        return [*complaints, _unknown_word(name, "form", entry.get("form"))]
    needs, may = model.FORMS[entry["form"]]
    allowed = (*_REQUIRED, *_OPTIONAL, *needs, *may)
    complaints += [
        (key, f"{name}: unknown key {key!r}", ", ".join(allowed), nearest(key, allowed))
        for key in entry
        if key not in allowed
    ]
    complaints += [
        ("", f"{name}: {key} is missing", None, None) for key in (*_REQUIRED, *needs) if key not in entry
    ]
    complaints += [
        _unknown_word(name, key, entry[key])
        for key, words in _WORDS.items()
        if key in entry and entry[key] not in words
    ]
    return complaints or _wrong_expressions(name, entry)


def _unknown_word(name: str, key: str, word: object) -> Complaint:
    return key, f"{name}: {key} can't be {word!r}", ", ".join(_WORDS[key]), nearest(str(word), _WORDS[key])


def _wrong_expressions(name: str, entry: dict[str, Any]) -> list[Complaint]:
    if "table" not in entry:
        return []
    known = tables()
    if entry["table"] not in known:
        return [
            (
                "table",
                f"{name}: no table {entry['table']!r}",
                ", ".join(known),
                nearest(entry["table"], known),
            )
        ]
    columns = relation(entry["table"]).columns
    complaints: list[Complaint] = []
    texts = [(key, entry[key]) for key in (*model.FILTERS, *model.VALUES) if key in entry]
    texts += [(key, text) for key in ("parts", "ends") for text in entry.get(key, ())]
    texts += [("by", column_of(str(word))) for word in entry.get("by", ())]
    for key, text in texts:
        try:
            parse = expressions.parse_filter if key in model.FILTERS else expressions.parse_value
            expressions.check_columns(parse(str(text)), columns, entry["table"])
        except MetricError as error:
            problem = error.problems[0]
            complaints.append((key, f"{name}: {key}: {problem.what}", problem.allowed, problem.nearest))
    if not complaints and (accounts := added_up(entry)) is not None:
        what = f"{name}: value: {accounts} counts accounts, and whoever is counted twice would be added up"
        complaints.append(("value", what, instead_of_adding(accounts), None))
    return complaints


def _metric(name: str, dimension: str, entry: dict[str, Any], line: int) -> Metric:
    words: dict[str, Any] = {key: str(entry[key]) for key in _REQUIRED}
    needs, may = model.FORMS[entry["form"]]
    spec = {key: entry[key] for key in (*needs, *may, "requires") if key in entry}
    return Metric(
        id=name,
        dimension=dimension,
        **words,
        spec=spec,
        by=tuple(entry.get("by", ())),
        not_additive_over=tuple(entry.get("not_additive_over", ())),
        instead=entry.get("instead"),
        otherwise=entry.get("otherwise"),
        twin=entry.get("twin"),
        line=line,
    )


def _dangling(
    found: Mapping[str, Metric], paths: Mapping[str, Path | None], known: Mapping[str, Metric]
) -> list[Problem]:
    """Metrics that name others that aren't there."""
    links = [
        (entry, key, target)
        for entry in found.values()
        for key, target in (
            ("otherwise", entry.otherwise),
            ("twin", entry.twin),
            ("of", entry.spec.get("of")),
            ("per", entry.spec.get("per")),
        )
        if target is not None and target not in known
    ]
    return [
        Problem(
            f"{entry.id}: {key} names {target!r}, which is no metric",
            paths[entry.dimension],
            entry.line,
            nearest=nearest(target, known),
        )
        for entry, key, target in links
    ]
