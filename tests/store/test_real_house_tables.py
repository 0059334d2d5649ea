"""Real files through the whole import, against totals taken from their bytes by other means."""

import csv
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from kpikit.store import Store, import_brand
from tests.store.houses import make

REAL = Path(__file__).parents[2].parent / "shared" / "exports" / "real"
CD_SHOP = REAL / "orders" / "CDNOW_sample.txt"
TICKETS = REAL / "helpdesk" / "zyn10__freshdesk_feb2025_REDACTED.csv"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL.is_dir(), reason="the real exports are not here"),
]

BRAND = """\
brand: moor
name: Moor
timezone: Europe/London
currency: USD
sources:
  orders:
    format: mapped
    platform: shop
    mapping:
      table: orders
      columns: {customer_key: "1", created_at: "3", items: "4", total: "5"}
      constants: {status: paid}
      dates: "%Y%m%d"
      header: false
      delimiter: spaces
  tickets:
    format: mapped
    platform: helpdesk
    received: 2025-03-01
    mapping:
      table: tickets
      columns:
        ticket_id: Ticket ID
        created_at: Created time
        first_response_at: Initial response time
        resolved_at: Resolved time
        first_response_business_hours: First response time (in hrs)
        status: Status
        priority: Priority
        channel: Source
        customer_key: Full name
      dates: "%d/%m/%Y %H:%M"
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    root = tmp_path_factory.mktemp("real")
    project, brand = make(root, BRAND)
    for source, file in (("orders", CD_SHOP), ("tickets", TICKETS)):
        folder = project.data / "moor" / source
        folder.mkdir(parents=True)
        shutil.copy(file, folder)
    records = import_brand(project, brand)
    assert all(record.status == "imported" and record.used == record.rows_read for record in records)
    store = Store(project, "moor")
    yield store
    store.close()


def test_the_cd_shop_adds_up(store):
    """Orders, customers, pieces, money and days as awk would count them."""
    lines = [line.split() for line in CD_SHOP.read_text(encoding="ascii").splitlines()]
    got = store.frame(
        "SELECT count(*) AS orders, count(DISTINCT customer_key) AS customers, sum(items) AS items, "
        "sum(CAST(round(total * 100) AS BIGINT)) AS cents, min(local_date) AS first, max(local_date) AS last, "
        "count(local_hour) AS hours FROM orders"
    ).iloc[0]
    assert got["orders"] == len(lines)
    assert got["customers"] == len({line[0] for line in lines})
    assert got["items"] == sum(int(line[3]) for line in lines)
    assert got["cents"] == sum(int(line[4].replace(".", "")) for line in lines)
    assert f"{got['first']:%Y%m%d}" == min(line[2] for line in lines)
    assert f"{got['last']:%Y%m%d}" == max(line[2] for line in lines)
    assert got["hours"] == 0


def test_the_help_desk_adds_up(store):
    """Tickets, replies, solutions, people and the longest wait as Python's csv module has them."""
    with TICKETS.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    waits = [
        datetime.strptime(row["Initial response time"], "%d/%m/%Y %H:%M")
        - datetime.strptime(row["Created time"], "%d/%m/%Y %H:%M")
        for row in rows
        if row["Initial response time"]
    ]
    got = store.frame(
        "SELECT count(*) AS n, count(first_response_at) AS replied, count(resolved_at) AS solved, "
        "count(DISTINCT customer_key) AS people, count(first_response_business_hours) AS hours, "
        "max(date_diff('minute', created_at, first_response_at)) AS longest FROM tickets"
    ).iloc[0]
    assert got["n"] == len(rows)
    assert got["replied"] == got["hours"] == len(waits)
    assert got["solved"] == sum(bool(row["Resolved time"]) for row in rows)
    assert got["people"] == len({row["Full name"] for row in rows})
    assert got["longest"] == max(waits).total_seconds() / 60
