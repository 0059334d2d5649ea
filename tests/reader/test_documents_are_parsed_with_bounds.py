"""JSON and chats, alone and in archives."""

from __future__ import annotations

import json
import zipfile

import pytest

from kpikit.errors import ExportError
from kpikit.reader import read_file
from kpikit.reader.documents import looks_like_json


def put(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_json_is_parsed_where_it_is_asked_for(tmp_path):
    """Whatever its name; a module that reads tables gets none."""
    path = put(
        tmp_path / "messages.csv", '{"channel": "allgemein", "messages": [{"id": "12345678901234567890"}]}'
    )
    file = read_file(path, documents=True)
    assert (file.kind, file.tables) == ("json", [])
    assert file.documents[0].json["messages"][0]["id"] == "12345678901234567890"
    with pytest.raises(ExportError, match="is JSON, not a table"):
        read_file(path)


def test_a_chat_is_kept_whole(tmp_path):
    """Days in brackets are no JSON, an unbalanced quote is no damage, and its text has its newlines."""
    text = '[12/03/2026, 10:15:20] Ann: he said "well\n[12/03/2026, 10:16:00] Jo: [ok]'
    file = read_file(put(tmp_path / "_chat.txt", text), documents=True)
    assert file.documents[0].text == text


@pytest.mark.parametrize(
    ("text", "is_json"),
    [
        ('{"a": 1}', True),
        ("{}", True),
        ('\n [{"a": 1}', True),
        ('["a", "b"]', True),
        ("[[1]]", True),
        ("[]", True),
        ("[12/03/26, 10:15] Ann: hi}", False),
        ("[1, 2]", True),
        ("[-1.5e3,2]", True),
        ("[ 7 ]", True),
        ("[null]", True),
        ("[15.01.2026, 10:00:00] Jo: [ok]", False),
        ("[2026/01/15, 10:00] Jo: [ok]", False),
        ("[7] Jo", False),
        ("a,b\n1,2\n", False),
        ('"a","b"\n', False),
        ("{name},n\nx,1\n", False),
        ('["Ann"] wrote,n\n', False),
    ],
)
def test_json_is_known_by_its_beginning(text, is_json):
    """Also where it was cut off."""
    assert looks_like_json(text) is is_json


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"name": "jane@mail.example", "n": [1, 2', "cut off"),
        ('{"name": "jane@mail.example" "n": 1}', r"damaged JSON \(line 1\)"),
        ('{"n": ' + "1" * 5_000 + "}", "more digits"),
        ("[" * 200 + "]" * 200, "nested"),
        ("[" * 100_000 + "]" * 100_000, "nested"),
        ('{"a":' * 60_000 + "1" + "}" * 60_000, "nested"),
    ],
)
def test_damaged_json_is_refused_without_its_text(tmp_path, text, words):
    """A bomb is nothing more than that; what the file says of persons stays in it."""
    with pytest.raises(ExportError, match=words) as refusal:
        read_file(put(tmp_path / "a.json", text), documents=True)
    assert "jane" not in str(refusal.value)


def test_json_with_a_value_a_line_is_a_list(tmp_path):
    """As databases write it; one value with something behind it is damaged."""
    assert read_file(put(tmp_path / "a.json", '{"a": 1}\n{"a": 2}\n\n'), documents=True).documents[
        0
    ].json == [{"a": 1}, {"a": 2}]
    for damaged in ('{"a": 1} {"a": 2}', '{"a": 1}\n{"a": 2'):
        with pytest.raises(ExportError, match="JSON"):
            read_file(put(tmp_path / "a.json", damaged), documents=True)


def test_halves_of_emoji_are_shown_as_such(tmp_path):
    """Programs shorten texts between the two halves; the rest of the export counts."""
    file = read_file(
        put(tmp_path / "a.json", '[{"text": "nice \\ud83d", "who": "\\ud83d\\ude00", "k\\ude00": 1}]'),
        documents=True,
    )
    assert file.documents[0].json == [{"text": "nice \ufffd", "who": "\U0001f600", "k\ufffd": 1}]
    assert file.notes == ["2 half character(s), of an emoji cut in two, shown as \ufffd"]
    json.dumps(file.documents[0].json, ensure_ascii=False).encode()


def test_documents_of_an_archive_bear_their_names(tmp_path):
    """JSON beside tables; without documents the JSON is noted and not read."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("general/2026-05-01.json", '[{"ts": "1"}]')
        archive.writestr("users.json", '[{"id": "U1"}]')
        archive.writestr("members.csv", "a,b\n1,2\n")
    file = read_file(tmp_path / "a.zip", documents=True)
    assert [(one.member, one.json) for one in file.documents if one.json] == [
        ("general/2026-05-01.json", [{"ts": "1"}]),
        ("users.json", [{"id": "U1"}]),
    ]
    assert [table.member for table in file.tables] == ["members.csv"]
    assert [one.text for one in file.documents if one.member == "members.csv"] == ["a,b\n1,2\n"]
    file = read_file(tmp_path / "a.zip")
    assert len(file.notes) == 2
    assert file.documents == []


def test_a_damaged_document_in_an_archive_refuses_it(tmp_path):
    """Half an export isn't used as a whole one."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.json", '[{"ts": "1"}]')
        archive.writestr("b.json", '[{"ts": "1')
    with pytest.raises(ExportError, match="cut off"):
        read_file(tmp_path / "a.zip", documents=True)
