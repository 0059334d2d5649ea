"""Kinds of value that several keys of a brand's parameter file have."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kpikit.project import BRAND_ID

_zones = cache(available_timezones)
"""Finding them walks through folders."""


def _known_zone(zone: str) -> str:
    if zone not in _zones():
        raise ValueError(f"{zone!r} is not an IANA time zone such as Europe/Berlin")
    return zone


def _brand_id(word: str) -> str:
    if not BRAND_ID.fullmatch(word):
        raise ValueError("a brand id has small letters, digits and hyphens, starts with one of the first two")
    return word


def _currency(word: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", word):
        raise ValueError("a currency is its three-letter ISO 4217 code such as EUR")
    return word


def _colour(word: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", word):
        raise ValueError("a colour is written #RRGGBB")
    return word


Zone = Annotated[str, AfterValidator(_known_zone)]
Currency = Annotated[str, AfterValidator(_currency)]
Colour = Annotated[str, AfterValidator(_colour)]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
BrandId = Annotated[str, AfterValidator(_brand_id)]


class Strict(BaseModel):
    """Keys as declared and no others; values don't change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
