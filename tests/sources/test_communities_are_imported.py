"""Exports of communities through the import: each message once, each day one row, no words in the store."""

import shutil
from pathlib import Path

from kpikit.parameters import load_brand
from kpikit.project import Project
from kpikit.store import Store, import_brand
from tests.sources.communities import zipped

SAMPLES = Path(__file__).parents[1] / "samples"
BRAND = """\
brand: moor
name: Lantern Club
timezone: Europe/Lisbon
currency: EUR
own_accounts: [lanternclub]
sources:
  slack: {format: slack, platform: slack}
  discord: {format: discord, platform: discord}
  whatsapp: {format: whatsapp, platform: whatsapp}
  telegram: {format: telegram, platform: telegram}
  facebook_group: {format: facebook_group, platform: facebook}
"""


def test_all_samples_are_imported(tmp_path):
    """Own accounts, members and bots are told; an overlapping second export adds no message."""
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "moor.yaml").write_text(BRAND, encoding="utf-8")
    project = Project(tmp_path)
    for kind in ("slack", "discord", "whatsapp", "telegram", "facebook_group"):
        shutil.copytree(
            SAMPLES / kind, project.data / "moor" / kind, ignore=shutil.ignore_patterns("source.yaml")
        )
    chat = (SAMPLES / "whatsapp" / "_chat.txt").read_text(encoding="utf-8")
    zipped(
        project.data / "moor" / "whatsapp" / "2026-03-09.zip",
        {"_chat.txt": f"{chat}[09/03/2026, 7:30:00 AM] Tom: ok\r\n"},
    )
    records = import_brand(project, load_brand(project, "moor"))
    assert {record.status for record in records} == {"imported"}
    store = Store(project, "moor")
    rows = store.frame(
        "SELECT platform, count(*) AS n, count(*) FILTER (NOT is_system) AS said, "
        "count(*) FILTER (author_kind = 'own') AS own FROM community_messages GROUP BY 1 ORDER BY 1"
    )
    assert rows.to_numpy().tolist() == [
        ["discord", 11, 8, 1],
        ["slack", 8, 6, 1],
        ["telegram", 5, 4, 1],
        ["whatsapp", 14, 10, 1],
    ]
    days = store.frame("SELECT platform, count(*) AS n FROM community_daily GROUP BY 1 ORDER BY 1")
    assert days.to_numpy().tolist() == [["discord", 8], ["facebook", 8]]
    tables = ("community_messages_all", "community_daily_all", "community_channels_all")
    kept = [store.frame(f"SELECT * FROM {table}") for table in tables]
    stored = "".join(frame.to_csv() for frame in (*kept, store.log(), store.set_aside()))
    assert "wicks-and-oil" in stored
    for word in ("matches", "brass", "Mira", "lanternclub.example", "winter", "U0MIRA", "Which oil"):
        assert word not in stored
    store.close()
