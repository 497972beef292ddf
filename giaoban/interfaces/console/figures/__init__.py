"""The console's area `figures`."""
