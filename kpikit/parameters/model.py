"""The shape of a brand's parameter file. Field descriptions are its documentation.

pydantic checks types and words; `reading` turns its findings into problems with file and line.
"""

from __future__ import annotations

import re
from datetime import date
from datetime import date as Day  # noqa: N812 - a field may be named date
from functools import cache
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from kpikit.project import BRAND_ID

Stage = Literal["launch", "growth", "mature"]
Goal = Literal[
    "awareness", "traffic", "leads", "revenue", "engagement", "community", "service", "press", "listening"
]
Horizon = Literal["short", "medium", "long"]
Direction = Literal["up", "down"]

MOST_KPIS = 6


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


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Mapping(_Strict):
    """How the columns of a house CSV or spreadsheet stand for canonical ones (format: mapped)."""

    table: str = Field(description="Canonical table that the rows feed (docs list them)")
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
    delimiter: str | None = Field(
        default=None, description="delimiter, or 'spaces' for runs of blanks; default: detected"
    )


class Source(_Strict):
    """One folder data/<brand>/<key>/ of exports: what the files themselves don't say."""

    format: str = Field(description="module in kpikit/sources that reads it, or 'mapped'")
    platform: str = Field(description="platform the figures are of, e.g. instagram, linkedin, web, shop")
    account: str | None = Field(default=None, description="account or property, as it shall read in reports")
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


class Baseline(_Strict):
    """Where a KPI started."""

    value: float
    date: date
    source: str = Field(description="own history, competitor, industry file …")


class Kpi(_Strict):
    """One of at most six figures by which the brand has chosen to be judged."""

    metric: str = Field(description="metric id")
    objective: str = Field(description="what it shall show, one sentence")
    goal: Goal
    owner: str = Field(min_length=1, description="who answers for it")
    contributors: list[str] = Field(default_factory=list)
    target: float
    due: date = Field(description="day by which the target shall be reached")
    baseline: Baseline | None = Field(default=None, description="default: the same month of the year before")
    direction: Direction | None = Field(default=None, description="default: the metric's own `better`")
    hold: bool = Field(default=False, description="the target is a floor or ceiling to hold, not a goal")
    platform: str | None = Field(default=None, description="this platform alone; default: all")
    horizon: Horizon = "medium"
    starts: date | None = Field(default=None, description="a KPI from this day on")
    ends: date | None = Field(default=None, description="a KPI until this day")

    def active(self, day: date) -> bool:
        """Whether it is one of the brand's KPIs on `day`."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


class Persona(_Strict):
    """Whom the brand wants to reach."""

    age: tuple[int, int] | None = Field(default=None, description="[from, to], years, both included")
    gender: list[Literal["women", "men", "other"]] = Field(default_factory=list)
    country: list[str] = Field(default_factory=list, description="ISO 3166 codes")
    industry: list[str] = Field(default_factory=list)
    job_function: list[str] = Field(default_factory=list)
    seniority: list[str] = Field(default_factory=list)


class Terms(_Strict):
    """Words that stand for the brand and its competitors; matched at word starts, case ignored."""

    brand: list[str] = Field(default_factory=list)
    competitors: dict[str, list[str]] = Field(default_factory=dict, description="name: words")
    alert: list[str] = Field(default_factory=list, description="words that ask for a second look")


class Service(_Strict):
    """The promise of customer service."""

    first_response_hours: float = Field(default=1.0, gt=0)
    resolution_hours: float = Field(default=24.0, gt=0)


class KeyEvent(_Strict):
    """An event of web analytics that the brand is after."""

    event: str = Field(min_length=1, description="name in web analytics")
    value: float | None = Field(
        default=None, ge=0, description="what one is worth, assigned by the brand, in the report's currency"
    )
    margin: float | None = Field(
        default=None, gt=0, le=1, description="of an order: share of its revenue that is left as margin"
    )


class FunnelStep(_Strict):
    """One step from attention to business."""

    name: str = Field(description="words for it, or {language: words}")
    event: str = Field(description="key event counted, as named in conversions, or sessions")


class Experiment(_Strict):
    """A comparison of variants, planned before it starts. Posts belong to it by their tags."""

    id: str
    question: str
    metric: str
    starts: date
    ends: date
    variants: list[str] = Field(min_length=2, description="names as in the tags; the first is the control")
    planned_posts: int | None = Field(default=None, gt=1, description="posts per variant planned")


class Decision(_Strict):
    """A measure decided on: who does what by when."""

    what: str
    owner: str
    due: date
    decided: date
    state: Literal["open", "done", "dropped"] = "open"
    done: date | None = None
    metric: str | None = Field(default=None, description="the figure it shall move")


class Event(_Strict):
    """Something that happened: campaign, fair, holiday, outage. Shown beside the figures."""

    date: Day
    what: str
    ends: Day | None = None


class BrandBreak(_Strict):
    """A change in how a figure is counted, known to this brand only."""

    platform: str
    metric: str
    date: date
    what: str
    source: str


class Cost(_Strict):
    """A cost that no advertising export holds: production, fees, hours."""

    month: str = Field(pattern=r"^\d{4}-\d{2}$")
    amount: float = Field(ge=0)
    currency: Currency
    what: str
    kind: Literal["media", "production", "fees", "hours", "tools"]
    platform: str | None = None


class TagRule(_Strict):
    """Words that the kit puts on rows by itself when it reads them; an analyst's table outweighs them.

    All conditions must hold; of several rules the first that fits counts, column by column. What the export
    itself says is not changed.
    """

    table: str = Field(default="posts", description="canonical table: posts, community_messages, mentions …")
    where: dict[str, str | bool | list[str]] = Field(
        min_length=1, description="column: word or words; in texts they stand at word starts, else alone"
    )
    put: dict[str, str | bool] = Field(min_length=1, description="column: what to write into it")


class Appearance(_Strict):
    """How the pages look."""

    accent: Colour | None = Field(default=None, description="the brand's own colour, checked for contrast")
    paper: Literal["landscape", "portrait"] = "landscape"


class Brand(_Strict):
    """A brand's parameter file, whole. Its top-level keys are the notebooks' parameters."""

    brand: BrandId = Field(description="id: the file's name without .yaml")
    name: str = Field(min_length=1, description="display name, any script")
    languages: list[str] = Field(default_factory=lambda: ["en"], min_length=1)
    timezone: Zone = Field(description="zone in which the brand's days are counted")
    currency: Currency = Field(description="currency of the report")
    industry: str | None = None
    stage: Stage = "growth"
    sources: dict[str, Source] = Field(default_factory=dict)
    kpis: list[Kpi] = Field(default_factory=list)
    terms: Terms = Field(default_factory=Terms)
    own_accounts: list[str] = Field(default_factory=list, description="handles that write for the brand")
    persona: Persona | None = None
    service: Service = Field(default_factory=Service)
    conversions: dict[str, str | KeyEvent] = Field(
        default_factory=dict,
        description="canonical event (order, lead, sign_up): name in analytics, or {event, value, margin}",
    )
    funnel: list[FunnelStep] = Field(default_factory=list)
    experiments: list[Experiment] = Field(default_factory=list)
    decisions: list[Decision] = Field(default_factory=list)
    events: list[Event] = Field(default_factory=list)
    breaks: list[BrandBreak] = Field(default_factory=list)
    costs: list[Cost] = Field(default_factory=list)
    thresholds: dict[str, float] = Field(
        default_factory=dict, description="overrides of params/defaults.yaml"
    )
    exchange_rates: dict[
        Currency, Annotated[float, Field(gt=0)] | dict[Month, Annotated[float, Field(gt=0)]]
    ] = Field(
        default_factory=dict,
        description="currency: price of one in the report's currency, for all months or {month: rate}",
    )
    metrics: dict[str, dict[str, Any]] = Field(
        default_factory=dict,
        description="id: a metric of the brand, with the keys of our definitions; or keys that replace ours",
    )
    engine: str = Field(default="duck", description="where figures are computed: duck, or spark")
    tags: list[TagRule] = Field(default_factory=list, description="rules that tag rows when they are read")
    appearance: Appearance = Field(default_factory=Appearance)

    @property
    def key_events(self) -> dict[str, KeyEvent]:
        """Canonical event → its name in web analytics, and what the brand says of its worth."""
        return {
            name: KeyEvent(event=given) if isinstance(given, str) else given
            for name, given in self.conversions.items()
        }

    @field_validator("kpis")
    @classmethod
    def _at_most_six_kpis(cls, kpis: list[Kpi]) -> list[Kpi]:
        # The number of active KPIs only grows on a day on which one starts.
        starts = {kpi.starts or date.min for kpi in kpis}
        busiest = max((sum(kpi.active(day) for kpi in kpis) for day in starts), default=0)
        if busiest > MOST_KPIS:
            raise ValueError(
                f"{busiest} on one day, at most {MOST_KPIS}: where everything is a key figure nothing is; "
                "keep those that decide, or give some `starts` and `ends`"
            )
        return kpis


KEYS: tuple[str, ...] = tuple(Brand.model_fields)
"""Top-level keys of a brand file, in order: each notebook declares them as its parameters."""
