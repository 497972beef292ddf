"""Public works: milestones, planned and actual progress, disbursement, place on the map."""
