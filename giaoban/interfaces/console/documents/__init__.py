"""The console's area `documents`."""
