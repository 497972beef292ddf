"""The conference area."""
