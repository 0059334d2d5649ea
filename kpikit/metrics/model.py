"""What a metric is: one entry of kpikit/metrics/<dimension>.yaml."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlglot import exp

from kpikit.metrics import expressions
from kpikit.metrics.relations import relation

DIMENSIONS = ("awareness", "engagement", "conversion", "community", "reputation")
KINDS = (
    "count", "exposure", "unique", "stock", "share", "event_rate", "per_unit", "duration", "money_ratio",
    "balance", "money",
)  # fmt: skip
"""Kinds of section 0 of the catalogue, and money, which adds up like a count in one currency."""
UNITS = (
    "count", "exposures", "accounts", "share", "money", "hours", "seconds", "points", "index", "ratio",
    "rank",
)  # fmt: skip
BETTER = ("up", "down", "none")
LEVELS = ("output", "outcome", "impact")
CLOCKS = ("activity", "cohort")

FORMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "count": (("table",), ("where", "day")),
    "sum": (("table", "value"), ("where", "zero_when_covered")),
    "ratio": (("table", "numerator", "denominator"), ("where", "cluster", "bound")),
    "share": (("table", "hits"), ("where", "weight")),
    "part": (("table", "numerator", "denominator"), ("where",)),
    "balance": (("table", "positive", "negative", "where"), ()),
    "conversion": (("table", "hits", "mature_days"), ("where",)),
    "median": (("table", "value"), ("where",)),
    "distinct": (("table", "value"), ("where",)),
    "bounds": (("table", "value"), ("where", "stated", "each")),
    "stated": (("table", "value", "where"), ()),
    "stated_share": (("table", "value", "where", "hits"), ()),
    "median_rate": (("table", "numerator", "denominator"), ("where",)),
    "by_followers": (("table", "numerator"), ("where", "statistic")),
    "index": (("table", "value", "where"), ()),
    "increment": (("table", "value"), ("where",)),
    "per_key": (("table", "key", "value"), ("where",)),
    "chains": (("table", "item", "parent", "statistic", "where"), ()),
    "pace": (("table",), ("where", "per_days")),
    "silence": (("table",), ("where",)),
    "largest": (("table", "value"), ("where",)),
    "pair": (("table", "value", "above", "below", "where"), ("bound",)),
    "last": (("table", "value", "parts"), ("where",)),
    "growth": (("table",), ("relative",)),
    "open_at": (("table", "start", "ends"), ("where", "ended", "older_than", "measure")),
    "duration": (("table", "start", "event", "competing", "statistic"), ("where", "ended", "within")),
    "audience": (("table",), ("where",)),
    "repeat": (("table", "customer", "window_days"), ("where",)),
    "lapsed": (("table", "customer"), ("where", "own_quantile")),
    "gap": (("table", "customer", "quantile"), ("where",)),
    "visitors": (("table", "value"), ("where",)),
    "visitor_share": (("table", "value", "added"), ("where",)),
    "planned": (("table", "value"), ("where",)),
    "active": (("table", "value", "window_days", "statistic"), ("where",)),
    "contacts": (("table", "statistic"), ()),
    "quotient": (("table", "of", "per"), ("whole", "times", "less")),
}
"""Aggregation forms: a closed vocabulary. Form → (what it needs, what it may have).

count, sum, ratio, share, part, balance and conversion add up over days and groups; the others don't.
"""

FILTERS = ("where", "hits", "positive", "negative", "requires", "ended", "above", "below")
LONG = ("account_daily", "account_periods")
"""Tables of a row a figure: the metric's word stands in its `where`."""
VALUES = (
    "value", "numerator", "denominator", "weight", "start", "event", "competing", "customer", "within",
    "older_than", "day", "key", "item", "parent", "each", "added", "times", "less",
)  # fmt: skip

ASKED = ("quotient", "contacts")
"""Forms that read more than one table: whether they are offered, only what computes them can tell."""

ADDITIVE = ("count", "sum", "ratio", "share", "part", "balance", "conversion")


@dataclass(frozen=True)
class Metric:
    """A figure's definition.

    Attributes:
        id: Its word in parameters, tables and code.
        dimension: awareness, engagement, conversion, community or reputation.
        name: In English.
        definition: One plain sentence.
        convention: Whose convention it is.
        kind: Fixes additivity and interval; see KINDS.
        unit: See UNITS.
        better: Which way is good: up, down, none.
        level: output, outcome or impact.
        clock: activity (what happened in the period) or cohort (what was published in it, to date).
        form: How it is computed; see FORMS.
        spec: The form's own facts, as in the file.
        by: Columns by which it may be broken down.
        not_additive_over: Columns over which it must not be added up.
        instead: What to use for that.
        otherwise: Metric used where this one's inputs are not offered.
        twin: The same figure on the other clock.
        line: Its line in the file.
        own: A brand's own definition, named in its own words.
    """

    id: str
    dimension: str
    name: str
    definition: str
    convention: str
    kind: str
    unit: str
    better: str
    level: str
    clock: str
    form: str
    spec: dict[str, Any] = field(hash=False)
    by: tuple[str, ...] = ()
    not_additive_over: tuple[str, ...] = ()
    instead: str | None = None
    otherwise: str | None = None
    twin: str | None = None
    line: int = 0
    own: bool = False

    def __str__(self) -> str:
        """The definition as a card to read."""
        facts = {
            "convention": self.convention,
            "kind": f"{self.kind}, in {self.unit}",
            "better": self.better,
            "level": self.level,
            "clock": self.clock,
            "reads": ", ".join(self.inputs),
            "by": ", ".join(self.by),
            "never added up over": ", ".join(self.not_additive_over),
            "instead": self.instead or "",
        }
        lines = [f"{name}: {text}" for name, text in facts.items() if text]
        return "\n".join([f"{self.id} · {self.name} ({self.dimension})", self.definition, *lines])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401 - IPython's printer
        """What a notebook shows."""
        printer.text("…" if cycle else str(self))

    @property
    def table(self) -> str:
        """The canonical table it reads."""
        return str(self.spec["table"])

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """`table.column` of what it reads; for long tables the metric words stand in place of the column.

        Of a quotient the two metrics, as `metrics.id`.
        """
        if self.form == "quotient":
            return tuple(dict.fromkeys((f"metrics.{self.spec['of']}", f"metrics.{self.spec['per']}")))
        trees = [expressions.parse(self.spec[key]) for key in (*FILTERS, *VALUES) if key in self.spec]
        trees += [expressions.parse(end) for end in (*self.spec.get("ends", ()), *self.spec.get("parts", ()))]
        names = [column for tree in trees for column in expressions.columns(tree)]
        where = expressions.parse(self.spec["where"]) if "where" in self.spec and self.table in LONG else None
        words = [
            literal.name
            for literal in (where.find_all(exp.Literal) if where is not None else ())
            if literal.is_string and literal.name
        ]
        if self.form == "growth":
            words = ["net_follows", "follows", "unfollows", "followers"]
        # A count of all rows rests on what makes a row.
        names = [name for name in names if name in relation(self.table).columns] or relation(self.table).key
        shown = dict.fromkeys(words or names)
        return tuple(f"{self.table}.{name}" for name in shown)
