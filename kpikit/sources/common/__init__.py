"""What source modules share: rows and their checks, days, totals, personal data, and each trade's columns."""
