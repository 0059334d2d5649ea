"""Missing values leave gaps; nothing is drawn at zero in their place."""

from kpikit.charts.bars import Bar, Bars, bars
from kpikit.charts.bullet import Bullet, bullet
from kpikit.charts.columns import Column, Columns, columns
from kpikit.charts.line import Line, Series, line
from kpikit.charts.scales import runs
from kpikit.charts.theme import INK, Look
from kpikit.charts.triangle import Cohort, Triangle, triangle
from tests.charts import pictures

HALF = Look("half")


def filled(svg, colour=INK):
    """Shapes filled with a colour."""
    return [data for style, data in pictures.shapes(svg) if f"fill: {colour.lower()}" in style.lower()]


def test_a_line_is_broken_where_a_day_is_missing():
    """Two runs of days make two lines, and no point lies between them."""
    assert runs([1.0, 2.0, None, 4.0, float("nan"), 6.0]) == [[0, 1], [3], [5]]
    whole = line(Line((Series("a", (1, 2, 3, 4, 5)),), ("1", "2", "3", "4", "5"), str), HALF)
    gap = line(Line((Series("a", (1, 2, None, 4, 5)),), ("1", "2", "3", "4", "5"), str), HALF)
    thick = "stroke-width: 1.8"
    count = [sum(thick in style for style, _ in pictures.shapes(svg)) for svg in (whole, gap)]
    assert count == [1, 2]


def test_a_missing_bar_is_not_a_bar_of_zero():
    """A zero is drawn (thin), a missing value is words alone."""
    rows = lambda value: Bars((Bar("a", 5, "5"), Bar("b", value, "0" if value == 0 else "no data")))  # noqa: E731
    assert len(filled(bars(rows(0), HALF))) == 2
    missing = bars(rows(None), HALF)
    assert len(filled(missing)) == 1
    assert "no data" in [text.text for text in pictures.texts(missing)]


def test_a_missing_month_leaves_its_place():
    """The column's label stays, the column does not."""
    two = columns(Columns((Column("Sep", 5), Column("Oct", None), Column("Nov", 4)), str), HALF)
    assert len(filled(two)) == 2
    assert {"Sep", "Oct", "Nov"} <= {text.text for text in pictures.texts(two)}


def test_a_bullet_without_value_has_no_bar():
    """Target and last year stay."""
    assert filled(bullet(Bullet(5, 9, 4), HALF))
    assert not filled(bullet(Bullet(None, 9, 4), HALF))


def test_immature_cohorts_stay_blank():
    """A month that has not come is not a month in which nobody came back."""
    young = Triangle(
        (Cohort("Aug", "9", (1.0, 0.2, None)),), ("0", "1", "2"), ("", ""), lambda share: f"{share:.0%}"
    )
    assert [text.text for text in pictures.texts(triangle(young, HALF))].count("0%") == 0
    rects = [style for style, _ in pictures.shapes(triangle(young, HALF)) if "fill: #" in style]
    assert len(rects) == 2


def test_all_missing_still_makes_a_picture():
    """Charts without a single figure show their names."""
    empty = line(Line((Series("a", (None, None)),), ("1", "2"), str), HALF)
    assert [text.text for text in pictures.texts(empty)]
    assert bars(Bars((Bar("a", None, "no data"),)), HALF)
