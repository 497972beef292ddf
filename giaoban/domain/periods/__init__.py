"""Periods as values: windows, deadlines, the same period last year."""
