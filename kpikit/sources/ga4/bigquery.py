"""Events of the BigQuery export, one a row: sessions by source and counts of events, worked out by day.

A session is a pair of user_pseudo_id and ga_session_id; it counts on each day that it has events, as
analytics counts it. `event_date` is the day in the property's zone already. A session's source is
`session_traffic_source_last_click`, in exports without it the first source that its events collected;
`traffic_source` is the first user's and not read. Ids of users are counted and go no further.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.reader import RawTable
from kpikit.sources.common import headers
from kpikit.sources.common.checks import ROUNDED_ID, is_rounded
from kpikit.sources.common.rows import NOT_A_DATE, Rows, reading
from kpikit.sources.common.snapshots import end_of, snapshot_at
from kpikit.sources.ga4.layouts import EXPORTED, LAYOUTS
from kpikit.sources.ga4.tables import paid, platform_of

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.headers import Match

_SOURCE = ["source_name", "medium", "campaign"]
_NEW = ("first_visit", "first_open")
_NAMES = {"source": "source", "medium": "medium", "campaign": "campaign_name"}
_PARAMETERS = ("ga_session_id", "session_engaged", "engagement_time_msec", "source", "medium", "campaign")


def read_documents(file: RawFile, context: Context) -> Reading:
    """Read JSON, a list of events or one a line, nested as BigQuery writes them or flattened.

    Raises:
        ExportError: It is no list of events.
    """
    events = [event for document in file.documents for event in _events(document.json)]
    if not events:
        what = "is JSON, and no list of events as BigQuery exports them"
        raise ExportError(
            Problem(what, file=file.path, allowed="event_date, event_name, event_params … in each")
        )
    records = [_flat(event) for event in events]
    header = list(dict.fromkeys(name for record in records for name in record))
    rows = [[record.get(name, "") for name in header] for record in records]
    file.tables.append(RawTable(None, [], header, rows, list(range(1, len(rows) + 1))))
    return read(file, headers.recognise(file, LAYOUTS), context)


def _events(json: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON holds anything
    listed = json if isinstance(json, list) else [json]
    return [event for event in listed if isinstance(event, dict) and "event_name" in event]


def _flat(event: dict[str, Any]) -> dict[str, str]:
    """An event as one flat record of texts: only what is read of it."""
    record = {name: _text(value) for name, value in event.items() if not isinstance(value, (dict, list))}
    parameters = event.get("event_params")
    for parameter in parameters if isinstance(parameters, list) else []:
        if isinstance(parameter, dict) and parameter.get("key") in _PARAMETERS:
            record[f"event_params.{parameter['key']}"] = _text(parameter.get("value"))
    for name in ("cross_channel_campaign", "manual_campaign"):
        campaign = _record(_record(event, "session_traffic_source_last_click"), name)
        if campaign.get("source"):
            record |= {f"session_{key}": _text(campaign.get(written)) for key, written in _NAMES.items()}
            break
    for name, value in _record(event, "collected_traffic_source").items():
        record[f"collected_traffic_source.{name}"] = _text(value)
    return record


def _record(parent: dict[str, Any], name: str) -> dict[str, Any]:
    found = parent.get(name)
    return found if isinstance(found, dict) else {}


def _text(value: Any) -> str:  # noqa: ANN401 - JSON holds anything
    """A value as text: BigQuery wraps parameters in the kind of their value."""
    if isinstance(value, dict):
        given = [part for part in value.values() if part is not None]
        return _text(given[0]) if given else ""
    if value is None or isinstance(value, list):
        return ""
    return str(value)


def read(file: RawFile, matches: list[tuple[RawTable, Match]], context: Context) -> Reading:
    """Read events.

    Raises:
        ExportError: They are not of one table, or no row has a day.
    """
    if len(matches) > 1:
        raise ExportError(Problem("holds several tables of events", file=file.path))
    table, match = matches[0]
    rows = Rows(table, match.columns)
    events = _read_events(rows)
    if events.empty:
        return reading(EXPORTED, [rows], {}, notes=file.notes)
    zone = context.zone
    last = events["day"].max().date()
    # Its name may be that of its first day.
    moment = pd.Timestamp(max(snapshot_at(context, zone, last_day=last), end_of(last, zone)))
    web, conversions = _sessions(events, context), _counts(events)
    for frame in (web, conversions):
        frame["snapshot_at"] = moment
    notes = list(file.notes)
    notes.append("sessions are counted out of events: figures of the user interface differ by its estimates")
    return reading(EXPORTED, [rows], {"web": [web], "conversions": [conversions]}, notes=notes)


def _read_events(rows: Rows) -> pd.DataFrame:
    day = rows.day("date", ("%Y%m%d", "%Y-%m-%d"))
    rows.set_aside(day.isna(), NOT_A_DATE, "date")
    name = rows.text("name", 200)
    rows.set_aside(name.isna(), "no event name", "name")
    user, session = rows.cells("user"), rows.cells("session")
    rows.set_aside(is_rounded(session), ROUNDED_ID, "session")
    named = {
        "source_name": (rows.text("source", 200), rows.text("event_source", 200)),
        "medium": (rows.text("medium", 200), rows.text("event_medium", 200)),
        "campaign": (rows.text("campaign", 200), rows.text("event_campaign", 200)),
    }
    columns: dict[str, object] = {
        "day": day,
        "name": name,
        "user": user,
        # One text for both: the ids of sessions are seconds, which two users may share.
        "session": (user + "|" + session).astype("string"),
        "engaged": rows.cells("engaged").isin(["1", "true"]),
        "seconds": rows.number("milliseconds") / 1000,
        "at": rows.integer("timestamp"),
    }
    columns |= {name: last_click for name, (last_click, _) in named.items()}
    columns |= {f"event_{name}": of_event for name, (_, of_event) in named.items()}
    return rows.frame(columns)


def _sessions(events: pd.DataFrame, context: Context) -> pd.DataFrame:
    events = events.sort_values(["at", "line"], kind="stable")
    by_session = events.groupby("session", dropna=True)
    for name in _SOURCE:
        # Null in `first` is passed over: the first event that tells.
        events[name] = events["session"].map(by_session[name].first()).astype("string")
    told = events["session"].map(by_session["source_name"].first()).notna()
    for name in _SOURCE:
        collected = events["session"].map(by_session[f"event_{name}"].first()).astype("string")
        events[name] = events[name].where(told, collected)
    events["new"] = events["name"].isin(_NEW)
    events["engaged_session"] = events["session"].where(events["engaged"])
    groups = events.groupby(["day", *_SOURCE], dropna=False)
    frame = groups.agg(
        line=("line", "min"),
        sessions=("session", "nunique"),
        engaged_sessions=("engaged_session", "nunique"),
        users=("user", "nunique"),
        new_users=("new", "sum"),
        event_count=("name", "size"),
        engagement_seconds=("seconds", "sum"),
    ).reset_index()
    counts = ["line", "sessions", "engaged_sessions", "users", "new_users", "event_count"]
    frame = frame.astype(dict.fromkeys(counts, "Int64") | dict.fromkeys(_SOURCE, "string"))
    no_group = pd.Series(pd.NA, index=frame.index, dtype="string")
    source, medium = frame["source_name"], frame["medium"]
    return _dated(frame).assign(
        basis=pd.Series("session", index=frame.index, dtype="string"),
        platform=platform_of(source, medium, no_group, context.vocabularies),
        paid=paid(medium, no_group, context.vocabularies),
        engagement_seconds=frame["engagement_seconds"].astype("Float64"),
    )


def _counts(events: pd.DataFrame) -> pd.DataFrame:
    groups = events.groupby(["day", "name"])
    frame = groups.agg(line=("line", "min"), count=("line", "size"), users=("user", "nunique")).reset_index()
    frame = frame.astype({"line": "Int64", "count": "Int64", "users": "Int64", "name": "string"})
    return _dated(frame)


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    day = frame["day"].astype("datetime64[us]")
    grain = pd.Series("day", index=frame.index, dtype="string")
    return frame.drop(columns="day").assign(period_start=day, period_end=day, grain=grain)
