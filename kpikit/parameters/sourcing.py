"""Of a brand's parameter file what is said of exports: sources, mappings, rules that tag rows."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from kpikit.parameters.fields import Currency, Strict, Zone


class Mapping(Strict):
    """How the columns of a house CSV or spreadsheet stand for canonical ones (format: mapped)."""

    table: str = Field(description="canonical table that the rows feed: see tables.md")
    columns: dict[str, str] = Field(description="canonical column: header in the file")
    constants: dict[str, str | int | float | bool] = Field(
        default_factory=dict, description="canonical column: one value for all rows"
    )
    values: dict[str, dict[str, str | int | float | bool | None]] = Field(
        default_factory=dict, description="canonical column: {value in the file: canonical value}"
    )
    dates: str | None = Field(default=None, description="strptime format of dates; default: ISO 8601")
    decimal: Literal[".", ","] = Field(default=".", description="decimal mark of numbers")
    exposure_unit: str | None = Field(
        default=None, description="what this platform counts as one exposure, in words"
    )
    header: bool = Field(default=True, description="false: no header row; columns give positions 1, 2, …")
    delimiter: Annotated[str, StringConstraints(strip_whitespace=False)] | None = Field(
        default=None, description="delimiter, or 'spaces' for runs of blanks; default: detected"
    )

    @field_validator("delimiter", mode="before")
    @classmethod
    def _one_character(cls, written: object) -> object:
        if written in (None, "spaces"):
            return written
        if not isinstance(written, str) or len(written) != 1 or written in '"\r\n':
            raise ValueError("a delimiter is one character (a tab: \"\\t\" in double quotes), or 'spaces'")
        return written


class Source(Strict):
    """One folder data/<brand>/<key>/ of exports: what the files themselves don't say."""

    format: str = Field(description="module in kpikit/sources that reads it, or 'mapped'")
    platform: str = Field(description="platform the figures are of, e.g. instagram, linkedin, web, shop")
    account: str | None = Field(
        default=None,
        description="account or property, as reports shall read it; of several properties the one to read",
    )
    surface: str | None = Field(default=None, description="facebook or instagram, where the file doesn't say")
    timezone: Zone | None = Field(default=None, description="zone of the file's times, where it has none")
    currency: Currency | None = Field(default=None, description="currency of amounts without one")
    received: date | None = Field(
        default=None, description="day the files were exported, where neither file nor name says so"
    )
    mapping: Mapping | None = Field(default=None, description="for format: mapped")

    @model_validator(mode="after")
    def _mapping_belongs_to_mapped(self) -> Source:
        if (self.format == "mapped") != (self.mapping is not None):
            raise ValueError("format: mapped needs a mapping, and only it has one")
        return self


class TagRule(Strict):
    """Words that the kit puts on rows by itself when it reads them; an analyst's table outweighs them.

    All conditions must hold; of several rules the first that fits counts, column by column. What the export
    itself says is not changed.
    """

    table: str = Field(default="posts", description="canonical table: posts, community_messages, mentions …")
    where: dict[str, str | bool | list[str]] = Field(
        min_length=1, description="column: word or words; in texts they stand at word starts, else alone"
    )
    put: dict[str, str | bool] = Field(min_length=1, description="column: what to write into it")
