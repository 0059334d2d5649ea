"""Putting finished reports in their places, whole or not at all, and finding them again."""
