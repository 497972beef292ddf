"""Report regimes, rounds, submissions, snapshots."""
