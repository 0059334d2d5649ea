"""HubSpot and Salesforce: leads with their source, whether they qualify, and no person in them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import pseudonym, read, reasons, write

SAMPLES = Path(__file__).parents[1] / "samples"
HUBSPOT = SAMPLES / "hubspot" / "hubspot-crm-exports-all-contacts-2026-05-02.csv"
SALESFORCE = SAMPLES / "salesforce" / "report1777000000000.csv"


def hubspot(path, **source):
    return read(path, "hubspot", timezone="America/New_York", **source)


def salesforce(path, **source):
    return read(path, "salesforce", timezone="America/New_York", **source)


def changed(tmp_path, path, *pairs):
    text = path.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return write(tmp_path / path.name, text)


def test_contacts_have_source_campaign_and_platform():
    """Of social sources the first detail is the network, of paid search it is the campaign."""
    frame = hubspot(HUBSPOT).tables["leads"]
    assert frame["channel"].tolist() == ["Organic Social", "Paid Search", "Direct Traffic", "Paid Social"]
    assert frame["platform"].fillna("").tolist() == ["linkedin", "", "", "facebook"]
    assert frame["campaign"].fillna("").tolist() == ["spring-launch", "brand-terms", "", "retarget [e-mail]"]
    assert frame["qualified"].astype(object).fillna("?").tolist() == ["?", True, False, True]
    assert frame["created_at"].iloc[0] == pd.Timestamp("2026-04-01 13:30", tz="UTC")
    assert frame["customer_at"].notna().tolist() == [False, True, False, False]
    assert frame["customer_at"].iloc[1] == pd.Timestamp("2026-04-02 15:00", tz="UTC")


def test_no_person_leaves():
    """No name, number, address or owner; one key for one address however it is written."""
    found = hubspot(HUBSPOT)
    assert found.tables["leads"]["contact_key"].iloc[0] == pseudonym("ann@mail.example")
    written = found.tables["leads"].to_csv().casefold()
    assert not any(word in written for word in ("person", "otto", "555", "mail.example"))
    written = salesforce(SALESFORCE).tables["leads"].to_csv().casefold()
    assert not any(word in written for word in ("person", "otto", "kettle", "mail.example"))


def test_header_case_and_internal_names_are_one(tmp_path):
    """Portals differ by age; the interface has its own names and times as milliseconds or ISO."""
    text = (
        "hs_object_id,email,lifecyclestage,hs_lead_status,hs_analytics_source,hs_analytics_source_data_1,createdate\n"
        "1,a@b.example,marketingqualifiedlead,OPEN,SOCIAL_MEDIA,Instagram,1775000000000\n"
        "2,c@b.example,lead,UNQUALIFIED,ORGANIC_SEARCH,,2026-04-01T10:00:00.000Z\n"
    )
    found = hubspot(write(tmp_path / "hubspot-2026-05-02.csv", text))
    frame = found.tables["leads"]
    assert frame["channel"].tolist() == ["Social Media", "Organic Search"]
    assert frame["platform"].fillna("").tolist() == ["instagram", ""]
    assert frame["qualified"].tolist() == [True, False]
    assert frame["created_at"].tolist() == [
        pd.Timestamp(1_775_000_000, unit="s", tz="UTC"),
        pd.Timestamp("2026-04-01 10:00", tz="UTC"),
    ]
    upper = changed(
        tmp_path, HUBSPOT, ("Lifecycle Stage", "LIFECYCLE STAGE"), ("Contact owner", "Contact Owner")
    )
    assert len(hubspot(upper).tables["leads"]) == 4


def test_a_customer_without_its_day_is_not_won(tmp_path):
    """The stage says what a contact is now, not since when."""
    found = hubspot(changed(tmp_path, HUBSPOT, ("Became a Customer Date", "Something else")))
    assert "customer_at" not in found.tables["leads"]
    assert found.notes == ["nothing says since when a contact is a customer: none is counted as won"]


def test_a_customer_whose_day_is_empty_is_told(tmp_path):
    """The column is there, the day isn't."""
    found = hubspot(changed(tmp_path, HUBSPOT, ("2026-04-02 11:00", "")))
    assert found.tables["leads"]["customer_at"].isna().all()
    assert found.notes == ["1 customer(s) without the day they became one: not counted as won"]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('"101"', '"1.01E+11"', "an id that a spreadsheet made a rounded number of"),
        ('"101"', '""', "no id of the contact"),
        ('"101"', '"102"', "stands in the file a second time"),
        ("2026-04-01 09:30", "", "not a date in the format of this export"),
        ("2026-04-01 09:30", "soon", "not a date in the format of this export"),
        ("2026-04-01 09:30", "2026-06-01 09:30", "a moment before 2004 or after the export"),
    ],
)
def test_contacts_that_cannot_be_true_are_set_aside(tmp_path, before, after, reason):
    """The row says why."""
    found = hubspot(changed(tmp_path, HUBSPOT, (before, after)))
    assert list(reasons(found).values()) == [reason]
    assert len(found.tables["leads"]) == 3


def test_deals_and_companies_are_no_leads(tmp_path):
    """Deals are refused by name, companies by what they miss."""
    deals = write(tmp_path / "d.csv", "Record ID,Deal Name,Deal Stage,Amount\n1,x,won,2\n")
    with pytest.raises(ExportError, match=r"HubSpot deals export.*not served"):
        hubspot(deals)
    companies = write(
        tmp_path / "c.csv", "Record ID,Company name,Create Date,Lifecycle Stage\n1,x,2026-01-01,Lead\n"
    )
    with pytest.raises(ExportError, match="missing: email"):
        hubspot(companies)


def test_a_report_has_leads_above_its_total():
    """Lines below the report are no leads; months stand first because days above 12 show it."""
    found = salesforce(SALESFORCE)
    frame = found.tables["leads"]
    assert found.rows_read == 3
    assert [(total.stated, total.found) for total in found.totals] == [(3, 3)]
    assert frame["created_at"].tolist() == [
        pd.Timestamp(f"2026-04-{day}", tz="UTC") for day in ("01", "13", "20")
    ]
    assert frame["day_only"].all()
    assert frame["qualified"].astype(object).fillna("?").tolist() == ["?", True, False]
    assert frame["platform"].fillna("").tolist() == ["", "linkedin", ""]
    assert "customer_at" not in frame


def test_a_total_straight_below_is_compared(tmp_path):
    """Without a blank line the lines below stand in the table: taken out, and the records counted."""
    found = salesforce(changed(tmp_path, SALESFORCE, ('\n\n"Grand', '\n"Grand')))
    assert len(found.tables["leads"]) == found.rows_read == 3
    assert [(total.stated, total.found) for total in found.totals] == [(3, 3)]
    assert found.set_aside == found.repaired == []


def test_a_report_that_lost_rows_is_seen(tmp_path):
    """Fewer leads than its total says."""
    for blank in ("", "\n"):
        cut = changed(tmp_path, SALESFORCE, ('\n\n"Grand Totals (3', f'\n{blank}"Grand Totals (1,003'))
        assert [total.holds for total in salesforce(cut).totals] == [False]


def test_what_is_no_table_is_refused(tmp_path):
    """JSON of the interface is no report."""
    with pytest.raises(ExportError, match="is no table"):
        salesforce(write(tmp_path / "x.csv", '{"records": []}'))


def test_names_of_the_data_loader_are_served(tmp_path):
    """API names, instants with their offset, true and false."""
    text = (
        '"ID","FIRSTNAME","LASTNAME","COMPANY","EMAIL","STATUS","LEADSOURCE","ISCONVERTED","CREATEDDATE"\n'
        '"00Q1","Ann","Person","Larkspur","ann@mail.example","Working - Contacted","Facebook","false","2026-04-01T10:00:00.000+0000"\n'
        '"00Q2","Bo","Person","Larkspur","bo@mail.example","Working - Contacted","Web","true","2026-04-02T10:00:00.000Z"\n'
    )
    frame = salesforce(write(tmp_path / "leads.csv", text)).tables["leads"]
    assert frame["qualified"].astype(object).fillna("?").tolist() == ["?", True]
    assert frame["created_at"].iloc[0] == pd.Timestamp("2026-04-01 10:00", tz="UTC")
    assert not frame["day_only"].any()


def test_days_that_cannot_be_told_are_refused(tmp_path):
    """No day above 12: the file doesn't say which figure is the month."""
    path = changed(tmp_path, SALESFORCE, ("4/13/2026", "4/3/2026"), ("4/20/2026", "4/2/2026"))
    with pytest.raises(ExportError, match="which of them is the month"):
        salesforce(path)
    both = changed(tmp_path / "b", SALESFORCE, ("4/13/2026", "13/4/2026"))
    with pytest.raises(ExportError, match="both orders"):
        salesforce(both)


def test_opportunities_are_refused_by_name(tmp_path):
    """They are deals, no leads."""
    path = write(tmp_path / "o.csv", "Id,Name,StageName,Amount,CloseDate,AccountId\n1,x,Won,2,2026-01-01,3\n")
    with pytest.raises(ExportError, match=r"Salesforce opportunities.*not served"):
        salesforce(path)
