"""Charts: one module a kind, each a pure function from ready strings and numbers to an SVG picture."""
