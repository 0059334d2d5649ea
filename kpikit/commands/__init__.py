"""The command line: the only place that prints, exits and knows what a terminal is."""
