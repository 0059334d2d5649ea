"""What a chapter rests on: brand, period, language, and the figures that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kpikit.errors import ParameterError, PeriodError, Problem, nearest
from kpikit.evaluation import kpi_states
from kpikit.evaluation.judgement import found_in
from kpikit.evaluation.situation import Situation
from kpikit.metrics import Figures
from kpikit.parameters import Brand, Defaults, load_defaults, same_reading
from kpikit.periods import Period, parse_period
from kpikit.project import Project
from kpikit.store import Store, import_brand, last_whole_month
from kpikit.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.evaluation import Finding, KpiState, SourceCoverage
    from kpikit.metrics import Metric


@dataclass(frozen=True)
class Setting:
    """Brand, period and language of one report; what is computed from them is computed once."""

    project: Project
    brand: Brand
    period: Period
    language: str

    @classmethod
    def of_notebook(cls, given: Mapping[str, Any]) -> Setting:
        """The setting that a notebook's variables ask for; an empty store is filled first.

        Args:
            given: A notebook's variables: the keys of a brand file, `period`, `language`, `root`.

        Raises:
            UsageError: No project, or no such brand.
            ParameterError: The brand's file is wrong, differs from what was given, or lacks the language.
            PeriodError: No such period, or no daily source covers one whole.
        """
        project = Project.find(given.get("root"))
        brand = same_reading(project, given)
        if Store(project, brand.brand).log().empty:
            import_brand(project, brand)
        asked = given.get("period")
        period = last_whole_month(project, brand) if asked is None else parse_period(asked)
        return cls(project, brand, period, _language(project, brand, given.get("language")))

    @property
    def facts(self) -> dict[str, str]:
        """What stands around the page of a chapter alone, under the names that the exporters know."""
        look = self.brand.appearance
        own = {"accent": look.accent} if look.accent else {}
        return own | {
            "brand": self.brand.name,
            "brand_id": self.brand.brand,
            "period": self.words.period(self.period),
            "language": self.language,
            "paper": look.paper,
        }

    @cached_property
    def words(self) -> Words:
        """The report's words."""
        return Words(self.language, self.brand.currency)

    @cached_property
    def defaults(self) -> Defaults:
        """Thresholds that hold for the brand."""
        return load_defaults(self.project, self.brand)

    @cached_property
    def store(self) -> Store:
        """The brand's canonical tables."""
        return Store(self.project, self.brand.brand)

    @cached_property
    def figures(self) -> Figures:
        """Metrics over the store."""
        return Figures(self.project, self.brand, self.store)

    @cached_property
    def registry(self) -> dict[str, Metric]:
        """Definitions of all metrics."""
        return self.figures.metrics

    @cached_property
    def kpis(self) -> list[KpiState]:
        """The brand's KPIs and how they stand."""
        return kpi_states(self.figures, self.brand, self.period)

    @cached_property
    def situation(self) -> Situation:
        """What all five dimensions' findings rest on."""
        return Situation(self.figures, self.brand, self.period)

    @cached_property
    def findings(self) -> list[Finding]:
        """What stands out, most telling first, what concerns the data last."""
        return found_in(self.situation)

    @cached_property
    def coverage(self) -> list[SourceCoverage]:
        """How much of the period each source covers, and what hangs on it."""
        return self.situation.coverage


def _language(project: Project, brand: Brand, asked: str | None) -> str:
    language = asked or brand.languages[0]
    if language not in brand.languages:
        raise ParameterError(
            Problem(
                f"language {language!r} is none of the brand's",
                file=project.brand_file(brand.brand),
                allowed=", ".join(brand.languages),
                nearest=nearest(language, brand.languages),
            )
        )
    return language


def period_with_data(setting: Setting) -> None:
    """Refuse a period in which no source of the brand has a single day.

    Raises:
        PeriodError: No data lie in the period; says which days the sources cover.
    """
    spans = setting.store.coverage().dropna(subset=["first_day", "last_day"])
    start, end = setting.period.start, setting.period.end
    if any(
        first <= end and last >= start
        for first, last in zip(spans["first_day"], spans["last_day"], strict=True)
    ):
        return
    raise PeriodError(
        Problem(
            f"no data of {setting.brand.brand} in {setting.period}",
            file=setting.project.data / setting.brand.brand,
            allowed="nothing is imported yet"
            if spans.empty
            else f"a period between {spans['first_day'].min()} and {spans['last_day'].max()}",
        )
    )
