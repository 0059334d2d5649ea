"""Short exports in the code pages of spreadsheet programs: recognised by what they look like, doubts told."""

from __future__ import annotations

import pytest

from kpikit.reader.codepages import guess
from kpikit.reader.decoding import UndecodableError, decode
from tests.reader.snippets import PLAIN, SEVERAL, SHORT, SNIPPETS, rows

GERMAN = SNIPPETS["german"][1]
CHINESE = SNIPPETS["chinese"][1]


@pytest.mark.parametrize(("page", "text"), SNIPPETS.values(), ids=SNIPPETS)
def test_a_short_export_is_read_in_its_code_page(page, text):
    """Few letters decide, in each language that the code pages are for; and there is no doubt of it."""
    decoded = decode(text.encode(page))
    assert decoded.text == text
    assert len(decoded.notes) == 1
    assert decoded.notes[0].startswith("not Unicode: read as ")


@pytest.mark.parametrize(("page", "text"), SEVERAL.values(), ids=SEVERAL)
def test_other_code_pages_of_windows_and_of_the_mac(page, text):
    """Turkish, Greek, Hebrew, Arabic, Thai, Baltic; and what spreadsheet programs on a Mac write."""
    assert decode(text.encode(page)).text == text


def test_single_words_are_read_right_or_in_doubt():
    """One word in the whole file: at least nine in ten are right, and of the wrong ones most are told."""
    outcomes = []
    for page, words in SHORT.items():
        for word in words:
            text = rows(PLAIN, word)
            decoded = decode(text.encode(page))
            outcomes.append((decoded.text == text, len(decoded.notes) > 1))
    right = sum(is_right for is_right, _ in outcomes)
    told = sum(in_doubt for is_right, in_doubt in outcomes if not is_right)
    assert right > 0.9 * len(outcomes)
    assert told >= 0.5 * (len(outcomes) - right)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [text for _, text in SNIPPETS.values()], ids=SNIPPETS)
def test_unicode_is_unicode_in_any_language(encoding, text):
    """With and without a byte-order mark, however few blanks and digits there are; nothing is noted."""
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.notes) == (text, [])


def test_letters_that_fit_two_code_pages_are_told():
    """One letter in the whole file that is as good in French as in Polish."""
    decoded = decode(rows(PLAIN, "zqêzq").encode("cp1252"))
    assert decoded.notes[1].startswith("its few letters beyond ASCII fit cp125")


def test_the_same_text_in_two_code_pages_is_no_doubt():
    """Typographic quotes have one place in all of Windows' code pages."""
    assert len(decode(rows(PLAIN, "It’s here – “at last”").encode("cp1250")).notes) == 1


def test_the_whole_file_is_looked_at():
    """Letters that come late, in one of ten thousand rows, are read as well."""
    late = "1,2026-05-01,plain,3,4\r\n" * 10_000 + rows("", "Życzymy miłego dnia")
    assert decode(late.encode("cp1250")).text == late


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        ("utf-8", "cp1252", "cp1252"),
        ("cp1252", "utf-8", "cp1252"),
        ("utf-8-sig", "cp1252", "cp1252"),
    ],
)
def test_two_encodings_in_a_file_are_read_line_by_line(first, second, named):
    """Files put one behind the other; it is told how many lines are of which."""
    decoded = decode(GERMAN.encode(first) + GERMAN.encode(second))
    assert decoded.text == GERMAN * 2
    assert decoded.notes == [
        f"written in two encodings: 3 line(s) in UTF-8, 3 in {named}; each read as its own"
    ]


def test_two_encodings_of_chinese():
    """Pairs of bytes are told from triples."""
    decoded = decode(CHINESE.encode("gb18030") + CHINESE.encode("utf-8"))
    assert decoded.text == CHINESE * 2


def test_chinese_that_happens_to_be_utf_8_is_no_second_encoding():
    """The two characters of a telephone company are valid UTF-8, famously."""
    text = rows(PLAIN, "联通", "新品上市", "联通")
    decoded = decode(text.encode("gb18030"))
    assert (decoded.text, decoded.encoding) == (text, "gb18030")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (GERMAN.encode()[: GERMAN.encode().index(b"\xc3") + 1], "cut off in the middle of a character"),
        (GERMAN.encode().replace("ü".encode(), b"\xc3"), "no text"),
        (bytes(range(1, 256)) * 20, "no text"),
        (CHINESE.encode("gb18030").replace(b"\xb1", b"\x81\x05"), "no text"),
        (b"\xff\xfe" + "a\ud83d,b\n".encode("utf-16-le", "surrogatepass"), "utf-16-le text it says it is"),
        (b"\xff\xfe" + GERMAN.encode("utf-16-le")[:-1], "utf-16-le text it says it is"),
        (b"\xef\xbb\xbfa\xff\xfe", "utf-8-sig text it says it is"),
    ],
)
def test_what_is_no_text_is_refused(data, words):
    """Cut off, with bytes lost, or no text at all: never read with a character in place of what was there."""
    with pytest.raises(UndecodableError, match=words):
        decode(data)


def test_half_an_emoji_is_shown_as_such():
    """Texts shortened between the halves of a character are met in UTF-16; the rest of the file counts."""
    text = GERMAN + "4,2026-05-04,nice \ud83d,5,6\r\n"
    decoded = decode(b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass"))
    assert decoded.text == text.replace("\ud83d", "\ufffd")
    assert decoded.notes == ["1 half character(s), of an emoji cut in two, shown as \ufffd"]


def test_nothing_to_go_by_is_no_guess():
    """A reading must look like something."""
    assert guess([b"\x80\x81\x82\x83\x84\x85\x86\x87\x98\x99"]) is None
