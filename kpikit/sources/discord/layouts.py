"""Layouts of Discord: Server Insights (one CSV a figure) and DiscordChatExporter (JSON and CSV)."""

from __future__ import annotations

from kpikit.sources.base import Layout

_INTERVAL: dict[str, tuple[str, ...]] = {"interval": ("interval_start_timestamp",)}


def _insights(
    name: str, what: str, *columns: str, tried: bool = False, feeds: str = "community_daily"
) -> Layout:
    return Layout(
        id=f"discord-{name}/1",
        what=f"Discord Server Insights, {what}",
        headers=_INTERVAL | {column: (column,) for column in columns},
        required=("interval", *columns),
        languages=("en",),
        tried=tried,
        feeds=(feeds,),
    )


MEMBERSHIP = _insights("membership", "total membership", "total_membership")
COMMUNICATORS = _insights(
    "communicators", "visitors and communicators", "visitors", "pct_communicated", tried=True
)
MESSAGES = _insights("messages", "message activity", "messages", "messages_per_communicator", tried=True)
JOINS = _insights("joins", "joins by source", "discovery_joins", "invites", "vanity_joins", tried=True)
LEAVERS = _insights("leavers", "leavers", "days_in_guild", "leavers")
ACTIVATION = _insights(
    "activation", "first-day activation", "new_members", "pct_communicated", "pct_opened_channels"
)
RETENTION = _insights("retention", "retention of new members", "new_members", "pct_retained", tried=True)
VOICE = _insights("voice", "voice activity", "speaking_minutes")
CHANNELS = _insights(
    "channels", "popular text channels", "channel_name", "channel_id", "readers", "chatters", "messages",
    feeds="community_channels",
)  # fmt: skip
INSIGHTS = (
    MEMBERSHIP, COMMUNICATORS, MESSAGES, JOINS, LEAVERS, ACTIVATION, RETENTION, VOICE, CHANNELS,
)  # fmt: skip

EXPORTED_JSON = Layout(
    id="discord-chat-json/1",
    what="DiscordChatExporter JSON",
    headers={
        "guild": ("guild",),
        "channel": ("channel",),
        "messages": ("messages",),
        "count": ("messagecount",),
        "exported": ("exportedat",),
    },
    required=("guild", "channel", "messages", "count"),
    languages=("en",),
    tried=False,
    feeds=("community_messages",),
)
EXPORTED_CSV = Layout(
    id="discord-chat-csv/1",
    what="DiscordChatExporter CSV",
    headers={
        "author_id": ("authorid",),
        "author": ("author",),
        "sent": ("date",),
        "text": ("content",),
        "attachments": ("attachments",),
        "reactions": ("reactions",),
    },
    required=("author_id", "author", "sent", "text", "attachments", "reactions"),
    languages=("en",),
    tried=False,
    feeds=("community_messages",),
)
LAYOUTS = (*INSIGHTS, EXPORTED_JSON, EXPORTED_CSV)
