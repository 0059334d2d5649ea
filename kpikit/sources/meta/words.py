"""Words of Meta Business Suite in the languages of its exports, as header keys, and what they stand for."""

from __future__ import annotations

from typing import NamedTuple


class Title(NamedTuple):
    """What the title line of a daily file says.

    Attributes:
        metric: Metric of `account_daily`.
        surface: The surface, where the title says it.
        default: The surface of a bare title that Meta writes for one surface only.
    """

    metric: str
    surface: str | None = None
    default: str | None = None


TITLES: dict[str, Title] = {
    # English
    "views": Title("views"),
    "facebook views": Title("views", "facebook"),
    "instagram views": Title("views", "instagram"),
    "viewers": Title("reach_unique"),
    # Facebook's says so in its title; the bare one was always Instagram's.
    "reach": Title("reach", default="instagram"),
    "facebook reach": Title("reach", "facebook"),
    "facebook page reach": Title("reach", "facebook"),
    "instagram reach": Title("reach", "instagram"),
    "content interactions": Title("interactions"),
    "facebook content interactions": Title("interactions", "facebook"),
    "instagram content interactions": Title("interactions", "instagram"),
    "facebook link clicks": Title("link_clicks", "facebook"),
    "instagram link clicks": Title("link_clicks", "instagram"),
    "link clicks": Title("link_clicks"),
    "facebook visits": Title("profile_visits", "facebook"),
    "facebook page visits": Title("profile_visits", "facebook"),
    "instagram profile visits": Title("profile_visits", "instagram"),
    "follows": Title("follows"),
    "facebook follows": Title("follows", "facebook"),
    "instagram follows": Title("follows", "instagram"),
    "facebook page new likes": Title("follows", "facebook"),
    "new instagram followers": Title("follows", "instagram"),
    # Portuguese
    "visualizações": Title("views"),
    "visualizações do facebook": Title("views", "facebook"),
    "visualizações do instagram": Title("views", "instagram"),
    "espectadores": Title("reach_unique"),
    "alcance": Title("reach", default="instagram"),
    "alcance do facebook": Title("reach", "facebook"),
    "alcance do instagram": Title("reach", "instagram"),
    "interações com o conteúdo": Title("interactions"),
    "cliques no link": Title("link_clicks"),
    "cliques no link do facebook": Title("link_clicks", "facebook"),
    "cliques no link do instagram": Title("link_clicks", "instagram"),
    "visitas ao facebook": Title("profile_visits", "facebook"),
    "visitas à página do facebook": Title("profile_visits", "facebook"),
    "visitas ao perfil do instagram": Title("profile_visits", "instagram"),
    "seguidores": Title("follows"),
    "seguidores no facebook": Title("follows", "facebook"),
    "seguidores no instagram": Title("follows", "instagram"),
}

FORMATS: dict[str, str] = {
    # Instagram
    "ig reel": "short_video",
    "ig image": "image",
    "ig carousel": "carousel",
    "ig story": "story",
    "ig video": "video",
    "ig live": "live",
    "reel do instagram": "short_video",
    "imagem do instagram": "image",
    "carrossel do instagram": "carousel",
    "story do instagram": "story",
    "vídeo do instagram": "video",
    # Facebook
    "photos": "image",
    "photo": "image",
    "videos": "video",
    "video": "video",
    "reels": "short_video",
    "reel": "short_video",
    "links": "link",
    "link": "link",
    "text": "text",
    "status": "text",
    "albums": "carousel",
    "album": "carousel",
    "multi media": "carousel",
    "stories": "story",
    "story": "story",
    "live": "live",
    "live video": "live",
    "other": "other",
    "others": "other",
    "fotos": "image",
    "foto": "image",
    "vídeos": "video",
    "vídeo": "video",
    "texto": "text",
    "álbum": "carousel",
    "ao vivo": "live",
    "outros": "other",
}

LIFETIME = frozenset({"lifetime", "vitalício"})
"""Values of the column Date of a content export that counts from publication to the day of export."""

AGE_GENDER = frozenset(
    {"age & gender", "faixa etária e gênero", "seguidores do instagram por gênero e idade"}
)
PLACES: dict[str, str] = {
    "top countries": "country",
    "top cities": "city",
    "principais países": "country",
    "principais cidades": "city",
    "seguidores do instagram pelos principais países": "country",
    "seguidores do instagram pelas principais cidades": "city",
}
GENDERS: dict[str, str] = {"women": "women", "men": "men", "mulheres": "women", "homens": "men"}
FORMAT_SECTIONS: dict[str, str] = {
    "views": "views",
    "content interactions": "interactions",
    "published content": "posts",
    "visualizações": "views",
    "interações com o conteúdo": "interactions",
    "conteúdo publicado": "posts",
}
"""Section titles of the file Top content formats and their metrics; some are titles of daily files too."""

FOLLOWER_TOTAL = "ig_account,follow,unique_users"
"""Name that the audience file of 2024 gives, untranslated, to the number of followers."""
