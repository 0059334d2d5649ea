"""Hanse Pumpenwerke: a German maker of industrial pumps that sells to companies. LinkedIn first, leads are the aim."""

from __future__ import annotations

from datetime import date, timedelta

from tests.examples import audiences, house
from tests.examples.adverts import Campaign
from tests.examples.chance import Chance
from tests.examples.content import Account, account_days, linkedin_id, publish
from tests.examples.days import END, START, Season, instant, months, path
from tests.examples.exports import Files, Month, search_exports, web_reports
from tests.examples.leads import Sales, lead_rows
from tests.examples.page import Board, competitor_files, content_files, follower_files, visitor_files
from tests.examples.service import Desk, tickets
from tests.examples.voices import Crowd, mentions, texts

BRAND = "hanse-pumpen"
ZONE = "Europe/Berlin"

FEASTS = (
    (date(2024, 12, 21), date(2025, 1, 6), 0.25),
    (date(2025, 3, 31), date(2025, 4, 4), 1.5),
    (date(2025, 7, 21), date(2025, 8, 29), 0.72),
    (date(2025, 12, 20), date(2026, 1, 6), 0.25),
    (date(2026, 4, 20), date(2026, 4, 24), 1.5),
    (date(2026, 5, 4), date(2026, 5, 8), 1.6),
    (date(2026, 7, 20), date(2026, 8, 28), 0.72),
)
SEASON = Season((1.2, 1.35, 1.3, 1.25, 1.0, 0.5, 0.4), FEASTS)
WORK = Season((1.35, 1.45, 1.4, 1.35, 1.1, 0.12, 0.08), FEASTS)

KINDS = {
    "Anwendungsbericht": (28, 1.2, 1.2, 2.3),
    "Produkt": (32, 0.9, 0.85, 1.0),
    "Messe": (16, 1.0, 0.95, 0.9),
    "Menschen": (24, 1.2, 1.5, 0.5),
}
LINKEDIN = Account(
    key="hanse-pumpen linkedin", zone=ZONE, followers=(6800, 11_900), per_month=(12, 15),
    formats={"Image": (40, 0.9), "Document": (25, 1.25), "Video": (20, 1.05), "Text": (15, 0.85)}, kinds=KINDS,
    captions=texts(BRAND)["captions"], exposure=0.3, engagement=0.026, parts=(0.86, 0.07, 0.07, 0.0), link_rate=0.017,
    season=WORK, age=2.8, hours=(7, 8, 8, 9, 9, 11, 13, 16),
    campaigns={"ifat-2026": (date(2026, 4, 13), date(2026, 5, 8)), "he-2026": (date(2026, 9, 1), date(2026, 10, 31))},
)  # fmt: skip

SOURCES = {
    "linkedin.com / referral": (13, 0.62, 66.0, 1.2), "lnkd.in / referral": (5, 0.58, 58.0, 1.0), "linkedin / paid_social": (8, 0.5, 44.0, 1.3),
    "youtube.com / referral": (3, 0.55, 60.0, 0.6), "google / organic": (38, 0.67, 84.0, 1.0), "google / cpc": (6, 0.57, 52.0, 1.2),
    "(direct) / (none)": (16, 0.6, 73.0, 1.1), "newsletter / email": (5, 0.75, 110.0, 2.4), "pumpenfachwelt.example / referral": (2.5, 0.66, 75.0, 1.0),
    "chatgpt.com / referral": (1.6, 0.73, 102.0, 1.6), "(not set)": (0.5, 0.2, 9.0, 0.1),
}  # fmt: skip

SALES = Sales(
    zone=ZONE, per_month=(27, 51), customers=0.26, season=WORK,
    sources={"LinkedIn": 44, "Suche": 24, "Messe": 9, "Empfehlung": 8, "Newsletter": 9, "YouTube": 6},
    kinds={"Anwendungsbericht": (42, 0.62), "Produkt": (34, 0.31), "Messe": (12, 0.36), "Menschen": (12, 0.15)},
    campaigns=("IE5-Umstieg", "Molkerei 2026", "Klärwerk"),
    questions=("Auslegung", "Preis", "Lieferzeit", "Ersatzteile", "ATEX", "Energieverbrauch"),
)  # fmt: skip

DESK = Desk(
    zone=ZONE, per_month=(24, 34), season=WORK,
    topics={"Ersatzteile": 34, "Inbetriebnahme": 18, "Reklamation": 20, "Lieferzeit": 18, "Datenblatt": 10},
    channels={"E-Mail": 52, "Telefon": 26, "LinkedIn": 14, "Webformular": 8},
    first_reply=(3.2, 2.4), solution=16.0, stuck=(date(2026, 10, 19), date(2026, 10, 28), 0.3),
)  # fmt: skip

CROWD = Crowd(
    key=BRAND, zone=ZONE, per_month=(30, 44), handle="@hanse-pumpenwerke.example",
    networks={"LinkedIn": 58, "YouTube": 14, "Forum": 16, "Google": 12}, reviews=("Google",),
    influencers={"verfahrenstechnik.heute.example": 18_400, "pumpen-praxis.example": 9300},
    media={"Pumpenfachwelt (example)": 21_000, "Wasser + Anlage (example)": 34_000, "Prozess Nord (example)": 27_500},
    moods=(0.5, 0.38, 0.12), languages={"de": 76, "en": 24}, competitors={"Elbe Hydraulik": (13, 15), "Aquaforte Pumpen": (8, 9)},
    season=WORK, labelled=0.85, own_share=0.25,
)  # fmt: skip

ADVERTS = (
    Campaign(
        "610001001",
        "IE5-Umstieg | Anwendungsbericht",
        "Anwendungsbericht",
        (date(2025, 9, 1), END),
        48,
        5.6,
        0.062,
    ),
    Campaign("610001002", "Baureihe EX 7 | Produkt", "Produkt", (date(2025, 9, 1), END), 44, 5.9, 0.021),
    Campaign("610001003", "IFAT 2026 | Messe", "Messe", (date(2026, 4, 13), date(2026, 5, 8)), 70, 5.2, 0.03),
)


def files() -> Files:
    """Every file of the brand: path below data/hanse-pumpen/ → bytes."""
    posts = publish(LINKEDIN, Chance("hanse-pumpen posts"), linkedin_id)
    found = account_days(LINKEDIN, posts, Chance("hanse-pumpen days"), "UTC", {})
    board = Board("hanse-pumpenwerke", "Hanse Pumpenwerke", LINKEDIN, posts, found, ADVERTS)
    made = (
        content_files(board) | follower_files(board, audiences.HANSE) | visitor_files(board, audiences.HANSE)
    )
    made |= competitor_files(
        board, {"Elbe Hydraulik": (14_200, 120, 22, 41), "Aquaforte Pumpen": (8100, 55, 9, 30)}
    )
    made |= web_reports("website", "Hanse Pumpenwerke", SOURCES, monthly_web(), end="\r\n")
    made |= search_exports("search", "www.hanse-pumpenwerke.example", audiences.HANSE_SEARCH, WORK)
    made |= house.mention_lists(mentions(CROWD, Chance("hanse-pumpen mentions")), ZONE)
    words = {"solved": "erledigt", "pending": "in Arbeit", "open": "offen"}
    made |= house.ticket_lists(
        tickets(DESK, Chance("hanse-pumpen tickets"), 12_001), ZONE, words, delimiter=";"
    )
    made |= house.tags({"linkedin": posts}) | house.follower_counts([("LinkedIn", found)])
    return made | _german_lists()


def monthly_web() -> list[Month]:
    """Month, sessions, leads on the website, no revenue, events as multiples of the leads."""
    found: list[Month] = []
    for span in months():
        chance = Chance(f"hanse-pumpen web {span[0]}")
        workdays = sum(
            WORK.factor(span[0] + timedelta(days=day)) for day in range((span[1] - span[0]).days + 1)
        )
        sessions = (3700 + 1600 * path(span[0])) * workdays / 30
        keys = chance.count(sessions * 0.0062, 0.08)
        found.append(
            (span, sessions, keys, 0.0, {"form_start": 2.6, "file_download": 9.5, "view_product": 48.0})
        )
    return found


def _german_lists() -> Files:
    """Lists with semicolons, decimal commas and dates of the house."""
    head = [
        "Lead-Nr.",
        "Eingang",
        "Quelle",
        "Kampagne",
        "Inhalt",
        "Weg",
        "Stufe",
        "passt",
        "Kunde seit",
        "Auftragswert",
        "Firma",
        "Frage",
    ]
    rows = lead_rows(SALES, Chance("hanse-pumpen leads"), instant(END + timedelta(days=1), ZONE, 0))
    made = {f"leads/leads_{END}.csv": house.mapped([head, *rows], bom=True, delimiter=";")}
    made |= house.german_adverts("linkedin-ads", ADVERTS, WORK, Chance("hanse-pumpen ads"))
    chance, series = Chance("hanse-pumpen newsletter"), [["Reihe", "Tag", "Wert", "Fälle", "Herkunft"]]
    readers = 2100.0
    for _, last in months():
        readers *= chance.between(1.004, 1.022)
        opened = f"{chance.between(0.36, 0.44):.3f}".replace(".", ",")
        series.append(
            ["newsletter_subscribers", f"{last:%d.%m.%Y}", f"{round(readers)}", "", "Versandprogramm"]
        )
        series.append(
            [
                "newsletter_open_rate",
                f"{last:%d.%m.%Y}",
                opened,
                f"{round(readers * 0.97)}",
                "Versandprogramm",
            ]
        )
    made[f"newsletter/newsletter_{END}.csv"] = house.mapped(series, delimiter=";")
    ideas: list[list[str]] = [["Nr.", "Tag", "Thema", "Stand", "umgesetzt"]]
    for number in range(1, 31):
        day = START + timedelta(days=number * 25 - chance.whole(0, 12))
        state = chance.weighted({"umgesetzt": 3, "geplant": 3, "abgelehnt": 2, "neu": 2})
        done = min(END, day + timedelta(days=chance.whole(30, 160))) if state == "umgesetzt" else None
        topic = chance.pick(
            [
                "Datenblatt ohne Anmeldung",
                "Auslegungsprogramm",
                "Ersatzteilsuche",
                "Webinar-Themen",
                "Sprachen",
            ]
        )
        ideas.append([f"V-{number:03d}", f"{day:%d.%m.%Y}", topic, state, f"{done:%d.%m.%Y}" if done else ""])
    made[f"suggestions/vorschlaege_{END}.csv"] = house.mapped(ideas, delimiter=";")
    return made
