"""Layouts of one row a post: content exports of Meta Business Suite, its videos, old Facebook Insights."""

from __future__ import annotations

from kpikit.sources.base import Layout

_SHARED: dict[str, tuple[str, ...]] = {
    "post_id": ("post id", "identificação da publicação", "identificação do post"),
    "description": ("description", "descrição"),
    "duration_seconds": ("duration (sec)", "duração (segundos)", "duração (s)"),
    "published_at": ("publish time", "horário de publicação"),
    "link": ("permalink", "link permanente"),
    "format": ("post type", "tipo de publicação", "tipo de post"),
    "comment_on_data": ("data comment", "comentário de dados"),
    "counted": ("date", "data"),
    "views": ("views", "visualizações"),
    # Until 2024, where Views stand now.
    "impressions": ("impressions", "impressões"),
    "reach": ("reach", "alcance"),
    "comments": ("comments", "comentários"),
    "shares": ("shares", "compartilhamentos"),
}
_INSTAGRAM = _SHARED | {
    "account_id": ("account id", "identificação da conta"),
    "account": ("account username", "nome de usuário da conta"),
    "reactions": ("likes", "curtidas"),
    "saves": ("saves", "salvamentos"),
    "follows": ("follows", "seguimentos"),
    "replies": ("replies", "respostas"),
    "navigation": ("navigation", "navegação"),
    "profile_visits": ("profile visits", "visitas ao perfil"),
    "link_clicks": ("link clicks", "cliques no link"),
}
_VIDEO: dict[str, tuple[str, ...]] = {
    "page_id": ("page id", "identificação da página"),
    "account": ("page name", "nome da página"),
    "title": ("title", "título"),
    # "comments and shares" in small letters in one export and with capitals in the other.
    "native_engagements": ("reactions, comments and shares", "reações, comentários e compartilhamentos"),
    "reactions": ("reactions", "reações"),
    "video_views": ("3-second video views", "visualizações de vídeo de 3 segundos"),
    "watch_seconds": ("seconds viewed", "segundos visualizados"),
    "average_watch_seconds": ("average seconds viewed", "média de segundos visualizados"),
}

INSTAGRAM = Layout(
    id="meta-content-instagram/1",
    what="Meta Business Suite content export, Instagram",
    headers=_INSTAGRAM,
    required=("post_id", "account_id", "published_at", "counted", "reactions", "comments", "shares", "saves"),
    languages=("en", "pt"),
    tried=True,
    feeds=("posts",),
)
STORIES = Layout(
    id="meta-stories-instagram/1",
    what="Meta Business Suite content export, Instagram stories",
    headers=_INSTAGRAM,
    required=("post_id", "account_id", "published_at", "counted", "shares", "replies", "navigation"),
    languages=("en", "pt"),
    tried=False,
    feeds=("posts",),
)
FACEBOOK = Layout(
    id="meta-content-facebook/1",
    what="Meta Business Suite content export, Facebook",
    headers=_SHARED
    | _VIDEO
    | {
        "clicks": ("total clicks", "total de cliques"),
        "link_clicks": ("link clicks", "cliques no link"),
        "negative_feedback": ("negative feedback from users", "negative feedback"),
    },
    required=("post_id", "page_id", "published_at", "counted", "reactions", "comments", "shares"),
    languages=("en", "pt"),
    tried=False,
    feeds=("posts",),
)
VIDEO = Layout(
    id="meta-video/1",
    what="Meta Business Suite video export, Facebook",
    headers=_SHARED
    | _VIDEO
    | {
        "post_id": ("video asset id",),
        "universal_id": ("universal video id",),
    },
    required=("post_id", "universal_id", "page_id", "published_at", "counted", "video_views"),
    languages=("en",),
    tried=False,
    feeds=("posts",),
)

INSIGHTS_POSTS = Layout(
    id="facebook-insights-posts/1",
    what="Facebook Insights, post level (until 2023)",
    headers={
        "post_id": ("post id",),
        "link": ("permalink",),
        "title": ("post message",),
        "format": ("type",),
        "published_at": ("posted",),
        "reach": ("lifetime post total reach",),
        "impressions": ("lifetime post total impressions",),
        "clicks": ("lifetime post consumptions",),
        "negative_feedback": ("lifetime negative feedback from users",),
    },
    required=("post_id", "published_at", "reach", "impressions"),
    languages=("en",),
    tried=False,
    feeds=("posts",),
)
INSIGHTS_PAGE = Layout(
    id="facebook-insights-page/1",
    what="Facebook Insights, page level (until 2023)",
    headers={
        "date": ("date",),
        "engaged_accounts": ("daily page engaged users",),
        "followers": ("lifetime total likes",),
        "follows": ("daily new likes",),
        "unfollows": ("daily unlikes",),
        "reach/both": ("daily total reach",),
        "reach/organic": ("daily organic reach",),
        "reach/paid": ("daily paid reach",),
        "impressions/both": ("daily total impressions",),
        "impressions/organic": ("daily organic impressions",),
        "impressions/paid": ("daily paid impressions",),
    },
    required=("date", "engaged_accounts", "reach/both"),
    languages=("en",),
    tried=False,
    feeds=("account_daily",),
)
UCI = Layout(
    id="facebook-metrics-uci/1",
    what="teaching data set of Facebook posts of 2014 (UCI 368), which has no dates and no ids",
    headers={
        "page_likes": (
            "page total likes",
            "pagetotallikes",
            "total de likes",
            "me gusta totales de la página",
        ),
        "weekday": ("post weekday", "postweekday", "semana de publicación"),
        "hour": ("post hour", "posthour", "hora de publicación"),
        "interactions": ("total interactions", "totalinteractions", "total interacciones"),
    },
    required=("page_likes", "weekday", "hour", "interactions"),
    languages=("en", "es"),
    tried=False,
    feeds=(),
)
