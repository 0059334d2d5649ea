"""WhatsApp: messages of a chat in the forms that phones write, without words and names."""

from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.communities import written, zipped
from tests.sources.reading import pseudonym, read, write

SAMPLES = Path(__file__).parents[1] / "samples" / "whatsapp"


def chat(tmp_path, text, **source):
    return read(write(tmp_path / "_chat.txt", text), "whatsapp", **source)


def messages(tmp_path, text, **source):
    return chat(tmp_path, text, **source).tables["community_messages"]


def moments(tmp_path, text, **source):
    return [str(moment)[:19] for moment in messages(tmp_path, text, **source)["sent_at"]]


@pytest.mark.parametrize(
    ("beginning", "moment"),
    [
        ("31/12/20, 22:15 - ", "2020-12-31 22:15:00"),
        ("12/31/20, 10:15 PM - ", "2020-12-31 22:15:00"),
        ("12/31/2020, 10:15\u202fPM - ", "2020-12-31 22:15:00"),
        ("31/12/2020 22:15 - ", "2020-12-31 22:15:00"),
        ("31.12.20, 22:15 - ", "2020-12-31 22:15:00"),
        ("31.12.20 um 22:15 - ", "2020-12-31 22:15:00"),
        ("31/12/2020 à 22:15 - ", "2020-12-31 22:15:00"),
        ("31/12/2020 às 22:15 - ", "2020-12-31 22:15:00"),
        ("31. 12. 20 22:15 - ", "2020-12-31 22:15:00"),
        ("31-12-2020 22.15 - ", "2020-12-31 22:15:00"),
        ("2020-12-31, 10:15 p.m. - ", "2020-12-31 22:15:00"),
        ("31/12/20, 10:15 p. m. - ", "2020-12-31 22:15:00"),
        ("[31/12/20, 22:15:03] ", "2020-12-31 22:15:03"),
        ("[31.12.20, 22:15:03] ", "2020-12-31 22:15:03"),
        ("[12/31/20, 10:15:03 PM] ", "2020-12-31 22:15:03"),
        ("[31-12-20 22:15:03] ", "2020-12-31 22:15:03"),
        ("[31.12.2020 klo 22.15.03] ", "2020-12-31 22:15:03"),
        ("[2020-12-31, 22:15:03] ", "2020-12-31 22:15:03"),
        ("\u200e[2020/12/31 下午10:15:03] ", "2020-12-31 22:15:03"),
        ("2020. 12. 31. 오후 10:15 - ", "2020-12-31 22:15:00"),
        ("31/12/20, 12:05 am - ", "2020-12-31 00:05:00"),
        ("31/12/20, 12:05 PM - ", "2020-12-31 12:05:00"),
    ],
)
def test_forms_of_beginnings(tmp_path, beginning, moment):
    """Region and system of the phone decide about brackets, marks, order and clock."""
    assert moments(tmp_path, f"{beginning}Mira: hello\n") == [moment]


def test_order_of_day_and_month_is_found_from_the_file(tmp_path):
    """One number above 12 settles it for all lines."""
    assert moments(tmp_path, "03/04/25, 10:00 - A: x\n14/04/25, 10:00 - B: x\n")[0] == "2025-04-03 10:00:00"
    assert moments(tmp_path, "03/04/25, 10:00 - A: x\n03/14/25, 10:00 - B: x\n")[0] == "2025-03-04 10:00:00"


def test_days_do_not_run_backwards(tmp_path):
    """Two orders fit the numbers, but only one lets the chat run forwards."""
    assert moments(tmp_path, "12/01/25, 10:00 - A: x\n01/02/25, 10:00 - B: x\n") == [
        "2025-01-12 10:00:00",
        "2025-02-01 10:00:00",
    ]


def test_what_can_not_be_told_is_refused(tmp_path):
    """03/04/25 alone is the third of April or the fourth of March; 05/05/25 is one day in both orders."""
    with pytest.raises(ExportError, match="day and month can't be told apart"):
        chat(tmp_path, "03/04/2025, 10:00 - A: x\n04/04/2025, 10:00 - B: x\n")
    assert moments(tmp_path, "05/05/2025, 10:00 - A: x\n") == ["2025-05-05 10:00:00"]


def test_two_digits_in_front_may_be_the_year(tmp_path):
    """20/12/31 is followed by 21/01/05: no other order fits. 24/03/15 and 24/03/16 may lie a day or a year apart."""
    assert moments(tmp_path, "20/12/31 22:15 - A: x\n21/01/05 22:15 - A: x\n") == [
        "2020-12-31 22:15:00",
        "2021-01-05 22:15:00",
    ]
    with pytest.raises(ExportError, match="can't be told apart"):
        chat(tmp_path, "24/03/15 22:15 - A: x\n24/03/16 22:15 - A: x\n")
    assert moments(tmp_path, "15/03/24 22:15 - A: x\n16/03/24 22:15 - A: x\n")[0] == "2024-03-15 22:15:00"


def test_orders_are_not_mixed(tmp_path):
    """A line that fits the file's order no more is set aside; where many don't, the file is refused."""
    lines = [f"{day}/01/2025, 10:00 - A: x\n" for day in range(1, 32)] * 8
    found = chat(tmp_path, "".join(lines) + "01/31/2025, 10:00 - A: x\n")
    assert [(remark.line, remark.reason) for remark in found.set_aside] == [
        (249, "not a date in the format of this export")
    ]
    with pytest.raises(ExportError, match="in no order"):
        chat(tmp_path, "31/01/2025, 10:00 - A: x\n01/31/2025, 10:00 - A: x\n")


def test_years_of_other_calendars_are_refused(tmp_path):
    """2568 is the Buddhist 2025: no date of this calendar."""
    with pytest.raises(ExportError, match="in no order"):
        chat(tmp_path, "31/12/2568, 10:00 - A: x\n")


def test_lines_without_a_beginning_go_on(tmp_path):
    """Messages have several lines, blank ones too; a pasted line of another form is text."""
    frame = read(SAMPLES / "_chat.txt", "whatsapp").tables["community_messages"]
    assert frame["characters"][2] == len("Who walks tomorrow?\nBring oil.\n\nAnd matches: two boxes.")
    assert frame["line"].tolist() == [1, 2, 3, 7, 8, 9, 10]
    text = "31/12/20, 22:15 - Mira: look:\n[30/12/20, 10:00:00] Tom: hi\n31/12/20, 22:16 - Tom: ok\n"
    assert messages(tmp_path, text)["line"].tolist() == [1, 3]


def test_notices_have_no_name(tmp_path):
    """Encryption, groups made and renamed: also where a colon stands in the new name, or a name before all."""
    frame = read(SAMPLES / "_chat.txt", "whatsapp").tables["community_messages"]
    assert frame["is_system"].tolist() == [True, True, False, False, False, False, False]
    assert frame["author_key"].isna().tolist() == [True, True, False, False, False, False, False]
    german = read(SAMPLES / "WhatsApp Chat 2026-03-06.txt", "whatsapp")
    frame = german.tables["community_messages"]
    assert frame["is_system"].tolist() == [True, True, False, False, False, False]
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-03-06 23:59:59", tz="UTC")}
    text = '31/12/20, 22:15 - Tom changed the subject from "Walks: North" to "Walks"\n31/12/20, 22:16 - Tom: ok\n'
    assert messages(tmp_path, text)["is_system"].tolist() == [True, False]
    text = "[31/12/20, 22:15:00] Tom: \u200eTom left\n[31/12/20, 22:16:00] Ann: Tom: left?\n"
    assert messages(tmp_path, text)["is_system"].tolist() == [True, False]


@pytest.mark.parametrize(
    "words",
    [
        "Messages and calls are end-to-end encrypted. Only people in this chat can read them.",
        "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.",
        "Los mensajes y las llamadas están cifrados de extremo a extremo.",
        "Les messages et les appels sont chiffrés de bout en bout.",
        "As mensagens e as chamadas são protegidas com a criptografia de ponta a ponta.",
        "消息和通话已进行端到端加密。",
    ],
)
def test_the_first_line_of_a_group_is_a_notice(tmp_path, words):
    """Phones write it under the group's name."""
    text = f"31/12/20, 22:15 - Walks: {words}\n31/12/20, 22:16 - Tom: ok\n"
    assert messages(tmp_path, text)["is_system"].tolist() == [True, False]


def test_who_speaks_of_encryption_later_wrote(tmp_path):
    """Only the first lines, and marked ones, are the platform's."""
    lines = [f"31/12/20, 22:1{minute} - Tom: hello\n" for minute in range(5)]
    frame = messages(tmp_path, "".join(lines) + "31/12/20, 22:16 - Ann: it is end-to-end encrypted\n")
    assert not frame["is_system"].any()


def test_media_left_out_are_messages_without_a_text():
    """`<Media omitted>` and "image omitted" were sent, but nothing of them was written; edits are no text."""
    frame = read(SAMPLES / "_chat.txt", "whatsapp").tables["community_messages"]
    assert frame["characters"].isna().tolist() == [True, True, False, False, True, False, False]
    assert frame["characters"][5] == len("We start at six.")
    german = read(SAMPLES / "WhatsApp Chat 2026-03-06.txt", "whatsapp").tables["community_messages"]
    assert german["characters"].isna().tolist() == [False, False, False, True, False, False]


def test_times_are_of_the_sources_zone(tmp_path):
    """A phone in Lisbon; an hour that the clock showed twice is repaired, the first of both taken."""
    frame = read(SAMPLES / "_chat.txt", "whatsapp", timezone="Asia/Tokyo").tables["community_messages"]
    assert frame["sent_at"][4] == pd.Timestamp("2026-02-28 15:10", tz="UTC")
    found = chat(tmp_path, "25/10/2026, 02:30 - A: x\n", timezone="Europe/Berlin")
    assert found.tables["community_messages"]["sent_at"][0] == pd.Timestamp("2026-10-25 00:30", tz="UTC")
    assert [remark.reason for remark in found.repaired] == ["hour of a clock change; the first of both taken"]


def test_exports_that_overlap_give_the_same_ids(tmp_path):
    """A message is known by author, minute and place in it: a phone with seconds and one without agree."""
    one = messages(tmp_path, "31/12/20, 22:15 - Tom: a\n31/12/20, 22:15 - Tom: b\n31/12/20, 22:15 - Ann: c\n")
    text = "[12/31/20, 10:15:01 PM] Tom: a\n[12/31/20, 10:15:02 PM] ~\u202ftom: b\n[12/31/20, 10:15:09 PM] Ann: c\n"
    other = messages(tmp_path, text)
    assert one["message_id"].tolist() == other["message_id"].tolist()
    assert one["message_id"].nunique() == 3


def test_nothing_personal_leaves():
    """No word, name or number; no file's name either. The brand's own name is own."""
    found = read(SAMPLES / "_chat.txt", "whatsapp")
    for word in ("Mira", "Tom", "oil", "351", "Walks"):
        assert word not in written(found)
    frame = found.tables["community_messages"]
    assert frame["author_key"][2] == pseudonym("mira alves")
    assert frame["author_key"][3] == frame["author_key"][4] == pseudonym("tom")


def test_the_zip_of_a_phone_is_read(tmp_path):
    """Media beside the chat are no loss; their names and the chat's don't leave."""
    text = (SAMPLES / "_chat.txt").read_text(encoding="utf-8")
    path = zipped(tmp_path / "x.zip", {"WhatsApp Chat with Ann Lee.txt": text, "Ann.jpg": "x"})
    found = read(path, "whatsapp")
    assert found.used == 7
    assert "Ann" not in written(found)


def test_a_chat_that_ends_with_a_bracket_is_no_json(tmp_path):
    """Its lines begin with brackets too."""
    frame = messages(tmp_path, "[31/12/20, 22:15:03] Tom: see [1]\n[31/12/20, 22:16:03] Tom: and [2]")
    assert frame["characters"].tolist() == [7, 7]


def test_an_open_quote_is_no_damage(tmp_path):
    """A chat is no table: what would break a CSV is text here."""
    frame = messages(tmp_path, '31/12/20, 22:15 - Tom: "never closed\n31/12/20, 22:16 - Tom: ok, yes\n')
    assert frame["is_system"].tolist() == [False, False]


def test_text_above_the_first_message_is_set_aside(tmp_path):
    """The tail of a cut export begins in the middle of a message."""
    found = chat(tmp_path, "end of a message\n31/12/20, 22:15 - Tom: x\n")
    assert [(remark.line, remark.reason) for remark in found.set_aside] == [
        (1, "text above the first message")
    ]
    assert (found.rows_read, found.used) == (2, 1)


def test_messages_after_the_export_are_set_aside(tmp_path):
    """A phone whose clock was wrong."""
    found = chat(tmp_path, "31/12/20, 22:15 - A: x\n31/12/35, 22:15 - A: x\n", received="2021-01-05")
    assert [remark.line for remark in found.set_aside] == [2]
    assert set(found.tables["community_messages"]["snapshot_at"]) == {
        pd.Timestamp("2020-12-31 23:59:59", tz="UTC")
    }


def test_other_texts_are_refused(tmp_path):
    """Letters, tables, two chats in one zip."""
    with pytest.raises(ExportError, match="don't begin with day, time and name"):
        chat(tmp_path, "Dear all,\nsee you on 31/12/20.\n")
    with pytest.raises(ExportError, match="several texts"):
        read(zipped(tmp_path / "two.zip", {"a.txt": "x", "b.txt": "y"}), "whatsapp")
    with pytest.raises(ExportError, match="no text in it"):
        read(write(tmp_path / "x.json", '{"a": 1}'), "whatsapp")
