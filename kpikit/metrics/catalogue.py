"""The metrics of a brand as one finds one's way among them in a notebook: by id, by tab, by looking."""

from __future__ import annotations

import html

from kpikit.metrics.definitions import unknown_metric
from kpikit.metrics.model import DIMENSIONS, Metric


class Catalogue(dict[str, Metric]):
    """Definitions by id; `catalogue.reach` and `catalogue["reach"]` are one, and both complete by tab."""

    def __getattr__(self, name: str) -> Metric:
        """A metric by its id.

        Raises:
            AttributeError: There is none; names the nearest.
        """
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError:
            raise AttributeError(str(unknown_metric(name, self))) from None

    def __missing__(self, name: str) -> Metric:
        raise KeyError(str(unknown_metric(name, self)))

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self]

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __repr__(self) -> str:
        lines = [
            f"{dimension}: {', '.join(entry.id for entry in self.values() if entry.dimension == dimension)}"
            for dimension in DIMENSIONS
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{entry.dimension}</td><td><code>{html.escape(entry.id)}</code></td>"
            f"<td>{html.escape(entry.name)}</td><td>{entry.kind}</td><td>{entry.unit}</td>"
            f"<td>{html.escape(entry.definition)}</td></tr>"
            for entry in self.values()
        )
        head = "".join(
            f"<th>{word}</th>" for word in ("dimension", "id", "name", "kind", "unit", "definition")
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def id_of(metric: str | Metric) -> str:
    """A metric's id, given either."""
    return metric.id if isinstance(metric, Metric) else metric
