"""Which days each source gave, and the month a report takes when none is named."""

from datetime import date

import pytest

from kpikit.errors import PeriodError
from kpikit.periods import Period
from kpikit.store import Store, import_brand, last_whole_month
from tests.store.houses import TICKETS, days, make, put


@pytest.fixture
def house(tmp_path):
    return make(tmp_path)


def test_days_present_and_missing_are_counted(house):
    """October 1-5 and 9-12: nine days there, three missing between first and last."""
    project, brand = house
    put(project, "community/club 2026-10-05.csv", days(1, 5))
    put(project, "community/club 2026-10-12.csv", days(9, 4))
    import_brand(project, brand)
    store = Store(project, "moor")
    row = store.coverage().set_index("table").loc["community_daily"]
    assert (row["source"], row["platform"]) == ("community", "discord")
    assert (row["first_day"], row["last_day"]) == (date(2026, 10, 1), date(2026, 10, 12))
    assert (row["days_present"], row["days_missing"], row["rows"]) == (9, 3, 9)
    assert f"{row['snapshot_at']:%Y-%m-%d}" == "2026-10-12"
    store.close()


def test_the_default_period_is_the_last_whole_month(house):
    """All of October is there, of November only ten days."""
    project, brand = house
    put(project, "community/club 2026-10-31.csv", days(1, 31))
    put(project, "community/club 2026-11-10.csv", days(1, 10).replace("2026-10", "2026-11"))
    import_brand(project, brand)
    assert last_whole_month(project, brand) == Period.month(2026, 10)


def test_a_month_with_a_hole_is_not_whole(house):
    """One missing day, and no month before it: the period must be named."""
    project, brand = house
    put(project, "community/club 2026-10-31.csv", days(1, 14) + days(16, 16).partition("\n")[2])
    import_brand(project, brand)
    with pytest.raises(PeriodError, match="--period"):
        last_whole_month(project, brand)


def test_without_daily_sources_the_newest_event_decides(house):
    """Tickets until October 5: September is the last month that was over by then."""
    project, brand = house
    put(project, "tickets/tickets-2026-10-06.csv", TICKETS)
    import_brand(project, brand)
    assert last_whole_month(project, "moor") == Period.month(2026, 9)
