"""A person's e-mail address, put into any column of a sample, reaches no row, note, remark or error."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from kpikit.errors import KpikitError
from kpikit.sources import module
from kpikit.sources.common.personal import mail_free
from kpikit.store import parts
from kpikit.text import header_key
from tests.fuzz.changing import context, every_sample, put, raw, samples

pytestmark = pytest.mark.slow

MAIL = "jo.doe@mail.example"
FIRST = {kind: (kind, name) for kind, name in reversed(every_sample())}
POSTS = [
    ("meta", "May-25-2026_Jun-21-2026_1493633672508178.csv", "Description"),
    ("meta", "Jan-01-2025_Jan-31-2025_1234567890123456.csv", "Title"),
]


def told(file, kind, path, name):
    """All words that leave a source and are kept."""
    of_file = context(kind, path, name)
    try:
        found = module(kind).read(file, of_file)
        rows = [
            parts._rows(frame, table, found, of_file, Counter())
            for table, frame in found.tables.items()
            if len(frame)
        ]
    except KpikitError as error:
        return str(error)
    totals = [mail_free(total.what) for total in found.totals]
    words = str((found.set_aside, found.repaired, totals, list(map(mail_free, found.notes))))
    return words + " ".join(str(column.to_pylist()) for table in rows for column in table.columns)


@pytest.mark.parametrize(("kind", "name"), FIRST.values(), ids=FIRST)
def test_no_column_lets_an_address_through(tmp_path, kind, name):
    """Column by column, behind the words that stand there."""
    path = put(tmp_path, kind, name, samples()[kind][name])
    for number, table in enumerate(raw(path, kind).tables):
        for position, header in enumerate(table.header):
            if re.search(r"\bid\b|link|url", header_key(header)) or not any(
                any(char.isalpha() for char in row[position]) for row in table.rows
            ):
                continue
            file = raw(path, kind)
            for row in file.tables[number].rows:
                row[position] = f"{row[position]} {MAIL}" if row[position].strip() else ""
            assert MAIL not in told(file, kind, path, name), header


@pytest.mark.parametrize(("kind", "name", "column"), POSTS)
def test_captions_name_no_private_person(tmp_path, kind, name, column):
    """Captions keep their words; handles, telephone numbers and addresses go."""
    name = next((one for of, one in every_sample() if of == kind and one.endswith(name)), None)
    assert name is not None
    path = put(tmp_path, kind, name, samples()[kind][name])
    file = raw(path, kind)
    (table,) = (table for table in file.tables if column in table.header)
    for row in table.rows:
        row[table.header.index(column)] = "thanks @jo_private and call +49 170 5550123"
    words = told(file, kind, path, name)
    assert "thanks [handle] and call [phone]" in words
    assert "jo_private" not in words
