"""A figure that must not be added up over platforms keeps no other figure from its place."""

from kpikit.chapters import metrics_frame
from kpikit.evaluation import basis
from kpikit.metrics import Figures
from kpikit.periods import parse_period
from kpikit.store import Store, import_brand
from tests.store.houses import SOURCE_OF_DAYS, make, put

BRAND = (
    """\
brand: moor
name: Moor
timezone: UTC
currency: MYR
sources:
"""
    + SOURCE_OF_DAYS
    + """\
  club:
    format: mapped
    platform: discord
    mapping:
      table: community_messages
      columns: {message_id: Id, sent_at: When, platform: Net, author_key: Who}
"""
)
DAYS = "Day,Net,What,N\n" + "".join(
    f"2026-10-{day:02d},{net},impressions,{count}\n"
    for day in range(1, 32)
    for net, count in (("instagram", 10), ("tiktok", 4))
)
CLUB = "Id,When,Net,Who\n1,2026-10-01 10:00,slack,ann\n2,2026-10-02 10:00,whatsapp,bob\n3,2026-10-03 10:00,slack,cy\n"


def test_each_platform_has_its_row_and_the_whole_has_none(tmp_path):
    """Impressions 310 and 124, active members 2 and 1: by platform, and no exception for both together."""
    project, brand = make(tmp_path, BRAND)
    put(project, "days/days-2026-10-31.csv", DAYS)
    put(project, "club/club-2026-10-31.csv", CLUB)
    import_brand(project, brand)
    period = parse_period("2026-10")
    frame = metrics_frame(project, brand, period)
    by = {(row["metric"], row["platform"]): row["value"] for row in basis.records(frame)}
    assert (by["impressions", "instagram"], by["impressions", "tiktok"]) == (310, 124)
    assert (by["community_active_members", "slack"], by["community_active_members", "whatsapp"]) == (2, 1)
    assert ("impressions", None) not in by
    assert by["community_messages", None] == 3
    figures = Figures(project, brand, Store(project, "moor"))
    assert not figures.rolls_up("impressions")
    assert figures.rolls_up("community_messages")
    assert basis.read(figures, "community_active_members", period).state == "needs_platform"
