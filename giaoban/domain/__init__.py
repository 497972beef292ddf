"""The domain: one app per concept, every app with the same files."""
