"""Exports of several properties in one folder are never merged: told apart by what their headers say."""

import pytest

from kpikit.parameters import load_brand
from kpikit.store import Store, import_brand
from tests.store.houses import make, put

BRAND = """\
brand: moor
name: Moor
timezone: Europe/Berlin
currency: EUR
sources:
  website: {{format: ga4, platform: web{more}}}
"""
RULE = "# ----------------------------------------\n"


def report(account, prop, sessions):
    """A standard report of October, as Google Analytics writes it."""
    return (
        f"{RULE}# Traffic acquisition: Session source / medium\n# Account: {account}\n# Property: {prop}\n{RULE}"
        "# \n# All Users\n# Start date: 20261001\n# End date: 20261031\n"
        f"Session source / medium,Sessions\nig / social,{sessions}\n"
    )


def house(tmp_path, more=""):
    project, brand = make(tmp_path, BRAND.format(more=more))
    put(project, "website/a.csv", report("Moor", "moor.example", 31))
    put(project, "website/b.csv", report("Fen", "fen.example", 900))
    return project, brand


def sessions(project):
    store = Store(project, "moor")
    found = store.frame("SELECT sessions FROM web")["sessions"].tolist()
    store.close()
    return found


def test_two_properties_in_one_folder_are_a_conflict(tmp_path):
    """Nothing says which is the brand's: none is taken, and both are named."""
    project, brand = house(tmp_path)
    records = import_brand(project, brand)
    assert [record.status for record in records] == ["refused", "refused"]
    assert "'Moor / moor.example'" in records[1].problem
    assert "sources:" in records[0].problem
    assert sessions(project) == []
    assert [record.status for record in import_brand(project, brand)] == ["refused", "refused"]


@pytest.mark.parametrize("declared", ["moor.example", "Moor / moor.example", "MOOR / Moor.example"])
def test_the_declared_property_is_taken(tmp_path, declared):
    """`account:` names the property, and the other one's file alone is refused."""
    project, brand = house(tmp_path, f', account: "{declared}"')
    assert [record.status for record in import_brand(project, brand)] == ["imported", "refused"]
    assert sessions(project) == [31]


def test_an_entry_for_each_property_keeps_both(tmp_path):
    """Folders of their own keep the figures apart, the same days of both are there."""
    text = BRAND.format(more="") + "  other: {format: ga4, platform: web}\n"
    project, brand = make(tmp_path, text)
    put(project, "website/a.csv", report("Moor", "moor.example", 31))
    put(project, "other/b.csv", report("Fen", "fen.example", 900))
    assert {record.status for record in import_brand(project, brand)} == {"imported"}
    assert sorted(sessions(project)) == [31, 900]


def test_a_property_that_was_renamed_stays_one(tmp_path):
    """Both names declared (`account:`, `own_accounts:`): one property under two names."""
    project, _ = house(tmp_path, ", account: moor.example")
    path = project.params / "moor.yaml"
    path.write_text(path.read_text() + "own_accounts: [fen.example]\n")
    records = import_brand(project, load_brand(project, "moor"))
    assert {record.status for record in records} == {"imported"}


def test_search_console_downloads_of_two_sites_are_a_conflict(tmp_path):
    """The property stands in the download's name alone."""
    text = BRAND.format(more="").replace("ga4", "search_console").replace("website", "google")
    project, brand = make(tmp_path, text)
    rows = "Date,Clicks,Impressions,CTR,Position\n2026-10-01,3,100,3%,4.1\n"
    for site in ("moor.example", "fen.example"):
        for name, content in (("Chart", rows), ("Filters", "Filter,Value\nSearch type,Web\n")):
            put(project, f"google/{site}-Performance-on-Search-2026-10-31/{name}.csv", content)
    records = import_brand(project, brand)
    assert {record.status for record in records} == {"refused"}
    assert "'fen.example'" in records[-1].problem


def test_accounts_that_stand_side_by_side_are_told(tmp_path):
    """Where rows name their account nothing is lost, and the sum over all of them is said."""
    text = """\
brand: moor
name: Moor
timezone: UTC
currency: EUR
sources:
  pages:
    format: mapped
    platform: facebook
    mapping:
      table: account_daily
      columns: {account: Page, date: Day, value: Fans}
      constants: {platform: facebook, metric: followers}
"""
    project, brand = make(tmp_path, text)
    put(project, "pages/fans 2026-10-31.csv", "Page,Day,Fans\nMoor,2026-10-30,5\nFen,2026-10-30,7\n")
    (record,) = import_brand(project, brand)
    assert "2 accounts in this source, sums are over all of them: Fen; Moor" in record.notes
    assert record.hints == ("2 accounts in this source, sums are over all of them: Fen; Moor",)


def test_a_file_without_rows_says_so(tmp_path):
    """Column names alone are accepted, never without a word."""
    project, brand = make(tmp_path, BRAND.format(more=""))
    put(project, "website/a.csv", report("Moor", "moor.example", 1).rpartition("ig /")[0])
    (record,) = import_brand(project, brand)
    assert "no rows" in record.notes
