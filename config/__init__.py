"""Starts the process: settings, addresses, entry points, the command line."""
