"""The three papers of a conference: consolidated report, minutes, notice of conclusions."""

from giaoban.processes.issue_conference_papers.issuing import (
    issue_conclusion_notice,
    issue_consolidated_report,
    issue_minutes,
    preview_paper,
)

__all__ = ["issue_conclusion_notice", "issue_consolidated_report", "issue_minutes", "preview_paper"]
