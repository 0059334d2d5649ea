"""`kpikit new`: a brand's parameter file, commented, and folders for its exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from kpikit.errors import Problem, UsageError, nearest
from kpikit.project import BRAND_ID, SHARED_PARAMETERS

if TYPE_CHECKING:
    from kpikit.project import Project

SUGGESTED = {
    "awareness": ("reach", "impressions", "followers", "share_of_voice"),
    "traffic": ("social_sessions", "click_through_rate", "social_session_share"),
    "leads": ("leads", "cost_per_lead", "lead_to_customer_rate"),
    "revenue": ("orders", "revenue", "conversion_rate"),
    "engagement": ("engagement_rate_by_reach", "shares", "saves"),
    "community": ("net_follower_growth", "community_active_members", "repeat_purchase_rate"),
    "service": ("first_response_within_promise", "resolution_within_promise", "csat"),
    "press": ("mentions", "earned_mention_share"),
    "listening": ("net_sentiment", "negative_mentions", "earned_mention_share"),
}
"""Metrics that commonly show each goal; the catalogue's goals in its order."""

FOLDERS = ("instagram", "website")


def start_brand(project: Project, brand: str, goal: str | None) -> int:
    """Write params/<brand>.yaml and make data/<brand>/; nothing that is there is overwritten.

    Raises:
        UsageError: Not a brand id, the brand is there, no such goal, or the folder can't be written to.
    """
    path = project.brand_file(brand)
    if not BRAND_ID.fullmatch(brand) or brand in SHARED_PARAMETERS:
        raise UsageError(
            Problem(
                f"{brand!r} can't be a brand's id",
                allowed="small letters, digits, hyphens, no hyphen first; the display name stands apart",
            )
        )
    if goal is not None and goal not in SUGGESTED:
        raise UsageError(
            Problem(f"no goal {goal!r}", allowed=", ".join(SUGGESTED), nearest=nearest(goal, SUGGESTED))
        )
    if path.exists():
        raise UsageError(Problem("there is such a brand", file=path, allowed="another id"))
    first = not project.params.is_dir()
    folders = [project.data / brand / name for name in FOLDERS]
    try:
        for folder in (path.parent, *folders):
            folder.mkdir(parents=True, exist_ok=True)
        path.write_text(_parameters(brand, goal or "engagement"), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            Problem(
                f"no project can be made here: {(error.strerror or str(error)).casefold()}",
                file=project.root,
                allowed="a folder that you may write to, or --root DIR",
            )
        ) from None
    if first:
        print(f"new project in {project.root}: no folder here or above it held params/")
    print(f"fill in   {path}")
    for folder in folders:
        print(f"put files {folder}{'/'}")
    print(f"then      kpikit check {brand}")
    return 0


def _parameters(brand: str, goal: str) -> str:
    from kpikit.parameters.model import Stage
    from kpikit.parameters.planning import Goal
    from kpikit.sources import modules
    from kpikit.words import languages

    suggestions = "\n".join(_suggestion(metric, goal) for metric in SUGGESTED[goal])
    return _TEMPLATE.format(
        brand=brand,
        name=brand.replace("-", " ").title(),
        languages=", ".join(languages()),
        stages=", ".join(get_args(Stage)),
        goals=", ".join(get_args(Goal)),
        formats=", ".join(modules()),
        suggestions=suggestions,
    )


def _suggestion(metric: str, goal: str) -> str:
    return (
        f"#  - metric: {metric}\n#    objective: what it shall show, in one sentence\n#    goal: {goal}\n"
        "#    owner: who answers for it\n#    target: 0\n#    due: 2027-12-31"
    )


_TEMPLATE = """\
# Everything a report on this brand needs to know that its exports don't say. `kpikit check {brand}` reads it.
# Quote what YAML versions read differently: "no", "12:30", "010".
brand: {brand}          # the file's name without .yaml
name: {name}          # as it reads on the page, in any script
languages: [en]          # {languages}; the first is report.pdf, the others report.<language>.pdf
timezone: Etc/UTC          # the brand's days, e.g. Asia/Kuala_Lumpur
currency: EUR          # of the report, three letters
industry:          # in a word, or leave it empty
stage: growth          # {stages}: which dimensions lead

# Where exports lie: data/{brand}/<key>/, one entry a folder.
# format: {formats}
sources:
  instagram: {{format: meta, platform: instagram, surface: instagram}}
  website: {{format: ga4, platform: web}}

# At most six figures by which the brand is judged, each with target, date and owner.
# goal: {goals}
kpis: []
{suggestions}

terms:
  brand: []          # words that stand for the brand in mentions
  competitors: {{}}          # name: [words]
own_accounts: []          # handles that write for the brand
service: {{first_response_hours: 1, resolution_hours: 24}}
conversions: {{}}          # order: purchase, lead: generate_lead: names in web analytics
experiments: []
decisions: []
events: []          # - {{date: 2026-10-03, what: trade fair}}
costs: []
exchange_rates: {{}}          # USD: 0.92, or USD: {{2026-10: 0.92}}: what 1 USD costs in this currency
# Rules that tag rows as they are read; your own table of tags (format: mapped, table: post_tags) outweighs
# them: - {{where: {{title: "#launch", format: video}}, put: {{content_type: tutorial, campaign: launch}}}}
tags: []
metrics: {{}}          # metrics of your own, with the keys of ours
"""
