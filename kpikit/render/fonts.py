"""The fonts of the printed page: those of the installation, in the order a language wants them."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# family, package, file within it
_FAMILIES = (
    ("Noto Sans", "fontpkg_noto_sans", "NotoSans[[]*.ttf"),
    ("Noto Sans SC", "justmytype_intl_cjk", "NotoSansSC*.ttf"),
    ("Noto Sans TC", "justmytype_intl_cjk", "NotoSansTC*.ttf"),
    ("Noto Sans JP", "justmytype_intl_cjk", "NotoSansJP*.ttf"),
    ("Noto Sans KR", "justmytype_intl_cjk", "NotoSansKR*.ttf"),
    ("Noto Sans Arabic", "justmytype_intl_rtl", "NotoSansArabic*.ttf"),
    ("Noto Sans Hebrew", "justmytype_intl_rtl", "NotoSansHebrew*.ttf"),
    ("Noto Sans Thai", "fontpkg_noto_sans_thai", "NotoSansThai*.ttf"),
    ("Noto Sans Devanagari", "fontpkg_noto_sans_devanagari", "NotoSansDevanagari*.ttf"),
)
_FIRST_CJK = {"zh-Hans": "SC", "zh-Hant": "TC", "ja": "JP", "ko": "KR"}


@dataclass(frozen=True)
class Font:
    """A family and the file that holds its upright faces."""

    family: str
    path: Path


@cache
def installed() -> list[Font]:
    """The families at hand; one whose package is missing is left out."""
    found = []
    for family, package, pattern in _FAMILIES:
        spec = importlib.util.find_spec(package)
        folders = spec.submodule_search_locations if spec else None
        files = sorted(Path(folders[0]).rglob(pattern)) if folders else []
        found += [Font(family, files[0])] if files else []
    return found


def ordered(language: str) -> list[Font]:
    """The families in the order in which a language's pages try them; the first draws the Latin letters."""
    first = next((region for tag, region in _FIRST_CJK.items() if language.startswith(tag)), "SC")
    order = {"Noto Sans": 0, f"Noto Sans {first}": 1}
    return sorted(installed(), key=lambda font: order.get(font.family, 2))
