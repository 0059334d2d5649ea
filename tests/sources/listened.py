"""Rows of listening tools' exports for tests: headers as the tools write them, invented texts."""

from __future__ import annotations

import csv
import io

X_ID = (1_767_268_800_000 - 1_288_834_974_657) << 22
"""Id of a post on X of 2026-01-01 12:00:00 UTC."""

TALKWALKER = [
    "url", "indexed", "published", "search_indexed", "title_snippet", "content_snippet", "title", "content",
    "root_url", "domain_url", "host_url", "parent_url", "lang", "porn_level", "fluency_level", "spam_level",
    "sentiment", "source_type", "post_type", "cluster_id", "tags_internal", "matched_profile",
    "source_extended_attributes.facebook_followers", "source_extended_attributes.twitter_followers",
    "extra_article_attributes.world_data.country", "extra_article_attributes.world_data.country_code",
    "extra_author_attributes.id", "extra_author_attributes.name", "extra_author_attributes.gender",
    "extra_author_attributes.short_name", "extra_author_attributes.url", "extra_source_attributes.name",
    "engagement", "reach", "provider", "word_count",
]  # fmt: skip
BRANDWATCH = [
    "Query Id", "Query Name", "Date", "Title", "Snippet", "Url", "Domain", "Sentiment", "Page Type",
    "Language", "Country Code", "Author", "Full Text", "Resource Id", "Thread Id", "Thread Author",
    "Reach (new)", "Impact", "Impressions", "Engagement Type", "Twitter Followers",
]  # fmt: skip
MELTWATER_2022 = [
    "Date", "Headline", "URL", "Opening Text", "Hit Sentence", "Source", "Influencer", "Country", "Subregion",
    "Language", "Reach", "Desktop Reach", "Mobile Reach", "Twitter Social Echo", "Facebook Social Echo",
    "Reddit Social Echo", "National Viewership", "Engagement", "AVE", "Sentiment", "Key Phrases",
    "Input Name", "Keywords", "Twitter Authority", "Tweet Id", "Twitter Id", "Twitter Client",
    "Twitter Screen Name", "User Profile Url", "Twitter Bio", "Twitter Followers", "Twitter Following",
    "Alternate Date Format", "Time", "State", "City", "Document Tags",
]  # fmt: skip
MELTWATER_2025 = [
    "Date", "Headline", "URL", "Opening Text", "Hit Sentence", "Source", "Influencer", "Country", "Subregion",
    "State", "City", "Language", "Reach", "Desktop Reach", "Mobile Reach", "Twitter Social Echo",
    "Facebook Social Echo", "Reddit Social Echo", "Earned Traffic", "National Viewership", "AVE", "Sentiment",
    "Key Phrases", "Input Name", "Keywords", "Document Tags", "Hidden", "Engagement", "Hashtags", "Views",
    "Estimated Views", "Summarization Disabled", "Custom Categories",
]  # fmt: skip
DETERM = ["author", "from", "title", "mention_snippet", "date", "time", "reach", "engagement_rate"]


def talkwalker(**cells):
    """One result: a post on X by a private person."""
    row = {
        "url": f"http://twitter.com/jane_doe/status/{X_ID}",
        "published": "01/01/26 12:00:00",
        "content": "The Moor kettle is fine, thanks @jane_friend",
        "domain_url": "http://twitter.com/",
        "lang": "en",
        "sentiment": "5",
        "source_type": "SOCIALMEDIA,SOCIALMEDIA_TWITTER",
        "matched_profile": "Moor",
        "source_extended_attributes.twitter_followers": "120",
        "extra_article_attributes.world_data.country_code": "gb",
        "extra_author_attributes.name": "Jane Doe",
        "extra_author_attributes.short_name": "jane_doe",
        "extra_author_attributes.url": "http://twitter.com/jane_doe",
        "engagement": "3",
        "reach": "120",
    }
    return row | {key.replace("__", "."): value for key, value in cells.items()}


def brandwatch(**cells):
    """One mention: a post on X by a private person."""
    row = {
        "Query Id": "1999000111", "Query Name": "Moor", "Date": "2026-01-01 12:00:00.0",
        "Title": "Jane Doe (@jane_doe)", "Snippet": "The Moor kettle", "Full Text": "The Moor kettle leaks @mate",
        "Url": f"http://twitter.com/jane_doe/statuses/{X_ID}", "Domain": "twitter.com", "Sentiment": "negative",
        "Page Type": "twitter", "Language": "en", "Country Code": "GBR", "Author": "jane_doe",
        "Thread Author": "jane_doe", "Reach (new)": "400", "Twitter Followers": "300",
    }  # fmt: skip
    return row | cells


def meltwater(**cells):
    """One result: a newspaper's article."""
    row = {
        "Date": "06-Jan-2026 03:03PM", "Headline": "Kettles of the year", "URL": "https://daily.example/kettles",
        "Opening Text": "We tried ten.", "Hit Sentence": "Moor came second.", "Source": "The Daily Kettle",
        "Influencer": "Rita Reporter", "Country": "Ireland", "Language": "English", "Reach": "250000",
        "Engagement": "12", "AVE": "2312.5", "Sentiment": "Positive", "Input Name": "Moor", "Hidden": "false",
    }  # fmt: skip
    return row | cells


def determ(**cells):
    """One mention: a newspaper's article."""
    row = {
        "author": "Rita Reporter", "from": "daily.example", "title": "Kettles of the year",
        "mention_snippet": "Moor came second", "date": "2026-01-06", "time": "15:03", "reach": "250000",
        "engagement_rate": "0.2",
    }  # fmt: skip
    return row | cells


def text(header, rows, delimiter=",", **writing):
    """A table as text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", delimiter=delimiter, lineterminator="\n", **writing)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
