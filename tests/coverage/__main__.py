"""`python -m tests.coverage`: draw all cases, print them, write docs/intervals.md; exit 1 on a broken promise."""
# ruff: noqa: T201 - it prints

import sys
from itertools import groupby
from pathlib import Path

from tests.coverage.cases import METHODS, cases, run

DRAWS = 20_000
PAGE = Path(__file__).parents[2] / "docs" / "intervals.md"

OPENING = f"""# How often the intervals hold the truth

Written by `make coverage` (`python -m tests.coverage`), which draws processes whose truth is known, always with the same
seeds, and counts how many of the 95 % intervals hold it: {DRAWS:,} draws a row, {DRAWS // 20:,} for bootstraps. With so many the
coverage itself is known to about ±0.3 points (bootstraps ±1.4). Width is the median.
"""
HEADS = {
    "shares": "## Shares: Wilson\n\nAt a single true share coverage swings with n, since a count is no continuous thing; over shares as they differ it is 95 %.",
    "differences": "## Differences of two shares: Newcombe",
    "waits": "## Waits: Kaplan-Meier, Aalen-Johansen\n\nTickets are answered after log-normal hours (median 6, sigma 1). Widths of shares, and of hours for medians.",
    "rates": "## Event rates: ratio estimator, where it is right\n\nReach is log-normal, each post's own rate log-normal about 3 %, independent of its reach, engagements Poisson.",
}
HARD = """## Event rates: few posts, unequal reach

The same process. In percent: how often each interval holds the true rate, and its median width in points.
The interval of reports is the **ratio estimator, t** with n - 1 degrees of freedom. Where one post holds most of
the reach it covers too little: such rates are shown and marked (fewer than 8 posts), not judged by it alone.
**Effective posts** takes the same error on the log scale by the number of equally large posts that would weigh as these
do, (sum of reach)² / sum of reach²: it needs no single rows and adds up over days like the other. A brand chooses it with
the threshold `event_rate_effective_below` (rates of fewer posts than this; 0, the default: none)."""


def main():
    """Draw, print, write."""
    outcomes = []
    for case in cases():
        outcomes.append(run(case, DRAWS))
        print(_words(outcomes[-1]), flush=True)
    PAGE.write_text(page(outcomes), encoding="utf-8")
    print(PAGE)
    sys.exit(0 if all(outcome.holds for outcome in outcomes) else 1)


def _words(outcome):
    case = outcome.case
    end = "" if outcome.holds else "  DOES NOT HOLD"
    return f"{case.topic:12} {case.process:75} {case.method:28} {outcome.covered:6.1%}{end}"


def page(outcomes):
    """The page in docs/."""
    parts = [OPENING]
    for topic, of_topic in groupby(outcomes, key=lambda outcome: outcome.case.topic):
        found = list(of_topic)
        parts += [_crossed(found)] if topic == "hard" else [HEADS[topic], _listed(found)]
    return "\n".join(parts)


def _listed(outcomes):
    rows = ["", "| process | interval | covers | width | promised |", "|---|---|---|---|---|"]
    for outcome in outcomes:
        promised = "93–97 %" if outcome.case.promised else ""
        rows.append(
            f"| {outcome.case.process} | {outcome.case.method} | {100 * outcome.covered:.1f} % | {outcome.width:.3g} | {promised} |"
        )
    return "\n".join(rows) + "\n"


def _crossed(outcomes):
    rows = [HARD, "", f"| process | {' | '.join(METHODS)} |", "|---|" + "---|" * len(METHODS)]
    for process, found in groupby(outcomes, key=lambda outcome: outcome.case.process):
        cells = [f"{100 * outcome.covered:.1f} ({100 * outcome.width:.2f})" for outcome in found]
        rows.append(f"| {process} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
