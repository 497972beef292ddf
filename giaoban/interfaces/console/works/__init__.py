"""The console's area `works`."""
