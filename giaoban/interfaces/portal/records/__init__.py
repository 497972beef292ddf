"""Public pages fed from the records: documents, briefings, figures, drafts open for comment."""
