"""Tasks with lead and cooperating units, deliverable and deadline."""
