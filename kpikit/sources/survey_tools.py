"""Answers from SurveyMonkey (two header rows) and Qualtrics (three): recommendation and satisfaction.

Which column holds a score is told by its question and its answers together: how likely it is that one
recommends, with answers from 0 to 10, is NPS; how satisfied one is, with answers from 1 to 5, is CSAT. A
question that says neither may be of anything ("from 0 to 10, how far do you live?"). Where two columns fit or
none does, the file is refused: a mapping says which one counts. Names, addresses, IP addresses and places are
not read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem
from kpikit.sources.base import Layout
from kpikit.sources.common import headers, values
from kpikit.sources.common.checks import ids, set_aside_impossible
from kpikit.sources.common.numeric_days import moments
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import CLOCK_CHANGE, NOT_A_DATE, Rows, reading
from kpikit.sources.common.snapshots import snapshot_at
from kpikit.text import header_key

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.headers import Match

SURVEYMONKEY = Layout(
    id="surveymonkey-answers/1",
    what="SurveyMonkey answers",
    headers={
        "response_id": ("respondent id", "respondent_id"),
        "collector": ("collector id", "collector_id"),
        "answered_at": ("end date", "date modified", "date_modified"),
        "started_at": ("start date", "date created", "date_created"),
        "ip": ("ip address", "ip_address"),
        "email": ("email address", "email_address"),
        "first": ("first name", "first_name"),
        "last": ("last name", "last_name"),
        "custom": (*(f"custom data {number}" for number in range(1, 7)), "custom_1"),
    },
    required=("response_id", "collector", "answered_at"),
    languages=("en",),
    tried=False,
    feeds=("surveys",),
)
QUALTRICS = Layout(
    id="qualtrics-answers/1",
    what="Qualtrics answers",
    headers={
        "started_at": ("startdate", "start date"),
        "answered_at": ("enddate", "end date"),
        "recorded": ("recordeddate", "recorded date"),
        "status": ("status", "response type"),
        "ip": ("ipaddress", "ip address"),
        "progress": ("progress",),
        "duration": ("duration (in seconds)",),
        "finished": ("finished",),
        "response_id": ("responseid", "response id"),
        "last": ("recipientlastname", "recipient last name"),
        "first": ("recipientfirstname", "recipient first name"),
        "email": ("recipientemail", "recipient email"),
        "external": ("externalreference", "externaldatareference", "external data reference"),
        "latitude": ("locationlatitude", "location latitude"),
        "longitude": ("locationlongitude", "location longitude"),
        "channel": ("distributionchannel", "distribution channel"),
        "language": ("userlanguage", "user language"),
    },
    required=("response_id", "answered_at", "status", "progress"),
    languages=("en",),
    tried=False,
    feeds=("surveys",),
)
LAYOUTS = (SURVEYMONKEY, QUALTRICS)

_ANSWER = r"(\d{1,2})(?:\s*[-\u2013\u2014=:(].*)?"
_NPS = re.compile(
    r"(?i)\bnps\b|net promoter|recommend|weiterempf|weiter empf|recomend|recommand|consiglier|推荐|推薦"
)
_CSAT = re.compile(r"(?i)\bcsat\b|satisf|zufrieden|soddisf|满意|滿意")
_SCALE = re.compile(
    r"\b([01])\s*(?:-|\u2013|\u2014|to|through|bis|a|\u00e0|至|到)\s*(\d{1,3})\b", re.IGNORECASE
)
_GROUP = re.compile(r"(?i)nps[_ ]group|detractor|promoter")
_OPEN = frozenset({"open-ended response", "open ended response"})
_PREVIEWS = frozenset({"survey preview", "survey test", "spam", "1", "2", "8"})
"""Of Qualtrics' `Status`: previews, tests and spam, in words and as the codes it writes instead."""
_METRICS = {"nps": (_NPS, 0, 10), "csat": (_CSAT, 1, 5)}


@dataclass(frozen=True)
class _Sheet:
    """A table of answers.

    Attributes:
        rows: Its rows.
        layout: As which layout.
        questions: Its questions.
        zone: Zone of its times, where it names one.
    """

    rows: Rows
    layout: Layout
    questions: list[_Question]
    zone: str | None


@dataclass(frozen=True)
class _Question:
    """A column that answers a question.

    Attributes:
        place: Its position.
        words: All that its header rows say.
        choice: What its second header row says.
    """

    place: int
    words: str
    choice: str


def read(file: RawFile, context: Context) -> Reading:
    """Read answers: one row a score.

    Raises:
        ExportError: Neither of the layouts; which column is the score can't be told; days can't be told.
    """
    parts: list[Rows] = []
    frames: list[pd.DataFrame] = []
    notes = list(file.notes)
    matches = headers.recognise(file, LAYOUTS)
    for table, match in matches:
        rows = Rows(table, match.columns)
        parts.append(rows)
        above, zone = _take_out_headers(rows, match)
        if (~rows.stated).any():
            sheet = _Sheet(rows, match.layout, _questions(rows, match, above), zone)
            frames += _scores(sheet, context, notes)
    if not any(len(frame) for frame in frames):
        notes.append("no rows")
    names = dict.fromkeys(match.layout.id for _, match in matches)
    return reading("+".join(names), parts, {"surveys": frames}, notes=notes)


def _take_out_headers(rows: Rows, match: Match) -> tuple[list[list[str]], str | None]:
    """Take out the header rows below the first; their cells, and the zone that Qualtrics names."""
    place = match.columns["response_id"]
    above: list[list[str]] = []
    zone = None
    for row in rows.table.rows[:2]:
        first = row[place].strip()
        is_import = first.startswith("{") and "ImportId" in first
        if match.layout is SURVEYMONKEY and (first or above):
            break
        if match.layout is QUALTRICS and not is_import and header_key(first) != "response id":
            break
        if is_import:
            zone = _zone(row[match.columns["answered_at"]])
        above.append([] if is_import else row)
    rows.take_out(pd.Series(range(len(rows))) < len(above))
    return above, zone


def _zone(text: str) -> str | None:
    try:
        said = json.loads(text)
    except ValueError:
        return None
    zone = said.get("timeZone") if isinstance(said, dict) else None
    return zone if isinstance(zone, str) and re.fullmatch(r"[A-Za-z_]+(?:/[A-Za-z_+-]+)*", zone) else None


def _questions(rows: Rows, match: Match, above: list[list[str]]) -> list[_Question]:
    """The columns beside the layout's own; a question without a name of its own is that to its left."""
    known = {alias for aliases in match.layout.headers.values() for alias in aliases}
    found, last = [], ""
    for place, name in enumerate(rows.table.header):
        if header_key(name) in known:
            continue
        last = name.strip() or last
        below = [row[place].strip() for row in above if place < len(row)]
        found.append(_Question(place, " ".join([last, *below]), header_key(" ".join(below))))
    return found


def _scores(sheet: _Sheet, context: Context, notes: list[str]) -> list[pd.DataFrame]:
    rows, questions, zone = sheet.rows, sheet.questions, sheet.zone
    chosen = _choose(rows, questions, context)
    response_id = ids(rows, "response_id")
    rows.set_aside(response_id.isna(), "no id of the answer", "response_id")
    if sheet.layout is QUALTRICS:
        preview = values.folded(rows.cells("status")).isin(_PREVIEWS)
        rows.set_aside(preview, "a preview, a test or spam", "status")
    when = moments(rows, ("answered_at",), context, zone)["answered_at"]
    answered = when.values  # noqa: PD011 - a field of `Moments`
    rows.set_aside(answered.isna(), NOT_A_DATE, "answered_at")
    rows.repair(when.ambiguous, CLOCK_CHANGE, "answered_at")
    scores = {metric: _leading(rows, question) for metric, question in chosen.items()}
    without = pd.concat([score.isna() for score in scores.values()], axis=1).all(axis=1)
    rows.set_aside(without, "no score given")
    rows.set_aside_repeats(response_id)
    days = zone or context.zone
    kept = answered[pd.Series(rows.kept)]
    last = None if kept.empty else kept.max().tz_convert(days).date()
    moment = snapshot_at(context, days, last_day=last)
    set_aside_impossible(rows, answered, "answered_at", moment, days)
    comment = _comment(rows, questions, context)
    frames = []
    for metric, score in scores.items():
        notes.append(f"{metric} read from column {chosen[metric].place + 1}")
        frame = rows.frame(
            {
                "response_id": response_id,
                "answered_at": answered,
                "day_only": when.day_only.astype("boolean"),
                "metric": metric,
                "score": score,
                "scale": pd.Series(_METRICS[metric][2], index=range(len(rows)), dtype="Int64"),
                "comment": comment,
                "channel": rows.text("channel", 100),
                "snapshot_at": pd.Timestamp(moment),
            }
        )
        frames.append(frame[frame["score"].notna()])
    return frames


def _leading(rows: Rows, question: _Question) -> pd.Series:
    """The figures of answers such as "9" or "10 - Extremely likely"."""
    texts = rows.at(question.place).mask(rows.stated)
    figures = texts.str.extract(f"^{_ANSWER}$", expand=False)
    return pd.to_numeric(figures).astype("Float64")


def _fits(rows: Rows, question: _Question, low: int, high: int) -> bool:
    """Whether all answers are whole figures of a scale, and there are some."""
    texts = rows.at(question.place).mask(rows.stated)
    score = _leading(rows, question)
    given = texts.notna()
    return bool(given.any() and score[given].notna().all() and score[given].between(low, high).all())


def _says(question: _Question, low: int, high: int) -> bool:
    """Whether the scale that a question states, if it does, is this one."""
    stated = {(int(first), int(last)) for first, last in _SCALE.findall(question.words)}
    return not stated or stated == {(low, high)}


def _choose(rows: Rows, questions: list[_Question], context: Context) -> dict[str, _Question]:
    """The column of each metric, where exactly one fits.

    Raises:
        ExportError: None fits, several do, or one fits both.
    """
    found = {
        metric: [
            question
            for question in questions
            if words.search(question.words)
            and not _GROUP.search(question.words)
            and _says(question, low, high)
            and _fits(rows, question, low, high)
        ]
        for metric, (words, low, high) in _METRICS.items()
    }
    chosen = {metric: fitting[0] for metric, fitting in found.items() if len(fitting) == 1}
    several = any(len(fitting) > 1 for fitting in found.values())
    both = len({question.place for question in chosen.values()}) < len(chosen)
    if chosen and not several and not both:
        return chosen
    what = "more than one column" if several or both else "no column"
    raise ExportError(
        Problem(
            f"{what} reads like the one question of recommendation (0 to 10) or satisfaction (1 to 5)",
            file=context.path,
            line=rows.table.header_line,
            allowed="`format: mapped` with a `mapping:` that names the column of the score",
        )
    )


def _comment(rows: Rows, questions: list[_Question], context: Context) -> pd.Series:
    """The answers in words, where one question alone asks for them; personal data taken out."""
    asked = [
        question
        for question in questions
        if question.choice in _OPEN or header_key(rows.table.header[question.place]).endswith("_text")
    ]
    if len(asked) != 1:
        return pd.Series(pd.NA, index=range(len(rows)), dtype="string")
    return Scrubber.of(context.brand).column(rows.at(asked[0].place))
