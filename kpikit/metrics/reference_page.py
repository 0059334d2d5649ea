"""The reference of metrics as Markdown, made from the definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.metrics.definitions import registry
from kpikit.metrics.model import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kpikit.metrics.model import Metric

_HEAD = """\
# Metrics

Made from the definitions in `kpikit/metrics/*.yaml` (`make docs`); do not edit. A metric's kind fixes how it
adds up and which interval it gets. *Supplied by* names the formats whose sample exports carry all that the
metric reads; a [mapping](tables.md) can supply any. A brand's parameter file may add metrics or replace keys
of these (`metrics:`).
"""


def metrics_page(supply: Mapping[str, Collection[str]]) -> str:
    """All metrics by dimension.

    Args:
        supply: Format → inputs (`table.column`, `account_daily.word`) that its exports carry.
    """
    parts = [_HEAD]
    for dimension in DIMENSIONS:
        entries = [entry for entry in registry().values() if entry.dimension == dimension]
        cards = "\n".join(_card(entry, supply) for entry in entries)
        parts.append(f"## {dimension.capitalize()}\n\n{cards}")
    return "\n".join(parts)


def _card(metric: Metric, supply: Mapping[str, Collection[str]]) -> str:
    formats = [name for name, inputs in supply.items() if set(metric.inputs) <= set(inputs)]
    facts = {
        "Convention": metric.convention,
        "Kind": f"{metric.kind}, in {metric.unit}; better: {metric.better}; {metric.level}",
        "Clock": metric.clock,
        "Reads": ", ".join(f"`{name}`" for name in metric.inputs),
        "By": ", ".join(metric.by),
        "Never added up over": ", ".join(metric.not_additive_over),
        "Instead": metric.instead or "",
        "Supplied by": ", ".join([*formats, "mapped"]),
    }
    lines = "".join(f"- {name}: {text}\n" for name, text in facts.items() if text)
    return f"### `{metric.id}` · {metric.name}\n\n{metric.definition}\n\n{lines}"
