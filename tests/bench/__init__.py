"""Comparisons with other ways of doing the same. A module here with a function `compare(scale)` is one of them."""
