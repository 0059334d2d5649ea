"""Cells of large files that can be read one way only, a whole column at once, by Arrow.

What is certain here is read by `house` the same way; all other cells are left to it. So this module may know
little, but must not err.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from kpikit.text import LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.dictionary import Column

ARROW = {
    "text": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.timestamp("us"),
    "instant": pa.timestamp("us", tz="UTC"),
}
"""Types of the dictionary as Arrow's."""

_WHOLE = "^[0-9]{1,15}$"
_NUMBER = {".": r"^[0-9]{1,15}(?:\.[0-9]{1,12})?$", ",": "^[0-9]{1,15}(?:,[0-9]{1,12})?$"}
_ID = "^[0-9A-Za-z#_-]*[0-9][0-9A-Za-z#_-]*$"
_ROUNDED = "^[0-9]+[eE][0-9]+$"
_PERSON = r"^[0-9a-z._+-]+@[0-9a-z.-]+$|^[0-9a-z_-]*[0-9][0-9a-z_-]*$"
_LINK = "^https?://[!-~]+$"
_LETTERS = (
    # ASCII without "@"; letters that no normalisation changes and no mark may follow; no invisible signs.
    "!-?A-~\u00a1-\u00ac\u00ae-\u024f\u0400-\u045f\u0490-\u04ff\u2013-\u201e\u2026\u20ac"
    "\u3001-\u3011\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff1f\\x{1f300}-\\x{1faff}"
)
_TEXT = f"^[{_LETTERS}]+(?: [{_LETTERS}]+)*$"
_MAY_BE_A_NUMBER = r"(?:[0-9][ ().\x{a0}/-]{0,2}){7}|(?i:wa\.me/|phone=|tel:|callto:)"
_SHORT = 12
"""No word for "no value" has more bytes, of those written in letters that `_TEXT` takes."""

_PARTS = {
    "%Y": "[0-9]{4}",
    "%z": "[+-][0-9]{2}:?[0-9]{2}",
    **dict.fromkeys(("%m", "%d", "%H", "%M", "%S"), "[0-9]{2}"),
}
_LIKE_ISO = frozenset({"%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"})
_YEARS = (1990, 2100)


class Certain(NamedTuple):
    """A column's cells, as far as they are certain.

    Attributes:
        values: In the column's type; null where they are not.
        mask: Where they are.
    """

    values: pa.Array
    mask: pa.Array


def numbers(cells: pa.Array, kind: str, decimal: str) -> Certain:
    """Numbers that are not negative and have nothing around them."""
    mask = pc.match_substring_regex(cells, _WHOLE if kind == "int" else _NUMBER[decimal])
    plain = _only(cells, mask)
    if kind == "float" and decimal == ",":
        plain = pc.replace_substring(plain, ",", ".")
    return Certain(pc.cast(plain, ARROW[kind]), mask)


def texts(cells: pa.Array, column: Column, pseudonym: Callable[[str], str]) -> Certain | None:
    """Ids, persons, links and plain words; None for columns of another kind."""
    name = column.name
    if column.personal == "pseudonym":
        mask = pc.match_substring_regex(cells, _PERSON)
        found = pc.dictionary_encode(_only(cells, mask))
        return Certain(
            pc.take(pa.array(list(map(pseudonym, found.dictionary.to_pylist())), pa.string()), found.indices),
            mask,
        )
    if column.personal is not None and column.personal != "never":
        return None
    if name.endswith("_id"):
        mask = pc.match_substring_regex(cells, _ID)
        mask = pc.and_not(mask, pc.match_substring_regex(cells, _ROUNDED))
    elif name == "link":
        mask = pc.and_(
            pc.match_substring_regex(cells, _LINK), pc.less_equal(pc.binary_length(cells), LONGEST)
        )
    else:
        mask = pc.match_substring_regex(cells, _TEXT)
        mask = pc.and_not(mask, pc.match_substring_regex(cells, _MAY_BE_A_NUMBER))
        size = pc.binary_length(cells)
        mask = pc.and_(mask, pc.and_(pc.greater(size, _SHORT), pc.less_equal(size, LONGEST)))
    return Certain(_only(cells, mask), mask)


def moments(cells: pa.Array, pattern: str | None, zone: str) -> Certain | None:
    """Instants with date, time and perhaps an offset; none of a clock change. None: not for this pattern."""
    shape = _ISO if pattern is None else _shape(pattern)
    if shape is None:
        return None
    mask = pc.match_substring_regex(cells, shape.wall)
    exact = shape.exact is not None and not pc.any(mask).as_py()
    if exact:
        mask = pc.match_substring_regex(cells, shape.exact)
    written = _only(cells, mask)
    if shape.anew is not None:
        written = pc.replace_substring_regex(written, shape.wall, shape.anew)
    try:
        found = pc.cast(written, ARROW["instant"] if exact or shape.has_offset else pa.timestamp("us"))
    except pa.ArrowInvalid:  # such as a 30th of February: then none of the column is certain
        return None
    return _possible(found, mask) if found.type.tz else _local(found, mask, zone)


def _local(wall: pa.Array, mask: pa.Array, zone: str) -> Certain:
    try:
        return _possible(pc.cast(pc.assume_timezone(wall, zone), ARROW["instant"]), mask)
    except pa.ArrowInvalid:  # a clock change is among them
        first, second = (
            pc.assume_timezone(wall, zone, ambiguous=which, nonexistent=which)
            for which in ("earliest", "latest")
        )
        mask = pc.fill_null(pc.and_(mask, pc.equal(first, second)), fill_value=False)
        return _possible(pc.cast(first, ARROW["instant"]), mask)


class _Shape(NamedTuple):
    """How times are written.

    Attributes:
        wall: Pattern of a whole cell.
        anew: How to write it anew as ISO 8601; None where it is.
        has_offset: Whether `wall` has one.
        exact: Pattern of a cell with an offset, where `wall` has none.
    """

    wall: str
    anew: str | None = None
    has_offset: bool = False
    exact: str | None = None


_DATE_TIME = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]{1,6})?"
_ISO = _Shape(f"{_DATE_TIME}$", exact=f"{_DATE_TIME}(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})$")


@cache
def _shape(pattern: str) -> _Shape | None:
    """Of times written as strptime's `pattern`; None where not all of date, hour and minute are there."""
    parts = re.split(r"(%.)", pattern)
    order = [part for part in parts if part.startswith("%")]
    if not {"%Y", "%m", "%d", "%H", "%M"} <= set(order) <= set(_PARTS) or len(set(order)) < len(order):
        return None
    whole = "^" + "".join(f"({_PARTS[part]})" if part in _PARTS else re.escape(part) for part in parts) + "$"
    if pattern in _LIKE_ISO:
        return _Shape(whole)
    place = {part: f"\\{index}" for index, part in enumerate(order, 1)}
    time = f"{place['%H']}:{place['%M']}:{place.get('%S', '00')}{place.get('%z', '')}"
    return _Shape(whole, f"{place['%Y']}-{place['%m']}-{place['%d']} {time}", "%z" in place)


def _possible(instants: pa.Array, mask: pa.Array) -> Certain:
    years = pc.year(instants)
    within = pc.and_(pc.greater_equal(years, _YEARS[0]), pc.less_equal(years, _YEARS[1]))
    mask = pc.and_(mask, pc.fill_null(within, fill_value=False))
    return Certain(_only(instants, mask), mask)


def _only(values: pa.Array, mask: pa.Array) -> pa.Array:
    if pc.all(mask).as_py():
        return values
    return pc.if_else(mask, values, pa.scalar(None, values.type))
