"""Where a mapping can't be right, a hint says what to write into it."""

import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, write

DATES = [
    ("31/10/2026 14:05", '"%d/%m/%Y %H:%M"'),
    ("12/1/10 8:26", '"%d/%m/%y %H:%M" or dates: "%m/%d/%y %H:%M"'),
    ("31.10.2026", '"%d.%m.%Y"'),
    ("Oct 31, 2026", '"%b %d, %Y"'),
    ("some day", "as strptime writes formats"),
]


@pytest.mark.parametrize(("written", "said"), DATES)
def test_unread_dates_name_the_key_and_the_form(tmp_path, written, said):
    """The hint tells which `dates:` the file's cells fit, and repeats no cell."""
    path = write(tmp_path / "orders 2026-11-02.csv", f"Id,When,Sum\n1,{written!r},5\n".replace("'", '"'))
    columns = {"order_id": "Id", "created_at": "When", "total": "Sum"}
    found = read(path, "mapped", platform="shop", mapping={"table": "orders", "columns": columns})
    (hint,) = found.hints
    assert "column 'When': 1 cell(s) are no date" in hint
    assert f"dates: {said}" in hint or said in hint
    assert written not in hint


def test_a_few_damaged_dates_are_no_other_form(tmp_path):
    """One cell in twenty is damaged: the mapping is right."""
    rows = "".join(f"{number},2026-10-{number:02d},5\n" for number in range(1, 21))
    path = write(tmp_path / "orders 2026-11-02.csv", f"Id,When,Sum\n{rows}21,n.d.,5\n")
    columns = {"order_id": "Id", "created_at": "When", "total": "Sum"}
    assert not read(path, "mapped", platform="shop", mapping={"table": "orders", "columns": columns}).hints


def test_orders_that_are_lines_are_told(tmp_path):
    """A row an article in a table of orders: the hint names the table for lines."""
    rows = "".join(f"{number // 3},2026-10-01,{number}\n" for number in range(3, 30))
    path = write(tmp_path / "lines 2026-11-02.csv", f"Id,When,Sum\n{rows}")
    columns = {"order_id": "Id", "created_at": "When", "total": "Sum"}
    found = read(path, "mapped", platform="shop", mapping={"table": "orders", "columns": columns})
    assert "18 of 27 rows repeat the number of an earlier order" in found.hints[0]
    assert "`table: order_lines`" in found.hints[0]


def test_a_table_without_a_day_says_how_to_give_one(tmp_path):
    """Order lines have no day of their own: the file's name or `received:` must say one."""
    path = write(tmp_path / "lines.csv", "Id,What\n1,pump\n")
    mapping = {"table": "order_lines", "columns": {"order_id": "Id", "product": "What"}}
    with pytest.raises(
        ExportError, match=r"table 'order_lines' has no column for a day.*received: 2026-10-31"
    ):
        read(path, "mapped", platform="shop", mapping=mapping)
    assert read(path, "mapped", platform="shop", mapping=mapping, received="2026-11-02").used == 1
