"""Fonts: every script from installed packages, cuts kept once, labels that can always be drawn."""

import pytest
from fontTools.ttLib import TTFont

from kpikit.charts import fonts, labels
from kpikit.charts.bars import Bar, Bars, bars
from kpikit.charts.theme import Look
from tests.charts import pictures

SCRIPTS = {
    "Aß": "latin",
    "中": "sc",
    "안": "kr",
    "か": "jp",
    "س": "arabic",
    "ש": "hebrew",
    "ก": "thai",
    "ह": "devanagari",
}


def test_typst_finds_a_font_for_each_script():
    """The files exist, and their own family names are those a page asks for."""
    families = set()
    for file in fonts.font_files():
        with TTFont(file, lazy=True) as font:
            families.add(font["name"].getDebugName(16) or font["name"].getDebugName(1))
    assert set(fonts.font_names("zh-Hans")) <= {name.removesuffix(" Thin") for name in families}
    assert {file.parent for file in fonts.font_files()} == set(fonts.font_folders())


@pytest.mark.parametrize(
    ("language", "second"),
    [("zh-Hans", "SC"), ("zh-Hant", "TC"), ("zh-TW", "TC"), ("ja", "JP"), ("ko", "KR"), ("ms", "SC")],
)
def test_han_characters_follow_the_language(language, second):
    """The same character is drawn as its readers write it."""
    assert fonts.font_names(language)[:2] == ["Noto Sans", f"Noto Sans {second}"]


@pytest.mark.parametrize(("text", "face"), SCRIPTS.items())
def test_each_script_has_its_face(text, face):
    """A character is drawn by the font made for its script."""
    assert {fonts.face_of(char) for char in text} == {face}


def test_a_cut_is_static_and_made_once(tmp_path, monkeypatch):
    """A cut has no axes, holds what was asked for in the weight asked for, and is not made again."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    codes = frozenset(map(ord, "中文"))
    regular, bold = fonts.cut("sc", 400, codes), fonts.cut("sc", 600, codes)
    assert {path.parent for path in (regular, bold)} == {tmp_path / "kpikit" / "fonts"}
    with TTFont(regular) as one, TTFont(bold) as other:
        assert "fvar" not in one
        assert set(one.getBestCmap()) == set(codes)
        assert one["name"].getDebugName(1) == regular.stem
        name = one.getBestCmap()[ord("中")]
        assert one["glyf"][name].coordinates != other["glyf"][name].coordinates
    made = regular.stat().st_mtime_ns
    assert fonts.cut("sc", 400, codes) == regular
    assert regular.stat().st_mtime_ns == made
    assert sorted(path.suffix for path in regular.parent.iterdir()) == [".ttf", ".ttf"]


def test_a_home_that_cannot_be_written_is_no_obstacle(tmp_path, monkeypatch):
    """In a container without a writable home, cuts go to the temporary folder."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(fonts.tempfile, "gettempdir", lambda: str(tmp_path))
    assert fonts.cache_folder().parent == tmp_path


def test_the_picture_does_not_tell_which_cut_was_used():
    """Chinese in an English chart comes from a cut of few characters, in a Chinese one from the everyday cut."""
    rows = Bars((Bar("小红书 笔记", 5, "5"),))
    assert bars(rows, Look("half", "en")) == bars(rows, Look("half", "zh-Hans"))


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("big 🎉 day", "big [party popper] day"),
        ("🔥🔥🔥", "[fire]"),
        ("❤️ it", "[heavy black heart] it"),
        ("🇲🇾!", "[MY]!"),
        ("1️⃣", "1"),
        ("👍🏽", "[thumbs up sign]"),
        ("\ufeffReach", "Reach"),
        ("half \ud83d", "half"),
        ("a\u202eb", "ab"),
        ("x" * 1000, "x" * 159 + "…"),
        ("می‌خواهم", "می‌خواهم"),
        ("cost $5", "cost $5"),
    ],
)
def test_what_no_font_has_is_named_or_dropped(text, drawn):
    """Emoji become their names; marks that carry nothing go; joiners that Persian needs stay."""
    assert labels.drawable(text) == drawn
    assert labels.drawable(drawn) == drawn


def test_widths_are_those_of_the_fonts_own_table():
    """Against fontTools: a word is as wide as its letters' advances."""
    with TTFont(fonts.LATIN.file, lazy=True) as font:
        cmap, advances = font.getBestCmap(), font["hmtx"]
        hand = sum(advances[cmap[ord(letter)]][0] for letter in "mini")
    assert labels.width("mini", 10) == pytest.approx(hand / 100, abs=0.05)


def test_texts_break_where_readers_expect():
    """Between words, between Chinese characters, never before a closing mark; the rest ends in an ellipsis."""
    assert labels.fit("gained by campaign", labels.width("gained by camp"), lines=2) == [
        "gained by",
        "campaign",
    ]
    wide = labels.width("取消关注", language="zh-Hans")
    assert labels.fit("取消关，注与清理", wide, lines=2, language="zh-Hans") == ["取消关，", "注与清理"]
    assert labels.fit("取消关注，清理", wide, lines=2, language="zh-Hans")[0] == "取消关"
    short = labels.fit("extraordinarily long", 40)
    assert short[0].endswith("…")
    assert labels.width(short[0]) <= 40


def test_arabic_is_joined_and_runs_from_the_right():
    """Letters take their joined forms: the word is narrower than its letters alone."""
    word = "سلام"
    assert labels.width(word) < sum(labels.width(letter) for letter in word)
    svg = bars(Bars((Bar(word, 5, "5"),)), Look("half"))
    assert word in [text.text for text in pictures.texts(svg)]
