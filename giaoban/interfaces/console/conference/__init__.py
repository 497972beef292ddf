"""The console's area `conference`."""
