"""SurveyMonkey and Qualtrics: which column is the score, and no person in the answers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, write

SAMPLES = Path(__file__).parents[1] / "samples" / "survey_tools"
MONKEY = SAMPLES / "Customer survey 2026-05-02.csv"
QUALTRICS = SAMPLES / "Larkspur+NPS_May+2,+2026_10.15.csv"
RECOMMEND = "How likely is it that you would recommend Larkspur to a friend or colleague?"
SATISFIED = "How satisfied are you with the delivery (1 to 5)?"


def answers(path, **source):
    return read(path, "survey_tools", platform="other", **source)


def changed(tmp_path, path, *pairs):
    text = path.read_text(encoding="utf-8-sig")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return write(tmp_path / "2026-05-02.csv", text)


def test_two_questions_give_two_scores():
    """Recommendation from 0 to 10, satisfaction from 1 to 5; the row of choices is no answer."""
    found = answers(MONKEY, timezone="America/New_York")
    frame = found.tables["surveys"]
    assert frame[["response_id", "metric", "score", "scale"]].to_numpy().tolist() == [
        ["118000000001", "nps", 10, 10],
        ["118000000002", "nps", 0, 10],
        ["118000000004", "nps", 7, 10],
        ["118000000001", "csat", 5, 5],
        ["118000000002", "csat", 2, 5],
    ]
    assert frame["answered_at"].iloc[1] == pd.Timestamp("2026-04-13 17:07", tz="UTC")
    assert (found.rows_read, reasons(found)) == (4, {5: "no score given"})
    assert found.notes == ["nps read from column 10", "csat read from column 11"]


def test_three_header_rows_name_the_zone():
    """Qualtrics says its zone in the third row; previews and unanswered ones are no answers."""
    found = answers(QUALTRICS, received="2026-05-02")
    frame = found.tables["surveys"]
    assert frame["score"].tolist() == [9, 3]
    assert frame["answered_at"].iloc[0] == pd.Timestamp("2026-04-01 16:05", tz="UTC")
    assert set(frame["channel"]) == {"email"}
    assert found.rows_read == 4
    assert sorted(reasons(found).values()) == ["a preview, a test or spam", "no score given"]


def test_no_person_leaves():
    """Names, addresses and numbers are not read, nor kept in what was written."""
    for path in (MONKEY, QUALTRICS):
        frame = answers(path).tables["surveys"]
        written = frame.to_csv().casefold()
        assert not any(word in written for word in ("person", "mail.example", "203.0", "0199", "-105.2"))
    assert answers(MONKEY).tables["surveys"]["comment"].iloc[0] == "Nothing, write me at [e-mail]"


@pytest.mark.parametrize(
    "pairs",
    [
        [(SATISFIED, "Would you recommend the delivery?")],
        [(RECOMMEND, "How far away do you live?"), (SATISFIED, "How many cups a day (1 to 5)?")],
        [(RECOMMEND, "How likely are you to recommend us (1 to 7)?"), (SATISFIED, "Cups a day?")],
        [("10 - Extremely likely", "11"), (SATISFIED, "Cups a day?")],
        [("10 - Extremely likely", "yes"), (SATISFIED, "Cups a day?")],
    ],
    ids=["two fit", "of something else", "another scale", "beyond the scale", "no figure"],
)
def test_where_the_score_cannot_be_told_a_mapping_is_asked_for(tmp_path, pairs):
    """No column is taken by luck, and no answer is repeated in the words."""
    with pytest.raises(ExportError, match=r"format: mapped.*names the column of the score") as error:
        answers(changed(tmp_path, MONKEY, *pairs))
    assert "mail.example" not in str(error.value)


def test_a_question_that_states_another_scale_is_not_satisfaction(tmp_path):
    """Answers up to 5 on a scale to 7 would count too high."""
    found = answers(changed(tmp_path, MONKEY, ("(1 to 5)", "(1 to 7)")))
    assert set(found.tables["surveys"]["metric"]) == {"nps"}


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("118000000001", "1.18E+11", "an id that a spreadsheet made a rounded number of"),
        ("118000000002", "118000000001", "stands in the file a second time"),
        ("04/01/2026 09:05:00 AM", "", "not a date in the format of this export"),
        (
            "04/01/2026 09:05:00 AM",
            "06/01/2026 09:05:00 AM",
            "a moment before 2004 or after the export",
        ),
    ],
)
def test_answers_that_cannot_be_true_are_set_aside(tmp_path, before, after, reason):
    """The row says why."""
    found = answers(changed(tmp_path, MONKEY, (before, after)))
    assert reason in reasons(found).values()
    assert len(reasons(found)) == 2


def test_a_strange_zone_is_not_taken(tmp_path):
    """What stands in the third row is checked before it is used as a zone."""
    path = changed(tmp_path, QUALTRICS, ("America/Denver", "../../etc"))
    frame = answers(path, timezone="UTC").tables["surveys"]
    assert frame["answered_at"].iloc[0] == pd.Timestamp("2026-04-01 10:05", tz="UTC")


def test_another_form_is_refused(tmp_path):
    """Answers of a tool that isn't known name the nearest."""
    with pytest.raises(ExportError, match="of no layout that this source reads"):
        answers(write(tmp_path / "x.csv", "Timestamp,Your rating\n2026-01-01,5\n"))
