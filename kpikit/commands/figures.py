"""`kpikit metrics`: figures of one brand and period on the standard output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kpikit.commands.checking import checked
from kpikit.errors import Problem, StoreError, UsageError, nearest
from kpikit.metrics.rows import group_columns
from kpikit.periods import parse_period

if TYPE_CHECKING:
    import pandas as pd

    from kpikit.metrics import Figures
    from kpikit.parameters import Brand
    from kpikit.periods import Period
    from kpikit.project import Project


def show_metrics(project: Project, brand: str, period: str, by: tuple[str, ...], form: str) -> int:
    """Print all metrics that are offered, or those that can be broken down by `by`.

    Raises:
        UsageError: No such brand, or no metric has that breakdown.
        PeriodError: Not a period.
        StoreError: No figure has a value: says what is missing.
    """
    from kpikit.commands.checking import known
    from kpikit.publish.metrics_files import flat, safe_csv

    span = parse_period(period)
    good, bad = checked(project, [known(project, brand)])
    for error in bad.values():
        raise error
    frame = flat(_frame(project, good[brand], span, by))
    if frame.empty or not frame["value"].notna().any():
        raise StoreError(_nothing(project, good[brand], span))
    match form:
        case "csv":
            sys.stdout.buffer.write(safe_csv(frame))
        case "json":
            print(frame.to_json(orient="records", date_format="iso", indent=1, force_ascii=False))
        case "parquet":
            frame.to_parquet(sys.stdout.buffer, index=False)
        case _:
            print(_table(frame, by))
    return 0


def _nothing(project: Project, brand: Brand, period: Period) -> Problem:
    """Why there is no figure: no files, none that was read, or none of these days."""
    from kpikit.store import Store

    store = Store(project, brand.brand)
    log, spans = store.log(), store.coverage().dropna(subset=["first_day", "last_day"])
    store.close()
    folder = project.data / brand.brand
    what = f"no figure of {brand.brand} in {period}"
    if log.empty:
        why, allowed = "there are no export files", f"exports in data/{brand.brand}/<source>/"
    elif (log["status"] != "imported").all():
        why = f"none of its {len(log)} files could be read"
        allowed = f"what `kpikit import {brand.brand}` says of each file"
    elif spans.empty:
        why, allowed = (
            "its files hold no row of any day",
            f"`kpikit check {brand.brand}` says what each holds",
        )
    else:
        days = f"{spans['first_day'].min()} to {spans['last_day'].max()}"
        if spans["first_day"].min() <= period.end and spans["last_day"].max() >= period.start:
            why, allowed = "its sources give none that metrics read", f"see `kpikit check {brand.brand}`"
        else:
            why, allowed = f"its files hold {days}", f"a period within {days}"
    return Problem(f"{what}: {why}", file=folder, allowed=allowed)


def _frame(project: Project, brand: Brand, period: Period, by: tuple[str, ...]) -> pd.DataFrame:
    from kpikit.store import Store, import_brand

    if Store(project, brand.brand).log().empty:
        import_brand(project, brand)
    if not by:
        from kpikit.chapters import metrics_frame

        whole: pd.DataFrame = metrics_frame(project, brand, period)
        return whole
    import pandas as pd

    from kpikit.metrics import Figures

    store = Store(project, brand.brand)
    figures = Figures(project, brand, store)
    words = {name: figures.breakdowns(name) for name in figures.offered()}
    fitting = [name for name, allowed in words.items() if set(by) <= set(allowed)]
    if not fitting:
        columns = list(dict.fromkeys(word for allowed in words.values() for word in allowed))
        unknown = next((word for word in by if word not in columns), by[0])
        raise UsageError(
            Problem(
                f"no metric on offer can be broken down by {', '.join(by)}",
                allowed=", ".join(sorted(columns)),
                nearest=nearest(unknown, columns),
            )
        )
    frames = [_broken_down(figures, name, period, by) for name in fitting]
    found = pd.concat([frame for frame in frames if frame is not None], ignore_index=True)
    figures.close()
    store.close()
    return found


def _broken_down(figures: Figures, metric: str, period: Period, by: tuple[str, ...]) -> pd.DataFrame | None:
    """A metric by some words; one that must not be added up over platforms has these beside."""
    apart = "platform" not in by and not figures.rolls_up(metric)
    if apart and "platform" not in figures.breakdowns(metric):
        return None
    return figures.value(metric, period, by=("platform", *by) if apart else by)


def _table(frame: pd.DataFrame, by: tuple[str, ...]) -> str:
    """The columns that fit a terminal; the other formats have all."""
    by = by or ("platform",)
    apart = [word for word in ("platform",) if word in frame.columns and word not in by]
    wanted = ["metric", *apart, *group_columns(by), "value", "low", "high", "n", "unit", "state", "marks"]
    shown = frame[[column for column in wanted if column in frame.columns]].copy()
    for column in shown.select_dtypes("number").columns:
        shown[column] = [("" if value != value else f"{value:,.6g}") for value in shown[column]]  # noqa: PLR0124 - NaN
    text: str = shown.fillna("").to_string(index=False)
    return text
