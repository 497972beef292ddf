"""Indicators, targets, append-only observations and their roll-ups."""
