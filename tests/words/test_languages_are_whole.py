"""A language is one file, and no report shows a hole in it."""

import re

import pytest

from kpikit.words import Words, _entries, keys, languages

OTHERS = [language for language in languages() if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_the_keys_of_english(language):
    """Same keys; only names and definitions of metrics may come beside (English ones stand with the metric)."""
    missing = {key for key in keys("en") - keys(language) if not key.startswith("metrics.")}
    extra = {key for key in keys(language) - keys("en") if not key.startswith("metrics.")}
    assert not missing
    assert not extra


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
