"""Google Analytics 4: snapshots, explorations, tables of the Data API, events of BigQuery."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, write

RULE = "# ----------------------------------------\n"


def snapshot(*cards):
    """Cards: (question or "", start, end, table)."""
    text = f"{RULE}# Reports snapshot\n# Account: Demo\n# Property: Demo\n{RULE}"
    return text + "\n".join(
        f"# {question or ' '}\n# Start date: {start}\n# End date: {end}\n{table}"
        for question, start, end, table in cards
    )


MARCH = ("20260301", "20260331")


def card(table, question="", days=MARCH):
    return (question, *days, table)


def test_each_card_is_read_with_days_of_its_own(tmp_path):
    """The day of a row is counted from that card's start; nothing is glued to another card."""
    text = snapshot(
        card("Active users,New users,Event count\n120,90,800\n"),
        card("Nth day,Active users\n0000,4\n0002,6\n", days=("20260310", "20260312")),
        card("Session source / medium,Sessions\ngoogle / organic,30\ninstagram.com / referral,5\n"),
        card("Session primary channel group (Default Channel Group),Sessions\nOrganic Search,30\nOrganic Social,5\n"),
        card("First user source / medium,Active users\ngoogle / organic,28\n"),
        card("Event name,Key events\npurchase,3\n\n"),
        card("Country ID,Active users\nMY,100\nDE,20\n"),
        card("Country,Active users\nMalaysia,100\n"),
        card("Date,Week 0,Week 1\nMar 1 - Mar 7,1,-1\n", "How well do you retain your users?", ("20260215", "20260328")),
        card("Item name,Items purchased\n\n"),
    )  # fmt: skip
    found = read(write(tmp_path / "x.csv", text), "ga4", timezone="Asia/Kuala_Lumpur")
    days = found.tables["account_daily"]
    assert days["date"].dt.strftime("%m-%d").tolist() == ["03-10", "03-12"]
    assert days["value"].tolist() == [4, 6]
    assert set(days["day_zone"]) == {"Asia/Kuala_Lumpur"}
    (whole,) = found.tables["account_periods"].itertuples()
    assert (whole.metric, whole.value, whole.period_end) == ("visitors", 120, pd.Timestamp("2026-03-31"))
    web = found.tables["web"]
    assert web.groupby(["basis", "layout"])["sessions"].sum().tolist() == [0, 35, 35]
    assert web["users"].dropna().tolist() == [28]
    audience = found.tables["audience"]
    assert audience[["dimension", "bucket", "value"]].to_numpy().tolist() == [["country", "MY", 100], ["country", "DE", 20]]  # fmt: skip
    assert found.tables["conversions"]["count"].tolist() == [3]
    named = [note.split("'")[1] for note in found.notes]
    assert named == ["Date, Week 0, Week 1", "Item name, Items purchased", "Country, Active users"]
    assert found.rows_read == found.used == 11


def test_minus_one_is_a_figure_that_is_not_available(tmp_path):
    """It is missing, not a count."""
    text = snapshot(
        card("Nth day,Active users\n0000,4\n0001,-1\n"),
        card("City,Active users\nIpoh,-1\n(not set),7\n"),
        card("Session source / medium,Sessions\ngoogle / organic,-1\n"),
    )
    found = read(write(tmp_path / "x.csv", text), "ga4")
    assert found.tables["account_daily"]["value"].tolist() == [4]
    assert found.tables["audience"]["bucket"].tolist() == ["(not set)"]
    assert found.tables["web"]["sessions"].isna().all()
    assert set(reasons(found).values()) == {"no value"}


def test_a_comparison_doubles_cards(tmp_path):
    """With other days both are read; with the same days the file doesn't say whose they are."""
    daily = "Nth day,Active users\n0000,{}\n"
    text = snapshot(
        card(daily.format(4)),
        card(daily.format(3), days=("20250301", "20250331")),
        card("Session source / medium,Sessions\ngoogle / organic,9\n"),
        card("Session source / medium,Sessions\ngoogle / organic,5\n"),
    )
    found = read(write(tmp_path / "x.csv", text), "ga4")
    assert found.tables["account_daily"]["date"].dt.year.tolist() == [2026, 2025]
    assert "web" not in found.tables
    assert [note for note in found.notes if "segments" in note] == [
        "table 'Session source / medium, Sessions' stands 2 times for the same days: segments, not read"
    ]


def test_days_counted_beyond_the_card_are_set_aside(tmp_path):
    """Day 31 of a month that starts at day 0 is another month's."""
    text = snapshot(card("Nth day,Active users\n0030,4\n0031,5\n"), card("City,Active users\nIpoh,2\n"))
    found = read(write(tmp_path / "x.csv", text), "ga4")
    assert found.tables["account_daily"]["value"].tolist() == [4]
    assert list(reasons(found).values()) == ["not a day of the report's range"]


def test_two_cards_of_active_users_are_held_against_each_other(tmp_path):
    """The day's own column of the trend card is the same figure; a difference is told."""
    users, trend = (
        "Nth day,Active users\n0000,4\n0001,5\n",
        "Nth day,30 days,7 days,1 day\n0000,9,6,4\n0001,9,6,{}\n",
    )
    for other, holds in ((5, True), (6, False)):
        text = snapshot(card(users), card(trend.format(other)))
        found = read(write(tmp_path / "x.csv", text), "ga4")
        assert [total.holds for total in found.totals] == [holds]
        assert found.tables["account_daily"]["value"].tolist() == [4, 5]


def test_cards_yield_to_the_report_of_the_same_days(tmp_path):
    """A card has few of a report's columns: its rows are a moment older, so that the report's count."""
    text = snapshot(card("City,Active users\nIpoh,2\n"), card("Event name,Event count\nscroll,2\n"))
    moments = read(write(tmp_path / "x.csv", text), "ga4").tables["conversions"]["snapshot_at"]
    assert moments.tolist() == [pd.Timestamp("2026-03-31 23:59:58", tz="UTC")]


def test_a_snapshot_without_anything_that_has_a_home_is_refused(tmp_path):
    """Rather than imported as nothing."""
    text = snapshot(
        card("Item name,Items purchased\nx,1\n"), card("Audience name,Active users\nAll Users,9\n")
    )
    with pytest.raises(ExportError, match="none of its 2 tables"):
        read(write(tmp_path / "x.csv", text), "ga4")


def exploration(table):
    return f"{RULE}# Demo\n# Free form 1-Tab 1\n# 20260301-20260331\n{RULE}\n{table}"


PAGES = (
    "Page path + query string,Total users,Sessions,Average session duration,Key events,Exits\n"
    "/,9,12,100.5,3,6\n/pumps,7,10,80,1,5\n,12,15,112.15,4,11,Grand total\n"
)


def test_the_grand_total_of_an_exploration_is_a_check_and_no_row(tmp_path):
    """It counts a user once that rows count on each page: 12 users, where the rows sum to 16."""
    found = read(write(tmp_path / "x.csv", exploration(PAGES)), "ga4")
    frame = found.tables["web_pages"]
    assert frame[["page", "users", "sessions", "exits"]].to_numpy().tolist() == [["/", 9, 12, 6], ["/pumps", 7, 10, 5]]  # fmt: skip
    assert set(frame["period_start"]) == {pd.Timestamp("2026-03-01")}
    assert (found.rows_read, found.used, found.set_aside) == (2, 2, [])
    assert len(found.totals) == 3
    assert all(total.holds for total in found.totals)
    assert any("Grand total" in note for note in found.notes)


def test_a_row_above_the_grand_total_is_told(tmp_path):
    """No page has more sessions than the site."""
    text = exploration(PAGES.replace("/pumps,7,10", "/pumps,7,16"))
    found = read(write(tmp_path / "x.csv", text), "ga4")
    assert [total.what for total in found.totals if not total.holds] == [
        "rows within the Grand total, Sessions"
    ]


def test_a_row_that_is_too_wide_is_no_grand_total(tmp_path):
    """Only the last line that calls itself one is."""
    text = exploration(
        PAGES.replace("/pumps,7,10,80,1,5", "/pumps,7,10,80,1,5,9").replace("/,9", "/a,2,3,4,5,6\n/,9")
    )
    found = read(write(tmp_path / "x.csv", text), "ga4")
    assert list(reasons(found).values()) == ["more cells than the header has columns"]
    assert found.used == 2


def test_explorations_of_sources_are_sessions(tmp_path):
    """The same columns as in reports, the same table."""
    text = exploration(
        "Session source / medium,Sessions,Total users\ngoogle / organic,5,4\n,5,4,Grand total\n"
    )
    assert read(write(tmp_path / "x.csv", text), "ga4").tables["web"]["sessions"].tolist() == [5]
    text = exploration(
        "Session source / medium,Date,Sessions\ngoogle / organic,20260302,5\ngoogle / organic,20260303,6\n"
    )
    assert set(read(write(tmp_path / "x.csv", text), "ga4").tables["web"]["grain"]) == {"day"}


def test_api_pages_are_days_of_pages(tmp_path):
    """Days are numbers, names are in camel case, lines end in CRLF."""
    text = (
        "date,pagePath,sessionDefaultChannelGroup,sessions,totalUsers,screenPageViews,averageSessionDuration\r\n"
        "20260525,/,Organic Search,4,3,6,71.1\r\n20260525,/,Direct,3,3,0,2\r\n"
    )
    frame = read(write(tmp_path / "x.csv", text), "ga4").tables["web_pages"]
    assert frame["views"].tolist() == [6, 0]
    assert frame["channel_group"].tolist() == ["Organic Search", "Direct"]
    assert set(frame["period_start"]) == set(frame["period_end"]) == {pd.Timestamp("2026-05-25")}
    assert set(frame["grain"]) == {"day"}
    assert set(frame["snapshot_at"]) == {pd.Timestamp("2026-05-25 23:59:59", tz="UTC")}


@pytest.mark.parametrize(("name", "moment"), [("2026-06-01", "2026-06-01"), ("2026-05-01", "2026-05-25")])
def test_api_tables_are_of_the_day_in_their_name(tmp_path, name, moment):
    """Drawn later they hold more; drawn before their last day they can't be."""
    text = "date,sessionSource,sessions\n20260525,ig,4\n"
    frame = read(write(tmp_path / f"{name}.csv", text), "ga4").tables["web"]
    assert set(frame["snapshot_at"]) == {pd.Timestamp(f"{moment} 23:59:59", tz="UTC")}


@pytest.mark.parametrize("word", ["keyEvents", "conversions"])
def test_api_sources_are_sessions_of_days(tmp_path, word):
    """Both names of key events; source and medium in one column or two."""
    text = f"date,sessionSourceMedium,sessionCampaignName,sessions,engagedSessions,{word},totalRevenue\n20260525,ig / social,spring,4,3,1.5,9.5\n"
    (row,) = read(write(tmp_path / "x.csv", text), "ga4", currency="MYR").tables["web"].itertuples()
    assert (row.source_name, row.medium, row.campaign, row.platform) == (
        "ig",
        "social",
        "spring",
        "instagram",
    )
    assert (row.basis, row.key_events, row.revenue, row.currency) == ("session", 1.5, 9.5, "MYR")
    text = "date,firstUserSource,firstUserMedium,newUsers\n20260525,ig,social,4\n"
    (row,) = read(write(tmp_path / "y.csv", text), "ga4").tables["web"].itertuples()
    assert (row.basis, row.source_name, row.new_users) == ("first_user", "ig", 4)


def test_api_days_without_a_dimension_are_figures_of_the_property(tmp_path):
    """No source is told: such rows would read as sessions of no social platform."""
    text = "date,sessions,totalUsers\n20260525,5,4\n20260526,6,5\n"
    frame = read(write(tmp_path / "x.csv", text), "ga4").tables["account_daily"]
    assert frame.groupby("metric")["value"].sum().to_dict() == {"sessions": 11, "visitors": 9}
    with pytest.raises(ExportError, match="second dimension 'deviceCategory'"):
        read(write(tmp_path / "y.csv", "date,deviceCategory,sessions,totalUsers\n20260525,mobile,5,4\n20260525,desktop,5,4\n"), "ga4")  # fmt: skip


def test_api_events_are_counts_by_name(tmp_path):
    """One row a day and name."""
    text = "date,eventName,eventCount,totalUsers\n20260525,purchase,5,4\n"
    (row,) = read(write(tmp_path / "x.csv", text), "ga4").tables["conversions"].itertuples()
    assert (row.name, row.count, row.users, row.grain) == ("purchase", 5, 4, "day")


def event(name, user, session, at, day="20260525", engaged="0", msec=None, **more):
    parameters = [
        {"key": "ga_session_id", "value": {"string_value": None, "int_value": session}},
        {"key": "session_engaged", "value": {"string_value": engaged}},
        {"key": "page_location", "value": {"string_value": "https://demo.example/?m=ann@mail.example"}},
    ]
    if msec is not None:
        parameters.append({"key": "engagement_time_msec", "value": {"int_value": str(msec)}})
    return {
        "event_date": day, "event_timestamp": str(at), "event_name": name, "event_params": parameters,
        "user_pseudo_id": user, "traffic_source": {"source": "firstever", "medium": "x"}, **more,
    }  # fmt: skip


def clicked(source, medium, campaign=None):
    names = {"source": source, "medium": medium, "campaign_name": campaign}
    return {"session_traffic_source_last_click": {"manual_campaign": names}}


EVENTS = [
    event("session_start", "1.1", "100", 1, **clicked("ig", "social", "spring")),
    event("first_visit", "1.1", "100", 1, **clicked("ig", "social", "spring")),
    event("user_engagement", "1.1", "100", 9, engaged="1", msec=2500, **clicked("ig", "social", "spring")),
    # The same second, another user: another session.
    event("session_start", "2.2", "100", 2, **clicked("ig", "social", "spring")),
    event("session_start", "3.3", "300", 3, collected_traffic_source={"manual_source": "google", "manual_medium": "cpc"}),
    event("page_view", "3.3", "300", 4),
    event("page_view", "3.3", "300", 8, day="20260526"),
    event("page_view", None, None, 5),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["lines", "list"])
def test_sessions_are_pairs_of_user_and_session_id_by_day(tmp_path, kind):
    """By hand: 2 of instagram and 1 of google on the 25th, 1 on the 26th; an event without ids is none."""
    text = json.dumps(EVENTS) if kind == "list" else "\n".join(json.dumps(event) for event in EVENTS)
    found = read(write(tmp_path / "events.json", text), "ga4")
    web = found.tables["web"].sort_values(["period_start", "source_name"], ignore_index=True)
    known = web[web["source_name"].notna()]
    assert known["source_name"].tolist() == ["google", "ig", "google"]
    assert known["sessions"].tolist() == [1, 2, 1]
    assert known["users"].tolist() == [1, 2, 1]
    assert known["engaged_sessions"].tolist() == [0, 1, 0]
    assert known["new_users"].tolist() == [0, 1, 0]
    assert known["event_count"].tolist() == [2, 4, 1]
    assert known["engagement_seconds"].tolist() == [0, 2.5, 0]
    assert known["campaign"].fillna("").tolist() == ["", "spring", ""]
    assert known["platform"].fillna("").tolist() == ["", "instagram", ""]
    assert known["paid"].tolist() == [True, False, True]
    assert web.loc[web["source_name"].isna(), "sessions"].tolist() == [0]
    counts = found.tables["conversions"]
    assert counts.groupby("name")["count"].sum().to_dict() == {
        "first_visit": 1, "page_view": 3, "session_start": 3, "user_engagement": 1,
    }  # fmt: skip
    assert (found.rows_read, found.used) == (8, 8)


def test_flattened_events_are_the_same(tmp_path):
    """CSV, with names of records joined by points or lines; ids that a spreadsheet rounded are set aside."""
    text = (
        "event_date,event_timestamp,event_name,user_pseudo_id,event_params_ga_session_id,session_engaged,"
        "session_traffic_source_last_click_manual_campaign_source,session_traffic_source_last_click_manual_campaign_medium\n"
        "20260525,1,session_start,1.1,100,0,ig,social\n20260525,2,page_view,1.1,100,1,ig,social\n"
        "20260525,3,page_view,2.2,1.23E+17,1,ig,social\n20260599,3,page_view,2.2,200,1,ig,social\n"
    )
    found = read(write(tmp_path / "x.csv", text), "ga4")
    (row,) = found.tables["web"].itertuples()
    assert (row.source_name, row.sessions, row.engaged_sessions, row.event_count, row.line) == (
        "ig",
        1,
        1,
        2,
        2,
    )
    assert list(reasons(found).values()) == [
        "an id that a spreadsheet made a rounded number of", "not a date in the format of this export",
    ]  # fmt: skip


def test_ids_and_addresses_of_users_stay_behind(tmp_path):
    """Users are counted; who they are leaves in no column."""
    found = read(write(tmp_path / "events.json", json.dumps(EVENTS)), "ga4")
    left = " ".join(frame.astype("string").to_csv() for frame in found.tables.values())
    assert "1.1" not in left
    assert "mail.example" not in left
    assert "firstever" not in left


def test_reports_of_universal_analytics_are_no_explorations(tmp_path):
    """They say their days alike."""
    text = exploration(
        "Landing Page,Sessions,% New Sessions,Bounce Rate\n/,5,20.00%,1.00%\n,5,20.00%,1.00%\n"
    )
    with pytest.raises(ExportError, match="universal_analytics"):
        read(write(tmp_path / "x.csv", text), "ga4")


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes(tmp_path):
    """A row that was cut is set aside with a reason; one cut within quotes damages the file."""
    whole = exploration(PAGES)
    found = read(write(tmp_path / "x.csv", whole[: whole.index("80,1,5") + 1]), "ga4")
    assert [remark.reason for remark in found.set_aside] == ["the last line is cut off"]
    assert found.tables["web_pages"]["exits"].tolist() == [6]
    with pytest.raises(ExportError):
        read(write(tmp_path / "y.csv", whole.replace("/pumps", '"/pumps')), "ga4")


def test_other_json_is_refused(tmp_path):
    """A list of something else is no export of events."""
    for text in ('[{"a": 1}]', '{"a": 1}'):
        with pytest.raises(ExportError, match="no list of events"):
            read(write(tmp_path / "x.json", text), "ga4")
