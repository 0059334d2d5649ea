"""All findings of a period, which three to tell first, and the decisions they propose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kpikit.evaluation import audience, movements, trust, visitors
from kpikit.evaluation.basis import DIMENSIONS
from kpikit.evaluation.experiments import experiment_results
from kpikit.evaluation.situation import Finding, Situation
from kpikit.metrics import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from kpikit.metrics import Figures
    from kpikit.parameters import Brand
    from kpikit.periods import Period

MOST_HEADLINES = 3
DECIDE_WITHIN_DAYS = 14
"""A proposed decision is due so many days after the period's end. [H]"""

LEAST_COUNTERWEIGHT = 0.3
"""A good finding among bad ones (or the reverse) is told only if it matters this much."""

REPLACES = {
    "negative_mentions_risen": ("negative_mentions", "negative_share", "positive_share", "net_sentiment"),
    "tickets_overdue": ("overdue_tickets", "ticket_backlog"),
    "first_response_promise_broken": ("first_response_median",),
    "follower_jump": ("net_follower_growth", "follower_growth_rate", "follows_gained", "followers"),
    "follower_jump_suspicious": (
        "net_follower_growth",
        "follower_growth_rate",
        "follows_gained",
        "followers",
    ),
}
"""Finding → metrics whose plain rise or fall it explains, so that it stands in their place."""


@dataclass(frozen=True)
class ProposedDecision:
    """A measure that a finding asks for.

    Attributes:
        measure: Key of the measure.
        finding: The finding behind it.
        owner: Who answers for the figure, or for a key figure of the dimension; None where nobody does.
        decide_by: Day by which to decide.
    """

    measure: str
    finding: Finding
    owner: str | None
    decide_by: date


def findings(figures: Figures, brand: Brand, period: Period, dimension: str | None = None) -> list[Finding]:
    """Everything worth saying on a period: most severe first, findings about the data last.

    Args:
        figures: The brand's figures.
        brand: Its parameters.
        period: The period reported on.
        dimension: Only findings of this one, without those about the data; default: all.
    """
    return found_in(Situation(figures, brand, period, dimension))


def found_in(situation: Situation) -> list[Finding]:
    """As `findings`, of a situation at hand."""
    wanted = situation.dimension
    rules = [rule for rule, dimensions in _RULES.items() if wanted is None or wanted in dimensions]
    found = [finding for rule in rules for finding in rule(situation) if wanted in (None, finding.dimension)]
    explained = {metric for finding in found for metric in REPLACES.get(finding.id, ())}
    kept = [entry for entry in found if not (entry.id in ("risen", "fallen") and entry.metric in explained)]
    return sorted(kept, key=_order)


def headlines(found: Iterable[Finding], most: int = MOST_HEADLINES) -> list[Finding]:
    """The findings to tell first: at most one a metric, and one a dimension and tone.

    Good and bad are both told if both matter. Findings about the data don't take part: the confidence line
    tells them.
    """
    ranked = sorted((entry for entry in found if not entry.caveat), key=_order)
    chosen: list[Finding] = []
    for entry in ranked:
        if len(chosen) < most and _new(entry, chosen):
            chosen.append(entry)
    for tone in ("good", "bad"):
        if len(chosen) < most or any(entry.tone == tone for entry in chosen):
            continue
        others = [entry for entry in ranked if entry.tone == tone and entry.severity >= LEAST_COUNTERWEIGHT]
        counterweight = next((entry for entry in others if _new(entry, chosen[:-1])), None)
        if counterweight is not None:
            chosen[-1] = counterweight
    return chosen


def proposed_decisions(
    found: Iterable[Finding], brand: Brand, period: Period, most: int = MOST_HEADLINES
) -> list[ProposedDecision]:
    """Up to three measures, of the most severe findings that have one; each measure once.

    Good findings propose only after the others, for what is broken comes first. The owner is whoever answers
    for the key figure that the finding is about, else for one of the same dimension: a finding about data has
    the key figures it touches.
    """
    chosen: dict[str, ProposedDecision] = {}
    asking = (entry for entry in found if entry.measures)
    for entry in sorted(asking, key=lambda entry: (entry.tone == "good", -entry.severity, *_order(entry))):
        if len(chosen) < most and entry.measures[0] not in chosen:
            due = period.end + timedelta(days=DECIDE_WITHIN_DAYS)
            chosen[entry.measures[0]] = ProposedDecision(
                entry.measures[0], entry, _owner(entry, brand, period), due
            )
    return list(chosen.values())


def _won_experiments(situation: Situation) -> Iterator[Finding]:
    """experiment_won: a planned comparison that ended within the period with a winner."""
    for result in experiment_results(situation.figures, situation.brand, situation.period):
        if result.verdict == "winner" and situation.period.contains(result.experiment.ends):
            best = max(result.against, key=lambda entry: abs(entry.difference))
            yield situation.finding(
                "experiment_won",
                result.experiment.metric,
                {"experiment": result.experiment.id, "question": result.experiment.question}
                | {"winner": result.winner, "difference": best.difference}
                | {"change_low": best.low, "change_high": best.high}
                | {"unit": result.unit},
                tone="good",
            )


_RULES: dict[Callable[[Situation], Iterator[Finding]], tuple[str, ...]] = {
    visitors.funnel: ("conversion",),
    audience.negative_mentions: ("reputation",),
    audience.follower_jumps: ("community",),
    trust.late_tickets: ("reputation",),
    movements.limits: DIMENSIONS,
    movements.pairs: DIMENSIONS,
    visitors.better_content: ("engagement", "conversion"),
    _won_experiments: DIMENSIONS,
    movements.movements: DIMENSIONS,
    trust.stopped_sources: (),
    trust.changed_counting: (),
    trust.only_outputs: (),
}
"""Rule → the dimensions it may find something in; none: it is about the data."""


def _order(entry: Finding) -> tuple[bool, float, int, str, str]:
    return entry.caveat, -entry.severity, DIMENSIONS.index(entry.dimension), entry.id, entry.metric or ""


def _new(entry: Finding, chosen: list[Finding]) -> bool:
    return all(
        (entry.metric is None or entry.metric != other.metric)
        and (entry.dimension, entry.tone) != (other.dimension, other.tone)
        for other in chosen
    )


def _owner(entry: Finding, brand: Brand, period: Period) -> str | None:
    active = [kpi for kpi in brand.kpis if kpi.active(period.end)]
    touched = entry.facts.get("kpis")
    about = {entry.metric, *(touched if isinstance(touched, tuple) else ())}
    of_figure = [kpi.owner for kpi in active if kpi.metric in about]
    known = registry(brand=brand)
    of_dimension = [kpi.owner for kpi in active if known[kpi.metric].dimension == entry.dimension]
    return next(iter((*of_figure, *of_dimension)), None)
