"""A delimiter that the reader can't use is found with the parameters, not in the middle of an import."""

import pytest
from pydantic import ValidationError

from kpikit.parameters.sourcing import Mapping


@pytest.mark.parametrize("written", [",", ";", "|", "\t", "spaces", None])
def test_one_character_or_a_word(written):
    """Also a tab, which is no blank around a word."""
    assert Mapping(table="leads", columns={}, delimiter=written).delimiter == written


@pytest.mark.parametrize("written", ["\\t", ";;", "", '"', "\n", "comma", 5])
def test_others_are_refused(written):
    """With what is allowed."""
    with pytest.raises(ValidationError, match="one character"):
        Mapping(table="leads", columns={}, delimiter=written)
