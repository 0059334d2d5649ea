"""Where things lie: the folder that holds params/, data/, notebooks/ and reports/."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kpikit.errors import Problem, UsageError

BRAND_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
"""A brand's id: its file name, folder name and key. The name that people read stands apart."""

SHARED_PARAMETERS = ("defaults", "breaks", "vocabularies")
"""Files in params/ that belong to all brands; no brand may bear these names."""

_PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Project:
    """A project's folders. `root` holds params/ and data/; what it lacks of ours comes from the package.

    Attributes:
        root: The folder of all others.
        store_in: Where the store lies, if not in data/.store.
    """

    root: Path
    store_in: Path | None = None

    @classmethod
    def find(cls, start: Path | str | None = None) -> Project:
        """Walk up from `start` (default: the working folder) to the first folder that holds params/.

        Raises:
            UsageError: No such folder lies above.
        """
        here = Path(start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / "params").is_dir():
                return cls(folder)
        raise UsageError(
            Problem(
                "no project found: neither this folder nor one above it holds params/",
                file=here,
                allowed="a folder with params/ and data/, or --root DIR; `kpikit new BRAND` makes one",
            )
        )

    @property
    def params(self) -> Path:
        """Parameter files, one a brand, and the shared ones."""
        return self.root / "params"

    @property
    def data(self) -> Path:
        """Exports as received, read-only, in data/<brand>/<source>/."""
        return self.root / "data"

    @property
    def store(self) -> Path:
        """Canonical Parquet, import log, set-aside rows. Can be rebuilt from the exports alone."""
        return self.store_in or self.data / ".store"

    @property
    def reports(self) -> Path:
        """Published reports, in reports/<brand>/<period>/."""
        return self.root / "reports"

    @property
    def notebooks(self) -> Path:
        """The chapters; a project without notebooks/ of its own uses those that kpikit ships."""
        return self._own_or_shipped("notebooks")

    def shared(self, name: str) -> Path:
        """Path of the shared parameter file `name` (defaults, breaks, vocabularies)."""
        return self._own_or_shipped(f"params/{name}.yaml")

    def brand_file(self, brand: str) -> Path:
        """Path of a brand's parameter file, existing or not."""
        return self.params / f"{brand}.yaml"

    def brands(self) -> list[str]:
        """Ids of all brands that have a parameter file, sorted."""
        names = (path.stem for path in self.params.glob("*.yaml"))
        return sorted(name for name in names if name not in SHARED_PARAMETERS)

    def _own_or_shipped(self, relative: str) -> Path:
        for base in (self.root, _PACKAGE / "shipped", _PACKAGE.parent):
            if (base / relative).exists():
                return base / relative
        return self.root / relative
