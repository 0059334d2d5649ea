"""Scales and places: round ticks, labels kept apart, waterfalls that add up."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpikit.blocks import Figure
from kpikit.charts.axes import row_names
from kpikit.charts.canvas import Canvas
from kpikit.charts.figure import Caption, figure
from kpikit.charts.scales import Scale, span, spread, ticks
from kpikit.charts.slope import Pair, Slope, dumbbell
from kpikit.charts.theme import Look
from kpikit.charts.waterfall import Step, waterfall
from tests.charts import pictures

FINITE = st.floats(-1e12, 1e12, allow_nan=False)


@given(FINITE, st.floats(1e-6, 1e9), st.integers(2, 8))
def test_ticks_are_few_rising_and_inside(low, width, most):
    """Never more than asked for, always within the scale."""
    high = low + width
    if high <= low or (high - low) < abs(low) * 1e-6:
        return
    found = ticks(low, high, most)
    assert len(found) <= most
    assert found == sorted(set(found))
    slack = (high - low) * 1e-6
    assert all(low - slack <= value <= high + slack for value in found)


def test_ticks_are_round():
    """The figures a person would choose."""
    assert ticks(0, 97, 5) == [0, 20, 40, 60, 80]
    assert ticks(0.021, 0.034, 3) == [0.025, 0.03]
    assert ticks(-60, 60, 5) == [-50, -25, 0, 25, 50] or ticks(-60, 60, 5) == [-50, 0, 50]


@given(st.lists(st.floats(0, 100), max_size=12))
def test_labels_keep_apart_in_order_and_inside(wanted):
    """Labels at line ends never touch where there is room for all, and keep their order."""
    places = spread(wanted, 5, 0, 100)
    assert all(-1e-6 <= place <= 100 + 1e-6 for place in places)
    ranked = [
        place for _, place in sorted(zip(wanted, places, strict=True), key=lambda pair: (pair[0], pair[1]))
    ]
    assert all(later - earlier >= 5 - 1e-6 for earlier, later in pairwise(ranked))


def test_a_scale_starts_at_zero_where_asked_or_near():
    """Bars start at zero; a line does where its values come near it."""
    assert span([80, 100], zero=True)[0] == 0
    assert span([10, 100])[0] == 0
    assert span([90, 100])[0] > 80
    assert span([None, float("nan")]) == span([0.0, 1.0])
    assert Scale(0, 10, 100, 200)(5) == 150


def test_a_waterfall_hangs_each_step_where_the_last_ended():
    """120,000 + 2,000 - 500 = 121,500: the bars' edges meet, read from the picture."""
    steps = (
        Step("s", 120_000, "", "total"),
        Step("g", 2_000, ""),
        Step("l", -500, ""),
        Step("e", 121_500, "", "total"),
    )
    svg = waterfall(steps, Look("half"))
    boxes = []
    for style, data in pictures.shapes(svg):
        numbers = [float(number) for number in pictures.NUMBER.findall(data)]
        if "fill: #" in style and "fill: #ffffff" not in style and len(numbers) >= 8:
            boxes.append((min(numbers[1::2]), max(numbers[1::2])))
    start, gained, lost, end = boxes
    assert gained[1] == pytest.approx(start[0], abs=0.02)
    assert lost[0] == pytest.approx(gained[0], abs=0.02)
    assert end[0] == pytest.approx(lost[1], abs=0.02)
    assert (gained[1] - gained[0]) / (lost[1] - lost[0]) == pytest.approx(4, rel=0.01)


def test_a_figure_carries_its_words_and_its_table():
    """The alternative text is the finding, the table behind has every figure."""
    caption = Caption("Reach grew", "Reach, accounts, October", source="Meta export", data="Reach by month")
    block = figure("<svg/>", caption, Look("third"), ("Month", "Reach"), [("Sep", "5"), ("Oct", "7")])
    assert isinstance(block, Figure)
    assert (block.alt, block.width) == ("Reach grew", "third")
    assert block.table is not None
    assert (block.table.role, block.table.align, block.table.title) == ("data", "lr", "Reach by month")
    assert [[cell.text for cell in row] for row in block.table.rows] == [["Sep", "5"], ["Oct", "7"]]
    assert figure("<svg/>", caption, Look()).table is None


def test_a_long_word_is_not_cut_for_a_few_letters():
    """A name of one word gets up to a tenth of the width more before it is broken inside the word."""
    look = Look(width="half", paper="portrait")
    assert row_names(look, ["Anwendungsbericht", "Messe"], 0.36).lines == (("Anwendungsbericht",), ("Messe",))
    broken = row_names(look, ["Donaudampfschifffahrtsgesellschaft"], 0.36)
    assert len(broken.lines[0]) == 2
    assert broken.room <= look.points * 0.36 + 10


def test_the_key_of_a_dumbbell_ends_within_the_sheet(monkeypatch):
    """Long names push the plot to the right, not the key's words over the edge."""
    placed = []
    original = Canvas.text

    def text(self, at, string, *args, **options):
        taken = original(self, at, string, *args, **options)
        placed.append((string, at[0] + taken, self.width))
        return taken

    monkeypatch.setattr(Canvas, "text", text)
    rows = (Pair("YouTube (too few cases to say)", 0.3, 0.7), Pair("LinkedIn", 0.5, 0.6))
    dumbbell(Slope(rows, "September 2026", "October 2026", str), Look(width="half", paper="portrait"))
    ends = {string: (end, width) for string, end, width in placed}
    assert ends["October 2026"][0] <= ends["October 2026"][1]
