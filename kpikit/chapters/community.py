"""40 Growth and community."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpikit.blocks import Prose
from kpikit.chapters.dimension import Dimension
from kpikit.charts.triangle import Cohort, Triangle, triangle
from kpikit.charts.waterfall import Step, waterfall
from kpikit.evaluation import basis
from kpikit.periods import parse_period

if TYPE_CHECKING:
    from kpikit.blocks import Block, Figure

MOST_COHORTS = 13
MOST_FLOWS = 2


class Community(Dimension):
    """Do people stay?"""

    name = "community"
    core = (
        "net_follower_growth",
        "follower_growth_rate",
        "follows_gained",
        "audience_match",
        "community_members",
        "community_messages",
        "community_active_members",
        "member_started_share",
        "advertising_share",
        "repeat_purchase_rate",
        "returning_customer_rate",
        "lapsed_customers",
        "follows_lost",
        "profile_visits",
    )
    most_rows = 10

    def followers(self) -> Block:
        """Followers at the start, won, lost, at the end, of the platforms that grew or shrank most."""
        moved = sorted(
            self.draw.by_key("net_follower_growth", "platform").items(),
            key=lambda row: -abs(row[1].value or 0),
        )
        flows = [self._flow(platform) for platform, _ in moved]
        return self.shown([flow for flow in flows if flow is not None][:MOST_FLOWS])

    def jumps(self) -> Block:
        """Days on which followers came in unusual numbers, in words."""
        found = [finding for finding in self.found if finding.id.startswith("follower_jump")]
        return Prose([self.teller.sentence(finding) + "." for finding in found], role="warning")

    def activity(self) -> Block:
        """What goes on in the brand's community."""
        found = [
            self.draw.months("community_messages"),
            self.draw.months("community_active_members"),
            self.draw.months("advertising_share"),
            self.draw.months("repeat_purchase_rate"),
            self.draw.months("follows_gained"),
            self.draw.months("net_follower_growth"),
        ]
        return self.shown([figure for figure in found if figure is not None][:2])

    def cohorts(self) -> Block:
        """Customers by month of first order, and how many came back; cells not yet old enough are blank."""
        rows = basis.records(self.setting.figures.cohorts(self.period))
        if not rows:
            return Prose([], role="note")
        months = sorted({str(row["cohort"]) for row in rows})[-MOST_COHORTS:]
        by_month = {
            month: [row for row in rows if str(row["cohort"]) == month and row["k"] > 0] for month in months
        }
        sizes = {str(row["cohort"]): int(row["size"]) for row in rows}
        depth = min(max((len(found) for found in by_month.values()), default=0), MOST_COHORTS - 1)
        cohorts = tuple(
            Cohort(
                self.words.month_short(parse_period(month).start),
                self.words.number(sizes[month]),
                tuple(basis.number(row["share"]) for row in sorted(found, key=lambda row: row["k"])[:depth]),
            )
            for month, found in by_month.items()
        )
        title = self.words("chart.cohorts_title", share=_pooled(rows, 1))
        steps = tuple(f"+{step}" for step in range(1, depth + 1))
        heads = (self.words("column.month"), self.words("column.n"))
        table = [
            [cohort.label, cohort.size, *(self.words.percent(value) for value in cohort.retained)]
            + [""] * (depth - len(cohort.retained))
            for cohort in cohorts
        ]
        return self.draw.figure(
            triangle(Triangle(cohorts, steps, heads, self.words.percent_short), self.draw.look()),
            title,
            self.words("chart.cohorts"),
            width="full",
            behind=([*heads, *steps], table),
            key="cohorts",
        )

    def _flow(self, platform: str) -> Figure | None:
        """Waterfall of one platform's followers; None where start or end is not known."""
        reading = basis.read(self.setting.figures, "followers", self.period, platform)
        end = reading.value
        before = basis.read(self.setting.figures, "followers", self.period.previous(), platform).value
        if end is None or before is None:
            return None
        gained = basis.read(self.setting.figures, "follows_gained", self.period, platform).value
        lost = basis.read(self.setting.figures, "follows_lost", self.period, platform).value
        changes = [("gained", gained, True), ("lost", None if lost is None else -lost, False)]
        steps = [Step(self.words("chart.start"), before, self.words.number(before), "total")]
        left = end - before
        for word, change, better in changes:
            if change is not None:
                steps.append(
                    Step(self.words(f"chart.{word}"), change, self.words.signed(change), better=better)
                )
                left -= change
        if abs(left) >= 1:
            word = "net" if len(steps) == 1 else "other_changes"
            steps.append(Step(self.words(f"chart.{word}"), left, self.words.signed(left), better=left > 0))
        steps.append(Step(self.words("chart.end"), end, self.words.number(end), "total"))
        name = self.teller.platform(platform)
        state = "waterfall_stopped" if "partial" in reading.marks else "waterfall_title"
        title = self.words(f"chart.{state}", platform=name, end=end, net=end - before)
        head = [self.words("column.step"), self.words("column.users")]
        return self.draw.figure(
            waterfall(tuple(steps), self.draw.look("half")),
            title,
            self.words("chart.waterfall", platform=name, period=self.words.period(self.period)),
            width="half",
            behind=(head, [[step.label, step.text] for step in steps]),
            key=f"followers-{platform}",
        )


def _pooled(rows: list[dict[str, Any]], k: int) -> float | None:
    """Share that ordered again k months later, over the cohorts old enough to know."""
    known = [row for row in rows if row["k"] == k and basis.number(row["retained"]) is not None]
    people = sum(int(row["size"]) for row in known)
    return sum(float(row["retained"]) for row in known) / people if people else None
