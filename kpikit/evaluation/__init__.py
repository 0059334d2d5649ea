"""What the figures mean: targets, changes, findings, the weakest link. Facts by key, never words."""

from kpikit.evaluation.basis import Change, Reading
from kpikit.evaluation.change_frame import any_compared, by_certainty, changes, core_of
from kpikit.evaluation.decisions import DecisionState, decision_states
from kpikit.evaluation.decomposition import Part, RateOrMix, decompose
from kpikit.evaluation.dimensions import DimensionScore, WeakestLink, dimension_scores, weakest_link
from kpikit.evaluation.experiments import Against, ExperimentResult, Variant, experiment_results
from kpikit.evaluation.judgement import ProposedDecision, findings, headlines, proposed_decisions
from kpikit.evaluation.kept import Kept, kept_only
from kpikit.evaluation.kpi_state import KpiState, Pace, Start
from kpikit.evaluation.kpis import kpi_states
from kpikit.evaluation.lacks import Lacks, NotSupplied, lacks
from kpikit.evaluation.rules import cause_keys, finding_ids, measure_keys
from kpikit.evaluation.situation import Finding
from kpikit.evaluation.source_days import SourceCoverage, coverage, coverage_gaps
from kpikit.evaluation.target_frame import targets

__all__ = [
    "Against",
    "Change",
    "DecisionState",
    "DimensionScore",
    "ExperimentResult",
    "Finding",
    "Kept",
    "KpiState",
    "Lacks",
    "NotSupplied",
    "Pace",
    "Part",
    "ProposedDecision",
    "RateOrMix",
    "Reading",
    "SourceCoverage",
    "Start",
    "Variant",
    "WeakestLink",
    "any_compared",
    "by_certainty",
    "cause_keys",
    "changes",
    "core_of",
    "coverage",
    "coverage_gaps",
    "decision_states",
    "decompose",
    "dimension_scores",
    "experiment_results",
    "finding_ids",
    "findings",
    "headlines",
    "kept_only",
    "kpi_states",
    "lacks",
    "measure_keys",
    "proposed_decisions",
    "targets",
    "weakest_link",
]
