"""A small project with house tables, made for these tests."""

from kpikit.parameters import load_brand
from kpikit.project import Project

BRAND = """\
brand: moor
name: Moor
timezone: Asia/Kuala_Lumpur
currency: MYR
own_accounts: ["@moorbrand"]
sources:
  tickets:
    format: mapped
    platform: helpdesk
    timezone: UTC
    mapping:
      table: tickets
      columns: {ticket_id: Id, created_at: Opened, resolved_at: Solved, status: Status, customer_key: From}
  community:
    format: mapped
    platform: discord
    account: Moor Club
    mapping:
      table: community_daily
      columns: {date: Day, members: Members, messages: Messages}
  mentions:
    format: mapped
    platform: instagram
    timezone: UTC
    mapping:
      table: mentions
      columns: {published_at: When, author_key: Who, text: Text}
"""

SOURCE_OF_DAYS = """\
  days:
    format: mapped
    platform: instagram
    mapping:
      table: account_daily
      columns: {date: Day, platform: Net, metric: What, value: N}
      constants: {account: moor, paid_scope: both}
"""
"""A source of days by platform and word, for the `sources:` of a brand."""

TICKETS = """\
Id,Opened,Solved,Status,From
1,2026-09-30 15:59,2026-10-01 10:00,closed,jo@mail.example
2,2026-09-30 16:00,,open,ann@mail.example
3,2026-10-05 08:30,,open,jo@mail.example
"""

MENTIONS = """\
When,Who,Text
2026-10-02 10:00,@jane.doe,"hello @jane.doe, write me: jo@mail.example"
2026-10-02 11:00,@MoorBrand,thank you @jane.doe
2026-10-02 12:00,@lee,好用
"""


def make(root, brand=BRAND, name="moor"):
    """A project in `root` with one brand; its folders are still empty."""
    (root / "params").mkdir(exist_ok=True)
    (root / "params" / f"{name}.yaml").write_text(brand, encoding="utf-8")
    project = Project(root)
    return project, load_brand(project, name)


def put(project, path, content, brand="moor"):
    """Write an export below the brand's folder."""
    file = project.data / brand / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def days(first, count, start=100):
    """A community export with one row a day of October 2026."""
    rows = [f"2026-10-{day:02},{start + day},{day}" for day in range(first, first + count)]
    return "Day,Members,Messages\n" + "\n".join(rows) + "\n"


def content(project):
    """All of the store that reports rest on: path → bytes."""
    store = project.store
    kept = [path for path in store.rglob("*.parquet") if "parts" not in path.parts]
    return {path.relative_to(store).as_posix(): path.read_bytes() for path in sorted(kept)}
