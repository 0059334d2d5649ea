"""Who watches: YouTube Studio's tables by age, gender, country and city."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.common import values
from kpikit.sources.youtube.layouts import AGE_GENDER, DIMENSION_OF
from kpikit.sources.youtube.tables import compare, numbers, take_out

if TYPE_CHECKING:
    from kpikit.sources.youtube.tables import Table

_GENDERS = {
    "female": "women", "male": "men", "user-specified": "other", "weiblich": "women", "männlich": "men",
    "benutzerdefiniert": "other", "feminino": "women", "masculino": "men",
    "especificado pelo usuário": "other",
}  # fmt: skip
_AGE = re.compile(r"(\d+)\D+(\d+)|(\d+)\s*\+|\D*(\d+)\D*")


def audience(table: Table) -> pd.DataFrame:
    """Who watches: ages and genders as shares of views, countries and cities by their views."""
    rows, dimension = table.rows, DIMENSION_OF[table.layout.id]
    stated = take_out(table, "bucket")
    bucket = rows.text("bucket", 200)
    rows.set_aside(bucket.isna(), "no name of the group", "bucket")
    if table.layout is AGE_GENDER:
        bucket = bucket.map(_age, na_action="ignore") + "|" + _gender(rows.text("gender", 100))
    elif dimension == "age":
        bucket = bucket.map(_age, na_action="ignore")
    elif dimension == "gender":
        bucket = _gender(bucket)
    elif rows.has("name"):
        names = rows.text("name", 200)
        # Cities are keyed by an id; two may bear one name.
        bucket = names.mask(names.duplicated(keep=False), names + " (" + bucket + ")").fillna(bucket)
    if dimension in ("country", "city"):
        figures = numbers(table)
        value, unit = figures["views"].astype("Float64"), "views"
        compare(table, figures, stated)
    else:
        mark = values.decimal_mark(rows.cells("view_share"))
        value, unit = rows.number("view_share", mark) / 100, "share"
    rows.set_aside(value.isna(), "no name or no figure", "bucket")
    rows.set_aside_repeats(bucket)
    columns = {"base": "viewers", "dimension": dimension, "value": value, "unit": unit}
    as_of = pd.Series(pd.NaT, index=range(len(rows)), dtype="datetime64[us]")
    return rows.frame(table.base | columns | {"bucket": bucket.astype("string"), "as_of": as_of})


def _age(text: str) -> str:
    """`13–17 years`, `18 a 24 anos`, `65+ years` as `13-17`, `18-24`, `65+`."""
    match = _AGE.match(text)
    if match is None:
        return text
    if match[1]:
        return f"{match[1]}-{match[2]}"
    return f"{match[3] or match[4]}+"


def _gender(texts: pd.Series) -> pd.Series:
    return texts.str.casefold().map(_GENDERS, na_action="ignore").astype("string").fillna("other")
