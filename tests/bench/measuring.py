"""What a comparison is, and CPU seconds of a command with all that it starts."""

import resource
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]


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
