"""A brand's figures made by hand: what evaluation is tested against."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from kpikit import dictionary
from kpikit.metrics import registry
from kpikit.parameters import Brand, Kpi
from kpikit.periods import Period
from kpikit.project import Project
from kpikit.store.schema import sql_columns

OCTOBER = Period.month(2026, 10)
SEPTEMBER = Period.month(2026, 9)
LAST_OCTOBER = Period.month(2025, 10)
PROJECT = Project(Path(__file__).parents[2])


class FakeStore:
    """All canonical tables, empty but for the rows given."""

    def __init__(self, rows):
        self.connection = duckdb.connect(":memory:")
        self.connection.execute("SET TimeZone = 'UTC'")
        for table in dictionary.tables():
            listed = ", ".join(f'"{name}" {kind}' for name, kind in sql_columns(table).items())
            self.connection.execute(f'CREATE TABLE "{table}" ({listed})')
        for table, entries in rows.items():
            for entry in entries:
                names = ", ".join(entry)
                marks = ", ".join("?" for _ in entry)
                self.connection.execute(
                    f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(entry.values())
                )

    def frame(self, sql, **parameters):
        return self.connection.sql(sql, params=parameters or None).to_arrow_table().to_pandas()


class FakeFigures:
    """Figures as `kpikit.metrics.Figures` gives them, from a table by hand.

    values: (metric, period id) or (metric, period id, group) → a number, or a dict of a row's columns. A group
    is a name, or (column, name) where the metric can be broken down by several columns.
    changes: (metric, other period's id) → (low, high) of the change's interval, or a dict of columns.
    funnels: period id → rows of `funnel`.
    """

    def __init__(self, values=(), changes=(), funnels=(), breaks=(), rows=()):
        self.project = PROJECT
        self.metrics = registry()
        self.store = FakeStore(dict(rows))
        self._values = dict(values)
        self._changes = dict(changes)
        self._funnels = dict(funnels)
        self._breaks = list(breaks)

    def offered(self):
        return [metric for metric in self.metrics if any(key[0] == metric for key in self._values)]

    def rolls_up(self, _metric_id):
        """What is added up here was said by hand."""
        return True

    def breaks(self, metric_id, platform=None):
        return [
            entry
            for entry in self._breaks
            if entry.metric == metric_id and platform in (None, entry.platform)
        ]

    def value(self, metric_id, period, by=(), where=None):
        chosen = () if where is None else (where["variant"],)
        keys = [
            key
            for key in self._values
            if key[:2] == (metric_id, period.id) and (key[2:] == chosen if where else _grouped(key[2:], by))
        ]
        rows = [self._row(key, by) for key in keys]
        if not rows and not by:
            rows = [{"value": None, "state": "missing", "marks": ()}]
        return pd.DataFrame(rows, columns=None if rows else ["value", "state", "marks", *by])

    def series(self, metric_id, periods, by=()):
        frames = [self.value(metric_id, period, by).assign(period=period.id) for period in periods]
        frames = [frame for frame in frames if len(frame)] or frames[:1]
        return pd.concat(frames, ignore_index=True)

    def compare(self, metric_id, current, other, by=()):
        now, before = (self.value(metric_id, period, by) for period in (current, other))
        rows = []
        for index, row in enumerate(now.to_dict("records")):
            old = before["value"].iloc[index] if index < len(before) else None
            rows.append({name: row[name] for name in by} | self._change(metric_id, other.id, row, old))
        return pd.DataFrame(rows)

    def funnel(self, period):
        return pd.DataFrame(
            self._funnels.get(period.id, []),
            columns=["step", "name", "value", "unit", "rate_from_previous", "low", "high"],
        )

    def _row(self, key, by):
        entry = self._values[key]
        entry = entry if isinstance(entry, dict) else {"value": entry}
        state = "missing" if entry.get("value") is None else "reported"
        return {"state": state, "marks": (), **dict(zip(by, map(_name, key[2:]), strict=False)), **entry}

    def _change(self, metric_id, other, row, old):
        value = row["value"]
        change = None if value is None or old is None else value - old
        relative = False
        if self.metrics[metric_id].kind in ("count", "exposure", "stock", "unique", "money") and old:
            change, relative = None if value is None else value / old - 1, True
        given = self._changes.get((metric_id, other))
        low, high = given if isinstance(given, tuple) else (None, None)
        clear = low is not None and (low > 0 or high < 0)
        found = {"value": value, "other": old, "change": change, "change_low": low, "change_high": high}
        marks = {"clear": clear, "comparable": True, "relative": relative, "marks": ()}
        return found | marks | (given if isinstance(given, dict) else {})


def _grouped(groups, by):
    return len(groups) == len(by) and all(
        not isinstance(group, tuple) or group[0] == column for group, column in zip(groups, by, strict=True)
    )


def _name(group):
    return group[1] if isinstance(group, tuple) else group


def kpi(metric="social_sessions", target=1000.0, due=date(2026, 12, 31), **more):
    """A key figure."""
    facts = {"objective": "more", "goal": "traffic", "owner": "Aina", **more}
    return Kpi(metric=metric, target=target, due=due, **facts)


def brand(*kpis, **more):
    """A brand."""
    facts = {"timezone": "Asia/Kuala_Lumpur", "currency": "MYR", **more}
    return Brand(brand="hand-made", name="Hand made", kpis=list(kpis), **facts)
