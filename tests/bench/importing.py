"""CPU of importing a large house table, against DuckDB reading the same file to Parquet; memory of a huge one."""
# ruff: noqa: T201 - a benchmark prints, and checks what it measured

import contextlib
import random
import statistics
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.bench.measuring import Comparison, cpu_seconds, peak_mebibytes

ROWS = {"full": 1_000_000, "small": 1_000_000}
ROUNDS = {"full": 3, "small": 1}
HUGE_BYTES = {"full": 2_000_000_000, "small": 400_000_000}
CPU_BOUND = 2.5
MEMORY_MEBIBYTES = 600

_ZONE = ZoneInfo("America/New_York")
_SECONDS = 700 * 86_400
"""Between the first order and the last."""
_LINE = 118
"""Bytes of a line, about."""

BRAND = """brand: bulk
name: Bulk
timezone: Asia/Kuala_Lumpur
currency: MYR
sources:
  shop:
    format: mapped
    platform: shop
    timezone: America/New_York
    received: 2026-11-01
    mapping:
      table: orders
      dates: "%Y-%m-%d %H:%M:%S"
      columns:
        order_id: Order
        created_at: Created
        status: Status
        total: Total
        refunded: Refunded
        customer_key: Email
        channel: Channel
        items: Items
        is_new_customer: New customer
"""

OURS = """
import sys
from kpikit.parameters import load_brand
from kpikit.project import Project
from kpikit.store import import_brand

project = Project.find(sys.argv[1])
(record,) = import_brand(project, load_brand(project, "bulk"))
assert record.status == "imported", record.problem
# Those of the hours that a clock change shows twice are repaired.
assert record.used + record.repaired == record.rows_read == int(sys.argv[2]), record
"""

OTHER = """
import sys
import duckdb

connection = duckdb.connect(":memory:", config={"threads": 2})
connection.execute(
    f"COPY (SELECT * FROM read_csv('{sys.argv[1]}')) TO '{sys.argv[2]}' (FORMAT parquet, COMPRESSION zstd)"
)
"""


def compare(scale):
    """One file of orders with zones and customers; rounds in turn, medians. Then a huge file's memory."""
    with tempfile.TemporaryDirectory(prefix="kpikit-bench-") as folder:
        root = Path(folder)
        export = _project(root)
        rows = _orders(export, rows=ROWS[scale])
        ours, other = [], []
        for number in range(ROUNDS[scale]):
            with _emptied(root / "data" / ".store"):
                ours.append(cpu_seconds([sys.executable, "-c", OURS, root, str(rows)], root))
            other.append(cpu_seconds([sys.executable, "-c", OTHER, export, root / "other.parquet"], root))
            print(f"round {number + 1}: ours {ours[-1]:.2f} s, DuckDB {other[-1]:.2f} s", flush=True)
        name = f"{rows:,} rows imported against DuckDB's CSV to Parquet, CPU"
        found = [Comparison(name, statistics.median(ours), statistics.median(other), "s", CPU_BOUND)]
        rows = _orders(export, size=HUGE_BYTES[scale])
        with _emptied(root / "data" / ".store"):
            peak = peak_mebibytes([sys.executable, "-c", OURS, root, str(rows)], root)
        name = f"memory of importing {export.stat().st_size / 1e9:.1f} GB"
        return [*found, Comparison(name, peak, MEMORY_MEBIBYTES, "MiB", 1.0)]


def _project(root):
    """A brand with one source; where its file will lie."""
    (root / "params").mkdir()
    (root / "params" / "bulk.yaml").write_text(BRAND, encoding="utf-8")
    (root / "data" / "bulk" / "shop").mkdir(parents=True)
    (root / "notebooks").mkdir()
    return root / "data" / "bulk" / "shop" / "orders.csv"


@contextlib.contextmanager
def _emptied(store):
    """Nothing kept of an earlier import."""
    import shutil

    shutil.rmtree(store, ignore_errors=True)
    yield


def _orders(path, rows=None, size=None):
    """Write orders until there are `rows` of them, or `size` bytes; how many they are."""
    chance = random.Random(20261101)
    start = datetime(2024, 11, 1, tzinfo=UTC)
    statuses = ["paid"] * 8 + ["refunded", "partially_refunded"]
    channels = ["web", "pos", "instagram", "tiktok shop", "marketplace"]
    written, count = 0, 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("Order,Created,Status,Total,Refunded,Email,Channel,Items,New customer,Note\n")
        while (rows is not None and count < rows) or (size is not None and written < size):
            lines = []
            for _ in range(10_000):
                count += 1
                moment = start + timedelta(seconds=count * _SECONDS // (rows or size // _LINE))
                total = chance.randrange(500, 90_000) / 100
                status = chance.choice(statuses)
                lines.append(
                    f"#{count},{moment.astimezone(_ZONE):%Y-%m-%d %H:%M:%S},{status},{total:.2f},"
                    f"{total if status != 'paid' else 0:.2f},buyer{chance.randrange(300_000)}@example.org,"
                    f"{chance.choice(channels)},{chance.randrange(1, 9)},{chance.choice(['yes', 'no'])},"
                    f"parcel {chance.randrange(10**9)} left at the door\n"
                )
            written += file.write("".join(lines))
    return count
