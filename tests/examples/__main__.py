"""`python -m tests.examples [BRAND…]`: write the example brands' exports anew."""

from __future__ import annotations

import sys

from tests.examples import BRANDS, write

if __name__ == "__main__":
    write(brands=tuple(sys.argv[1:]) or BRANDS)
