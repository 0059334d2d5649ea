"""Layouts of TikTok Ads. Columns can be chosen, so further ones may stand beside these."""

from __future__ import annotations

from kpikit.sources.base import Layout

FIGURES: dict[str, tuple[str, ...]] = {
    "cost": ("cost", "biaya"),
    "conversions": ("sku orders", "pesanan sku"),
    "attributed_revenue": ("gross revenue", "pendapatan kotor"),
    "impressions": ("product ad impressions", "impresi iklan produk"),
    "clicks": ("product ad clicks", "jumlah klik iklan produk"),
}
GMV_MAX = Layout(
    id="tiktok-ads-gmv-max/1",
    what="TikTok Ads GMV Max creatives of product campaigns",
    headers={
        "campaign": ("campaign name", "nama kampanye"),
        "campaign_id": ("campaign id", "id campaign", "id kampanye"),
        "product_id": ("product id", "id produk"),
        "creative": ("creative type", "jenis materi iklan"),
        "title": ("video title", "judul video"),
        "video_id": ("video id", "id video"),
        "roi": ("roi",),
        "currency": ("currency", "mata uang"),
    }
    | FIGURES,
    required=(
        "campaign_id",
        "product_id",
        "video_id",
        "cost",
        "conversions",
        "attributed_revenue",
        "impressions",
    ),
    languages=("en", "id"),
    tried=False,
    feeds=("ads_periods",),
)
GMV_MAX_LIVE = Layout(
    id="tiktok-ads-gmv-max-live/1",
    what="TikTok Ads GMV Max live campaigns",
    headers={
        "live": ("live name", "nama live"),
        "campaign_id": GMV_MAX.headers["campaign_id"],
        "cost": FIGURES["cost"],
    },
    required=("live", "campaign_id", "cost"),
    languages=("en", "id"),
    tried=False,
    feeds=(),
)
LAYOUTS = (GMV_MAX, GMV_MAX_LIVE)
