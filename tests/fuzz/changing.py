"""Samples of all sources, and ways to change them: bytes, lines, cells, columns, JSON."""

from __future__ import annotations

import copy
import os
from collections import Counter
from functools import cache
from pathlib import Path

import pandas as pd
import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from kpikit.dictionary import tables
from kpikit.parameters import Brand, Source
from kpikit.reader import read_file
from kpikit.reader.raw import RawDocument
from kpikit.sources import module, modules, reads_documents
from kpikit.sources.base import Context
from kpikit.store import parts
from tests.sources.reading import PLATFORMS, VOCABULARIES, pseudonym

SAMPLES = Path(__file__).parents[1] / "samples"
FACTOR = int(os.environ.get("FUZZ", "1"))
"""How many times the examples of the short form are tried: `make fuzz` sets it."""

CURRENCIES = [
    "AUD",
    "BDT",
    "BRL",
    "CAD",
    "CHF",
    "CNY",
    "GBP",
    "HKD",
    "IDR",
    "INR",
    "JPY",
    "KRW",
    "MXN",
    "MYR",
    "PHP",
    "PLN",
    "SEK",
    "SGD",
    "THB",
    "TRY",
    "TWD",
    "USD",
    "VND",
    "ZAR",
]
TICKETS = {
    "format": "mapped",
    "platform": "helpdesk",
    "received": "2026-06-30",
    "mapping": {
        "table": "tickets",
        "columns": {
            "ticket_id": "Id",
            "created_at": "Opened",
            "resolved_at": "Solved",
            "first_response_business_hours": "Hours",
            "customer_key": "From",
            "status": "Status",
        },
        "decimal": ",",
    },
}
HOUSE_TABLE = (
    "Id;Opened;Solved;Hours;From;Status\n"
    "1;2026-05-01 10:00;2026-05-02 10:00;1,5;jo@mail.example;closed\n"
    '2;2026-05-03 10:00;;;ann@mail.example;"open; again"\n'
    "3;2026-05-04 10:00;;0:30:00;;open\n"
)


def fuzz(examples):
    """Settings: the short form always tries the same examples, the long form ever new ones."""
    return settings(
        max_examples=examples * FACTOR,
        deadline=20_000,
        derandomize=FACTOR == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@cache
def samples():
    """Format → the bytes of its samples, with the names of files."""
    found = {"mapped": {"tickets_2026-06-01.csv": HOUSE_TABLE.encode()}}
    for kind in modules():
        for path in sorted((SAMPLES / kind).rglob("*")):
            if path.is_file() and path.name != "source.yaml":
                found.setdefault(kind, {})[path.relative_to(SAMPLES / kind).as_posix()] = path.read_bytes()
    return found


def every_sample():
    """(format, name of the file) of each sample."""
    return [(kind, name) for kind, files in samples().items() for name in files]


@cache
def declared(kind):
    """The source of a format's samples, as parameters would declare it."""
    if kind == "mapped":
        return Source(**TICKETS)
    path = SAMPLES / kind / "source.yaml"
    stated = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    return Source(**{"format": kind, "platform": PLATFORMS.get(kind, kind), **stated})


@cache
def brand():
    """A brand that has a rate for any currency, where parameters know rates."""
    rates = (
        {"exchange_rates": dict.fromkeys(CURRENCIES, 0.5)} if "exchange_rates" in Brand.model_fields else {}
    )
    return Brand(brand="demo", name="Demo", timezone="UTC", currency="EUR", **rates)


def context(kind, path, name):
    source = declared(kind)
    return Context(
        brand=brand(),
        key=kind,
        source=source,
        path=path,
        relative=f"{kind}/{name}",
        vocabularies=VOCABULARIES,
        pseudonym=pseudonym,
    )


def put(folder, kind, name, data):
    """A sample in a folder of its own, with the others of its format beside it."""
    for other, content in samples()[kind].items():
        path = folder / kind / other
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if other == name else content)
    return folder / kind / name


def raw(path, kind):
    mapping = declared(kind).mapping
    if mapping is None:
        return read_file(path, documents=reads_documents(kind))
    return read_file(path, mapping.delimiter, header=mapping.header)


def read(file, kind, path, name):
    """Rows in the store's types, with all that the store holds of a reading: rows add up, columns are known."""
    of_file = context(kind, path, name)
    reading = module(kind).read(file, of_file)
    assert reading.rows_read == reading.used + len(reading.repaired) + len(reading.set_aside)
    assert min(reading.rows_read, reading.used) >= 0
    for table, frame in reading.tables.items():
        assert set(frame.columns) <= set(tables()[table].columns) | {"day_only"}
        if len(frame):
            parts._rows(frame, table, reading, of_file, Counter())
    for text in (*reading.notes, *(remark.reason for remark in (*reading.set_aside, *reading.repaired))):
        assert text == text.encode("utf-8", "replace").decode()
    return reading


def same(first, second):
    """Whether two readings have the same rows, in whatever order and under whatever record numbers."""
    assert set(first.tables) == set(second.tables)
    for name, frame in first.tables.items():
        pd.testing.assert_frame_equal(in_order(frame), in_order(second.tables[name]), check_like=True)
    assert (first.rows_read, first.used) == (second.rows_read, second.used)
    assert counted(first) == counted(second)


def in_order(frame):
    bare = frame.drop(columns=["line"])
    bare = bare[sorted(bare.columns)]
    order = bare.astype("string").fillna("").sort_values(list(bare.columns)).index
    return bare.loc[order].reset_index(drop=True)


def counted(reading):
    return sorted(remark.reason for remark in (*reading.set_aside, *reading.repaired))


# --- changes


ODD = st.sampled_from(
    [
        "", " ", "-", "0", "-1", "1e400", "1.23E+17", "NaN", "inf", "None", "9" * 400, "1,234", "1.234,5", "12:60", "31.02.2026",
        "02/31/2026", "0207-01-01", "9999-12-31", "2262-04-12", "1677-01-01", "2026-05-01T25:00:00", "Total", "合计", "#REF!",
        '="1"', "\ud7ff\ufffd\uffff", "\u202e", "\x0b", "x" * 6_000, "https://x.example/@jo", "@jo", "jo@mail.example", "+49 170 1234567",
        "%", "5%", "< 10%", "[]", "{}", "0x10", "١٢٣", "１２", "²", "\ufeff", "a\nb", "\u00ad",
    ]
)  # fmt: skip


@st.composite
def changed_bytes(draw, data):
    """A few bytes overwritten, taken out or put in; or the end cut off."""
    data = bytearray(data)
    for _ in range(draw(st.integers(1, 6))):
        if not data:
            break
        place = draw(st.integers(0, len(data) - 1))
        match draw(st.sampled_from(["flip", "set", "drop", "put", "cut", "twice"])):
            case "flip":
                data[place] ^= 1 << draw(st.integers(0, 7))
            case "set":
                data[place] = draw(st.sampled_from([0, 9, 10, 13, 34, 44, 59, 127, 128, 195, 255]))
            case "drop":
                del data[place : place + draw(st.integers(1, 40))]
            case "put":
                data[place:place] = draw(st.binary(max_size=8))
            case "cut":
                del data[place:]
            case "twice":
                data[place:place] = data[place : place + 200]
    return bytes(data)


@st.composite
def changed_lines(draw, data):
    """Lines left out, repeated, moved, emptied, or strangers among them."""
    lines = data.split(b"\n")
    for _ in range(draw(st.integers(1, 5))):
        if not lines:
            break
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "twice", "move", "empty", "strange", "join"])):
            case "drop":
                del lines[place]
            case "twice":
                lines.insert(draw(st.integers(0, len(lines))), lines[place])
            case "move":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(place))
            case "empty":
                lines[place] = draw(st.sampled_from([b"", b"\r", b",,,,,", b'""', b" "]))
            case "strange":
                lines.insert(place, draw(st.text(max_size=30)).encode("utf-8", "replace"))
            case "join":
                lines[place : place + 2] = [b"".join(lines[place : place + 2])]
    return b"\n".join(lines)


@st.composite
def changed_cells(draw, file):
    """A file as read, its cells swapped or overwritten, its rows and columns shuffled, dropped or repeated."""
    file = copy.deepcopy(file)
    for table in file.tables:
        if not table.header:
            continue
        for _ in range(draw(st.integers(0, 6))):
            column = draw(st.integers(0, len(table.header) - 1))
            match draw(
                st.sampled_from(
                    ["odd", "odd", "odd", "swap", "drop row", "row twice", "drop column", "rename", "empty"]
                )
            ):
                case "odd" if table.rows:
                    draw(st.sampled_from(table.rows))[column] = draw(ODD)
                case "swap" if table.rows:
                    row, other = draw(st.sampled_from(table.rows)), draw(st.sampled_from(table.rows))
                    place = draw(st.integers(0, len(table.header) - 1))
                    row[column], other[place] = other[place], row[column]
                case "drop row" if table.rows:
                    place = draw(st.integers(0, len(table.rows) - 1))
                    del table.rows[place], table.lines[place]
                case "row twice" if table.rows:
                    table.rows.append(list(draw(st.sampled_from(table.rows))))
                    table.lines.append(max(table.lines) + 1)
                case "drop column" if len(table.header) > 1:
                    del table.header[column]
                    for row in table.rows:
                        del row[column]
                case "rename":
                    table.header[column] = draw(
                        st.sampled_from(["", "Total", "Date", "date", table.header[0], "\u200b", "x" * 300])
                    )
                case "empty":
                    table.rows.clear()
                    table.lines.clear()
    # A repaired row must be a row.
    for table in file.tables:
        table.repaired = [remark for remark in table.repaired if remark.line in set(table.lines)]
    file.documents[:] = [
        RawDocument(one.member, draw(changed_json(one.json)), draw(changed_text(one.text)))
        for one in file.documents
    ]
    return file


@st.composite
def changed_text(draw, text):
    if not text or draw(st.booleans()):
        return text
    return draw(changed_lines(text.encode("utf-8"))).decode("utf-8", "replace")


@st.composite
def changed_json(draw, value):
    """Values of other kinds here and there, keys left out."""
    value = copy.deepcopy(value)
    places = []
    pending = [value]
    while pending and len(places) < 300:
        one = pending.pop()
        if isinstance(one, dict | list):
            keys = list(one) if isinstance(one, dict) else list(range(len(one)))
            places += [(one, key) for key in keys]
            pending += [one[key] for key in keys]
    for _ in range(draw(st.integers(0, 4))):
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        strange = draw(
            st.one_of(
                ODD,
                st.sampled_from(
                    [None, True, 0, -1, 1.5, 1e308, 10**30, [], {}, [[]], {"a": {}}, [None], [1, "x"]]
                ),
            )
        )
        if isinstance(holder, dict) and draw(st.booleans()):
            holder.pop(key, None)
        elif isinstance(holder, dict) or key < len(holder):
            holder[key] = copy.deepcopy(strange)
    return value


def turned(file, random, *, rows):
    """The file with its columns shuffled, and where asked for its rows."""
    file = copy.deepcopy(file)
    for table in file.tables:
        if table.header[0].endswith(":"):
            continue  # names and values side by side, above the table proper
        order = list(range(len(table.header)))
        random.shuffle(order)
        table.header = [table.header[place] for place in order]
        table.rows = [[row[place] for place in order] for row in table.rows]
        if rows:
            places = list(range(len(table.rows)))
            random.shuffle(places)
            table.rows = [table.rows[place] for place in places]
    return file
