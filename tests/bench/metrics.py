"""CPU and memory of metrics over many brands' months: ours against decoding the columns and against pandas."""
# ruff: noqa: T201 - a benchmark prints

import itertools
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench.brand_months import Size, write
from tests.bench.measuring import PROJECT, Comparison

SIZES = {
    "small": [Size(250_000, brands=10), Size(1_000_000, brands=10)],
    "full": [Size(1_000_000), Size(10_000_000), Size(50_000_000)],
}
"""Growth of rows with equal brands and months; the last one is compared with other ways."""

MOST = {"newest": 800, "all": 600}
"""MB for the newest month of all brands, and for all months."""

NOISE = 1.1
"""CPU a row of more rows against that of fewer: linear, and room for what varies between runs."""


@dataclass(frozen=True)
class Run:
    """One way, run in a process of its own, start and imports included.

    Attributes:
        cpu: Seconds.
        memory: Most that it held, MB.
        found: Figures by name; None of ways that compute none.
    """

    cpu: float
    memory: float
    found: dict[str, float] | None


def compare(scale):
    """Month by month over all months, the newest month with closed months kept, and growth."""
    comparisons = []
    first_runs = []
    for size in SIZES[scale]:
        folder = Path(tempfile.mkdtemp(prefix="kpikit-bench-"))
        try:
            write(folder, size)
            _run("prepare", folder, "all")
            first_runs.append(_run("ours", folder, "all"))
            if size == SIZES[scale][-1]:
                comparisons = _compare(folder, size, first_runs[-1])
        finally:
            shutil.rmtree(folder)
    return comparisons + _growth(SIZES[scale], first_runs)


def _compare(folder, size, first):
    again = _run("ours", folder, "all")
    newest = _run("ours", folder, "newest")
    reading = _run("decode", folder, "newest")
    usual = {which: _run("pandas", folder, which) for which in MOST}
    _check_equal(first.found, usual["all"].found)
    _check_equal(first.found, again.found)
    _check_equal(newest.found, usual["newest"].found)
    one, every = f"{size.brands} brands, newest month", f"{size.brands} brands, {size.months} months"
    return [
        Comparison(f"{one}, CPU against decoding", newest.cpu, reading.cpu, "s", 1.5),
        Comparison(f"{one}, CPU against pandas", newest.cpu, usual["newest"].cpu, "s", 0.1),
        Comparison(f"{one}, memory against the limit", newest.memory, MOST["newest"], "MB", 1),
        Comparison(f"{every}, CPU against pandas", first.cpu, usual["all"].cpu, "s", 0.1),
        Comparison(f"{every}, memory against the limit", first.memory, MOST["all"], "MB", 1),
        Comparison(f"{every}, closed ones kept, CPU against anew", again.cpu, first.cpu, "s", 0.5),
    ]


def _growth(sizes, runs):
    """CPU for a million mentions (and all that belongs to them), against that at the size before."""
    each = [run.cpu / size.mentions * 1e6 for size, run in zip(sizes, runs, strict=True)]
    return [
        Comparison(
            f"CPU a million mentions, {after.mentions / 1e6:g} M against {before.mentions / 1e6:g} M",
            each[place + 1],
            each[place],
            "s",
            NOISE,
        )
        for place, (before, after) in enumerate(itertools.pairwise(sizes))
    ]


def _run(way, folder, which):
    command = [sys.executable, "-m", "tests.bench.metric_ways", way, str(folder), which]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        found = json.loads(process.stdout.read() or "null")
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command}: ended with {process.returncode}")
    run = Run(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, found)
    print(f"{folder.name} {way} {which}: {run.cpu:.1f} s CPU, {run.memory:.0f} MB", flush=True)
    return run


def _check_equal(found, other):
    """The ways must have computed the same, or their costs say nothing."""
    assert found.keys() == other.keys(), sorted(found.keys() ^ other.keys())[:5]
    differ = [name for name in found if not math.isclose(found[name], other[name], rel_tol=1e-9)]
    assert not differ, [(name, found[name], other[name]) for name in differ[:5]]
