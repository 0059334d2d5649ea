"""A large table is asked by month; what closed months answered is kept, and nothing comes out otherwise."""

import re
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from kpikit.errors import MetricError
from kpikit.metrics import Figures, by_month, kept
from kpikit.metrics.ages import Snapshots
from kpikit.metrics.given import Given
from kpikit.metrics.questions import Questions
from kpikit.store import Store
from tests.fuzz.changing import FACTOR
from tests.metrics.tiny import PROJECT, TinyStore, at, brand, event, figures, post

pytestmark = pytest.mark.slow

MONTHS = [8, 9, 10]


class MonthStore(TinyStore):
    """Tells its months."""

    by_month = True


@pytest.fixture
def large(monkeypatch):
    """All tables count as large."""
    monkeypatch.setattr(by_month, "LARGE", 0)


@pytest.fixture
def asked(large, monkeypatch):
    """Months of which a question was computed."""
    asked = []
    ask = by_month.ByMonth.ask

    def noting(self, table, months, rows, sql):
        asked.extend(month.month for month in months)
        return ask(self, table, months, rows, sql)

    monkeypatch.setattr(by_month.ByMonth, "ask", noting)
    return asked


def mention(day, mention_id, platform="x", **facts):
    """A mention by a user."""
    return event(
        day, mention_id=mention_id, platform=platform, author_kind="user", published_at=at(day), **facts
    )


def mentions():
    """In each month positive and negative texts; on Reddit in August alone."""
    rows = []
    for month in MONTHS:
        for number in range(month):
            feeling = "positive" if number % 3 else "negative"
            rows.append(mention(date(2026, month, 1 + number), f"{month}-{number}", sentiment=feeling))
    return [*rows, mention(date(2026, 8, 3), "r", "reddit", sentiment="neutral")]


TABLES = {
    "mentions": mentions(),
    "posts": [
        post(f"{month}-{number}", date(2026, month, number), reach=100 * number, reactions=number, comments=1, shares=0)
        for month in MONTHS
        for number in range(1, 10)
    ],
    "post_tags": [
        {"source": "tags", "platform": "instagram", "post_id": "8-1", "campaign": "spring", "snapshot_at": at(date(2026, 11, 2))}
    ],
    "web": [
        {
            "source": "site", "file": file, "period_start": date(2026, month, day), "period_end": date(2026, month, day),
            "grain": "day", "basis": "session", "source_name": name, "medium": "social", "platform": "x",
            "sessions": 10 * month + day, "key_events": 1.0, "snapshot_at": at(date(2026, 11, 2)),
        }
        # The file tells sources in one of its months only, and yet it is one export shape throughout.
        for file, month, name in (("a.csv", 8, None), ("a.csv", 9, "x.com"), ("b.csv", 10, "x.com"))
        for day in (1, 2, 3)
    ],
}  # fmt: skip
QUESTIONS = [
    ("mentions", ()), ("mentions", "platform"), ("net_sentiment", ()), ("positive_share", "platform"), ("posts_published", ()),
    ("engagement_rate_by_reach", ()), ("engagement_rate_by_reach", "campaign"), ("all_sessions", ()),
    ("social_sessions", "source_name"), ("reply_rate", ()), ("reach_of_posts", ()),
]  # fmt: skip


@pytest.mark.parametrize(("metric", "by"), QUESTIONS)
def test_months_answer_what_the_whole_table_does(tmp_path, large, metric, by):
    """Every figure of every period is the same to the last bit, anew and from what was kept."""
    periods = ["2026-08", "2026-09", "2026-10", "2026-Q3", "2026"]
    whole = figures(**TABLES).series(metric, periods, by)
    for _ in range(2):
        store = MonthStore(tmp_path, **TABLES)
        pd.testing.assert_frame_equal(
            Figures(PROJECT, brand(), store, "duck").series(metric, periods, by), whole, check_exact=True
        )


@pytest.mark.slow
@pytest.mark.parametrize("brand_id", ["hanse-pumpen", "ridgeline", "seri-kulit"][: FACTOR - 1])
def test_example_brands_have_the_same_figures_by_month(example, monkeypatch, brand_id):
    """Every metric, whole and by the first of its breakdowns, in a month and a quarter."""
    whole, parameters = example(brand_id)
    monkeypatch.setattr(by_month, "LARGE", 0)
    apart = Figures(whole.project, parameters, Store(whole.project, brand_id))
    periods = ["2026-10", "2026-Q3"]
    assert apart.offered() == whole.offered()
    for metric in whole.metrics.values():
        for by in ((), *((word,) for word in metric.by[:1])):
            try:
                expected = whole.series(metric.id, periods, by)
            except MetricError as problem:
                with pytest.raises(MetricError, match=re.escape(str(problem))):
                    apart.series(metric.id, periods, by)
                continue
            # Sums of fractions may be added up in another order.
            pd.testing.assert_frame_equal(
                apart.series(metric.id, periods, by), expected, rtol=1e-12, obj=f"{metric.id} by {by}"
            )


def test_the_same_metrics_are_offered(tmp_path, large):
    """Inputs that stand in different months offer a metric as if they stood in one."""
    store = MonthStore(tmp_path, **TABLES)
    assert Figures(PROJECT, brand(), store, "duck").offered() == figures(**TABLES).offered()


def test_closed_months_are_not_computed_again(tmp_path, asked):
    """The first report asks three months, the next one the newest alone."""
    store = MonthStore(tmp_path, **TABLES)
    for expected in (MONTHS, MONTHS[-1:]):
        asked.clear()
        shown = Figures(PROJECT, brand(), store, "duck")
        for metric, by in QUESTIONS:
            shown.series(metric, ["2026-08", "2026-10"], by)
        assert sorted(set(asked)) == [f"2026-{month:02d}" for month in expected]


def test_a_newer_export_asks_closed_months_only_what_it_changes(tmp_path, asked):
    """A month more: only figures that rest on how long texts were watched are asked of the others again."""
    store = MonthStore(tmp_path, mentions=mentions())
    for metric in ("mentions", "reply_rate_all"):
        Figures(PROJECT, brand(), store, "duck").value(metric, "2026-10")
    later = mention(date(2026, 11, 1), "later") | {"snapshot_at": datetime(2026, 12, 1, tzinfo=UTC)}
    store = MonthStore(tmp_path, mentions=[*mentions(), later])
    shown = Figures(PROJECT, brand(), store, "duck")
    shown.offered()
    asked.clear()
    shown.value("mentions", "2026-10")
    # October was the newest and is closed now: computed once more, kept from now on.
    assert set(asked) == {"2026-10", "2026-11"}
    asked.clear()
    shown.value("reply_rate_all", "2026-10")
    assert "2026-08" in asked


def test_a_closed_month_that_changed_is_computed_again(tmp_path, asked):
    """A late text of August changes August; September stays as it was kept."""
    store = MonthStore(tmp_path, mentions=mentions())
    assert Figures(PROJECT, brand(), store, "duck").value("mentions", "2026-08")["value"].item() == 9
    asked.clear()
    store = MonthStore(tmp_path, mentions=[*mentions(), mention(date(2026, 8, 30), "late")])
    assert Figures(PROJECT, brand(), store, "duck").value("mentions", "2026-08")["value"].item() == 10
    assert set(asked) == {"2026-08", "2026-10"}


def test_another_definition_is_computed_anew(tmp_path, asked):
    """A brand's definition that it changed asks all months again."""

    def own(where):
        spec = {
            "name": "Own", "definition": "Texts.", "convention": "own", "kind": "count", "unit": "count", "better": "up",
            "level": "output", "clock": "activity", "form": "count", "table": "mentions", "where": where,
            "dimension": "awareness",
        }  # fmt: skip
        return brand(metrics={"own_texts": spec})

    store = MonthStore(tmp_path, mentions=mentions())
    for where, count in (("sentiment = 'positive'", 5), ("sentiment = 'negative'", 3)):
        shown = Figures(PROJECT, own(where), store, "duck")
        shown.offered()
        asked.clear()
        assert shown.value("own_texts", "2026-08")["value"].item() == count
        assert "2026-08" in asked


def test_another_parameter_is_computed_anew(tmp_path, asked):
    """How long a text must have been watched stands in the parameters: another wait, other answers."""
    store = MonthStore(tmp_path, mentions=mentions())
    for hours in (24, 48):
        shown = Figures(PROJECT, brand(thresholds={"reply_mature_hours": hours}), store, "duck")
        asked.clear()
        shown.value("reply_rate_all", "2026-08")
        assert "2026-08" in asked


def test_words_of_the_parameters_are_part_of_the_table(tmp_path, large):
    """Which traffic sources are assistants is worked out when rows are read: kept answers know the words."""
    store = MonthStore(tmp_path, web=TABLES["web"])
    for words in ((), ("x.com",), ()):
        assert Questions(store, Given(assistants=words), "duck").any_row("web", "assistant") == bool(words)


def test_another_version_computes_anew(tmp_path, asked, monkeypatch):
    """What an earlier version of the program kept is not trusted."""
    store = MonthStore(tmp_path, mentions=mentions())
    Figures(PROJECT, brand(), store, "duck").value("mentions", "2026-08")
    monkeypatch.setattr(by_month, "PROGRAM", "another")
    asked.clear()
    Figures(PROJECT, brand(), store, "duck").value("mentions", "2026-08")
    assert "2026-08" in asked


def test_tags_are_part_of_posts(tmp_path, large):
    """A tag that the analyst changed counts in closed months, too."""
    for campaign in ("spring", "summer"):
        tags = [TABLES["post_tags"][0] | {"campaign": campaign}]
        store = MonthStore(tmp_path, posts=TABLES["posts"], post_tags=tags)
        shown = Figures(PROJECT, brand(), store, "duck").value("posts_published", "2026-08", "campaign")
        assert campaign in set(shown["campaign"])


ASSETS = [
    post("100", date(2026, 8, 31), title="How it is made"),
    post("7", date(2026, 8, 31), title="Made", is_asset=True),
    post("8", date(2026, 9, 1), title="How it is made", is_asset=True),
    post(
        "9", date(2026, 10, 1), title="HOW IT IS MADE", published_at=at(date(2026, 10, 1), 1), is_asset=True
    ),
    post("101", date(2026, 10, 1), title="How it is made"),
]
"""One video beside its post of the moment, one of the title alone a day later, one of day and title."""


@pytest.mark.parametrize("kept_before", [[], ASSETS[:3], ASSETS[2:]])
def test_videos_beside_their_posts_are_found_by_month(tmp_path, large, kept_before):
    """Post and video are of one month: whichever months are asked together, each counts once."""
    for rows in filter(None, (kept_before, ASSETS)):
        shown = Figures(PROJECT, brand(), MonthStore(tmp_path, posts=rows), "duck")
        found = shown.series("posts_published", ["2026-08", "2026-09", "2026-10"])
    assert found["value"].tolist() == [1, 1, 1]


def test_posts_as_they_once_stood_are_not_answered_by_the_newest(tmp_path, asked):
    """Answers of closed months are of the newest snapshots: earlier ones are read from all posts, and not kept."""
    day, early = date(2026, 8, 1), datetime(2026, 8, 3, tzinfo=UTC)
    rows = [post("a", day, reactions=90), post("a", day, reactions=10) | {"snapshot_at": early}]
    store = MonthStore(tmp_path, posts=[*rows, post("b", date(2026, 10, 1), reactions=1)])
    newest = Questions(store, Given(), "duck")
    as_then = Questions(store, Given(), "duck", Snapshots(by=early))
    sql = "SELECT local_date, sum(reactions) AS n FROM posts GROUP BY local_date"
    for _ in range(2):
        assert newest.by_month("posts", sql)["n"].tolist() == [90, 1]
        asked.clear()
        assert sorted(as_then.by_month("posts", sql)["n"].tolist()) == [1, 10]
        assert not as_then.any_row("posts", "reactions = 90")
        assert newest.any_row("posts", "reactions = 90")
        newest, as_then = (Questions(store, Given(), "duck", given) for given in (None, Snapshots(by=early)))


def test_windows_end_with_their_month():
    """What is asked of months together is what each answers alone."""
    sql = by_month.with_month("SELECT a, max(b) OVER (PARTITION BY a) AS c FROM t")
    assert "PARTITION BY a, stored_month" in sql


def test_a_damaged_kept_answer_is_computed_again(tmp_path, large):
    """What is kept may be cut short or deleted at any time."""
    store = MonthStore(tmp_path, mentions=mentions())
    first = Figures(PROJECT, brand(), store, "duck").value("mentions", "2026-08")
    files = list(store.kept.rglob("*.arrow"))
    assert files
    for file in files:
        file.write_bytes(file.read_bytes()[:40])
    assert Figures(PROJECT, brand(), store, "duck").value("mentions", "2026-08").equals(first)


def test_what_the_newest_export_saw_reaches_back(tmp_path, large):
    """A question of August is overdue once a later export of its source shows it still open: kept answers know."""
    asking = mention(date(2026, 8, 31), "q", reply_wanted=True) | {
        "snapshot_at": datetime(2026, 8, 31, 13, tzinfo=UTC)
    }
    early = MonthStore(tmp_path, mentions=[asking])
    assert (
        Figures(PROJECT, brand(), early, "duck").value("reply_rate", "2026-08")["state"].item() != "reported"
    )
    # That it tells answers at all is seen later, too.
    answered = mention(date(2026, 10, 1), "o", reply_wanted=True, replied_at=at(date(2026, 10, 2)))
    late = MonthStore(tmp_path, mentions=[asking, answered])
    assert Figures(PROJECT, brand(), late, "duck").value("reply_rate", "2026-08")["value"].item() == 0


def test_more_questions_than_are_kept_push_out_the_oldest(tmp_path, large, monkeypatch):
    """What is kept stays small."""
    monkeypatch.setattr(kept, "FILES_KEPT", 2)
    store = MonthStore(tmp_path, mentions=mentions())
    ours = Figures(PROJECT, brand(), store, "duck")
    for metric in ("mentions", "net_sentiment", "positive_share", "negative_share"):
        ours.value(metric, "2026-08")
    assert len(list((store.kept / "mentions").glob("*.arrow"))) == 2


def test_a_scope_is_of_all_months(tmp_path, large):
    """A month without views doesn't make impressions a second exposure unit of the same posts."""
    rows = [
        post("a", date(2026, 8, 1), reactions=1, comments=0, shares=0, impressions=50),
        post("b", date(2026, 10, 1), reactions=1, comments=0, shares=0, impressions=50, views=60),
    ]
    store = MonthStore(tmp_path, posts=rows)
    found = (
        Figures(PROJECT, brand(), store, "duck")
        .value("engagement_rate_by_exposures", "2026-10")["scope"]
        .item()
    )
    assert found == figures(posts=rows).value("engagement_rate_by_exposures", "2026-10")["scope"].item()
    assert "exposure=views" in found
    assert "impressions" not in found
