"""How often the 95 % intervals hold the truth, on processes whose truth is known: `make coverage`."""
