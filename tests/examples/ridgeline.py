"""Ridgeline: an outdoor brand in its mature stage. Loyal customers, a community, and a bad October 2026."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.examples import audiences, house
from tests.examples.adverts import Campaign
from tests.examples.chance import Chance
from tests.examples.content import Account, Test, account_days, facebook_id, instagram_id, publish, tiktok_id
from tests.examples.days import END, START, Season, local, months, path
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
from tests.examples.society import community_days, messages, surveys
from tests.examples.voices import Crowd, mentions, texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.examples.content import Day, Post
    from tests.examples.exports import Files, Month
    from tests.examples.formats.shopify import Order

BRAND = "ridgeline"
ZONE = "America/Denver"
CONSENT_BANNER = date(2026, 3, 10)
WAVE = (date(2026, 10, 3), END)

FEASTS = (
    (date(2024, 11, 28), date(2024, 12, 2), 2.2),
    (date(2024, 12, 3), date(2024, 12, 18), 1.3),
    (date(2025, 5, 22), date(2025, 5, 26), 1.3),
    (date(2025, 6, 1), date(2025, 8, 24), 1.15),
    (date(2025, 11, 27), date(2025, 12, 1), 2.3),
    (date(2025, 12, 2), date(2025, 12, 18), 1.3),
    (date(2026, 5, 21), date(2026, 5, 25), 1.3),
    (date(2026, 6, 1), date(2026, 8, 24), 1.15),
)
SEASON = Season((0.95, 0.96, 0.98, 1.03, 1.08, 1.04, 0.96), FEASTS)
SALES = Season(SEASON.weekdays, (*FEASTS, (date(2026, 10, 1), END, 0.72)))
OFFICE = Season((1.3, 1.15, 1.1, 1.05, 1.0, 0.75, 0.65), FEASTS)

KINDS = {
    "trip report": (32, 1.2, 1.3, 2.2),
    "product": (34, 0.9, 0.85, 1.0),
    "care": (16, 1.0, 1.05, 1.2),
    "community": (18, 0.95, 1.2, 0.6),
}
CAMPAIGNS = {
    "black-friday-2025": (date(2025, 11, 20), date(2025, 12, 1)),
    "summer-2026": (date(2026, 6, 1), date(2026, 7, 15)),
    "autumn-2026": (date(2026, 9, 15), date(2026, 10, 31)),
}
TOO_FEW = Test(
    "carousel-order",
    date(2026, 10, 1),
    date(2026, 10, 31),
    {"wide-first": 1.0, "detail-first": 1.1},
    ("carousel",),
)

INSTAGRAM = Account(
    key="ridgeline instagram", zone=ZONE, followers=(96_000, 117_000), per_month=(16, 17),
    formats={"short_video": (38, 1.4), "image": (34, 0.75), "carousel": (28, 1.0)}, kinds=KINDS,
    captions=texts(BRAND)["captions"], exposure=0.19, engagement=0.041, parts=(0.88, 0.05, 0.07, 0.13), link_rate=0.005,
    season=SEASON, tests=(TOO_FEW,), campaigns=CAMPAIGNS,
)  # fmt: skip
FACEBOOK = Account(
    key="ridgeline facebook", zone=ZONE, followers=(61_000, 63_500), per_month=(14, 12),
    formats={"short_video": (25, 1.3), "image": (50, 0.8), "link": (25, 0.7)}, kinds=KINDS,
    captions=texts(BRAND)["captions"], exposure=0.1, engagement=0.022, parts=(0.8, 0.1, 0.1, 0.0), link_rate=0.012,
    season=SEASON, campaigns=CAMPAIGNS,
)  # fmt: skip
TIKTOK = Account(
    key="ridgeline tiktok", zone=ZONE, followers=(22_000, 57_000), per_month=(10, 13),
    formats={"short_video": (100, 1.0)}, kinds=KINDS, captions=texts(BRAND)["captions"], exposure=0.42, engagement=0.05,
    parts=(0.88, 0.05, 0.07, 0.0), link_rate=0.0, season=SEASON, age=1.6, hours=(7, 12, 17, 18, 19, 20), campaigns=CAMPAIGNS,
)  # fmt: skip

SHOP = Shop(
    zone=ZONE, per_month=(88, 112), repeat=(0.4, 0.46), shipping=(900, 15_000), season=SALES,
    articles=(
        ("Trailbreak boots", "RL-TB", 18900, 20), ("Summit shell", "RL-SS", 24900, 12), ("Cinder fleece", "RL-CF", 9900, 22),
        ("Basin 30 pack", "RL-B30", 14900, 14), ("Switchback poles", "RL-SP", 7900, 12), ("Mesa base layer", "RL-MB", 5900, 26),
        ("Larkspur tent", "RL-LT", 34900, 5), ("Re-proofing kit", "RL-RK", 1900, 18),
    ),
    sources={"web": 86, "facebook": 5, "instagram": 8, "tiktok": 1},
)  # fmt: skip

SOURCES = {
    "ig / social": (9, 0.6, 58.0, 1.0), "instagram.com / referral": (4, 0.58, 52.0, 0.8), "l.instagram.com / referral": (4, 0.57, 51.0, 0.8),
    "m.facebook.com / referral": (6, 0.5, 41.0, 0.7), "facebook.com / referral": (3, 0.52, 44.0, 0.8), "fb / paid_social": (5, 0.43, 31.0, 0.9),
    "tiktok.com / referral": (4, 0.36, 24.0, 0.3), "reddit.com / referral": (2, 0.64, 80.0, 1.0), "pinterest.com / referral": (1.5, 0.45, 35.0, 0.5),
    "google / organic": (26, 0.68, 81.0, 1.4), "google / cpc": (8, 0.6, 60.0, 1.5), "(direct) / (none)": (15, 0.61, 70.0, 1.4),
    "newsletter / email": (9, 0.74, 96.0, 2.2), "chatgpt.com / referral": (1.4, 0.75, 104.0, 1.9), "(not set)": (0.7, 0.2, 9.0, 0.1),
}  # fmt: skip

DESK = Desk(
    zone=ZONE, per_month=(44, 50), season=OFFICE,
    topics={"delivery": 20, "sizing": 26, "return": 20, "repair": 18, "payment": 8, "order": 8},
    channels={"E-mail": 46, "Phone": 14, "Instagram DM": 20, "Facebook Messenger": 16, "TikTok DM": 4},
    first_reply=(0.9, 0.8), solution=8.0, waves=((*WAVE, "delivery", 1.5),), stuck=(date(2026, 10, 22), date(2026, 10, 29), 0.5),
)  # fmt: skip

CROWD = Crowd(
    key=BRAND, zone=ZONE, per_month=(50, 56), handle="@ridgeline.example",
    networks={"Instagram": 36, "Facebook": 20, "TikTok": 14, "Reddit": 16, "Google": 14}, reviews=("Google",),
    influencers={"wander.juniper.example": 210_000, "dadonthetrail.example": 64_000, "threepeaks.club.example": 38_500},
    media={"Trail & Sky (example)": 310_000, "Gear Ledger (example)": 145_000, "High Country Post (example)": 88_000},
    moods=(0.62, 0.26, 0.12), languages={"en": 88, "es": 12}, competitors={"Northfell": (14, 16), "Alder & Stone": (8, 9)},
    season=SEASON, waves=((*WAVE, "delivery", 1.25),), own_share=0.2,
)  # fmt: skip

ADVERTS = (
    Campaign("120310000000000201", "Prospecting | trip report", "trip report", (date(2025, 9, 1), END), 46, 0.95, 0.021, 128),
    Campaign("120310000000000202", "Retargeting | product", "product", (date(2025, 9, 1), END), 40, 1.05, 0.019, 126),
    Campaign("120310000000000203", "Black Friday 2025 | product", "product", (date(2025, 11, 20), date(2025, 12, 1)), 140, 0.9, 0.027, 135),
)  # fmt: skip


def files() -> Files:
    """Every file of the brand: path below data/ridgeline/ → bytes."""
    made = build(START)
    talk = messages(
        ZONE, (72, 98), SEASON, Chance("ridgeline messages"), {START: 0.08, date(2026, 10, 1): 0.25}
    )
    head = ["message", "sent", "member", "role", "thread", "opens thread", "system", "promotional", "event"]
    made[f"community-messages/basecamp-messages_{END}.csv"] = house.mapped([head, *talk])
    head = ["date", "members", "joined", "left", "active", "looked in", "messages"]
    made[f"community/basecamp_{END}.csv"] = house.mapped(
        [head, *community_days(talk, (1450, 2380), Chance("ridgeline community"))]
    )
    head = ["response", "answered", "question", "score", "scale"]
    made[f"surveys/surveys_{END}.csv"] = house.mapped(
        [head, *surveys(ZONE, Chance("ridgeline surveys"), WAVE[0])]
    )
    return made | house.advert_lists("meta-ads", ADVERTS, SEASON, Chance("ridgeline ads"))


def build(first: date) -> Files:
    """What the brand exported from a day on."""
    made: Files = {}
    posts: dict[str, list[Post]] = {
        "instagram": publish(INSTAGRAM, Chance("ridgeline instagram posts"), instagram_id),
        "facebook": publish(FACEBOOK, Chance("ridgeline facebook posts"), facebook_id),
    }
    pages = (
        Page("instagram", "17841400000067890", "ridgeline.example", "Ridgeline", INSTAGRAM),
        Page("facebook", "100064000067890", "", "Ridgeline", FACEBOOK),
    )
    followers: list[tuple[str, Sequence[Day]]] = []
    for page in pages:
        found = account_days(
            page.account,
            posts[page.surface],
            Chance(f"ridgeline {page.surface} days"),
            "America/Los_Angeles",
            {},
        )
        followers.append((page.name_of_network, [day for day in found if day.date >= first]))
        made |= meta_content(page, posts[page.surface], first=first)
        wanted = ("Reach", "Views", "Follows", "Interactions", "Link clicks")
        made |= meta_dailies(page, found, wanted if page.surface == "instagram" else wanted[:4], first)
        made |= meta_audience(page, audiences.RIDGELINE, first)
    if first == START:
        posts["tiktok"] = publish(TIKTOK, Chance("ridgeline tiktok posts"), tiktok_id)
        known = account_days(TIKTOK, posts["tiktok"], Chance("ridgeline tiktok days"), ZONE, {})
        made |= tiktok_files("tiktok", "ridgeline.example", TIKTOK, posts["tiktok"], known)
    sold = orders(SHOP, Chance("ridgeline orders"), 20_001)
    made |= house.shop_orders(sold, ZONE, "USD", first)
    made |= web_reports(
        "website", "Ridgeline", SOURCES, [month for month in monthly_web(sold) if month[0][0] >= first]
    )
    made |= search_exports("search", "www.ridgeline.example", audiences.RIDGELINE_SEARCH, SEASON, first)
    made |= house.mention_lists(mentions(CROWD, Chance("ridgeline mentions")), ZONE, first)
    words = {"solved": "Solved", "pending": "Waiting", "open": "New"}
    made |= house.ticket_lists(tickets(DESK, Chance("ridgeline tickets"), 80_001), ZONE, words, first)
    kept = {network: [post for post in found if post.day >= first] for network, found in posts.items()}
    return made | house.tags(kept) | house.follower_counts(followers)


def monthly_web(sold: Sequence[Order]) -> list[Month]:
    """Month, sessions, purchases, revenue, events as multiples of the purchases.

    Two things are planted: from the consent banner on a fifth of the visits is no longer seen, and in October
    2026 far fewer baskets reach the payment.
    """
    found: list[Month] = []
    for span in months():
        of_month = [order for order in sold if span[0] <= local(order.created, ZONE).date() <= span[1]]
        buys = round(len(of_month) * 0.95)
        money = sum(order.total for order in of_month) / 100 * 0.95
        sessions = 11_500 + 1800 * path(span[0]) + 21 * len(of_month)
        if span[0] == date(2026, 10, 1):
            sessions += 21 * len(of_month) * 0.4
        seen = 1.0 if span[1] < CONSENT_BANNER else 0.86 if span[0] <= CONSENT_BANNER else 0.8
        payments = 1.12
        baskets = payments / (0.29 if span[0] == date(2026, 10, 1) else 0.48)
        rates: Mapping[str, float] = {
            "add_payment_info": payments, "add_to_cart": baskets, "choose_size": baskets / 0.78, "view_item": baskets / 0.3, "sign_up": 0.5,
        }  # fmt: skip
        found.append((span, sessions * seen, buys, money, rates))
    return found
