"""Colours: readable on paper, apart in greyscale; a brand's own colour is checked."""

import pytest

from kpikit.charts import theme
from kpikit.charts.change_dots import Change, ChangeGroup, change_dots
from kpikit.charts.heatmap import legible, shade
from tests.charts import pictures


def test_contrast_agrees_with_published_figures():
    """WCAG: black on white 21, #767676 on white 4.54, #777777 below 4.5."""
    assert theme.contrast("#000000") == pytest.approx(21)
    assert theme.contrast("#767676") == pytest.approx(4.54, abs=0.01)
    assert theme.contrast("#777777") < 4.5


@pytest.mark.parametrize("colour", [theme.INK, theme.QUIET, theme.HIGHLIGHT, theme.GOOD, theme.BAD])
def test_text_colours_can_be_read(colour):
    """Every colour in which text is set has 4.5 : 1 on white."""
    assert theme.contrast(colour) >= 4.5


def test_actual_previous_and_last_year_differ_in_grey():
    """Dark, middle, pale: apart without any hue."""
    assert theme.contrast(theme.INK, theme.PREVIOUS) > 3
    assert theme.contrast(theme.PREVIOUS, theme.PALE) > 1.5
    assert theme.contrast(theme.PALE) > 1.3


def test_better_and_worse_differ_without_colour():
    """A clear rise and a clear fall differ in shape and sign."""

    def one(change):
        return Change(
            "a", change, change - 0.01, change + 0.01, f"{change:+.0%}", clear=True, better=change > 0
        )

    up, down = (
        change_dots((ChangeGroup("", (one(value),), str),), theme.Look("half")) for value in (0.1, -0.1)
    )
    assert {"+10%"} <= {text.text for text in pictures.texts(up)}
    assert {"-10%"} <= {text.text for text in pictures.texts(down)}
    corners = [
        [data for style, data in pictures.shapes(svg) if "stroke-linejoin: miter" in style][-1]
        for svg in (up, down)
    ]
    heights = [[float(y) for y in pictures.NUMBER.findall(data)[1::2]][:3] for data in corners]
    assert heights[0].count(max(heights[0])) == 2
    assert heights[1].count(max(heights[1])) == 1


@pytest.mark.parametrize(
    ("wish", "colour", "note"),
    [
        (None, theme.HIGHLIGHT, None),
        ("#7A1FA2", "#7A1FA2", None),
        ("#FFD400", theme.HIGHLIGHT, "too_pale"),
        ("blue", theme.HIGHLIGHT, "not_a_colour"),
        ("#12", theme.HIGHLIGHT, "not_a_colour"),
    ],
)
def test_a_brands_colour_is_taken_only_if_it_can_be_read(wish, colour, note):
    """Pale or misspelt colours fall back, and say so."""
    assert theme.accent(wish) == (colour, note)


def test_heat_grows_darker_and_stays_legible():
    """One hue, darker with the value; figures on it keep 4 : 1 or more."""
    fills = [shade(value / 20, (0, 1), theme.HIGHLIGHT) for value in range(21)]
    assert fills == sorted(fills, key=theme.luminance, reverse=True)
    assert min(theme.contrast(legible(fill), fill) for fill in fills) > 4
