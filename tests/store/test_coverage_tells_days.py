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


PAGES = """\
brand: moor
name: Moor
timezone: UTC
currency: MYR
sources:
  website:
    format: mapped
    platform: web
    received: 2026-11-05
    mapping:
      table: web_pages
      columns: {period_start: From, period_end: To, page: Page, views: Views}
      constants: {grain: GRAIN, named_by: path}
  posts:
    format: mapped
    platform: instagram
    timezone: UTC
    mapping:
      table: posts
      columns: {post_id: Id, published_at: At, reactions: Likes}
"""
POSTS = "Id,At,Likes\n1,2026-09-03 10:00,5\n2,2026-09-20 10:00,7\n"


def pages(*spans):
    """Views of one page over spans of days."""
    return "From,To,Page,Views\n" + "".join(f"{start},{end},/home,5\n" for start, end in spans)


@pytest.mark.parametrize(
    ("grain", "spans"),
    [
        ("day", [("2026-05-25", "2026-05-25"), ("2026-05-27", "2026-05-27"), ("2026-06-21", "2026-06-21")]),
        ("range", [("2025-10-15", "2026-01-12")]),
        ("range", [("2025-01-01", "2025-12-31")]),
    ],
)
def test_single_days_and_long_ranges_make_no_month_whole(tmp_path, grain, spans):
    """Two days of May are no May, and what is told of a quarter or a year is told of none of its months."""
    project, brand = make(tmp_path, PAGES.replace("GRAIN", grain))
    put(project, "website/pages.csv", pages(*spans))
    import_brand(project, brand)
    first, last = min(spans)[0], max(spans)[1]
    with pytest.raises(PeriodError, match=rf"website \(web_pages\): .*--period {first}\.\.{last}"):
        last_whole_month(project, brand)


def test_a_monthly_row_makes_its_month_whole(tmp_path):
    """September in one row, of October ten days: September, and it is said who tells it."""
    project, brand = make(tmp_path, PAGES.replace("GRAIN", "month"))
    put(project, "website/pages.csv", pages(("2026-09-01", "2026-09-30"), ("2026-10-01", "2026-10-10")))
    import_brand(project, brand)
    found = Store(project, "moor").whole_month()
    assert found.period == Period.month(2026, 9)
    assert found.why == "website tells all its 30 days (web_pages)"


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("posts_20260901_20261001.csv", Period.month(2026, 9)),
        ("posts 2026-10-15.csv", Period.month(2026, 9)),
        ("Sep-02-2026_Oct-15-2026_1.csv", None),
        ("posts 2026-09-29.csv", None),
    ],
)
def test_posts_tell_the_months_of_their_exports_range(tmp_path, name, month):
    """The last post may lie days before the month's end; what counts is the range, or the day of export."""
    project, brand = make(tmp_path, PAGES)
    put(project, f"posts/{name}", POSTS)
    import_brand(project, brand)
    if month is None:
        with pytest.raises(PeriodError, match="no month is covered whole"):
            last_whole_month(project, brand)
        return
    found = Store(project, "moor").whole_month()
    assert (found.period, found.by_day) == (month, False)
    assert "exported after its end" in found.why


def test_where_there_is_no_row_it_is_said_why(tmp_path):
    """No file; a file without rows; a file refused: each with what would supply rows, none with `check`."""
    project, brand = make(tmp_path)
    with pytest.raises(PeriodError, match="no file is imported from data/moor"):
        last_whole_month(project, brand)
    put(project, "community/club 2026-10-31.csv", "Day,Members,Messages\n")
    import_brand(project, brand)
    with pytest.raises(
        PeriodError, match="1 file was read and held no row of any day, such as community/club"
    ):
        last_whole_month(project, brand)
    put(project, "community/club 2026-10-31.csv", "Whatever\n1\n")
    import_brand(project, brand)
    with pytest.raises(PeriodError, match="1 file was refused, the first: community/club") as told:
        last_whole_month(project, brand)
    assert "kpikit check" not in str(told.value)


def test_without_daily_sources_the_newest_event_decides(house):
    """Tickets until October 5: September is the last month that was over by then."""
    project, brand = house
    put(project, "tickets/tickets-2026-10-06.csv", TICKETS)
    import_brand(project, brand)
    assert last_whole_month(project, "moor") == Period.month(2026, 9)
