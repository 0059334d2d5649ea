"""What a comparison is, and CPU seconds of a command with all that it starts."""

import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]

# A process of its own: what its children held at most is of this command alone.
_PEAK = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], check=False)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(done.returncode)
"""


@dataclass(frozen=True)
class Comparison:
    """Ours against another way, lower is better; holds where ours / other is at most the bound."""

    name: str
    ours: float
    other: float
    unit: str
    bound: float

    def row(self):
        """An entry of bench.json."""
        ratio = self.ours / self.other
        return asdict(self) | {"ratio": round(ratio, 4), "holds": ratio <= self.bound}


def cpu_seconds(command, folder):
    """User and system seconds of a command and its waited-for descendants.

    Raises:
        RuntimeError: It failed; says what it said last.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peak_mebibytes(command, folder):
    """Most memory that a command and its waited-for descendants held at once, one by one.

    Raises:
        RuntimeError: It failed; says what it said last.
    """
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, *map(str, command)],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stderr[-2000:]}")
    return int(done.stdout.split()[-1]) / 1024
