"""All figures of a period in one tidy frame: what metrics.csv, .parquet and .xlsx hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.chapters.setting import Setting
from kpikit.evaluation import basis, core_of

if TYPE_CHECKING:
    from kpikit.parameters import Brand
    from kpikit.periods import Period
    from kpikit.project import Project

NO_PLATFORM = "none"
"""Platform of what came from none of them: an empty one stands for all together."""

_CHANGES = {
    "change": "change",
    "change_low": "change_low",
    "change_high": "change_high",
    "clear": "clear",
    "comparable": "comparable",
}


def metrics_frame(project: Project, brand: Brand, period: Period) -> pd.DataFrame:
    """Every figure on offer: of all platforms together and of each, with both comparisons and the target.

    Returns:
        The columns of `Figures.value`, and platform (null: all; "none": what came from no platform), name,
        dimension, previous and last_year with their changes (`…_change`, `…_change_low`, `…_change_high`,
        `…_clear`, `…_comparable`), target, due.
    """
    setting = Setting(project, brand, period, brand.languages[0])
    # A brand whose sources offer nothing gets a file with columns and without rows.
    template = next(name for name, entry in setting.registry.items() if "platform" in entry.by)
    frames = [_rows(setting, template, ("platform",)).head(0)]
    core = core_of(setting.figures)
    for metric in dict.fromkeys((*core, *setting.figures.offered())):
        if basis.read(setting.figures, metric, period).state != "needs_platform":
            frames.append(_rows(setting, metric, ()))
        if "platform" in setting.registry[metric].by:
            frames.append(_rows(setting, metric, ("platform",)))
    whole = pd.concat([frame for frame in frames if not frame.empty] or frames[:1], ignore_index=True)
    targets = {(kpi.metric, kpi.platform): kpi for kpi in brand.kpis if kpi.active(period.end)}
    kpis = [
        targets.get((metric, platform if isinstance(platform, str) else None))
        for metric, platform in zip(whole["metric"], whole["platform"], strict=True)
    ]
    whole["target"] = pd.array([kpi.target if kpi else None for kpi in kpis], dtype="Float64")
    whole["due"] = [kpi.due.isoformat() if kpi else None for kpi in kpis]
    front = ["metric", "name", "dimension", "platform", "period", "value", "unit", "n", "low", "high"]
    return whole[[*front, *(column for column in whole.columns if column not in front)]]


def _rows(setting: Setting, metric: str, by: tuple[str, ...]) -> pd.DataFrame:
    figures, period = setting.figures, setting.period
    frame = figures.value(metric, period, by=by)
    frame = _named(frame, by)
    definition = setting.registry[metric]
    frame = frame.assign(name=definition.name, dimension=definition.dimension)
    for word, other in (("previous", period.previous()), ("last_year", period.last_year())):
        compared = _named(figures.compare(metric, period, other, by=by), by)
        renamed = compared.rename(
            columns={"other": word} | {old: f"{word}_{new}" for old, new in _CHANGES.items()}
        )
        wanted = ["platform", word, *(f"{word}_{new}" for new in _CHANGES.values())]
        frame = frame.merge(renamed[wanted], on="platform", how="left")
    return frame


def _named(frame: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    """The frame with a platform in each row of a breakdown, and without one where there is none."""
    return frame.assign(platform=frame["platform"].fillna(NO_PLATFORM) if by else None)
