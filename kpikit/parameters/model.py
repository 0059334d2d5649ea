"""The shape of a brand's parameter file. Field descriptions are its documentation.

pydantic checks types and words; `explaining` turns its findings into problems with file and line.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from kpikit.parameters.fields import BrandId, Colour, Currency, Month, Strict, Zone
from kpikit.parameters.planning import BrandBreak, Cost, Decision, Event, Experiment, Kpi
from kpikit.parameters.sourcing import Source, TagRule

Stage = Literal["launch", "growth", "mature"]

MOST_KPIS = 6


class Persona(Strict):
    """Whom the brand wants to reach."""

    age: tuple[int, int] | None = Field(default=None, description="[from, to], years, both included")
    gender: list[Literal["women", "men", "other"]] = Field(
        default_factory=list, description="genders, of: women, men, other"
    )
    country: list[str] = Field(default_factory=list, description="ISO 3166 codes")
    industry: list[str] = Field(default_factory=list, description="industries, as the platform names them")
    job_function: list[str] = Field(
        default_factory=list, description="job functions, as the platform names them"
    )
    seniority: list[str] = Field(default_factory=list, description="seniorities, as the platform names them")


class Terms(Strict):
    """Words that stand for the brand and its competitors; matched at word starts, case ignored."""

    brand: list[str] = Field(default_factory=list, description="words that stand for the brand")
    competitors: dict[str, list[str]] = Field(default_factory=dict, description="name: words")
    alert: list[str] = Field(default_factory=list, description="words that ask for a second look")


class Service(Strict):
    """The promise of customer service."""

    first_response_hours: float = Field(
        default=1.0, gt=0, description="hours to the first answer that are promised"
    )
    resolution_hours: float = Field(default=24.0, gt=0, description="hours to the solution that are promised")


class KeyEvent(Strict):
    """An event of web analytics that the brand is after."""

    event: str = Field(min_length=1, description="name in web analytics")
    value: float | None = Field(
        default=None, ge=0, description="what one is worth, assigned by the brand, in the report's currency"
    )
    margin: float | None = Field(
        default=None, gt=0, le=1, description="of an order: share of its revenue that is left as margin"
    )


class FunnelStep(Strict):
    """One step from attention to business."""

    name: str = Field(description="words for it, or {language: words}")
    event: str | None = Field(
        default=None, description="key event counted, as named in conversions, or sessions"
    )
    metric: str | None = Field(
        default=None, description="in place of an event: a metric that counts, such as ad_clicks or leads"
    )

    @model_validator(mode="after")
    def _one_thing_is_counted(self) -> FunnelStep:
        if (self.event is None) == (self.metric is None):
            raise ValueError("a step counts either an event or a metric")
        return self


class Appearance(Strict):
    """How the pages look."""

    accent: Colour | None = Field(default=None, description="the brand's own colour, checked for contrast")
    paper: Literal["landscape", "portrait"] = Field(
        default="landscape", description="orientation of the pages of the PDF"
    )


class Brand(Strict):
    """A brand's parameter file, whole. Its top-level keys are the notebooks' parameters."""

    brand: BrandId = Field(description="id: the file's name without .yaml")
    name: str = Field(min_length=1, description="display name, any script")
    languages: list[str] = Field(
        default_factory=lambda: ["en"],
        min_length=1,
        description="languages of the report; the first is report.pdf",
    )
    timezone: Zone = Field(description="zone in which the brand's days are counted")
    currency: Currency = Field(description="currency of the report")
    industry: str | None = Field(default=None, description="industry, in a word")
    stage: Stage = Field(default="growth", description="stage of the business: which dimensions lead")
    sources: dict[str, Source] = Field(
        default_factory=dict, description="folder below data/<brand>/: what its files don't say themselves"
    )
    kpis: list[Kpi] = Field(default_factory=list, description="at most six key figures")
    terms: Terms = Field(default_factory=Terms, description="words that are looked for in mentions")
    own_accounts: list[str] = Field(
        default_factory=list,
        description="handles that write for the brand; further names of its accounts and properties",
    )
    persona: Persona | None = Field(default=None, description="whom the brand wants to reach")
    service: Service = Field(default_factory=Service, description="promises of customer service")
    conversions: dict[str, str | KeyEvent] = Field(
        default_factory=dict,
        description="canonical event (order, lead, sign_up): name in analytics, or {event, value, margin}",
    )
    funnel: list[FunnelStep] = Field(
        default_factory=list, description="steps from attention to business, in order"
    )
    experiments: list[Experiment] = Field(
        default_factory=list, description="comparisons planned before they started"
    )
    decisions: list[Decision] = Field(default_factory=list, description="measures decided on")
    events: list[Event] = Field(default_factory=list, description="what happened, shown beside the figures")
    breaks: list[BrandBreak] = Field(
        default_factory=list, description="changes in counting that are known to this brand only"
    )
    costs: list[Cost] = Field(default_factory=list, description="costs that no advertising export holds")
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
    appearance: Appearance = Field(default_factory=Appearance, description="how the pages look")

    @property
    def key_events(self) -> dict[str, KeyEvent]:
        """Canonical event → its name in web analytics, and what the brand says of its worth."""
        return {
            name: KeyEvent(event=given) if isinstance(given, str) else given
            for name, given in self.conversions.items()
        }

    def rate(self, currency: str, month: str) -> float | None:
        """Price of one unit of a currency in the report's, in a month (YYYY-MM); None where none is given."""
        if currency == self.currency:
            return 1.0
        given = self.exchange_rates.get(currency)
        return given.get(month) if isinstance(given, dict) else given

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
