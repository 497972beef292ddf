"""The console's reports: the clerk's entry page, the Excel way, the narrative, the secretary's board."""
