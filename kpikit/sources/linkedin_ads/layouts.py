"""The layout of LinkedIn's Campaign Manager, in English and Portuguese; its user chooses the columns."""

from __future__ import annotations

from kpikit.sources.base import Layout

PERFORMANCE = Layout(
    id="linkedin-ads-performance/1",
    what="LinkedIn Campaign Manager performance report",
    headers={
        "start": ("start date (in utc)", "data de início (em utc)"),
        "end": ("end date (in utc)", "data de término (em utc)"),
        "account": ("account name", "nome da conta"),
        "currency": ("currency", "moeda"),
        "campaign_id": ("campaign id", "código da campanha"),
        "campaign": ("campaign name", "nome da campanha"),
        "objective": ("campaign objective", "objetivo da campanha"),
        "kind": ("campaign type", "tipo de campanha"),
        "ad_id": ("ad id", "creative id", "código do anúncio"),
        "ad": ("ad name", "creative name", "nome do anúncio"),
        "cost": ("total spent", "total investido"),
        "impressions": ("impressions", "impressões"),
        "clicks": ("clicks", "cliques"),
        "reach": ("reach", "alcance"),
        "link_clicks": ("clicks to landing page", "cliques que levam à página de destino"),
        "video_views": ("video views", "visualizações de vídeo"),
        "conversions": ("conversions", "conversões"),
        "leads": ("leads",),
        "attributed_revenue": ("total conversion value", "valor total da conversão"),
    },
    required=("start", "campaign", "cost", "impressions", "clicks"),
    languages=("en", "pt"),
    tried=False,
    feeds=("ads_daily", "ads_periods"),
)
LAYOUTS = (PERFORMANCE,)
PORTUGUESE = frozenset({"data de início (em utc)"})
DIVIDED_BY = ("segment", "segmento", "conversion name", "nome da conversão", "placement", "posicionamento")
"""Words with which a header ends that divides the rows further: demographics, conversions, placements."""
