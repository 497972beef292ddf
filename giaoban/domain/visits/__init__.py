"""Counted visits of the portal."""
