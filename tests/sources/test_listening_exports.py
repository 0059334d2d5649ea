"""Listening tools: whose text, where, how labelled; names of private people and AVE never leave."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from kpikit.errors import ExportError
from kpikit.parameters import Brand, Source
from kpikit.parameters.model import Terms
from kpikit.reader import read_file
from kpikit.sources import module
from kpikit.sources.base import Context
from tests.sources import listened
from tests.sources.listened import BRANDWATCH, DETERM, MELTWATER_2022, MELTWATER_2025, TALKWALKER, X_ID
from tests.sources.reading import VOCABULARIES, pseudonym, read, reasons, write

SAMPLES = Path(__file__).parents[1] / "samples"
HEADERS = {"talkwalker": TALKWALKER, "brandwatch": BRANDWATCH, "meltwater": MELTWATER_2022, "determ": DETERM}
DATED = {"talkwalker": "published", "brandwatch": "Date", "meltwater": "Date", "determ": "date"}
POSTS = {"talkwalker": listened.talkwalker, "brandwatch": listened.brandwatch}
ARTICLES = {"meltwater": listened.meltwater, "determ": listened.determ}
ROWS = POSTS | ARTICLES
PREAMBLE = "Report:,Bulk Mentions Download\nBrand:,Moor\nFrom:,x\nTo:,y\nLabel:,\n\n"


def table(tmp_path, kind, *rows, header=None, name="x_2026-01-31.csv", before=""):
    rows = [{key: value for key, value in row.items() if key in (header or HEADERS[kind])} for row in rows]
    return write(tmp_path / name, before + listened.text(header or HEADERS[kind], rows))


def mentions(tmp_path, kind, *rows, **how):
    return read(table(tmp_path, kind, *rows, **how), kind).tables["mentions"]


def of_brand(path, kind, own=(), competitors=None):
    """Read for a brand with accounts and competitors."""
    terms = Terms(competitors=competitors or {})
    brand = Brand(brand="d", name="D", timezone="UTC", currency="EUR", own_accounts=list(own), terms=terms)
    context = Context(
        brand, "s", Source(format=kind, platform=kind), path, path.name, VOCABULARIES, pseudonym
    )
    return module(kind).read(read_file(path), context).tables["mentions"]


def test_talkwalker_text_dates_labels_and_reposts():
    """Dates are day first, -5/0/5 are words, isRepost marks a repost, reach stays a row's own."""
    found = read(SAMPLES / "talkwalker" / "results_2026-01-31.xlsx", "talkwalker")
    frame = found.tables["mentions"]
    assert frame["sentiment"].tolist() == ["positive", "positive", "neutral", "negative"]
    assert set(frame["sentiment_source"]) == {"platform"}
    assert frame["is_repost"].tolist() == [False, True, False, False]
    assert frame["published_at"].iloc[2] == pd.Timestamp("2026-01-06 15:03:10", tz="UTC")
    assert frame["platform"].tolist() == ["x", "x", "news", "reddit"]
    assert frame["kind"].tolist() == ["mention", "mention", "mention", "comment"]
    assert frame["outlet"].tolist() == ["twitter.com", "twitter.com", "daily.example", "reddit.com"]
    assert frame["reach"].tolist() == [120, 120, 250_000, 0]
    assert frame.loc[1, "parent_id"] == frame.loc[0, "mention_id"] == str(X_ID)


def test_talkwalker_writes_the_day_first(tmp_path):
    """02/01/26 alone tells no order: the tool's own holds."""
    row = listened.talkwalker(url="https://tea.example/1", published="02/01/26 12:00:00", source_type="BLOG")
    frame = mentions(tmp_path, "talkwalker", row)
    assert frame["published_at"].tolist() == [pd.Timestamp("2026-01-02 12:00", tz="UTC")]


def test_a_label_that_is_none_of_the_three_is_missing(tmp_path):
    """And the row is told as repaired; an empty one is unlabelled."""
    found = read(
        table(tmp_path, "talkwalker", listened.talkwalker(sentiment="3"), listened.talkwalker(sentiment="", url="http://y.example/1")),
        "talkwalker",
    )  # fmt: skip
    assert found.tables["mentions"][["sentiment", "sentiment_source"]].isna().all(axis=None)
    assert [remark.line for remark in found.repaired] == [2]


@pytest.mark.parametrize("kind", POSTS)
def test_own_accounts_are_known_by_their_handle(tmp_path, kind):
    """Of author, profile or address; a private author's link loses the handle, an own one keeps it."""
    path = table(tmp_path, kind, POSTS[kind]())
    assert of_brand(path, kind, ["@Jane_Doe"])["author_kind"].tolist() == ["own"]
    assert "jane_doe" in of_brand(path, kind, ["@Jane_Doe"])["link"].iloc[0]
    frame = of_brand(path, kind, ["somebody"])
    assert frame["author_kind"].tolist() == ["user"]
    assert frame["link"].tolist() == [f"https://x.com/i/status/{X_ID}"]
    assert frame["author_key"].tolist() == [pseudonym("jane_doe")]


@pytest.mark.parametrize("kind", ROWS)
def test_private_names_do_not_leave(kind):
    """Names, handles, profiles and bios of private people are in no column of any sample."""
    for path in (SAMPLES / kind).iterdir():
        if path.suffix == ".yaml":
            continue
        text = read(path, kind).tables["mentions"].to_csv().casefold()
        for word in ("jane", "doe", "sam roe", "sam_roe", "teapot99", "drink tea", "mate", "2312"):
            assert word not in text


@pytest.mark.parametrize("kind", ROWS)
def test_media_keep_their_names(kind):
    """The article of the sample: its author, its outlet, kind media; the headline is the text."""
    (path,) = (SAMPLES / kind).glob("[mr]*s_2026-01-31.*")
    frame = read(path, kind).tables["mentions"]
    article = frame[frame["author_kind"] == "media"].iloc[0]
    assert article["author_name"] == "Rita Reporter"
    assert article["text"] == "Kettles of the year"
    assert article["platform"] == "news"
    assert article["outlet"] in {"daily.example", "The Daily Kettle"}


def test_links_of_private_people_show_no_name(tmp_path):
    """Profiles and named posts go; posts and articles without a name stay."""
    links = {
        "https://www.facebook.com/jane.q/posts/1": None,
        "https://www.instagram.com/p/AbC/": "https://www.instagram.com/p/AbC/",
        "https://www.linkedin.com/posts/jane-q_tea-activity-1": None,
        "https://www.youtube.com/watch?v=1": "https://www.youtube.com/watch?v=1",
        "https://board.example/user/jane/1": None,
        "https://board.example/t/1": "https://board.example/t/1",
        "https://jane-doe.blog.example/1": None,
    }
    rows = [
        listened.brandwatch(Url=link, Domain=link.split("/")[2], **{"Page Type": "general"}) for link in links
    ]
    frame = mentions(tmp_path, "brandwatch", *rows, before=PREAMBLE)
    assert frame["link"].astype(object).where(frame["link"].notna(), None).tolist() == list(links.values())
    assert frame["outlet"].isna().tolist() == [False] * 6 + [True]


def test_posts_on_x_are_timed_by_their_ids(tmp_path):
    """An export in another zone's time gets the right moment, and a note that the zone is wrong."""
    row = listened.talkwalker(published="01/01/26 20:00:00")
    found = read(table(tmp_path, "talkwalker", row), "talkwalker")
    assert found.tables["mentions"]["published_at"].tolist() == [pd.Timestamp("2026-01-01 12:00", tz="UTC")]
    assert any("is `timezone:` right?" in note for note in found.notes)
    right = read(table(tmp_path, "talkwalker", row), "talkwalker", timezone="Asia/Singapore")
    assert not any("right?" in note for note in right.notes)


def test_the_zone_of_a_source_goes_before_the_brands(tmp_path):
    """And is not noted as taken from the brand."""
    path = table(tmp_path, "meltwater", listened.meltwater())
    brand = Brand(brand="d", name="D", timezone="UTC", currency="EUR")
    source = Source(format="meltwater", platform="news", timezone="Asia/Singapore")
    context = Context(brand, "s", source, path, path.name, VOCABULARIES, pseudonym)
    found = module("meltwater").read(read_file(path), context)
    assert found.tables["mentions"]["published_at"].tolist() == [pd.Timestamp("2026-01-06 07:03", tz="UTC")]
    assert not any("brand's" in note for note in found.notes)


def test_brandwatch_header_below_lines_on_the_search():
    """Whatever the order of columns, and under both names of reach."""
    usual, other = (
        read(SAMPLES / "brandwatch" / name, "brandwatch").tables["mentions"]
        for name in ("mentions_2026-01-31.csv", "mentions_other_order_2026-01-31.csv")
    )
    same = ["line", "mention_id", "published_at", "platform", "sentiment", "reach", "author_key", "link"]
    pd.testing.assert_frame_equal(usual[same], other[same])
    assert usual["reach"].tolist() == [400, 90_000, 400]
    assert usual["is_repost"].tolist() == [False, False, True]


def test_brandwatch_saved_by_a_spreadsheet(tmp_path):
    """The lines above are as wide as the table then."""
    book = openpyxl.Workbook()
    for line in (["Report:", "Bulk"], ["Brand:", "Moor"], ["From:", "x"], ["To:", "y"], [], BRANDWATCH):
        book.active.append(line)
    row = listened.brandwatch()
    book.active.append([row.get(name) for name in BRANDWATCH])
    book.save(tmp_path / "x_2026-01-31.xlsx")
    assert len(read(tmp_path / "x_2026-01-31.xlsx", "brandwatch").tables["mentions"]) == 1


def test_meltwater_of_2022():
    """UTF-16 with tabs; Not Rated is unlabelled; the id of a post stands in quotes; languages get codes."""
    found = read(SAMPLES / "meltwater" / "results_2026-01-31.csv", "meltwater")
    frame = found.tables["mentions"]
    assert found.layout == "meltwater-results/2022"
    assert frame["sentiment"].astype(object).where(frame["sentiment"].notna(), None).tolist() == ["positive", None, "negative"]  # fmt: skip
    assert frame["mention_id"].iloc[1] == str(X_ID)
    assert frame["published_at"].iloc[0] == pd.Timestamp("2026-01-06 15:03", tz="UTC")
    assert frame["platform"].tolist() == ["news", "x", "web"]
    assert set(frame["language"]) == {"en"}
    assert found.repaired == []
    assert any(note.startswith("AVE is not read") for note in found.notes)


def test_meltwater_of_2025(tmp_path):
    """Days without a time stay days; hidden texts are set aside."""
    found = read(SAMPLES / "meltwater" / "results_2025_layout_2026-01-31.csv", "meltwater")
    assert found.layout == "meltwater-results/2025"
    assert found.tables["mentions"]["day_only"].tolist() == [True, False, True]
    hidden = read(
        table(tmp_path, "meltwater", listened.meltwater(Hidden="true"), listened.meltwater(), header=MELTWATER_2025),
        "meltwater",
    )  # fmt: skip
    assert reasons(hidden) == {2: "hidden in the tool"}
    assert len(hidden.tables["mentions"]) == 1


def test_meltwater_date_and_time_in_two_columns(tmp_path):
    """A date without a time takes that of the column beside."""
    frame = mentions(tmp_path, "meltwater", listened.meltwater(Date="13/01/2026", Time="3:03 PM"))
    assert frame["published_at"].tolist() == [pd.Timestamp("2026-01-13 15:03", tz="UTC")]
    assert "day_only" not in frame


def test_a_newspaper_named_after_a_network_is_a_newspaper(tmp_path):
    """The Telegram is none; Twitter alone is."""
    frame = mentions(tmp_path, "meltwater", listened.meltwater(Source="The Telegram"))
    assert frame["platform"].tolist() == ["news"]


def test_a_search_named_after_a_competitor_found_texts_about_it(tmp_path):
    """By its name or its words, at the beginning of a word."""
    rows = [
        listened.meltwater(URL=f"https://daily.example/{n}", **{"Input Name": name})
        for n, name in enumerate(["Moor", "Press: Fjord kettles", "KettleKing UK", "Affjord"])
    ]
    path = table(tmp_path, "meltwater", *rows)
    frame = of_brand(path, "meltwater", competitors={"Fjord": [], "King": ["kettleking"]})
    assert frame["subject"].tolist() == ["own", "Fjord", "King", "own"]


def test_determ_dates_that_can_be_read_in_two_ways_are_refused(tmp_path):
    """No day above 12: which is the month is not guessed."""
    with pytest.raises(ExportError, match="nothing says which of them is the month"):
        read(table(tmp_path, "determ", listened.determ(date="06/01/2026")), "determ")
    frame = mentions(tmp_path, "determ", listened.determ(date="26/01/2026"))
    assert frame["published_at"].tolist() == [pd.Timestamp("2026-01-26 15:03", tz="UTC")]


@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "a cell that every row needs is empty"),
        ("yesterday", "not a date in the format of this export"),
        ("2003-05-01 10:00", "a moment before 2004 or after the export"),
        ("2026-03-01 10:00", "a moment before 2004 or after the export"),
    ],
)
def test_moments_that_cannot_be_are_set_aside(tmp_path, kind, written, reason):
    """Empty, no date, before 2004, after the day in the file's name."""
    bad = ROWS[kind]() | {"Url": "https://a.example/1", "url": "https://a.example/1", DATED[kind]: written}
    bad |= {"source_type": "BLOG", "time": ""}
    found = read(table(tmp_path, kind, ROWS[kind](), bad), kind)
    assert reasons(found) == {3: reason}
    assert len(found.tables["mentions"]) == 1


@pytest.mark.parametrize("kind", ROWS)
def test_what_stands_twice_counts_once(tmp_path, kind):
    """The same text found by two searches, or an export glued to itself."""
    found = read(table(tmp_path, kind, ROWS[kind](), ROWS[kind]()), kind)
    assert reasons(found) == {3: "stands in the file a second time"}
    path = table(tmp_path, kind, ROWS[kind]())
    body = path.read_text(encoding="utf-8")
    glued = read(write(tmp_path / "glued_2026-01-31.csv", body + body.splitlines()[0] + "\n"), kind)
    assert reasons(glued) == {3: "the header once more"}


@pytest.mark.parametrize(
    ("kind", "column", "value", "reason"),
    [
        ("talkwalker", "reach", "-3", "a count below zero"),
        ("talkwalker", "engagement", "many", "not a whole number"),
        ("brandwatch", "Reach (new)", "-1", "a count below zero"),
        ("meltwater", "Reach", "-1", "a count below zero"),
        ("determ", "reach", "1.5", "not a whole number"),
    ],
)
def test_figures_that_cannot_be_are_set_aside(tmp_path, kind, column, value, reason):
    """Below zero, or no figure."""
    found = read(table(tmp_path, kind, ROWS[kind]() | {column: value}), kind)
    assert reasons(found) == {2: reason}


@pytest.mark.parametrize("kind", ROWS)
def test_another_tools_export_is_refused_by_its_name(kind, tmp_path):
    """The refusal says which format reads it."""
    other = "determ" if kind != "determ" else "meltwater"
    with pytest.raises(ExportError, match=f"`format: {other}` reads"):
        read(table(tmp_path, other, ROWS[other]()), kind)
