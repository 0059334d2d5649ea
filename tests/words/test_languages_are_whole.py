"""A language is one file, and no report shows a hole in it."""

import re
from datetime import date

import pytest
import yaml

from kpikit.evaluation import cause_keys, finding_ids, measure_keys
from kpikit.metrics import registry
from kpikit.parameters import load_defaults
from kpikit.project import Project
from kpikit.words import Words, _entries, keys, languages
from tests.words.places import ROOT

OTHERS = [language for language in languages() if language != "en"]
OF_THE_DATA = ("metrics.", "threshold.", "phrase.")
"""Their English stands with the data: metric definitions, parameter files, the import."""


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_the_keys_of_english(language):
    """Same keys; only words whose English stands with the data may come beside."""
    assert not keys("en") - keys(language)
    assert not {key for key in keys(language) - keys("en") if not key.startswith(OF_THE_DATA)}


@pytest.mark.parametrize("language", languages())
def test_no_key_stands_twice(language):
    """Of two entries with one key YAML keeps the last and says nothing."""

    def twice(node, path=""):
        if not isinstance(node, yaml.MappingNode):
            return []
        names = [key.value for key, _ in node.value]
        found = [f"{path}{name}" for name in names if names.count(name) > 1]
        return found + [entry for key, value in node.value for entry in twice(value, f"{path}{key.value}.")]

    text = (ROOT / "kpikit" / "words" / f"{language}.yaml").read_text(encoding="utf-8")
    assert twice(yaml.compose(text, Loader=yaml.CSafeLoader)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_metric_has_a_name_and_a_definition(language):
    """All metrics of the registry are named and defined in the language, and nothing else is."""
    wanted = {f"metrics.{metric}.{part}" for metric in registry() for part in ("name", "definition")}
    assert {key for key in keys(language) if key.startswith("metrics.")} == wanted


@pytest.mark.parametrize("language", OTHERS)
def test_names_of_metrics_differ(language):
    """No two metrics share a name."""
    names = [Words(language)(f"metrics.{metric}.name") for metric in registry()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", languages())
def test_every_finding_cause_and_measure_has_words(language):
    """What the evaluation may find, suspect or propose can be told in every language."""
    wanted = {f"finding.{name}.{form}" for name in finding_ids() for form in ("title", "sentence")}
    wanted |= {f"cause.{name}" for name in cause_keys()} | {f"measure.{name}" for name in measure_keys()}
    assert not wanted - keys(language)


@pytest.mark.parametrize("language", OTHERS)
def test_every_threshold_has_its_meaning(language):
    """The rules of reading in the annex are explained in the language."""
    wanted = {f"threshold.{name}" for name in load_defaults(Project(ROOT)).thresholds}
    assert {key for key in keys(language) if key.startswith("threshold.")} == wanted


def fields(entry):
    """Names of the facts a template needs."""
    texts = entry.values() if isinstance(entry, dict) else [str(entry)]
    return {match for text in texts for match in re.findall(r"\{(\w+)", text)}


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_asks_for_the_same_facts(language):
    """No sentence needs a fact that the English one doesn't get."""
    for key, entry in _entries(language).items():
        if key in keys("en"):
            assert fields(entry) <= fields(_entries("en")[key]) | {"n"}, key


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [
        ("en", 1234.4, "1,234"),
        ("en", 1_234_567, "1.23M"),
        ("zh-Hans", 1_234_567, "123.46万"),
        ("en", -3, "−3"),
    ],
)
def test_numbers_follow_cldr(language, value, written):
    """Grouping, shortening and minus are the language's own."""
    assert Words(language).number(value) == written


def test_missing_is_a_dash_never_a_zero():
    """None and NaN are written as a dash in every format."""
    words = Words("en")
    for name in (
        "integer",
        "number",
        "percent",
        "signed_percent",
        "points",
        "money",
        "hours",
        "seconds",
        "ratio",
    ):
        assert getattr(words, name)(None) == "—"
        assert getattr(words, name)(float("nan")) == "—"


def test_what_is_written_as_zero_has_no_sign():
    """A difference too small for the digits shown is neither plus nor minus nothing."""
    assert Words("en").points(0.00001) == "0 points"
    assert Words("en").points(-0.00001) == "0 points"


def test_a_month_below_an_axis_is_no_day():
    """The year stands where the language puts it: `10月 25` would be read as 25 October."""
    assert Words("zh-Hans").month_tick(date(2025, 10, 1), first=True) == "25年10月"
    assert Words("en").month_tick(date(2025, 10, 1), first=True) == "Oct 25"
    assert Words("zh-Hans").month_tick(date(2025, 11, 1)) == "11月"
