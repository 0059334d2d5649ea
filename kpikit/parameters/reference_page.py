"""The reference of a brand's parameter file as Markdown, made from the model."""

from __future__ import annotations

from datetime import date
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from kpikit.parameters.explaining import inner_model
from kpikit.parameters.model import Brand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

_HEAD = """\
# A brand's parameter file

Made from the model in `kpikit/parameters/` (`make docs`); do not edit. `params/<brand>.yaml` says what a
report needs to know and no export says. `kpikit new <brand>` writes one to fill in, `kpikit check <brand>`
tells what is wrong in it, with line, what is allowed and the nearest word. Values that versions of YAML read
differently stand in quotes: `"no"`, `"12:30"`, `"010"`. A key marked * must be there.
"""

EXAMPLES = {
    "sources": """\
sources:
  instagram: {format: meta, platform: instagram, surface: instagram}
  website: {format: ga4, platform: web, account: shop.example}  # of several properties the one to read
  crm:                            # your own columns, into any canonical table
    format: mapped
    platform: crm
    received: 2026-11-02          # day of the export, where neither file nor name says one
    mapping:
      table: leads
      columns: {lead_id: Id, created_at: Created, channel: Source, stage: Stage}
      values: {stage: {"Closed won": customer}}
      dates: "%d.%m.%Y %H:%M"     # as strptime writes formats; default: 2026-10-31 or 2026-10-31 14:05
      decimal: ","
""",
    "tags": """\
tags:
  # The first rule that fits counts; what the export says, and your own table of tags, outweigh rules.
  - {where: {title: "#launch", format: [video, short_video]}, put: {content_type: tutorial, campaign: launch}}
  - {table: community_messages, where: {text: [refund, broken]}, put: {promotional: false}}
""",
    "exchange_rates": """\
exchange_rates:
  USD: 0.92                                   # one rate for all months
  GBP: {"2026-09": 1.15, "2026-10": 1.16}     # or one a month
""",
    "metrics": """\
metrics:
  video_reactions:                # a metric of the brand's own, with all keys of a definition
    dimension: engagement
    name: Reactions to videos
    definition: Reactions to the videos published in the period, to date.
    convention: the brand's own
    kind: count
    unit: count
    better: up
    level: output
    clock: cohort
    form: sum
    table: posts
    value: reactions
    where: format = 'video'
    by: [platform]
  posts_published:                # or keys that replace those of ours
    name: Videos published
    where: format = 'video'
""",
    "engine": """\
engine: spark                     # needs `pip install 'kpikit[spark]'` and Java 17; the default is duck
""",
    "conversions": """\
conversions:
  order: purchase
  lead: {event: generate_lead, value: 120}
""",
    "costs": """\
costs:
  - {month: "2026-10", amount: 1900, currency: EUR, what: Filming, kind: production, platform: instagram}
""",
}
"""Key → lines of a file that show it; each is a part of a file that loads."""

_PLAIN = {
    str: "text", int: "whole number", float: "number", bool: "true or false", date: "day, 2026-10-31",
    NoneType: "", Any: "anything",
}  # fmt: skip


def parameters_page() -> str:
    """All keys of a brand's file, then those of what stands in them, with examples."""
    parts = [_HEAD, "## Keys\n\n" + "\n".join(_table(Brand))]
    for key, field in Brand.model_fields.items():
        for path, model in _models(key, field):
            doc = " ".join((model.__doc__ or "").split())
            parts.append(f"## {path}\n\n{doc}\n\n" + "\n".join(_table(model)))
        if key in EXAMPLES:
            title = "" if inner_model(field.annotation) else f"## {key}\n\n{field.description}\n\n"
            parts.append(f"{title}```yaml\n{EXAMPLES[key]}```")
    return "\n\n".join(parts) + "\n"


def _models(path: str, field: FieldInfo) -> Iterator[tuple[str, type[BaseModel]]]:
    """The model that a key holds, and those inside, each with the keys that lead to it."""
    model = inner_model(field.annotation)
    if model is None:
        return
    yield path, model
    for name, inner in model.model_fields.items():
        yield from _models(f"{path}: {name}", inner)


def _table(model: type[BaseModel]) -> Iterator[str]:
    yield "| key | value | default | what it says |"
    yield "|---|---|---|---|"
    for name, field in model.model_fields.items():
        must = " *" if field.is_required() else ""
        cells = (f"`{name}`{must}", _words(field.annotation), _default(field), field.description or "")
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _default(field: FieldInfo) -> str:
    value = field.default
    if field.is_required() or value is PydanticUndefined or value is None:
        made = field.default_factory() if field.default_factory is not None else None  # type: ignore[call-arg]
        return f"`{made}`" if made and not isinstance(made, BaseModel) else ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _words(annotation: Any) -> str:  # noqa: ANN401 - annotations have no common type
    """What may stand there, in words."""
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _words(inner[0])
    parts = [] if origin is Literal else [_words(part) for part in inner]
    if origin is Literal:
        told = ", ".join(f"`{word}`" for word in inner)
    elif origin in (Union, UnionType):
        told = " or ".join(dict.fromkeys(filter(None, parts)))
    elif origin is list:
        told = f"list of {parts[0]}"
    elif origin is tuple:
        told = f"[{', '.join(parts)}]"
    elif origin is dict:
        told = f"{{{parts[0]}: {parts[1]}}}"
    else:
        told = "keys, below"
    return told
