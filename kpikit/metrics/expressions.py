"""The small language of filters and values in metric definitions, and its way to SQL.

Columns of one table, numbers, texts, true, false, null, `$parameters`; comparisons, in, between, is null, is
[not] distinct from; and, or, not; + - *; coalesce; hours_between(from, to); has_brand_term(column);
has_alert_term(mention_id); is_ended(status). Nothing else parses: no subqueries, no other functions, no other
tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlglot
from sqlglot import exp

from kpikit.errors import MetricError, Problem, nearest
from kpikit.metrics.relations import CANONICAL

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
    "alert_terms",
    "coverage_whole",
    "influencer_least_followers",
    "quality_weight_reactions",
    "quality_weight_comments",
    "quality_weight_shares",
    "median_least_n",
    "order_margin",
)
"""Names after a `$`: the brand's currency, promises, key events, thresholds, number of alert words."""

FUNCTIONS = {"hours_between": 2, "has_brand_term": 1, "has_alert_term": 1, "is_ended": 1}

_APART = re.compile(r"[\u0000-\u05ff\u0900-\u0dff\u1e00-\u1fff]")
"""First letter of a word that stands apart from others: not in Chinese, Japanese or Thai, nor in Arabic,
whose articles and conjunctions are written on to it."""

_CONDITIONS = (
    exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ, exp.NullSafeNEQ,
    exp.Is, exp.In, exp.Between, exp.And, exp.Or, exp.Not, exp.Boolean,
)  # fmt: skip
_VALUES = (exp.Column, exp.Identifier, exp.Literal, exp.Null, exp.Placeholder, exp.Coalesce,
           exp.Add, exp.Sub, exp.Mul, exp.Neg, exp.Anonymous)  # fmt: skip
_ALLOWED = (*_CONDITIONS, *_VALUES, exp.Paren)

ALLOWED = (
    "columns, numbers, texts, true, false, null, $parameters; = <> < <= > >=, in (…), between, is null, "
    "is [not] distinct from; and, or, not; + - *; coalesce, hours_between, has_brand_term, has_alert_term, "
    "is_ended"
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


@dataclass(frozen=True)
class Words:
    """Lists of words behind the language's functions.

    Attributes:
        brand: The brand's own, for has_brand_term.
        alert: Those that ask for a second look, for has_alert_term.
        ended: Statuses of tickets that nobody works on any more, in small letters, for is_ended.
    """

    brand: tuple[str, ...] = ()
    alert: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


def bind(tree: Expression, parameters: Mapping[str, object], words: Words) -> Expression:
    """Put parameters and the language's own functions in their place.

    Args:
        tree: A parsed expression; it is left as it was.
        parameters: Values of `$names`.
        words: Lists of words.
    """

    def put(node: Expression) -> Expression:
        if isinstance(node, exp.Placeholder):
            return exp.convert(parameters[node.name])
        if not isinstance(node, exp.Anonymous):
            return node
        match node.name.lower():
            case "hours_between":
                start, end = (exp.TimeToUnix(this=part) for part in node.expressions)
                hours = exp.Div(
                    this=exp.paren(exp.Sub(this=end, expression=start)), expression=exp.convert(3600.0)
                )
                return exp.paren(hours)
            case "has_alert_term":
                return _alerting(words.alert)
            case "is_ended":
                return _one_of(node.expressions[0], words.ended)
            case _:
                return _has_term(node.expressions[0], words.brand)

    return tree.copy().transform(put)


def _has_term(column: Expression, terms: tuple[str, ...]) -> Expression:
    """Whether the text holds a term: at word starts, or anywhere for scripts that join words."""
    if not terms:
        return exp.false()
    parts = [
        (r"(^|[^\p{L}\p{N}\p{M}])" if _APART.match(term) else "") + re.escape(term.lower()) for term in terms
    ]
    found = exp.RegexpLike(this=exp.Lower(this=column), expression=exp.Literal.string("|".join(parts)))
    return exp.paren(found)


def _alerting(terms: tuple[str, ...]) -> Expression:
    """Whether the text behind the row holds an alert word; texts are read where they lie, only when asked."""
    found = _has_term(exp.column("text"), terms)
    inside = exp.select("platform", "mention_id").from_(f"{CANONICAL}.mentions").where(found)
    key = exp.Tuple(expressions=[exp.column("platform"), exp.column("mention_id")])
    return exp.paren(exp.In(this=key, query=exp.Subquery(this=inside))) if terms else exp.false()


def _one_of(column: Expression, words: tuple[str, ...]) -> Expression:
    """Whether a column is one of some words, whatever its case."""
    if not words:
        return exp.false()
    listed = [exp.convert(word) for word in words]
    # In brackets, since not every engine takes `x in (…) is true`.
    return exp.paren(exp.In(this=exp.Lower(this=exp.Trim(this=column)), expressions=listed))


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
