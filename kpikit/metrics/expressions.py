"""The small language of filters and values in metric definitions, and its way to SQL.

Columns of one table, numbers, texts, true, false, null, `$parameters`; comparisons, in, between, is null, is
[not] distinct from; and, or, not; + - *; coalesce; hours_between(from, to); has_brand_term(column). Nothing
else parses: no subqueries, no other functions, no other tables.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlglot
from sqlglot import exp

from kpikit.errors import MetricError, Problem, nearest

Expression = Any
"""A node of sqlglot's tree (untyped here)."""

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

EVENTS = ("order_event", "lead_event", "sign_up_event")
"""Names of the brand's key events in web analytics; null where it names none."""

PARAMETERS = (
    *EVENTS,
    "currency",
    "first_response_hours",
    "resolution_hours",
    "reply_mature_hours",
    "lapsed_days",
    "median_least_n",
    "coverage_whole",
    "order_margin",
)
"""Names that may follow a `$`: the brand's currency, its promises, thresholds and key events."""

FUNCTIONS = {"hours_between": 2, "has_brand_term": 1}

_CONDITIONS = (
    exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ, exp.NullSafeNEQ,
    exp.Is, exp.In, exp.Between, exp.And, exp.Or, exp.Not, exp.Boolean,
)  # fmt: skip
_VALUES = (exp.Column, exp.Identifier, exp.Literal, exp.Null, exp.Placeholder, exp.Coalesce,
           exp.Add, exp.Sub, exp.Mul, exp.Neg, exp.Anonymous)  # fmt: skip
_ALLOWED = (*_CONDITIONS, *_VALUES, exp.Paren)

ALLOWED = (
    "columns, numbers, texts, true, false, null, $parameters; = <> < <= > >=, in (…), between, is null, "
    "is [not] distinct from; and, or, not; + - *; coalesce, hours_between, has_brand_term"
)


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """Parse an expression and refuse all that the language doesn't have.

    Raises:
        MetricError: It doesn't parse, or holds something not allowed. Columns are checked by `check_columns`.
    """
    try:
        tree = sqlglot.parse_one(str(text), dialect="duckdb")
    except sqlglot.errors.SqlglotError as error:
        raise MetricError(
            Problem(f"{text!r} is not an expression: {_first_line(error)}", allowed=ALLOWED)
        ) from None
    for node in tree.walk():
        if (complaint := _complaint(node)) is not None:
            raise MetricError(Problem(f"{complaint} in {text!r}", allowed=ALLOWED))
    return tree


def _complaint(node: Any) -> str | None:  # noqa: ANN401 - sqlglot is untyped here
    complaint: str | None = None
    match node:
        case _ if not isinstance(node, _ALLOWED):
            complaint = f"{node.key!r} is not allowed"
        case exp.Column() if len(node.parts) > 1:
            complaint = "a column of another table is not allowed"
        case exp.In() if node.args.get("query") or node.args.get("unnest"):
            complaint = "a query is not allowed"
        case exp.Placeholder() if node.name not in PARAMETERS:
            complaint = f"unknown parameter ${node.name}"
        case exp.Anonymous() if FUNCTIONS.get(node.name.lower()) != len(node.expressions):
            complaint = f"function {node.name!r} is not allowed so"
        case exp.Identifier() if not re.fullmatch(r"[a-z_][a-z0-9_]*", node.name):
            complaint = "a name that is no column"
        case _:
            pass
    return complaint


def parse_filter(text: str) -> Expression:
    """Parse an expression that is true or false; see `parse`."""
    tree = parse(text)
    if not isinstance(tree.unnest(), (*_CONDITIONS, exp.Anonymous, exp.Column)):
        raise MetricError(Problem(f"{text!r} is a value, not a condition", allowed=ALLOWED))
    return tree


def parse_value(text: str) -> Expression:
    """Parse an expression that is a number; see `parse`."""
    tree = parse(text)
    if isinstance(tree.unnest(), _CONDITIONS):
        raise MetricError(Problem(f"{text!r} is a condition, not a value", allowed=ALLOWED))
    return tree


def columns(tree: Expression) -> list[str]:
    """Names of the columns in an expression, in order, each once."""
    return list(dict.fromkeys(column.name for column in tree.find_all(exp.Column)))


def check_columns(tree: Expression, known: Collection[str], table: str) -> None:
    """Refuse columns that the table doesn't have.

    Raises:
        MetricError: With the nearest column.
    """
    for column in columns(tree):
        if column not in known:
            raise MetricError(
                Problem(
                    f"table {table} has no column {column!r}",
                    nearest=nearest(column, known),
                    allowed=", ".join(known),
                )
            )


def bind(tree: Expression, parameters: Mapping[str, object], terms: tuple[str, ...] = ()) -> Expression:
    """Put parameters and the language's own functions in their place.

    Args:
        tree: A parsed expression; it is left as it was.
        parameters: Values of `$names`.
        terms: The brand's own words, for has_brand_term.
    """

    def put(node: Expression) -> Expression:
        if isinstance(node, exp.Placeholder):
            return exp.convert(parameters[node.name])
        if isinstance(node, exp.Anonymous) and node.name.lower() == "hours_between":
            start, end = (exp.TimeToUnix(this=part) for part in node.expressions)
            return exp.paren(
                exp.Div(this=exp.paren(exp.Sub(this=end, expression=start)), expression=exp.convert(3600.0))
            )
        if isinstance(node, exp.Anonymous):
            return _has_term(node.expressions[0], terms)
        return node

    return tree.copy().transform(put)


def _has_term(column: Expression, terms: tuple[str, ...]) -> Expression:
    """Whether the text holds a term: at word starts, but anywhere for scripts written without spaces."""
    if not terms:
        return exp.false()
    parts = [
        (r"(^|[^\p{L}\p{N}])" if re.match(r"[\u0000-\u0dff\u1e00-\u1fff]", term) else "")
        + re.escape(term.casefold())
        for term in terms
    ]
    return exp.RegexpLike(this=exp.Lower(this=column), expression=exp.Literal.string("|".join(parts)))


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
