"""Fonts that come with the installation: variable files for Typst, static cuts of them for matplotlib.

matplotlib draws a variable font at its default weight only (3.11 has no way to set an axis), so the charts
draw with static cuts that are made once and kept in the user's cache. A whole Chinese font costs 13 s to cut;
the 3,755 everyday characters cost 2 s, and a handful of rarer ones 0.3 s when a label first needs them. A
picture holds outlines, not fonts, so which cut a glyph came from does not show in it.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

REGULAR, BOLD = 400, 600
_CUT = 1
"""Raised when cuts are made differently, so that older ones in a user's cache are left alone."""


@dataclass(frozen=True)
class Face:
    """A typeface of an installed package.

    Attributes:
        name: Short name, also in the file names of its cuts.
        distribution: The installed package's name, whose version stands in the cuts' names.
        pattern: Where the package's folder holds the variable font.
        blocks: Unicode ranges that are looked up here first.
        codec: Double-byte codec and its range of everyday characters, for fonts too large to cut whole.
    """

    name: str
    distribution: str
    pattern: str
    blocks: tuple[tuple[int, int], ...] = ()
    codec: tuple[str, int, int] | None = None

    @property
    def file(self) -> Path:
        """The variable font."""
        return next(_package(self.distribution).glob(self.pattern))


_HAN = ((0x2E80, 0x303F), (0x31C0, 0x31EF), (0x3200, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
        (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))  # fmt: skip
_KANA = ((0x3040, 0x30FF), (0x31F0, 0x31FF))
_HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
_CJK, _RTL = "justmytype-intl-cjk", "justmytype-intl-rtl"
LATIN = Face("latin", "fontpkg-noto-sans", "files/NotoSans[[]*.ttf")
FACES = {
    face.name: face
    for face in (
        LATIN,
        Face("sc", _CJK, "fonts/ofl/notosanssc/*.ttf", _HAN, ("gb2312", 0xB0A1, 0xD7FE)),
        Face("tc", _CJK, "fonts/ofl/notosanstc/*.ttf", _HAN, ("big5", 0xA440, 0xC67E)),
        Face("jp", _CJK, "fonts/ofl/notosansjp/*.ttf", (*_KANA, *_HAN), ("euc_jp", 0xB0A1, 0xCFFE)),
        Face("kr", _CJK, "fonts/ofl/notosanskr/*.ttf", (*_HANGUL, *_HAN), ("euc_kr", 0xB0A1, 0xC8FE)),
        Face("arabic", _RTL, "fonts/ofl/notosansarabic/*.ttf",
             ((0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFE))),
        Face("hebrew", _RTL, "fonts/ofl/notosanshebrew/*.ttf", ((0x0590, 0x05FF), (0xFB1D, 0xFB4F))),
        Face("thai", "fontpkg-noto-sans-thai", "files/*.ttf", ((0x0E00, 0x0E7F),)),
        Face("devanagari", "fontpkg-noto-sans-devanagari", "files/*.ttf",
             ((0x0900, 0x097F), (0xA8E0, 0xA8FF))),
    )
}  # fmt: skip
_BY_LANGUAGE = {"zh-hant": "tc", "zh-tw": "tc", "zh-hk": "tc", "ja": "jp", "ko": "kr"}
# Latin, Greek, Cyrillic, Vietnamese, punctuation, currency, arrows, mathematics.
_WESTERN = ((0x20, 0x24F), (0x300, 0x30F), (0x370, 0x45F), (0x1E00, 0x1EFF), (0x2000, 0x206F),
            (0x20A0, 0x20CF), (0x2100, 0x22FF), (0x25A0, 0x25FF))  # fmt: skip
# CJK punctuation, kana, circled digits, full-width forms: with every CJK cut.
_EASTERN = ((0x3000, 0x30FF), (0x2460, 0x2473), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6))


_version = cache(version)


@cache
def _package(distribution: str) -> Path:
    spec = find_spec(distribution.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the font package {distribution} is not installed")
    return Path(spec.submodule_search_locations[0])


def font_files() -> list[Path]:
    """The variable font files of all scripts, Latin first, italic included."""
    return [face.file for face in FACES.values()] + sorted(
        _package(LATIN.distribution).glob("files/NotoSans-Italic*.ttf")
    )


def font_folders() -> list[Path]:
    """The folders that hold `font_files()`, each once: Typst's `font_paths`."""
    return list(dict.fromkeys(file.parent for file in font_files()))


def font_names(language: str = "en") -> list[str]:
    """Family names in the order in which a page in `language` should try them."""
    tail = {
        "latin": "",
        "arabic": " Arabic",
        "hebrew": " Hebrew",
        "thai": " Thai",
        "devanagari": " Devanagari",
    }
    return [f"Noto Sans{tail.get(name, ' ' + name.upper())}" for name in _order(language)]


def _order(language: str) -> list[str]:
    """Names of faces: Latin, the language's own CJK face, the rest."""
    lowered = language.lower()
    tags = (lowered, "-".join(lowered.split("-")[:2]), lowered.split("-")[0])
    own = next((_BY_LANGUAGE[tag] for tag in tags if tag in _BY_LANGUAGE), "sc")
    return list(dict.fromkeys(["latin", own, *FACES]))


def _is_eastern(language: str) -> bool:
    return language.lower().split("-")[0] in {"zh", "ja", "ko"}


# ── which face has a character ───────────────────────────────────────────────────────────────────


@cache
def _source(name: str) -> object:
    """The variable font opened by FreeType: asked for its characters only."""
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - `kpikit --help` must not load matplotlib

    return FT2Font(str(FACES[name].file))


@cache
def face_of(char: str, language: str = "en") -> str | None:
    """Name of the face that draws a character in a text of `language`; None if no installed font has it."""
    code = ord(char)
    if any(low <= code <= high for low, high in _WESTERN) and _has("latin", code):
        return "latin"
    order = _order(language)
    claiming = [name for name in order if any(low <= code <= high for low, high in FACES[name].blocks)]
    return next((name for name in [*claiming, *order] if _has(name, code)), None)


def _has(name: str, code: int) -> bool:
    return bool(_source(name).get_char_index(code))  # type: ignore[attr-defined]


# ── cutting ──────────────────────────────────────────────────────────────────────────────────────


def cache_folder() -> Path:
    """Where cuts are kept: `$XDG_CACHE_HOME`/kpikit/fonts, else the system's usual place for caches."""
    if given := os.environ.get("XDG_CACHE_HOME"):
        base = Path(given)
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", tempfile.gettempdir()))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path.home() / ".cache"
    folder = base / "kpikit" / "fonts"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    # A home that cannot be written (containers): cuts last as long as the machine's temporary folder does.
    folder = Path(tempfile.gettempdir()) / f"kpikit-fonts-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@cache
def _everyday(name: str) -> frozenset[int] | None:
    """Code points of a face's first cut; None for faces that are cut whole."""
    face = FACES[name]
    if face is LATIN:
        return frozenset(code for low, high in _WESTERN for code in range(low, high + 1))
    if face.codec is None:
        return None
    codec, low, high = face.codec
    codes = {code for first, last in _EASTERN for code in range(first, last + 1)}
    for pair in range(low, high + 1):
        try:
            codes.update(map(ord, pair.to_bytes(2, "big").decode(codec)))
        except UnicodeDecodeError:
            continue
    return frozenset(codes)


def cut(name: str, weight: int, codes: frozenset[int] | None = None) -> Path:
    """The static font of a face in a weight, made if it is not in the cache yet.

    Args:
        name: A face's name.
        weight: 100 to 900.
        codes: Only these code points; None means the face's everyday ones.
    """
    face = FACES[name]
    tag = "" if codes is None else "-" + hashlib.sha256(repr(sorted(codes)).encode()).hexdigest()[:16]
    stem = f"kpikit{_CUT}-{name}-{weight}-{_version(face.distribution)}{tag}"
    path = cache_folder() / f"{stem}.ttf"
    if not path.exists():
        _write(path, _cut(face, weight, _everyday(name) if codes is None else codes, stem))
    return path


def _cut(face: Face, weight: int, codes: frozenset[int] | None, family: str) -> bytes:
    """Subset first: the instancer's time goes by glyphs. CJK needs no kerning, Arabic all its rules."""
    from io import BytesIO  # noqa: PLC0415 - with its neighbours: only cutting needs them

    from fontTools import subset  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from fontTools.varLib import instancer  # noqa: PLC0415

    buffer = BytesIO()
    with TTFont(face.file, lazy=True) as font:
        if codes is not None:
            options = subset.Options(layout_features=["kern"] if face is LATIN else [], hinting=False)
            subsetter = subset.Subsetter(options)
            subsetter.populate(unicodes=codes)
            subsetter.subset(font)
        axes = {
            axis.axisTag: weight if axis.axisTag == "wght" else axis.defaultValue
            for axis in font["fvar"].axes
        }
        instancer.instantiateVariableFont(font, axes, inplace=True, optimize=False)
        # A family of its own, of usual weight: matplotlib chooses by name alone, whatever is installed.
        font["OS/2"].usWeightClass = 400
        font["name"].names = []
        for number, text in ((1, family), (2, "Regular"), (4, family), (6, family)):
            font["name"].setName(text, number, 3, 1, 0x409)
        font.save(buffer)
    return buffer.getvalue()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: other processes may cut the same font at the same time."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".cut-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)


# ── families for matplotlib ──────────────────────────────────────────────────────────────────────


@cache
def _register(name: str, weight: int, codes: frozenset[int] | None = None) -> str:
    """Tell matplotlib of a cut, once a process; returns its family name."""
    from matplotlib.font_manager import fontManager  # noqa: PLC0415 - as above

    path = cut(name, weight, codes)
    fontManager.addfont(path)
    return path.stem


_extra: dict[tuple[str, int], dict[int, str]] = {}
"""Families of rarer characters this process has cut or found, by face and weight."""


def families(text: str, weight: int = REGULAR, language: str = "en") -> list[str]:
    """Family names for matplotlib that together draw every drawable character of `text`."""
    needed: dict[str, set[int]] = {}
    for char in set(text):
        name = face_of(char, language)
        if name is not None:
            needed.setdefault(name, set()).add(ord(char))
    found = {_register("latin", weight): None}
    own = _order(language)[1] if _is_eastern(language) else "latin"
    for name in [name for name in _order(language) if name in needed]:
        everyday = _everyday(name)
        if everyday is None or name == own:
            found[_register(name, weight)] = None
            everyday = everyday or frozenset(needed[name])
        elif name != "latin":
            # A Chinese nickname or an arrow in an English chart: not worth 2 s for thousands of characters.
            everyday = frozenset()
        if rare := needed[name] - everyday:
            found |= dict.fromkeys(_rare(name, weight, frozenset(rare)))
    return list(found)


def _rare(name: str, weight: int, codes: frozenset[int]) -> list[str]:
    known = _extra.setdefault((name, weight), {})
    if missing := codes - known.keys():
        family = _register(name, weight, frozenset(missing))
        known.update(dict.fromkeys(missing, family))
    return sorted({known[code] for code in codes})


def prepare(languages: list[str] | tuple[str, ...] = ("en",)) -> None:
    """Cut and register what reports in these languages need; call it once before processes are forked.

    The first call on a machine takes about 4 s for Latin and 5 s for Chinese; later ones a few milliseconds.
    """
    for language in languages:
        for weight in (REGULAR, BOLD):
            for name in _order(language)[: 2 if _is_eastern(language) else 1]:
                _register(name, weight)
