"""Texts keep their words and lose what points to a private person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpikit.sources.common.personal import Scrubber

SCRUB = Scrubber(frozenset({"moorbrand", "moor.brand"}))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("write to jo.doe+x@mail.example.org now", "write to [e-mail] now"),
        ("Call +49 170 1234567!", "Call [phone]!"),
        ("call (555) 123-4567 today", "call [phone] today"),
        ("hubungi 012-345 6789 ya", "hubungi [phone] ya"),
        ("电话13812345678谢谢", "电话[phone]谢谢"),
        ("chat at wa.me/60123456789", "chat at wa.me/[phone]"),
        ("@jane.doe. you must try", "[handle]. you must try"),
        ("thanks @MoorBrand and @moor.brand!", "thanks @MoorBrand and @moor.brand!"),
        ("@moorbrand很好用", "@moorbrand很好用"),
        ("@xiaoli很好用", "[handle]很好用"),
        ("@小明 你好", "[handle] 你好"),
        ("@jürgen_m hallo", "[handle] hallo"),
        ("cc @me@social.example", "cc [handle]"),
        ("＠someone hi", "[handle] hi"),
    ],
)
def test_what_points_to_a_person_is_replaced(text, left):
    """Addresses, numbers and handles go, in scripts with and without spaces; the brand's own stay."""
    assert SCRUB(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "opened on 2026-10-03, again 03.10.2026",
        "costs 1,299.00 not 1299",
        "RM 89.90 for 30 ml",
        "https://example.org/p/123456789012/?id=9876543210",
        "50% off until 18:30",
        "order #1234567890",
        "10,000,000 views",
    ],
)
def test_other_figures_stay(text):
    """Dates, amounts, links and order numbers are no telephone numbers."""
    assert SCRUB(text) == text


@given(st.text(max_size=80))
def test_scrubbing_twice_changes_nothing(text):
    """What was scrubbed once is left alone."""
    assert SCRUB(SCRUB(text)) == SCRUB(text)


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_address_survives(before, after):
    """An e-mail address with blanks around it goes, whatever text stands beside it."""
    assert "jo@mail.example" not in SCRUB(f"{before} jo@mail.example {after}")


def test_missing_stays_missing():
    """A text that isn't there is not an empty text."""
    assert SCRUB.texts([None, "a@b.example"]) == [None, "[e-mail]"]
