"""Giao Ban: one briefing cycle of a Vietnamese local coordinating body, in one place."""
