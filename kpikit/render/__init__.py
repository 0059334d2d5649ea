"""From executed notebooks to pages: one reading (`content`), two exporters (`html`, `pdf`), one report (`report`)."""
