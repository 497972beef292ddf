"""What was counted: the block's figures, a range in detail, and the check against the journals."""

from giaoban.domain.visits.queries.checking import VisitFault, find_fault
from giaoban.domain.visits.queries.figures import Tail, Totals, online_now, totals
from giaoban.domain.visits.queries.reporting import Bar, Report, Share, counted_since, report, views_of_pages

__all__ = [
    "Bar", "Report", "Share", "Tail", "Totals", "VisitFault", "counted_since", "find_fault", "online_now", "report",
    "totals", "views_of_pages",
]  # fmt: skip
