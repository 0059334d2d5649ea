"""Seri Kulit: a Malaysian skincare brand that sells to consumers and has grown from launch to 25 months."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.examples import audiences, house
from tests.examples.adverts import Campaign
from tests.examples.chance import Chance
from tests.examples.content import (
    Account,
    Post,
    Test,
    account_days,
    facebook_id,
    instagram_id,
    publish,
    tiktok_id,
)
from tests.examples.days import END, Season, local, months, path
from tests.examples.exports import (
    Page,
    meta_audience,
    meta_content,
    meta_dailies,
    search_exports,
    tiktok_files,
    web_reports,
)
from tests.examples.service import Desk, tickets
from tests.examples.shop import Shop, orders
from tests.examples.voices import Crowd, mentions, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.examples.content import Day
    from tests.examples.exports import Month
    from tests.examples.formats.shopify import Order

BRAND = "seri-kulit"
ZONE = "Asia/Kuala_Lumpur"
JUMP = {date(2026, 5, 14): 2400}
TIKTOK_STOPS = date(2026, 10, 18)

FEASTS = (
    (date(2024, 11, 9), date(2024, 11, 12), 1.9),
    (date(2024, 12, 10), date(2024, 12, 13), 1.6),
    (date(2025, 1, 27), date(2025, 1, 31), 0.7),
    (date(2025, 3, 3), date(2025, 3, 27), 1.35),
    (date(2025, 3, 30), date(2025, 4, 4), 0.5),
    (date(2025, 11, 9), date(2025, 11, 12), 2.0),
    (date(2025, 12, 10), date(2025, 12, 13), 1.6),
    (date(2026, 2, 16), date(2026, 2, 18), 0.7),
    (date(2026, 2, 20), date(2026, 3, 16), 1.35),
    (date(2026, 3, 19), date(2026, 3, 24), 0.5),
)
SEASON = Season((0.96, 0.98, 1.0, 1.0, 0.97, 1.05, 1.08), FEASTS)
OFFICE = Season((1.2, 1.15, 1.1, 1.05, 1.0, 0.8, 0.75), FEASTS)

KINDS = {
    "tutorial": (30, 1.15, 1.25, 2.6),
    "product": (38, 0.95, 0.9, 1.0),
    "people": (20, 1.0, 1.1, 0.6),
    "offer": (12, 0.9, 0.8, 1.4),
}
CAMPAIGNS = {
    "raya-2025": (date(2025, 3, 1), date(2025, 3, 27)),
    "eleven-eleven-2025": (date(2025, 11, 1), date(2025, 11, 12)),
    "raya-2026": (date(2026, 2, 20), date(2026, 3, 16)),
    "merdeka-2026": (date(2026, 8, 20), date(2026, 9, 16)),
}
WINNER = Test(
    "reel-opening",
    date(2026, 7, 1),
    date(2026, 10, 31),
    {"product-first": 1.0, "question-first": 1.65},
    ("short_video",),
)
NO_WINNER = Test("caption-length", date(2026, 8, 1), date(2026, 10, 31), {"long": 1.0, "short": 1.0})

INSTAGRAM = Account(
    key="seri-kulit instagram", zone=ZONE, followers=(8200, 29_500), per_month=(13, 18),
    formats={"short_video": (45, 1.5), "image": (30, 0.7), "carousel": (25, 0.95)}, kinds=KINDS,
    captions=texts(BRAND)["captions"], exposure=0.34, engagement=0.052, parts=(0.84, 0.08, 0.08, 0.16), link_rate=0.006,
    season=SEASON, tests=(WINNER,), campaigns=CAMPAIGNS,
)  # fmt: skip
FACEBOOK = Account(
    key="seri-kulit facebook", zone=ZONE, followers=(5100, 9600), per_month=(12, 14),
    formats={"short_video": (30, 1.3), "image": (50, 0.8), "link": (20, 0.7)}, kinds=KINDS,
    captions=texts(BRAND)["captions"], exposure=0.3, engagement=0.03, parts=(0.82, 0.09, 0.09, 0.0), link_rate=0.011,
    season=SEASON, tests=(NO_WINNER,), campaigns=CAMPAIGNS,
)  # fmt: skip
TIKTOK = Account(
    key="seri-kulit tiktok", zone=ZONE, followers=(1500, 41_000), per_month=(10, 16),
    formats={"short_video": (100, 1.0)}, kinds=KINDS, captions=texts(BRAND)["captions"], exposure=0.5, engagement=0.062,
    parts=(0.87, 0.06, 0.07, 0.0), link_rate=0.0, season=SEASON, age=1.6, hours=(12, 19, 20, 20, 21, 22), campaigns=CAMPAIGNS,
)  # fmt: skip

SHOP = Shop(
    zone=ZONE, per_month=(36, 118), repeat=(0.12, 0.31), shipping=(800, 12_000), season=SEASON,
    articles=(
        ("Serum Kunyit 30 ml", "SK-SER-30", 6900, 30), ("Toner Beras 150 ml", "SK-TON-150", 3900, 22),
        ("Krim Malam 50 g", "SK-KRM-50", 5900, 16), ("Sunscreen SPF50 40 ml", "SK-SUN-40", 4500, 24),
        ("Cleanser Gel 120 ml", "SK-CLN-120", 3200, 14), ("Essence Teratai 100 ml", "SK-ESS-100", 7900, 9),
        ("Set Perjalanan", "SK-SET-TR", 9900, 6),
    ),
    sources={"web": 78, "facebook": 6, "instagram": 12, "tiktok": 4},
)  # fmt: skip

SOURCES = {
    "ig / social": (15, 0.55, 48.0, 1.0), "instagram.com / referral": (6, 0.5, 41.0, 0.8), "l.instagram.com / referral": (7, 0.52, 43.0, 0.8),
    "m.facebook.com / referral": (7, 0.42, 30.0, 0.5), "facebook.com / referral": (3, 0.45, 34.0, 0.6), "fb / paid_social": (9, 0.38, 25.0, 0.9),
    "ig / paid_social": (8, 0.41, 27.0, 1.0), "tiktok.com / referral": (9, 0.33, 21.0, 0.35), "tiktok / paid_social": (4, 0.31, 19.0, 0.4),
    "google / organic": (15, 0.66, 75.0, 1.5), "google / cpc": (4, 0.58, 55.0, 1.4), "(direct) / (none)": (10, 0.57, 62.0, 1.3),
    "newsletter / email": (3, 0.71, 88.0, 2.6), "chatgpt.com / referral": (1, 0.72, 97.0, 1.8), "(not set)": (0.6, 0.2, 8.0, 0.1),
}  # fmt: skip

DESK = Desk(
    zone=ZONE, per_month=(28, 56), season=OFFICE,
    topics={"delivery": 30, "product question": 34, "return": 14, "payment": 10, "skin reaction": 12},
    channels={"Instagram DM": 34, "Facebook Messenger": 22, "WhatsApp": 20, "E-mail": 18, "TikTok DM": 6},
    first_reply=(1.6, 0.7), solution=6.0, stuck=(date(2026, 10, 21), date(2026, 10, 29), 0.75),
)  # fmt: skip

CROWD = Crowd(
    key=BRAND, zone=ZONE, per_month=(30, 82), handle="@serikulit.example",
    networks={"Instagram": 38, "Facebook": 20, "TikTok": 26, "Xiaohongshu": 8, "Google": 8}, reviews=("Google",),
    influencers={"glowwithmeera.example": 48_000, "kulitbyaina.example": 22_500, "xiaomei.skin.example": 91_000, "bangmuka.example": 15_200},
    media={"Majalah Warna (example)": 120_000, "Beauty Desk MY (example)": 64_000}, moods=(0.56, 0.27, 0.17),
    languages={"ms": 46, "en": 32, "zh-Hans": 22}, competitors={"Awan Beauty": (14, 20), "Rimba Glow": (9, 12)}, season=SEASON,
)  # fmt: skip

ADVERTS = (
    Campaign(
        "120210000000000101", "Always on | tutorial", "tutorial", (date(2025, 8, 1), END), 38, 0.62, 0.034, 88
    ),
    Campaign(
        "120210000000000102", "Always on | product", "product", (date(2025, 8, 1), END), 42, 0.66, 0.011, 86
    ),
    Campaign(
        "120210000000000103",
        "Raya 2026 | offer",
        "offer",
        (date(2026, 2, 20), date(2026, 3, 16)),
        90,
        0.55,
        0.022,
        92,
    ),
    Campaign(
        "120210000000000104",
        "Merdeka 2026 | people",
        "people",
        (date(2026, 8, 20), date(2026, 9, 16)),
        45,
        0.7,
        0.009,
        84,
    ),
)


def files() -> dict[str, bytes]:
    """Every file of the brand: path below data/seri-kulit/ → bytes."""
    made: dict[str, bytes] = {}
    posts = {
        "instagram": publish(INSTAGRAM, Chance("seri-kulit instagram posts"), instagram_id),
        "facebook": publish(FACEBOOK, Chance("seri-kulit facebook posts"), facebook_id),
        "tiktok": publish(TIKTOK, Chance("seri-kulit tiktok posts"), tiktok_id),
    }
    pages = {
        "instagram": Page("instagram", "17841400000012345", "serikulit.example", "Seri Kulit", INSTAGRAM),
        "facebook": Page("facebook", "100064000012345", "", "Seri Kulit", FACEBOOK),
    }
    followers: list[tuple[str, Sequence[Day]]] = []
    for surface, page in pages.items():
        found = account_days(page.account, posts[surface], Chance(f"seri-kulit {surface} days"), "America/Los_Angeles",
                             JUMP if surface == "instagram" else {})  # fmt: skip
        followers.append((page.name_of_network, found))
        made |= meta_content(page, posts[surface], error_row=surface == "instagram")
        made |= meta_dailies(page, found, ("Reach", "Views", "Follows", "Interactions", "Link clicks")
                             if surface == "instagram" else ("Reach", "Views", "Follows", "Interactions"))  # fmt: skip
        made |= meta_audience(page, audiences.SERI_KULIT)
    made |= _tiktok(posts["tiktok"])
    sold = orders(SHOP, Chance("seri-kulit orders"), 1001)
    made |= house.shop_orders(sold, ZONE, "MYR")
    made |= web_reports("website", "Seri Kulit", SOURCES, monthly_web(sold), end="\r\n")
    made |= search_exports("search", "www.serikulit.example", audiences.SERI_KULIT_SEARCH, SEASON)
    made |= house.mention_lists(mentions(CROWD, Chance("seri-kulit mentions")), ZONE)
    made |= house.ticket_lists(
        tickets(DESK, Chance("seri-kulit tickets"), 4001),
        ZONE,
        {"solved": "Solved", "pending": "Pending", "open": "Open"},
    )
    made |= house.advert_lists("meta-ads", ADVERTS, SEASON, Chance("seri-kulit ads"))
    made |= house.tags(posts) | house.follower_counts(followers)
    return made


def _tiktok(posts: Sequence[Post]) -> dict[str, bytes]:
    found = account_days(TIKTOK, posts, Chance("seri-kulit tiktok days"), ZONE, {})
    known = [day for day in found if day.date <= TIKTOK_STOPS]
    return tiktok_files("tiktok", "serikulit.example", TIKTOK, posts, known)


def monthly_web(
    sold: Sequence[Order],
) -> list[Month]:
    """Month, sessions, purchases, revenue, and events as multiples of the purchases."""
    found: list[Month] = []
    for span in months():
        of_month = [order for order in sold if span[0] <= local(order.created, ZONE).date() <= span[1]]
        buys = round(len(of_month) * 0.94)
        money = sum(order.total for order in of_month) / 100 * 0.94
        sessions = 5200 + 12_600 * path(span[0]) + 18 * len(of_month)
        rates = {"view_item": 62.0, "add_to_cart": 7.4, "begin_checkout": 2.3, "sign_up": 0.7}
        found.append((span, sessions, buys, money, rates))
    return found
