"""From executed notebooks to pages: one reading, two exporters, one report."""
