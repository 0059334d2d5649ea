"""One chart of each kind; `label` stands where outside text may stand."""

from kpikit.charts.ab import Arm, Test, ab
from kpikit.charts.bars import Bar, Bars, bars
from kpikit.charts.bullet import Bullet, BulletRow, bullet_panel
from kpikit.charts.change_dots import Change, ChangeGroup, change_dots
from kpikit.charts.columns import Column, Columns, columns
from kpikit.charts.diverging import Diverging, Sentiment, diverging
from kpikit.charts.dot_interval import Dot, DotInterval, dot_interval
from kpikit.charts.funnel import FunnelStep, funnel
from kpikit.charts.heatmap import HeatCell, Heatmap, heatmap
from kpikit.charts.line import Line, Series, line
from kpikit.charts.slope import Pair, Slope, dumbbell, slope
from kpikit.charts.small_multiples import Panel, SmallMultiples, small_multiples
from kpikit.charts.step_curve import Curve, StepCurve, step_curve
from kpikit.charts.triangle import Cohort, Triangle, triangle
from kpikit.charts.waterfall import Step, waterfall

MONTHS = ("Oct 25", "Nov 25", "Dec 25", "Jan 26", "Feb 26", "Mar 26", "Apr 26", "May 26", "Jun 26", "Jul 26",
          "Aug 26", "Sep 26", "Oct 26")  # fmt: skip


def whole(value):
    """A count."""
    return f"{value:,.0f}"


def percent(value):
    """A share."""
    return f"{value * 100:.1f} %"


def points(value):
    """A difference in points."""
    return f"{value * 100:+.1f}"


def of_bullet(label, look):
    rows = [
        BulletRow(label, "1,420", Bullet(1420, 2000, 1180, (1900, 2400)), "60 % of the way"),
        BulletRow("Net sentiment", "-4", Bullet(-4, 10, 6), "wrong way"),
        BulletRow("Response", "none", Bullet(None, 0.9, 0.8)),
    ]
    return bullet_panel(rows, look, ("actual", "target", "last year", "likely"))


def of_small_multiples(label, look):
    values = (80, 95, 88, None, None, 110, 104, 108, 120, 118, 126, 131, 142)
    panels = tuple(
        Panel(
            name,
            "142",
            values,
            whole,
            target=150,
            breaks=((7, "new counting"),),
            partial=True,
            forecast=((130, 150),),
        )
        for name in (label, "Leads", "Orders")
    )
    return small_multiples(SmallMultiples(panels, MONTHS, ((1, "sale"), (5, "festival")), "target"), look)


def of_line(label, look):
    first = Series(label, (10, 12, None, 15, 18), interval=((9, 11), (11, 13), None, (14, 16), (17, 19)))
    second = Series("before", (11, 11, 12, 14, 17.5), quiet=True)
    days = ("1 Oct", "2 Oct", "3 Oct", "4 Oct", "5 Oct")
    return line(
        Line((first, second), days, whole, (17, "goal"), ((3, "new counting"),), ((1, "launch"),)), look
    )


def of_bars(label, look):
    rows = (
        Bar(label, 84, "84", 40, highlight=True),
        Bar("Price", 31, "31", 36),
        Bar("Scent", None, "no data"),
    )
    return bars(Bars(rows, ("October", "September")), look)


def of_columns(label, look):
    steps = tuple(
        Column(month, None if i == 2 else 100 + i, "", 90, 120, i == 4) for i, month in enumerate(MONTHS[:4])
    )
    return columns(
        Columns((*steps, Column(label, 130, "130")), whole, ("now", "before", "target", "part")), look
    )


def of_dot_interval(label, look):
    rows = (
        Dot(label, 0.052, 0.044, 0.061, "5.2 %", "48", highlight=True),
        Dot("TikTok", 0.061, 0.055, 0.068, "6.1 %", "120"),
        Dot("Threads", 0.035, 0.01, 0.08, "3.5 %", "4", few=True),
        Dot("LinkedIn", None, text="none"),
    )
    return dot_interval(DotInterval(rows, percent, (0.05, "all")), look)


def of_change_dots(label, look):
    relative = (
        Change(label, 0.12, 0.08, 0.16, "+12 %", clear=True, better=True),
        Change("Orders", -0.18, -0.25, -0.1, "-18 %", clear=True, better=False),
        Change("Members", 0.02, -1.4, 1.5, "no clear change"),
        Change("Follows", None, text="none"),
    )
    share = (Change("Negative", 0.09, 0.05, 0.13, "+9 points", clear=True, better=False),)
    return change_dots(
        (ChangeGroup("Relative", relative, percent), ChangeGroup("Points", share, points)), look
    )


def _pairs(label):
    rows = (Pair(label, 0.052, 0.047), Pair("TikTok", 0.048, 0.061, highlight=True), Pair("Facebook", 0.0210, 0.0220),
            Pair("LinkedIn", 0.023, 0.0225), Pair("YouTube", None, 0.0221), Pair("Threads", 0.031, None))  # fmt: skip
    return Slope(rows, "September", "October", percent)


def of_slope(label, look):
    return slope(_pairs(label), look)


def of_dumbbell(label, look):
    return dumbbell(_pairs(label), look)


def of_waterfall(label, look):
    steps = (
        Step("Start", 120430, "120,430", "total"),
        Step(label, 2400, "+2,400", better=True),
        Step("lost", -1250, "-1,250", better=False),
        Step("End", 121580, "121,580", "total"),
    )
    return waterfall(steps, look)


def of_funnel(label, look):
    steps = (
        FunnelStep(label, "sessions", 18400, "18,400"),
        FunnelStep("Basket", "sessions", 1820, "1,820", "9.9 % went on"),
        FunnelStep("Payment", "sessions", 410, "410", "22.5 % went on", weakest=True),
        FunnelStep("Order", "orders", None, "not exported"),
    )
    return funnel(steps, look)


def of_diverging(label, look):
    rows = (
        Sentiment(label, 0.31, 0.42, 0.27, "214"),
        Sentiment("TikTok", 0.05, 0.25, 0.70, "1,020"),
        Sentiment("Forum", 0.4, 0.4, 0.2, "3", few=True),
        Sentiment("WhatsApp", None, None, None, "88"),
    )
    return diverging(Diverging(rows, ("negative", "positive", "neutral", "no label"), percent), look)


def of_step_curve(label, look):
    hours = (0.5, 1.5, 3.0, 6.0, 10.0, 20.0)
    shares = (0.1, 0.25, 0.45, 0.6, 0.75, 0.8)
    low, high = tuple(share - 0.08 for share in shares), tuple(share + 0.08 for share in shares)
    curves = (
        Curve(label, hours, shares, low, high, ("100", "80", "50", "21")),
        Curve(
            "before",
            hours,
            tuple(share - 0.05 for share in shares),
            at_risk=("90", "75", "55", "25"),
            quiet=True,
        ),
    )
    ticks = ((0.0, "0"), (4.0, "4 h"), (12.0, "12 h"), (24.0, "24 h"))
    return step_curve(StepCurve(curves, ticks, percent, (4.0, 0.8, "promise"), "open"), look)


def of_heatmap(label, look):
    rows = (label, "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    cells = tuple(
        tuple(
            HeatCell(None if hour < 5 else 0.02 + 0.001 * hour * (day + 1), str(hour), hour < 8)
            for hour in range(24)
        )
        for day in range(7)
    )
    return heatmap(Heatmap(rows, tuple(map(str, range(24))), cells, percent, "few"), look)


def of_triangle(label, look):
    cohorts = tuple(
        Cohort(
            label if i == 0 else MONTHS[i],
            str(300 + i),
            (1.0, *(0.3 - 0.03 * k for k in range(4 - i)), *[None] * i),
        )
        for i in range(5)
    )
    return triangle(Triangle(cohorts, ("0", "1", "2", "3", "4"), ("first", "n"), percent), look)


def of_ab(label, look):
    arms = (Arm("without", 0.031, 0.029, 0.033, "3.1 %"), Arm(label, 0.036, 0.034, 0.038, "3.6 %"))
    test = Test(
        "Question", arms, Arm("", 0.005, 0.002, 0.008, "+0.5 points"), "better", percent, points, better=True
    )
    return ab((test, Test("Hour", arms, None, "too few", percent, points)), look)


KINDS = {name.removeprefix("of_"): make for name, make in list(globals().items()) if name.startswith("of_")}
