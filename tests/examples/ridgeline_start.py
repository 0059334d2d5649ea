"""Ridgeline as a newcomer: the same brand whose exports begin in July 2026, so that nothing has a year before it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.examples.ridgeline import build

if TYPE_CHECKING:
    from tests.examples.exports import Files

BRAND = "ridgeline-start"
FIRST = date(2026, 7, 1)


def files() -> Files:
    """Every file of the brand: path below data/ridgeline-start/ → bytes."""
    return build(FIRST)
