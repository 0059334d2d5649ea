"""Layouts of Meta Ads Manager: reports by day and reports of a period, columns as their maker chose them."""

from __future__ import annotations

from kpikit.sources.base import Layout

ENTITIES = ("campaign", "campaign_id", "ad_group", "ad_group_id", "ad", "ad_id")
"""Columns that say what a row is of, from the whole to its parts."""

BREAKDOWNS: dict[str, tuple[str, ...]] = {
    "age": ("age", "idade"),
    "gender": ("gender", "gênero"),
    "country": ("country", "país"),
    "region": ("region", "região"),
    "platform": ("platform", "publisher platform", "plataforma"),
    "placement": ("placement", "posicionamento"),
    "device": ("device platform", "impression device", "plataforma do dispositivo"),
    "hour": ("time of day (ad account time zone)", "time of day (viewer's time zone)"),
}
"""What the figures may be divided by, in the order in which a bucket names its parts."""

GENDERS = {"female": "women", "male": "men", "feminino": "women", "masculino": "men"}
COST = ("amount spent", "valor usado", "valor gasto")
REVENUE = (
    "purchases conversion value",
    "purchase conversion value",
    "website purchases conversion value",
    "valor de conversão de compras",
    "valor de conversão da compra",
)
"""Names of columns of money without the currency in brackets."""

_HEADERS: dict[str, tuple[str, ...]] = {
    "day": ("day", "dia"),
    "starts": ("reporting starts", "início dos relatórios"),
    "ends": ("reporting ends", "término dos relatórios", "encerramento dos relatórios"),
    "account": ("account name", "nome da conta"),
    "campaign": ("campaign name", "nome da campanha"),
    "campaign_id": ("campaign id", "identificação da campanha"),
    "ad_group": ("ad set name", "nome do conjunto de anúncios"),
    "ad_group_id": ("ad set id", "identificação do conjunto de anúncios"),
    "ad": ("ad name", "nome do anúncio", "anúncios"),
    "ad_id": ("ad id", "identificação do anúncio"),
    "campaign_type": ("objective", "objetivo"),
    "attribution": ("attribution setting", "configuração de atribuição"),
    "results": ("results", "resultados"),
    "result_type": ("result type", "tipo de resultado"),
    "result_indicator": ("result indicator", "indicador de resultados"),
    "impressions": ("impressions", "impressões"),
    "reach": ("reach", "alcance"),
    "clicks": ("clicks (all)", "cliques (todos)"),
    "link_clicks": ("link clicks", "cliques no link"),
    "video_views": ("3-second video plays",),
    "conversions": ("purchases", "compras"),
    "site_conversions": ("website purchases", "compras no site"),
    "leads": ("leads",),
    "currency": ("currency", "moeda"),
} | BREAKDOWNS

DAYS = Layout(
    id="meta-ads-days/1",
    what="Meta Ads Manager report by day",
    headers=_HEADERS,
    required=("day", "starts", "ends"),
    languages=("en", "pt"),
    tried=False,
    feeds=("ads_daily", "ads_periods"),
)
PERIOD = Layout(
    id="meta-ads-period/1",
    what="Meta Ads Manager report of a period",
    headers=_HEADERS,
    required=("starts", "ends"),
    languages=("en", "pt"),
    tried=False,
    feeds=("ads_periods", "ads_daily"),
)
