"""The console's area `tasks`."""
