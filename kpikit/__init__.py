"""Monthly social-media KPI reports from platform exports."""

__version__ = "0.1.0"
