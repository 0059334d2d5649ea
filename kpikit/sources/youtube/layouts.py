"""Layouts of YouTube Studio's advanced mode, and the words in them: English, German, Portuguese.

Which columns stand in a table is the user's choice, and their order too; so is the dimension, the first
column. Tables by dimension are closed: with a word that stands in none of these exports the file is refused.
"""

from __future__ import annotations

import re

from kpikit.sources.base import Layout

METRICS: dict[str, tuple[str, ...]] = {
    "views": ("views", "aufrufe", "visualizações"),
    "engaged_views": ("engaged views", "visualizações intencionais"),
    "watch_hours": ("watch time (hours)", "wiedergabezeit (stunden)", "tempo de exibição (horas)"),
    "net_follows": ("subscribers", "abonnenten", "inscritos"),
    "follows": ("subscribers gained", "inscrições obtidas", "gewonnene abonnenten"),
    "unfollows": ("subscribers lost", "inscrições perdidas", "verlorene abonnenten"),
    "impressions": ("impressions", "impressionen", "impressões"),
    "reach": ("unique viewers", "espectadores únicos", "einzelne zuschauer"),
    "new_viewers": ("new viewers", "novos espectadores", "neue zuschauer"),
    "returning_viewers": ("returning viewers", "espectadores recorrentes", "wiederkehrende zuschauer"),
    "reactions": ("likes", "marcações “gostei”", 'marcações "gostei"', "„mag ich“-bewertungen"),
    "comments": ("comments added", "comments", "comentários adicionados", "hinzugefügte kommentare"),
    "shares": ("shares", "compartilhamentos", "geteilte inhalte"),
}
"""Metric → its words. Subscribers is net: those gained less those lost."""

_FIGURES = ("views", "engaged_views", "watch_hours", "net_follows", "impressions", "reach")
FIGURES = tuple(word for name in _FIGURES for word in METRICS[name])
VIEW_SHARES = ("views (%)", "aufrufe (%)", "visualizações (%)")
_NOT_READ = (
    "impressions click-through rate (%)", "klickrate der impressionen (%)",
    "taxa de cliques de impressões (%)",
    "average view duration", "durchschnittliche wiedergabedauer", "duração média da visualização",
    "average percentage viewed (%)", "durchschnittliche wiedergabe (%)", "porcentagem visualizada média (%)",
    "watch time (hours) (%)", "wiedergabezeit (stunden) (%)", "tempo de exibição (horas) (%)",
    "average views per viewer", "durchschnittliche aufrufe pro zuschauer",
    "média de visualizações por espectador",
    "stayed to watch (%)", "continuaram assistindo (%)", "likes (vs. dislikes) (%)", "dislikes",
    "casual viewers", "regular viewers", "watch time from youtube premium (hours)",
    "views from youtube premium",
    "videos published", "videos added", "hypes", "hype points", "clips created", "clip views", "remix views",
    "remix count", "shown in feed", "how many chose to view (%)", "viewed (vs. swiped away) (%)",
    "end screen elements shown", "end screen element clicks", "clicks per end screen element shown (%)",
    "end screen element click rate (%)", "teaser clicks", "teasers shown", "card clicks", "cards shown",
    "clicks per card shown (%)", "clicks per card teaser shown (%)", "unique viewers (%)",
    "estimated monetized playbacks", "ad impressions",
)  # fmt: skip
_MONEY = (
    "estimated revenue", "your estimated revenue", "receita estimada", "geschätzter umsatz", "rpm", "cpm",
    "playback-based cpm", "youtube ad revenue", "estimated ad revenue", "transaction revenue",
)  # fmt: skip
_CURRENCIES = (
    "usd", "eur", "gbp", "brl", "chf", "cad", "aud", "inr", "idr", "myr", "sgd", "jpy", "cny", "mxn", "sek",
    "pln",
)  # fmt: skip
_IN_MONEY = tuple(f"{name} ({code})" for name in _MONEY for code in _CURRENCIES)
REVENUE = re.compile(
    r"(?:(?:your )?estimated revenue|receita estimada|geschätzter umsatz) \((?P<code>[a-z]{3})\)"
)
"""Headers that name the money earned, and its currency."""

_ALL = METRICS | {"figure": FIGURES, "view_share": VIEW_SHARES, "not_read": _NOT_READ + _IN_MONEY}
_CONTENT_WORDS = ("content", "video", "conteúdo", "inhalt", "inhalte")
_TITLE = ("video title", "videotitel", "título do vídeo")
_PUBLISHED = (
    "video publish time", "veröffentlichungszeitpunkt des videos", "horário de publicação do vídeo",
)  # fmt: skip
_DURATION = ("duration", "dauer", "duração")
_DATE_WORDS = ("date", "datum", "data")
_LANGUAGES = ("en", "de", "pt")

CONTENT = Layout(
    id="youtube-content/1",
    what="YouTube Studio table by content",
    headers={
        "id": _CONTENT_WORDS,
        "title": _TITLE,
        "published": _PUBLISHED,
        "duration": _DURATION,
        "average_watch": (
            "average view duration", "durchschnittliche wiedergabedauer", "duração média da visualização",
        ),
        **METRICS,
    },
    required=("id", "title", "published"),
    languages=_LANGUAGES,
    tried=True,
    feeds=("posts",),
)  # fmt: skip
DATES = Layout(
    id="youtube-dates/1",
    what="YouTube Studio table by date",
    headers={"date": _DATE_WORDS} | _ALL,
    required=("date", "figure"),
    languages=_LANGUAGES,
    tried=True,
    feeds=("account_daily",),
    closed=True,
)

_AUDIENCE: dict[str, tuple[str, ...]] = {
    "age": ("viewer age", "alter der zuschauer", "idade do espectador"),
    "gender": ("viewer gender", "geschlecht der zuschauer", "gênero do espectador"),
    "country": ("geography", "geografie", "land", "país", "região geográfica"),
    "city": ("cities", "städte", "cidades"),
}
_CITY_NAMES = ("city name", "name der stadt", "nome da cidade")
_PARTS: dict[str, tuple[str, ...]] = {
    "traffic_source": ("traffic source", "zugriffsquelle", "origem do tráfego"),
    "playback_location": ("playback location", "wiedergabeort", "local da reprodução"),
    "device": ("device type", "gerätetyp", "tipo de dispositivo"),
    "operating_system": ("operating system", "betriebssystem", "sistema operacional"),
    "subscription_status": ("subscription status", "abostatus", "status da inscrição"),
    "subscription_source": ("subscription source", "aboquelle", "origem da inscrição"),
    "content_type": ("content type", "inhaltstyp", "tipo de conteúdo"),
    "new_and_returning": ("new and returning viewers", "espectadores novos e recorrentes"),
    "sharing_service": ("sharing service", "freigabedienst", "serviço de compartilhamento"),
    "youtube_product": ("youtube product", "youtube-produkt", "produto do youtube"),
}
_TRIED = frozenset({"age", "gender", "country", "city", "subscription_status"})


def _by(dimension: str, words: tuple[str, ...], table: str, figure: str) -> Layout:
    named = {"name": _CITY_NAMES} if dimension == "city" else {}
    return Layout(
        id=f"youtube-{dimension.replace('_', '-')}/1",
        what=f"YouTube Studio table by {dimension.replace('_', ' ')}",
        headers={"bucket": words} | named | _ALL,
        required=("bucket", figure),
        languages=_LANGUAGES,
        tried=dimension in _TRIED,
        feeds=(table,),
        closed=True,
    )


# Ages and genders are shares of views: estimates of who is signed in.
_SHARED = ("age", "gender")
AGE_GENDER = Layout(
    id="youtube-age-gender/1",
    what="YouTube Studio table by age and gender",
    headers={"bucket": _AUDIENCE["age"], "gender": _AUDIENCE["gender"]} | _ALL,
    required=("bucket", "gender", "view_share"),
    languages=_LANGUAGES,
    tried=False,
    feeds=("audience",),
    closed=True,
)
_AUDIENCES = {
    name: _by(name, words, "audience", "view_share" if name in _SHARED else "views")
    for name, words in _AUDIENCE.items()
} | {"age_gender": AGE_GENDER}
_PERIODS = {name: _by(name, words, "account_periods", "figure") for name, words in _PARTS.items()}
DIMENSION_OF = {layout.id: name for name, layout in (_AUDIENCES | _PERIODS).items()}

# A chart holds the few items that were plotted, by day: neither all of the channel nor all of their life.
_DIMENSION_WORDS = tuple(word for words in (_AUDIENCE | _PARTS).values() for word in words)
CHART = Layout(
    id="youtube-chart/1",
    what="YouTube Studio chart data by dimension and day",
    headers={"date": _DATE_WORDS, "bucket": _DIMENSION_WORDS, "figure": FIGURES},
    required=("date", "bucket", "figure"),
    languages=_LANGUAGES,
    tried=True,
    feeds=(),
)
CONTENT_CHART = Layout(
    id="youtube-content-chart/1",
    what="YouTube Studio chart data by content and day",
    headers={"date": _DATE_WORDS, "id": _CONTENT_WORDS, "title": _TITLE, "published": _PUBLISHED},
    required=("date", "id", "title", "published"),
    languages=_LANGUAGES,
    tried=False,
    feeds=(),
)
CHARTS = (CHART, CONTENT_CHART)
LAYOUTS = (CONTENT, DATES, *_AUDIENCES.values(), *_PERIODS.values(), *CHARTS)
