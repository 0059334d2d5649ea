"""Large house tables, read in pieces, give the rows, counts and reasons that they would give read whole."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from kpikit.parameters import load_brand
from kpikit.project import Project
from kpikit.reader import pieces
from kpikit.store import Store, import_brand, large
from tests.fuzz.changing import FACTOR

pytestmark = pytest.mark.slow

PARAMS = """brand: bulk
name: Bulk
timezone: Asia/Kuala_Lumpur
currency: MYR
own_accounts: ["@moor"]
exchange_rates: {{USD: 4.5}}
sources:
  house:
    format: mapped
    platform: {platform}
    timezone: America/New_York
    received: 2026-11-01
    mapping:
      table: {table}
      dates: {dates}
      decimal: "{decimal}"
      columns: {columns}
      values: {values}
"""
ORDERS = {
    "table": "orders",
    "platform": "shop",
    "dates": "null",
    "decimal": ".",
    "values": "{status: {Bezahlt: paid}}",
    "columns": (
        "{order_id: Order, created_at: Created, status: Status, total: Total, customer_key: Email, channel: Channel, "
        "items: Items, is_new_customer: New, currency: Cur, cancelled_at: Cancelled}"
    ),
}
MENTIONS = {
    "table": "mentions",
    "platform": "x",
    "dates": '"%d.%m.%Y %H:%M"',
    "decimal": ",",
    "values": "{}",
    "columns": (
        "{mention_id: Id, published_at: At, author_key: Who, author_name: Name, author_kind: Kind, text: Text, "
        "link: Link, sentiment: Mood, reach: Reach, engagements: Likes}"
    ),
}


def project(folder, facts, text):
    """A brand with one file."""
    (folder / "params").mkdir(parents=True)
    (folder / "notebooks").mkdir()
    (folder / "params" / "bulk.yaml").write_text(PARAMS.format(**facts), encoding="utf-8")
    (folder / "data" / "bulk" / "house").mkdir(parents=True)
    (folder / "data" / ".key").write_text("ab" * 32)
    (folder / "data" / "bulk" / "house" / "table.csv").write_bytes(
        text if isinstance(text, bytes) else text.encode()
    )
    return Project(folder)


def imported(folder, facts, text):
    """The one record, the table sorted by line, and the rows set aside."""
    place = project(folder, facts, text)
    (record,) = import_brand(place, load_brand(place, "bulk"))
    store = Store(place, "bulk")
    rows = store.frame(f"SELECT * FROM {facts['table']}_all ORDER BY line")
    return record, rows, store.set_aside().sort_values(["line", "reason"], ignore_index=True)


@pytest.fixture
def small_pieces(monkeypatch):
    """Pieces of a few rows, of any file."""
    monkeypatch.setattr(large, "LARGE", 1)
    monkeypatch.setattr(pieces, "_PIECE", 3_000)
    monkeypatch.setattr(pieces, "_HEAD", 2_000)


def compare(tmp_path, monkeypatch, facts, text):
    """Both ways of reading."""
    whole = imported(tmp_path / "whole", facts, text)
    with monkeypatch.context() as patched:
        patched.setattr(large, "LARGE", 1)
        patched.setattr(pieces, "_PIECE", 3_000)
        patched.setattr(pieces, "_HEAD", 2_000)
        found = imported(tmp_path / "pieces", facts, text)
    assert found[0].reasons == whole[0].reasons
    # What to write into the mapping is told by the rows of the beginning.
    assert replace(found[0], hints=()) == replace(whole[0], hints=())
    pd.testing.assert_frame_equal(found[1], whole[1])
    pd.testing.assert_frame_equal(found[2], whole[2])
    return found


def orders(count, chance):
    """Orders, most of them plain, and all that may be wrong with one."""
    odd = {
        "Created": ["", "2026-02-30 10:00:00", "2026-03-08 02:30:00", "2026-11-01 01:30:00", "1970-01-01 00:00:00",
                    "2026-05-05", "2026-05-05T10:00:00Z", "2026-05-05T10:00:00.250+02:00", "5 May", "2027-05-05 10:00:00"],
        "Order": ["", "1.23E+17", "17.0", "#3", "#3", "n/a", " #77 ", "12E4567", "a b", "Übung-1"],
        "Total": ["", "-", "1,234.50", "-5", "12,5", "USD 7", "7.5.1", "1e3", "٣", "inf"],
        "Email": ["", "none", "BUYER1@Example.org", " buyer1@example.org ", "@buyer1", "C-17", "ÉVA@x.example"],
        "Status": ["", "Bezahlt", "PAID", "mail me: jo@x.example", "weird"],
        "Channel": ["", "web", '"a, b"', "@someone", "+49 170 1234567", "=1+1", "x" * 300],
        "Items": ["", "-1", "2.0", "2.5", "1,000", "9" * 20],
        "New": ["", "yes", "NO", "maybe", "1"],
        "Cur": ["", "USD", "MYR"],
        "Cancelled": ["", "2026-05-06", "2026-05-06 11:00:00"],
    }  # fmt: skip
    lines = []
    for number in range(count):
        row = {
            "Order": f"#{number}",
            "Created": f"2026-0{1 + number % 9}-{1 + number % 27:02} 0{number % 10}:15:00",
            "Status": "paid",
            "Total": f"{number}.50",
            "Email": f"buyer{number % 40}@example.org",
            "Channel": "a long enough word for a channel",
            "Items": str(number % 7),
            "New": "no",
            "Cur": "MYR",
            "Cancelled": "",
        }
        if chance.random() < 0.3:
            name = chance.choice(list(odd))
            row[name] = chance.choice(odd[name])
        lines.append(",".join(row.values()))
    return "Order,Created,Status,Total,Email,Channel,Items,New,Cur,Cancelled\n", lines


@pytest.mark.parametrize("seed", range(min(FACTOR + 1, 6)))
def test_orders_with_all_that_may_be_wrong(tmp_path, monkeypatch, seed):
    """Bad cells, odd words, currencies, zones, ids twice in different pieces."""
    header, lines = orders(400, random.Random(seed))
    record, rows, aside = compare(tmp_path, monkeypatch, ORDERS, header + "\n".join(lines) + "\n")
    assert record.rows_read == record.used + record.repaired + record.set_aside
    assert len(rows) == record.used + record.repaired
    assert len(aside) == record.set_aside > 0


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "#1x,2026-05-05 10:00:00,paid",
        "#1y,2026-05-05 10:00:00,paid,1,a@b.example,web,1,no,MYR,,too many",
        "Order,Created,Status,Total,Email,Channel,Items,New,Cur,Cancelled",
        '="#2x",2026-05-05 10:00:00,paid,="7",a@b.example,web,1,no,MYR,',
        '"#3x","2026-05-05 10:00:00","paid","7","a@b.example","two\nlines, and ""quotes""","1","no","MYR",""',
        '#4x,2026-05-05 10:00:00,paid,7,a@b.example,5" screens,1,no,MYR,',
        ",,,,,,,,,",
        "Summe,,,999,,,,,,",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"][:FACTOR])
def test_odd_lines(tmp_path, monkeypatch, odd, newline):
    """A blank line, ragged ones, the header once more, formulas, quotes, newlines in cells: as in small files."""
    header, lines = orders(120, random.Random(1))
    lines[77:77] = [odd]
    compare(tmp_path, monkeypatch, ORDERS, (header + "\n".join(lines) + "\n").replace("\n", newline))


def test_a_last_line_cut_off(tmp_path, monkeypatch):
    """A row torn in the middle is given up, whole or in pieces."""
    header, lines = orders(120, random.Random(9))
    lines = [line for line in lines if line.count(",") == 9]
    record, _, aside = compare(
        tmp_path, monkeypatch, ORDERS, header + "\n".join([*lines, "#999,2026-05-05 10:0"])
    )
    assert "the last line is cut off" in record.reasons
    assert aside["line"].max() == len(lines) + 2


def test_mentions_in_many_scripts(tmp_path, monkeypatch):
    """Texts are cleaned and persons taken out of them in the same way, whatever they are written in."""
    texts = [
        "Great pump, thank you so much for it!", "Schöne Grüße aus Köln, läuft seit Jahren", "这个产品真的非常好用，推荐给大家购买",
        "jo@mail.example wrote to me about that", "call +49 170 1234567 or 0170/1234567 please", "ask @someone or @moor about it",
        "invisible\u200bsign and\u00adhyphen in this text", "n/a", "unknown", "two  blanks and a\ttab in this one", "e\u0301t\u00e9 is written in parts",
        "สวัสดีครับ ผมชอบสินค้านี้มาก", "مرحبا بكم في هذا المكان", "order 12345678901 is late again", "see wa.me/4917012345 for more of that",
        "right \u202eto left\u202c signs in here", "emoji 😀 and 👨‍👩‍👧 family in one text", "", "long " * 2_000,
    ]  # fmt: skip
    lines = ["Id;At;Who;Name;Kind;Text;Link;Mood;Reach;Likes"]
    for number in range(700):
        who = ["@moor", "Jo Public", "user17", "17", ""][number % 5]
        link = [
            f"https://x.example/p/{number}",
            f"https://x.example/@user17/{number}",
            "ftp://ü.example",
            "",
        ][number % 4]
        kind, mood = (
            ["", "media", "USER", "robot"][number % 4],
            ["positive", "Negative", "meh", ""][number % 4],
        )
        text = f'"{texts[number % len(texts)]} {number if number % 3 else ""}"'
        lines.append(
            f"{10**17 + number};{1 + number % 28:02}.0{1 + number % 9}.2026 {number % 24:02}:30;{who};The Name;{kind};"
            f"{text};{link};{mood};{number},0;{number}"
        )
    record, rows, _ = compare(tmp_path, monkeypatch, MENTIONS, "\ufeff" + "\n".join(lines) + "\n")
    assert record.used + record.repaired > 500
    kept = " ".join(rows["text"].dropna())
    assert "mail.example" not in kept
    assert "1234567 " not in kept
    assert "@someone" not in kept


def test_without_a_date_the_newest_row_tells_the_moment(tmp_path, monkeypatch):
    """Known only at the end of the file, it stands in all rows."""
    header, lines = orders(200, random.Random(3))
    facts = ORDERS
    monkeypatch.setattr(
        "tests.store.test_large_tables.PARAMS", PARAMS.replace("    received: 2026-11-01\n", "")
    )
    compare(tmp_path, monkeypatch, facts, header + "\n".join(lines) + "\n")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_what_is_not_plain_is_read_whole(tmp_path, small_pieces, encoding):
    """Other encodings than UTF-8: no piece by piece, and no failure."""
    header, lines = orders(100, random.Random(2))
    text = (header + "\n".join(lines) + "\n").replace("٣", "3").replace("long enough", "läng énough")
    record, rows, _ = imported(tmp_path, ORDERS, text.encode(encoding))
    assert record.status == "imported"
    assert "läng" in rows["channel"].iloc[0]


def test_two_large_files_that_overlap(tmp_path, small_pieces):
    """Rows of both are there; of those in both the one of the file that is named last counts."""
    header, lines = orders(200, random.Random(4))
    place = project(tmp_path, ORDERS, header + "\n".join(lines[:150]) + "\n")
    (Path(tmp_path) / "data" / "bulk" / "house" / "update.csv").write_text(
        header + "\n".join(lines[100:]) + "\n"
    )
    records = import_brand(place, load_brand(place, "bulk"))
    assert [record.status for record in records] == ["imported", "imported"]
    store = Store(place, "bulk")
    counted = store.frame("SELECT count(*) AS n, count(DISTINCT order_id) AS ids FROM orders").iloc[0]
    assert counted["n"] == counted["ids"]
    before = store.fingerprint()
    assert [record.status for record in import_brand(place, load_brand(place, "bulk"))] == [
        "unchanged",
        "unchanged",
    ]
    assert Store(place, "bulk").fingerprint() == before


def test_a_file_beyond_the_limit_that_is_not_plain_is_refused(tmp_path, small_pieces, monkeypatch):
    """With the reason why it can't be read in pieces; nothing hangs, nothing fills the memory."""
    header, lines = orders(100, random.Random(2))
    from dataclasses import replace

    from kpikit.store import importing

    monkeypatch.setattr(importing, "LIMITS", replace(importing.LIMITS, file_bytes=1_000))
    record, *_ = imported(tmp_path, ORDERS, (header + "\n".join(lines) + "\n").encode("utf-16"))
    assert record.status == "refused"
    assert "can't be read in pieces" in record.problem


def test_dates_of_another_form_are_hinted_at(tmp_path, small_pieces):
    """As in small files the mapping's author is told how to say it."""
    header, lines = orders(200, random.Random(5))
    turned = [re.sub(r"(\d{4})-(\d\d)-(\d\d) ", r"\3.\2.\1 ", line) for line in lines]
    record, _, _ = imported(tmp_path, ORDERS, header + "\n".join(turned) + "\n")
    assert any(hint.startswith("the first ") and 'dates: "%d.%m.%Y' in hint for hint in record.hints)
