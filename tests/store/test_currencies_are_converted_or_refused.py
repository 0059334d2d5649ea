"""Amounts in another currency than the report's are converted at declared rates, or the file is refused."""

import pytest

from kpikit.store import Store, import_brand
from tests.store.houses import make, put

SHOP = """\
brand: moor
name: Moor
timezone: Asia/Kuala_Lumpur
currency: MYR
sources:
  shop:
    format: mapped
    platform: shop
    timezone: UTC
    mapping:
      table: orders
      columns: {order_id: Id, created_at: When, total: Total, refunded: Back, currency: Cur}
"""
ORDERS = """\
Id,When,Total,Back,Cur
1,2026-09-10 10:00,100.00,0,MYR
2,2026-09-11 10:00,20.00,5,USD
3,2026-10-11 10:00,30.00,,USD
4,2026-10-12 10:00,,,EUR
5,2026-09-30 16:00,10.00,,USD
"""


def orders(tmp_path, more=""):
    project, brand = make(tmp_path, SHOP + more)
    put(project, "shop/orders-2026-10-31.csv", ORDERS)
    (record,) = import_brand(project, brand)
    rows = Store(project, "moor").frame(
        "SELECT order_id, total, refunded, currency FROM orders ORDER BY order_id"
    )
    return record, rows


def test_a_month_has_its_own_rate(tmp_path):
    """20 × 4.4 + … by hand; a row without an amount needs no rate; what is missing stays missing.

    Order 5 was made on 1 October in Kuala Lumpur, so October's rate counts.
    """
    record, rows = orders(tmp_path, "exchange_rates: {USD: {2026-09: 4.4, 2026-10: 4.5}}\n")
    assert record.status == "imported"
    assert rows["total"].tolist()[:3] == [100.0, 88.0, 135.0]
    assert rows["total"].tolist()[4] == 45.0
    assert rows["total"].isna().tolist() == [False, False, False, True, False]
    assert rows["refunded"].tolist()[:2] == [0.0, 22.0]
    assert rows["currency"].tolist() == ["MYR", "MYR", "MYR", "EUR", "MYR"]
    assert "3 rows in USD converted at the rates of the parameters" in record.notes


def test_one_rate_may_stand_for_all_months(tmp_path):
    """A brand that plans with one rate says just that."""
    _, rows = orders(tmp_path, "exchange_rates: {USD: 4}\n")
    assert rows["total"].tolist()[1:3] == [80.0, 120.0]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("", "2026-09, 2026-10"),
        ("exchange_rates: {USD: {2026-09: 4.4}}\n", "no rate is given for 2026-10"),
        ("exchange_rates: {EUR: 5}\n", "amounts in USD, the report is in MYR"),
    ],
)
def test_without_a_rate_the_file_is_refused(tmp_path, more, told):
    """A sum over two currencies is never made; the message says what to write."""
    record, rows = orders(tmp_path, more)
    assert record.status == "refused"
    assert told in record.problem
    assert "exchange_rates: {USD:" in record.problem
    assert rows.empty
