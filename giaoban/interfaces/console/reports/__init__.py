"""The console's area `reports`."""
