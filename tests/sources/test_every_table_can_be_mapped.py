"""Every table of the dictionary, filled by a mapping: without rows, with empty rows, with rows of nonsense."""

from __future__ import annotations

import random

import pytest

from kpikit.dictionary import tables
from kpikit.parameters import Brand, Source
from kpikit.reader import read_file
from kpikit.sources import mapped
from kpikit.sources.base import Context
from kpikit.sources.common.mapping import COMPUTED, own_columns
from tests.sources.reading import VOCABULARIES, pseudonym

pytestmark = pytest.mark.slow

ODD = (
    "",
    "-",
    "0",
    "-1",
    "x",
    "1e400",
    "1.23E+17",
    "9" * 40,
    "2026-05-01",
    "2026-05-01 10:00",
    "31.02.2026",
    "0207-01-01",
    "@jo",
    "yes",
)


def read(tmp_path, table, with_id, *rows):
    """A house table whose columns are named as the dictionary's."""
    names = [name for name in own_columns(table) if with_id or name != COMPUTED.get(table.name, ("",))[0]]
    path = tmp_path / "house_2026-06-30.csv"
    lines = [names, *(row(names) for row in rows)]
    path.write_text("\n".join(";".join(line) for line in lines) + "\n", encoding="utf-8")
    source = Source(
        format="mapped",
        platform="house",
        mapping={"table": table.name, "columns": {name: name for name in names}},
    )
    brand = Brand(brand="demo", name="Demo", timezone="Europe/Berlin", currency="EUR", own_accounts=["@demo"])
    context = Context(
        brand=brand,
        key="house",
        source=source,
        path=path,
        relative=f"house/{path.name}",
        vocabularies=VOCABULARIES,
        pseudonym=pseudonym,
    )
    found = mapped.read(read_file(path), context)
    assert found.rows_read == len(rows) == found.used + len(found.repaired) + len(found.set_aside)
    return found


@pytest.mark.parametrize("with_id", [True, False])
@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_a_table_without_rows_is_none(tmp_path, table, with_id):
    """A header alone gives nothing, and no failure."""
    assert read(tmp_path, table, with_id).tables == {}


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_rows_of_nonsense_are_set_aside(tmp_path, table):
    """Whatever stands in any column, in fifty rows drawn by chance."""
    chance = random.Random(table.name)
    nonsense = [lambda names: [chance.choice(ODD) for _ in names]] * 50
    read(tmp_path, table, False, lambda names: ["-" for _ in names], *nonsense)
