"""Acts that cross several domain apps."""
