"""Keyed pseudonyms of persons: the same person, the same word; without the key nobody gets back."""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from kpikit.errors import Problem, StoreError

if TYPE_CHECKING:
    from kpikit.project import Project

EXAMPLES = frozenset({"seri-kulit", "hanse-pumpen", "ridgeline", "ridgeline-start"})
"""Brands of invented people: their key is public, so that everybody's example reports are the same."""

_EXAMPLE_KEY = hashlib.blake2b(b"kpikit example brands").digest()[:32]
_KEY_BYTES = 32
_PSEUDONYM_BYTES = 10


class Pseudonyms:
    """Turns identifiers (e-mail, handle, customer number) into words of 20 hexadecimal digits.

    One person has different words in two brands.

    Args:
        key: The project's secret.
        brand: The brand's id.
    """

    def __init__(self, key: bytes, brand: str) -> None:
        self._key = key
        self._brand = brand.encode()
        self._person = self._begun(b"person")

    def __call__(self, identifier: str) -> str:
        """Give the pseudonym; case, outer blanks and a leading "@" make no difference."""
        person = identifier if identifier.isascii() else unicodedata.normalize("NFKC", identifier)
        digest = self._person.copy()
        digest.update(person.strip().lstrip("@").casefold().encode("utf-8", "replace"))
        return digest.hexdigest()

    @property
    def fingerprint(self) -> str:
        """Changes with the key and gives nothing of it away: parsed parts of another key are not used."""
        return self._begun(b"fingerprint").hexdigest()

    def _begun(self, what: bytes) -> hashlib.blake2b:
        begun = hashlib.blake2b(key=self._key, digest_size=_PSEUDONYM_BYTES)
        begun.update(b"\0".join((what, self._brand, b"")))
        return begun


def pseudonyms(project: Project, brand: str, *, write: bool = True) -> Pseudonyms:
    """The pseudonyms of a brand under the project's key, data/.key.

    Args:
        project: Whose key; a first use makes it, readable by its owner alone.
        brand: The brand's id; the example brands have a fixed key of their own.
        write: False: a missing key is not written; the pseudonyms are for this run alone.

    Raises:
        StoreError: The key's file is damaged.
    """
    if brand in EXAMPLES:
        return Pseudonyms(_EXAMPLE_KEY, brand)
    path = project.data / ".key"
    if not path.exists():
        if not write:
            return Pseudonyms(secrets.token_bytes(_KEY_BYTES), brand)
        _make(project)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise StoreError(
            Problem(
                "the key of the pseudonyms is damaged",
                file=path,
                allowed="its backup; or delete it, and all persons get new pseudonyms at the next import",
            )
        )
    return Pseudonyms(key, brand)


def _make(project: Project) -> None:
    project.data.mkdir(parents=True, exist_ok=True)
    path = project.data / ".key"
    draft = path.with_name(f".key.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_hex(_KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    # A link is made whole and never replaces: of two first imports at once, one key wins for both.
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
