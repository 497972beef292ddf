"""The figures of the visit block."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, Sum

from giaoban.domain.visits.models import DailyVisits
from giaoban.lib import clock


@dataclass(frozen=True)
class Totals:
    online: int
    today: int
    total: int
    offset: int


def shown_totals() -> dict[str, Any]:
    """Return the block's context: the totals and the moment they are of."""
    at = clock.now()
    counted = DailyVisits.objects.aggregate(total=Sum("visits"), today=Sum("visits", filter=Q(day=at.date())))
    offset = settings.VISITS_START_OFFSET
    return {"visits": Totals(0, counted["today"] or 0, (counted["total"] or 0) + offset, offset), "visits_at": at}
