"""Every kind of chart: same bytes, nothing cut off, nothing overlapping, no text below nine points."""

import pytest

from kpikit.charts.theme import Look
from tests.charts import pictures
from tests.charts.samples import KINDS

LABELS = {
    "en": "Instagram Reels",
    "de": "Lebensversicherungsgesellschaftsangestellte im Außendienst",
    "zh-Hans": "按触达计算的互动率与其他很长的名称以及说明",
    "ar": "إنستغرام قصص",
}
HOSTILE = {
    "dollars": "cost $5 and $6_x^2",
    "markup": '<script>alert(1)</script> -- & "quoted" ]]>',
    "emoji": "big 🎉🎉 day 👩‍🚀 ❤️ 🇲🇾 1️⃣",
    "byte order mark": "\ufeffReach\ufeff",
    "surrogate": "half \ud83d emoji",
    "direction marks": "\u202eevil\u202c \u2066x\u2069",
    "control": "a\x00b\x1bc\nd\te",
    "unknown letters": "\U00012000\ue000\U0010ffff x",
    "very long": "x" * 100_000,
    "very long words": "wide word " * 10_000,
    "empty": "",
    "blank": " \n ",
}


@pytest.fixture(params=KINDS, ids=str)
def kind(request):
    return KINDS[request.param]


@pytest.mark.parametrize("width", ["full", "half"])
@pytest.mark.parametrize("language", LABELS)
def test_nothing_is_cut_off_or_overlaps(kind, language, width):
    """All outlines of letters lie on the paper, apart from one another, at nine points or more."""
    svg = kind(LABELS[language], Look(width, language))
    wide, high = pictures.size(svg)
    lines = pictures.texts(svg)
    outside = [
        line for line in lines
        if line.left < -0.5 or line.top < -0.5 or line.right > wide + 0.5 or line.bottom > high + 0.5
    ]  # fmt: skip
    assert outside == []
    touching = [
        (one.text, other.text)
        for index, one in enumerate(lines)
        for other in lines[:index]
        if one.overlaps(other)
    ]
    assert touching == []
    assert min(line.size for line in lines) > 8.99


def test_the_label_is_there_as_given(kind):
    """A label that has room is drawn whole, in one line or two."""
    drawn = " ".join(line.text for line in pictures.texts(kind("Instagram Reels", Look("full"))))
    assert "Instagram Reels" in drawn


def test_same_bytes_twice(kind):
    """The same figures make the same picture."""
    assert kind("Reels", Look("half")) == kind("Reels", Look("half"))


@pytest.mark.parametrize("label", HOSTILE.values(), ids=HOSTILE)
def test_outside_text_is_only_drawn(kind, label):
    """Whatever a label holds, the picture is well-formed, holds no active content and fits its paper."""
    svg = kind(label, Look("half"))
    tags = {
        element.tag.removeprefix(pictures.SVG)
        for element in pictures.parse(svg).iter()
        if isinstance(element.tag, str)
    }
    assert tags <= {"svg", "defs", "style", "g", "path", "use"}
    wide, _ = pictures.size(svg)
    assert all(line.left >= -0.5 and line.right <= wide + 0.5 for line in pictures.texts(svg))


def test_pictures_stay_small(kind):
    """A typical chart is lighter than a photograph."""
    assert len(kind("Instagram Reels", Look("full"))) < 90_000


def test_a_users_settings_change_nothing(kind):
    """A matplotlibrc of the user's does not reach the reports."""
    import matplotlib as mpl

    before = kind("Reels", Look("half"))
    wild = {
        "svg.fonttype": "none",
        "font.size": 30,
        "lines.linewidth": 9,
        "text.color": "red",
        "axes.unicode_minus": False,
    }
    with mpl.rc_context(wild):
        assert kind("Reels", Look("half")) == before
