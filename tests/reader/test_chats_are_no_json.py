"""A text that begins with a bracket and ends with one is not JSON for that."""

import pytest

from kpikit.reader.documents import looks_like_json


@pytest.mark.parametrize("day", ["15-01-20 02:22", "1/15/20, 02:22", "15.01.20, 02:22", "2020-01-15, 02:22"])
def test_a_chat_with_brackets_is_text(day):
    """Its first line begins with a day in brackets; its last message may end with a bracket."""
    assert not looks_like_json(f"[{day}] Mira: see [1]\n[{day}] Tom: thanks [2]")


@pytest.mark.parametrize(
    "text", ["[1, 2]", "[-1.5e3,2]", "[ 7 ]", "[]", '[{"a": 1}]', "[null]", '{"a": [1]}']
)
def test_json_is_still_known(text):
    """Lists of numbers, objects and lists."""
    assert looks_like_json(text)
