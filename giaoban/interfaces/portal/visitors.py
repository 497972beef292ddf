"""The figures of the visit block."""

from datetime import datetime
from typing import Any

from giaoban.domain.visits.queries import totals
from giaoban.lib import clock


def shown_totals(at: datetime | None = None) -> dict[str, Any]:
    """Return the block's context: the totals and the moment they are of, now where none is named (1 query)."""
    at = at or clock.now()
    return {"visits": totals(at), "visits_at": at}
