"""What exports of listening tools share: whose text it is, where it stands, and what of it may leave.

Authors become pseudonyms; media keep their names. A link that shows a private author's handle is left out,
that of a post on X is kept without the handle. Reach is a tool's estimate a text: it is never summed here.
Advertising value equivalents (AVE) are not among the columns that any of these formats reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpikit.sources.common import checks, events, numeric_days, values
from kpikit.sources.common.mention_columns import KINDS_OF_PLACES
from kpikit.sources.common.personal import Scrubber
from kpikit.sources.common.rows import EMPTY, Rows, reading
from kpikit.text import clean_line, header_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kpikit.reader import RawFile, RawTable
    from kpikit.sources.base import Context, Reading
    from kpikit.sources.common.events import Moments
    from kpikit.sources.common.headers import Match

_EPOCH_OF_X = 1_288_834_974_657
_FIRST_OF_X = 10**14
"""Below it an id of X is from its first day, or no id of that kind."""

_POST_ON_X = re.compile(r"(?:twitter|x)\.com/(?:#!/)?(?:i/web|[^/?#]+)/status(?:es)?/(\d+)", re.IGNORECASE)
_PROFILE = re.compile(r"^(?:https?://)?(?:[\w-]+\.)*[\w-]+\.\w+/@?([\w.-]+)/?(?:$|[/?#])", re.IGNORECASE)
# Addresses of posts that hold no name of who wrote them.
_NAMELESS = re.compile(
    r"(?:instagram\.com/(?:p|reel|tv)/|youtube\.com/(?:watch|shorts/)|youtu\.be/|reddit\.com/r/[^/]+/comments/)",
    re.IGNORECASE,
)
_OF_A_PERSON = re.compile(r"/@|/(?:users?|u|profiles?|members?|authors?)/", re.IGNORECASE)


@dataclass
class Told:
    """What an export says of each text.

    Attributes:
        published: Moments of publication.
        published_name: Their column.
        platform: Platform or kind of place.
        media: Mask of texts by media.
        text: The text.
        link: Its address.
        author: Handle or name of who wrote it.
        profiles: Addresses of profiles or further handles by which an own account is known.
        post_id: Id of a post on X, where the export has a column for it.
        query: Search or topic that found it.
        sentiment: Canonical words.
        columns: Further canonical columns, `outlet` among them.
    """

    published: Moments
    published_name: str
    platform: pd.Series
    media: pd.Series
    text: pd.Series
    link: pd.Series
    author: pd.Series
    sentiment: pd.Series
    profiles: list[pd.Series] = field(default_factory=list)
    post_id: pd.Series | None = None
    query: pd.Series | None = None
    columns: dict[str, Any] = field(default_factory=dict)


def read(
    file: RawFile,
    context: Context,
    matches: Sequence[tuple[RawTable, Match]],
    tell: Callable[[RawFile, Rows, Context, str], Told],
    missing: Iterable[str] = (),
) -> Reading:
    """Read all tables of an export: one row a text.

    Args:
        file: The export.
        context: Its surroundings.
        matches: Its tables, recognised.
        tell: What a table says of its texts; the last argument is the zone of times without one.
        missing: The tool's words for "no value".
    """
    notes = list(file.notes)
    zone = events.own_zone(context, notes)
    parts, frames = [], []
    for table, match in matches:
        rows = Rows(table, match.columns, missing)
        parts.append(rows)
        if any(header_key(name) == "ave" for name in table.header):
            notes.append("AVE is not read: a price of advertising space is no value of a text")
        frames.append(mentions(rows, context, tell(file, rows, context, zone), notes))
    moment = events.taken_at(context, zone, [frame["published_at"] for frame in frames])
    for frame in frames:
        frame["snapshot_at"] = moment
    return reading(matches[0][1].layout, parts, {"mentions": frames}, notes=notes)


def published(file: RawFile, rows: Rows, name: str, zone: str, *, otherwise: bool | None = None) -> Moments:
    """Moments of publication, see `numeric_days.day_first`."""
    written = rows.cells(name)
    texts = numeric_days.iso(written, day_first=numeric_days.day_first(file.path, [written], otherwise))
    return events.moments(rows, name, texts, zone, sheet=file.kind in events.SHEETS)


def mentions(rows: Rows, context: Context, told: Told, notes: list[str]) -> pd.DataFrame:
    """Canonical rows, with the moments that ids of X hold, and without what is personal."""
    on_x = told.link.str.extract(_POST_ON_X.pattern, flags=re.IGNORECASE)[0]
    if told.post_id is not None:
        on_x = on_x.fillna(told.post_id)
    on_x = on_x.where(told.platform.eq("x").fillna(value=False))
    moments, day_only = _published(told.published, on_x, notes)
    rows.set_aside(moments.isna(), EMPTY, told.published_name)
    moments = checks.set_aside_impossible(rows, moments, told.published_name, events.latest(context))
    own = _own(context, told) & ~told.media
    kind = pd.Series("user", index=moments.index, dtype="string").mask(told.media, "media").mask(own, "own")
    private = kind.eq("user")
    mention_id = on_x.fillna(_digests(context, told, moments))
    rows.set_aside_repeats(told.platform, mention_id)
    scrub = Scrubber.of(context.brand)
    outlet = told.columns["outlet"]
    columns: dict[str, Any] = {
        "mention_id": mention_id,
        "published_at": moments,
        "platform": told.platform,
        "kind": "mention",
        "subject": _subjects(context, told.query, len(rows)),
        "author_key": values.keyed(told.author.str.lstrip("@\uff20").fillna(outlet), context.pseudonym),
        "author_kind": kind,
        "author_name": told.author.map(clean_line, na_action="ignore").astype("string").where(told.media),
        "text": _changed(told.text, scrub),
        "sentiment": told.sentiment,
        "sentiment_source": told.sentiment.mask(told.sentiment.notna(), "platform"),
        "link": _links(told, on_x, private),
        **told.columns,
        "outlet": outlet.mask(private & _names(outlet, told.author)),
    }
    if day_only.any():
        columns["day_only"] = day_only.astype("boolean")
    return rows.frame(columns)


def _published(published: Moments, on_x: pd.Series, notes: list[str]) -> tuple[pd.Series, pd.Series]:
    """Ids of X hold their moment to the millisecond, whatever zone the export's clock hung in."""
    numbers = pd.to_numeric(on_x, errors="coerce").astype("Int64")
    numbers = numbers.where(numbers >= _FIRST_OF_X)
    moments = [pd.NaT if pd.isna(number) else _moment_of(int(number)) for number in numbers]
    exact = pd.Series(pd.DatetimeIndex(moments, tz="UTC"), index=on_x.index).astype(published.instants.dtype)
    both = exact.notna() & published.instants.notna() & ~published.day_only
    apart = (exact - published.instants).abs() > pd.Timedelta(minutes=2)
    differing = int((apart & both).sum())
    if 2 * differing > int(both.sum()):
        notes.append(
            f"{differing} times of posts on X differ from those that their ids hold: is `timezone:` right?"
        )
    return exact.fillna(published.instants), published.day_only & exact.isna()


def _moment_of(number: int) -> pd.Timestamp:
    return pd.Timestamp((number >> 22) + _EPOCH_OF_X, unit="ms", tz="UTC").floor("s")


def _own(context: Context, told: Told) -> pd.Series:
    """Mask of texts by the brand's own accounts, by handle or by the address of their profile or post."""
    scrub = Scrubber.of(context.brand)
    own = pd.Series(data=False, index=told.author.index)
    social = ~told.platform.isin(KINDS_OF_PLACES)
    addresses = [told.link.where(social), *told.profiles]
    for names in (told.author, *told.profiles, *(column.str.extract(_PROFILE)[0] for column in addresses)):
        own |= names.map(scrub.is_own, na_action="ignore").eq(other=True).fillna(value=False)
    return own


def _digests(context: Context, told: Told, published: pd.Series) -> pd.Series:
    """Ids of texts without one: of the address, or of moment, place and words (like ones are one)."""
    outlet = told.columns["outlet"].fillna("")
    content = published.astype("string").fillna("") + "\x1f" + outlet + "\x1f" + told.text.fillna("")
    return values.keyed(told.link.fillna(content), context.pseudonym)


def _subjects(context: Context, query: pd.Series | None, length: int) -> pd.Series:
    """A search that is named after a competitor found texts about it."""
    own = pd.Series("own", index=range(length), dtype="string")
    if query is None:
        return own
    rivals = {
        word.casefold(): name
        for name, words in context.brand.terms.competitors.items()
        for word in (name, *words)
    }
    patterns = {name: re.compile(rf"(?<!\w){re.escape(word)}") for word, name in rivals.items()}

    def rival(text: str) -> str | None:
        return next((name for name, pattern in patterns.items() if pattern.search(text.casefold())), None)

    found = {text: rival(text) for text in query.dropna().unique()}
    return query.map(found, na_action="ignore").astype("string").fillna(own)


def _links(told: Told, on_x: pd.Series, private: pd.Series) -> pd.Series:
    """Addresses that show no private author."""
    social = ~told.platform.isin(KINDS_OF_PLACES)
    named = _names(told.link, told.author)
    found = []
    for link, post, shown, hidden, network in zip(told.link, on_x, named, private, social, strict=True):
        if pd.isna(link) or not hidden:
            found.append(link)
        elif not pd.isna(post):
            found.append(f"https://x.com/i/status/{post}")
        elif network:
            found.append(link if _NAMELESS.search(link) else None)
        else:
            found.append(None if shown or _OF_A_PERSON.search(link) else link)
    return values.text(pd.Series(found, index=told.link.index, dtype="string"))


def _names(places: pd.Series, authors: pd.Series) -> pd.Series:
    """Mask of addresses that hold their author's name, however it is joined: jane-doe.example/tea."""
    pairs = zip(places.fillna(""), authors.fillna(""), strict=True)
    bare = ((_bare(place), _bare(author)) for place, author in pairs)
    return pd.Series([bool(author) and author in place for place, author in bare], places.index, dtype=bool)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _changed(texts: pd.Series, scrub: Scrubber) -> pd.Series:
    cleaned = {text: scrub(text) for text in texts.dropna().unique()}
    found = texts.map(cleaned, na_action="ignore").astype("string")
    return found.mask(found == "")
