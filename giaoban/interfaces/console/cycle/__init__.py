"""The first page after sign-in: the cycle at a glance."""
