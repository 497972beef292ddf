"""The figures of the visit block."""

from typing import Any

from giaoban.domain.visits.queries import totals
from giaoban.lib import clock


def shown_totals() -> dict[str, Any]:
    """Return the block's context: the totals and the moment they are of (1 query)."""
    at = clock.now()
    return {"visits": totals(at), "visits_at": at}
