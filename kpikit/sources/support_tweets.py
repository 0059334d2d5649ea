"""Customer support on X as a table of tweets (the layout of the twcs set): who asked, who answered, when.

Accounts of companies have names, customers have numbers. Tweets of customers become mentions; conversations
that a customer opens become tickets, answered by the earliest reply of the brand's account.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.sources.base import ControlTotal, Layout
from kpikit.sources.common import cells, checks, events, headers, values
from kpikit.sources.common.personal import Scrubber, handle
from kpikit.sources.common.rows import EMPTY, NOT_A_DATE, NOT_YES_OR_NO, Rows, reading

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading

REPLY_BEFORE_TWEET = "answered before it was written; the answer read as missing"

_COLUMNS = (
    "tweet_id", "author_id", "inbound", "created_at", "text", "response_tweet_id", "in_response_to_tweet_id",
)  # fmt: skip
TWEETS = Layout(
    id="support-tweets/1",
    what="customer support tweets (twcs)",
    headers={name: (name,) for name in _COLUMNS},
    required=_COLUMNS,
    languages=("en",),
    tried=True,
    feeds=("mentions", "tickets"),
)
LAYOUTS = (TWEETS,)

_WRITTEN = ("%a %b %d %H:%M:%S %z %Y", "%Y-%m-%d %H:%M:%S%z")
_HANDLE = re.compile(r"[@\uff20]([A-Za-z0-9_]{1,15})")


def read(file: RawFile, context: Context) -> Reading:
    """Read the tweets of support accounts and those they answer.

    Raises:
        ExportError: It is no such table.
    """
    notes = list(file.notes)
    parts, mentions, tickets, totals, seen = [], [], [], [], []
    for table, match in headers.recognise(file, LAYOUTS):
        rows = Rows(table, match.columns)
        parts.append(rows)
        tweets = _tweets(rows, context)
        totals += _links(rows, tweets)
        companies = {handle(name) for name in tweets.loc[tweets["company"], "author"].unique()}
        own = companies & Scrubber.of(context.brand).own
        if companies and not own:
            notes.append(
                f"none of the {len(companies)} account(s) that answer is in `own_accounts`: all taken as own"
            )
            own = companies
        _conversations(rows, tweets, own)
        if unknown := int((tweets["answered_elsewhere"] & tweets["parent"].isna()).sum()):
            notes.append(
                f"{unknown} question(s) name an answer that is not in the file: left out of the waits"
            )
        seen.append(tweets.loc[rows.kept, "created"])
        frame = _mentions(rows, tweets, context, own, companies)
        asked = frame["inbound"].to_numpy(dtype=bool)
        mentions.append(frame[asked].drop(columns=["inbound", "replies"]).reset_index(drop=True))
        # Those that wanted a reply: they open a conversation, and whether they were answered is known.
        opened = asked & (frame["reply_wanted"].notna() & (frame["subject"] == "own")).to_numpy(dtype=bool)
        tickets.append(_tickets(frame[opened]))
    moment = events.taken_at(context, "UTC", seen)
    for frame in (*mentions, *tickets):
        frame["snapshot_at"] = moment
    return reading(TWEETS, parts, {"mentions": mentions, "tickets": tickets}, notes=notes, totals=totals)


def _tweets(rows: Rows, context: Context) -> pd.DataFrame:
    """All rows as values; those that can't be read are set aside."""
    tweet_id = checks.ids(rows, "tweet_id")
    rows.set_aside(tweet_id.isna(), EMPTY, "tweet_id")
    parent = checks.ids(rows, "in_response_to_tweet_id")
    author = checks.without_decimals(rows.cells("author_id"))
    rows.set_aside(author.isna(), EMPTY, "author_id")
    inbound, unclear = cells.boolean(rows.cells("inbound"))
    rows.set_aside(unclear, NOT_YES_OR_NO, "inbound")
    rows.set_aside(inbound.isna(), EMPTY, "inbound")
    created, unreadable = values.instant_with_offset(rows.cells("created_at"), _WRITTEN)
    rows.set_aside(unreadable, NOT_A_DATE, "created_at")
    rows.set_aside(created.isna(), EMPTY, "created_at")
    created = checks.set_aside_impossible(rows, created, "created_at", events.latest(context))
    rows.set_aside_repeats(tweet_id)
    asked = inbound.fillna(value=False).astype(bool)
    named = ~author.str.fullmatch(r"\d+").fillna(value=True).astype(bool)
    return pd.DataFrame(
        {
            "id": tweet_id,
            "parent": parent,
            "author": author,
            "inbound": asked,
            "company": named & ~asked & pd.Series(rows.kept),
            "created": created,
            "answers": [_listed(cell) for cell in rows.cells("response_tweet_id").fillna("")],
        }
    )


def _listed(cell: str) -> list[str]:
    """Ids in a cell: "5,6", "3.0" or none."""
    return [re.sub(r"\.0+$", "", part.strip()) for part in cell.split(",") if part.strip()]


def _links(rows: Rows, tweets: pd.DataFrame) -> list[ControlTotal]:
    """Answers are told at the question too: of those in the file, all name the question as theirs."""
    kept = tweets[rows.kept]
    parents = dict(zip(kept["id"], kept["parent"], strict=True))
    stated = found = 0
    for question, answers in zip(kept["id"], kept["answers"], strict=True):
        inside = [answer for answer in answers if answer in parents]
        stated += len(inside)
        found += sum(parents[answer] is not pd.NA and parents[answer] == question for answer in inside)
    return [ControlTotal("answers named in response_tweet_id", float(stated), float(found))]


def _conversations(rows: Rows, tweets: pd.DataFrame, own: set[str]) -> None:
    """Add root, the earliest answer of the brand's accounts, and how many they gave in the conversation."""
    answering = tweets[tweets["id"].notna() & tweets["parent"].notna()]
    parents = dict(zip(answering["id"], answering["parent"], strict=True))
    roots: dict[str, str] = {}

    def root(tweet: str) -> str:
        walked: set[str] = set()
        while tweet not in roots and tweet in parents and tweet not in walked:
            walked.add(tweet)
            tweet = parents[tweet]
        found = roots.get(tweet, tweet)
        roots.update(dict.fromkeys(walked, found))
        return found

    tweets["root"] = tweets["id"].map(root, na_action="ignore").astype("string")
    by_brand = tweets["company"] & tweets["author"].map(handle, na_action="ignore").isin(own)
    answers = tweets[by_brand]
    earliest = answers.groupby("parent")["created"].min()
    replied = pd.Series(pd.NaT, index=tweets.index, dtype=tweets["created"].dtype)
    if len(earliest):
        replied = tweets["id"].map(earliest).astype(tweets["created"].dtype)
    early = (replied < tweets["created"]).fillna(value=False)
    rows.repair(early, REPLY_BEFORE_TWEET, "created_at")
    tweets["replied"] = replied.mask(early)
    inside = set(tweets.loc[rows.kept, "id"])
    away = pd.Series([any(answer not in inside for answer in answers) for answers in tweets["answers"]])
    tweets["answered_elsewhere"] = away & replied.isna() & tweets["inbound"] & pd.Series(rows.kept)
    tweets["replies"] = tweets["root"].map(answers.groupby("root").size()).fillna(0).astype("Int64")


def _mentions(
    rows: Rows, tweets: pd.DataFrame, context: Context, own: set[str], companies: set[str]
) -> pd.DataFrame:
    """Canonical rows of all tweets, `inbound` and `replies` beside them."""
    written = rows.cells("text")
    scrub = Scrubber(Scrubber.of(context.brand).own | companies)
    cleaned = {text: scrub(html.unescape(text)) for text in written.dropna().unique()}
    handles = [{handle(name) for name in _HANDLE.findall(text)} for text in written.fillna("")]
    opens = tweets["parent"].isna()
    known = opens & ~tweets["answered_elsewhere"]
    wanted = pd.Series(pd.NA, index=tweets.index, dtype="boolean").mask(known, other=True)
    columns: dict[str, Any] = {
        "mention_id": tweets["id"],
        "published_at": tweets["created"],
        "platform": "x",
        "kind": pd.Series("comment", index=tweets.index, dtype="string").mask(opens, "mention"),
        "subject": _subjects(tweets, handles, own, companies),
        "author_key": values.keyed(tweets["author"], context.pseudonym),
        "author_kind": _kinds(tweets, own),
        "text": written.map(cleaned, na_action="ignore").astype("string"),
        "tagged": pd.Series([bool(names & own) for names in handles], dtype="boolean"),
        "parent_id": tweets["parent"],
        "thread_id": tweets["root"],
        "reply_wanted": wanted,
        "replied_at": tweets["replied"],
        "inbound": tweets["inbound"],
        "replies": tweets["replies"],
    }
    return rows.frame(columns)


def _kinds(tweets: pd.DataFrame, own: set[str]) -> pd.Series:
    is_own = tweets["author"].map(handle, na_action="ignore").isin(own)
    return pd.Series("user", index=tweets.index, dtype="string").mask(is_own, "own")


def _subjects(tweets: pd.DataFrame, handles: list[set[str]], own: set[str], companies: set[str]) -> pd.Series:
    """Whom a conversation is with: the brand, another company of the file, or none that answers here."""
    if own == companies:
        return pd.Series("own", index=tweets.index, dtype="string")
    party: dict[str, set[str]] = {}
    for root, author, company, named in zip(
        tweets["root"], tweets["author"], tweets["company"], handles, strict=True
    ):
        if root is pd.NA:
            continue
        names = {handle(author)} if company else named & companies
        party.setdefault(root, set()).update(names)

    def subject(root: str) -> str:
        names = party[root]
        return "own" if names & own else min(names, default="category")

    return tweets["root"].map(subject, na_action="ignore").astype("string")


def _tickets(opened: pd.DataFrame) -> pd.DataFrame:
    return (
        pd.DataFrame(
            {
                "line": opened["line"],
                "ticket_id": opened["mention_id"],
                "created_at": opened["published_at"],
                "first_response_at": opened["replied_at"],
                "platform": opened["platform"],
                "channel": "tweet",
                "replies": opened["replies"],
                "customer_key": opened["author_key"],
            }
        )
        .astype({"channel": "string", "platform": "string"})
        .reset_index(drop=True)
    )
