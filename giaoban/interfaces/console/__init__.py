"""The staff side, one folder per area."""
