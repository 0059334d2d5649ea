"""How far the work is: one bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import threading
from typing import Any


class Progress:
    """Counts steps of all brands together. Safe to call from several threads."""

    def __init__(self, *, verbose: bool = False) -> None:
        self._lock = threading.Lock()
        self._verbose = verbose
        self._bar: Any = None
        if sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(total=0, unit="step", leave=False, dynamic_ncols=True)

    def more(self, steps: int) -> None:
        """So many steps are to come."""
        with self._lock:
            if self._bar is not None:
                self._bar.total += steps
                self._bar.refresh()

    def done(self, what: str) -> None:
        """One step is done; `what` is shown beside the bar, or as a line where asked for."""
        with self._lock:
            if self._bar is not None:
                self._bar.set_description_str(what, refresh=False)
                self._bar.update()
            if self._verbose:
                self._print(what)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()

    def _print(self, line: str) -> None:
        if self._bar is not None:
            self._bar.clear()
        print(line, flush=True)
        if self._bar is not None:
            self._bar.refresh()
