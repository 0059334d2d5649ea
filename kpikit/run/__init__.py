"""Executing notebooks: a chapter of a brand in a language is a unit of work, plain values in and out."""
