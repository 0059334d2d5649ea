"""Exports of one website that tell the same days in different ways keep apart in the store."""

from kpikit.store import Store, import_brand
from tests.store.houses import make, put

BRAND = """\
brand: moor
name: Moor
timezone: Europe/Berlin
currency: EUR
sources:
  website: {format: ga4, platform: web}
"""
RULE = "# ----------------------------------------\n"
DAYS = "# Start date: 20261001\n# End date: 20261031\n"
SNAPSHOT = (
    f"{RULE}# Reports snapshot\n{RULE}#  \n{DAYS}Session source / medium,Sessions\nig / social,31\n\n"
    f"#  \n{DAYS}Session primary channel group (Default Channel Group),Sessions\nOrganic Social,31\n\n"
    f"#  \n{DAYS}Page title and screen class,Views\nHome,90\n"
)
SOURCES = (
    f"{RULE}# Traffic acquisition: Session source / medium\n{RULE}# \n# All Users\n{DAYS}"
    "Session source / medium,Sessions,Engaged sessions\nig / social,31,20\n"
)
PAGES = f"{RULE}# Pages and screens: {{0}}\n{RULE}# \n# All Users\n{DAYS}{{0}},Views\nHome,90\n"


def test_cards_and_reports_of_the_same_days(tmp_path):
    """Each table has its layout; the report's row counts, the card's has fewer figures, whatever its name."""
    project, brand = make(tmp_path, BRAND)
    put(project, "website/Traffic_acquisition.csv", SOURCES)
    put(project, "website/zz Reports_snapshot.csv", SNAPSHOT)
    assert {record.status for record in import_brand(project, brand)} == {"imported"}
    store = Store(project, "moor")
    found = store.frame("SELECT layout, sessions, engaged_sessions FROM web ORDER BY layout")
    assert found["layout"].tolist() == ["ga4-session-channel-group/1", "ga4-session-source-medium/1"]
    assert found["sessions"].tolist() == [31, 31]
    assert found["engaged_sessions"].dropna().tolist() == [20]
    store.close()


def test_pages_by_path_title_and_landing_keep_apart(tmp_path):
    """The same word may name a path and a title: neither row knocks out the other."""
    project, brand = make(tmp_path, BRAND)
    for name in ("Page path and screen class", "Page title and screen class"):
        put(project, f"website/{name}.csv", PAGES.format(name))
    import_brand(project, brand)
    store = Store(project, "moor")
    assert store.frame("SELECT named_by FROM web_pages ORDER BY 1")["named_by"].tolist() == ["path", "title"]
    store.close()
