"""Outbox of notices to people."""
