"""Phrases of the import and the parameter files are told in the report's language."""

import ast
import re

import pytest

from kpikit.metrics import definitions
from kpikit.parameters import load_breaks, load_vocabularies
from kpikit.project import Project
from kpikit.words import Words, _entries, keys, languages
from tests.words.places import ROOT

OTHERS = [language for language in languages() if language != "en"]
FOLDERS = ("reader", "sources", "store")
REMARKS = {"set_aside": 1, "repair": 1, "RowRemark": 1}
"""Calls that say why a row was repaired or set aside, with the place of the reason among their arguments."""


def template(node):
    """A text of the source, its fields as {}; None where the node is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def trees():
    return [
        ast.parse(path.read_text(encoding="utf-8"))
        for folder in FOLDERS
        for path in (ROOT / "kpikit" / folder).rglob("*.py")
    ]


def texts():
    return {template(node) for tree in trees() for node in ast.walk(tree)}


def constants():
    """Names of the source's constants → their values."""
    return {
        target.id: node.value.value
        for tree in trees()
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
    }


def reasons():
    """Why rows are repaired or set aside: what stands in such calls, constants by their value."""
    named = constants()
    for tree in trees():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "attr", getattr(call.func, "id", None))
            if name in REMARKS and len(call.args) > REMARKS[name]:
                reason = call.args[REMARKS[name]]
                text = named.get(reason.id) if isinstance(reason, ast.Name) else template(reason)
                if isinstance(text, str):
                    yield text


def notes():
    """Notes on a file: what is appended to its list of notes, constants by their value."""
    named = constants()
    for call in (node for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call)):
        appended = isinstance(call.func, ast.Attribute) and call.func.attr == "append"
        if appended and getattr(call.func.value, "id", None) == "notes":
            note = call.args[0]
            yield named[note.id] if isinstance(note, ast.Name) else template(note)


def of_parameters():
    """Changes in counting, and what each platform counts as one exposure."""
    breaks = {text for entry in load_breaks(Project(ROOT)) for text in (entry.what, entry.source)}
    registry = definitions.registry(Project(ROOT))
    breaks |= {
        entry.metric.replace("_", " ") for entry in load_breaks(Project(ROOT)) if entry.metric not in registry
    }
    return breaks | set(load_vocabularies(Project(ROOT))["exposure_units"].values())


def phrases(language):
    return {key.removeprefix("phrase.") for key in keys(language) if key.startswith("phrase.")}


def bare(phrase):
    return re.sub(r"\{\w+\}", "{}", phrase)


@pytest.mark.parametrize("language", OTHERS)
def test_every_reason_of_the_import_has_words(language):
    """A row is never set aside or repaired for a reason that the report can't tell."""
    told = {bare(phrase) for phrase in phrases(language)}
    found = set(reasons()) | {re.sub(r"^sheet \{\}: ", "", note) for note in notes()}
    assert len(found) > 30
    assert not found - told


@pytest.mark.parametrize("language", OTHERS)
def test_every_change_in_counting_has_words(language):
    """Platforms' changes in counting are told in the language, with where they were announced."""
    assert not of_parameters() - phrases(language)


@pytest.mark.parametrize("language", OTHERS)
def test_no_phrase_outlives_its_source(language):
    """A phrase that nothing says any more is no longer translated."""
    said = " \n ".join(text for text in texts() if text)
    known = of_parameters()
    assert not {phrase for phrase in phrases(language) if phrase not in known and bare(phrase) not in said}


@pytest.mark.parametrize("language", OTHERS)
def test_a_phrase_keeps_its_fields(language):
    """A translation names the fields of its phrase, all of them."""
    for key, text in _entries(language).items():
        if key.startswith("phrase."):
            assert set(re.findall(r"\{(\w+)\}", str(text))) == set(re.findall(r"\{(\w+)\}", key)), key


def test_fields_and_labels_are_kept():
    """Figures of a phrase and the label before it stand in the translation."""
    words = Words("zh-Hans")
    assert words.phrase("no figure for this day") == "当日没有数据"
    assert (
        words.phrase("follows, instagram: 3 day(s) between the first and the last have no row: missing")
        == "follows, instagram：首尾日期之间有3天没有数据行：按缺失处理"
    )


def test_other_texts_stay_as_they_are():
    """A brand's own text is not touched, nor is anything in English."""
    assert Words("zh-Hans").phrase("Rebranding: new shop") == "Rebranding: new shop"
    assert Words("en").phrase("no figure for this day") == "no figure for this day"
