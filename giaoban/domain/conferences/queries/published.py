"""What the public may read of conferences: those concluded, and the tables that were put before them."""

from django.db.models import QuerySet

from giaoban.domain.conferences.models import Conference, ConferenceState
from giaoban.domain.conferences.queries.record import origin_of


def concluded() -> QuerySet[Conference]:
    """Return the concluded conferences, the last first (1 query when read)."""
    found = Conference.objects.filter(state=ConferenceState.CONCLUDED)
    return found.select_related("bloc__coordinator", "round").order_by("-starts_at", "-pk")


def concluded_from(origin: str) -> Conference | None:
    """Return the concluded conference a paper's origin speaks of, None for any other origin (1 query at most)."""
    prefix, number = origin_of(0)[:-1], origin.rpartition(":")[2]
    if not (origin.startswith(prefix) and number.isdigit()):
        return None
    return concluded().filter(pk=int(number)).first()


def published_tables() -> list[Conference]:
    """Return the concluded conferences that heard a frozen table, one for each period, the latest period first.

    Of several on one period the last to be held speaks (1 query; the tables themselves are left out).
    """
    heard = concluded().filter(snapshot__isnull=False).select_related("snapshot__unit").defer("snapshot__data")
    found: dict[str, Conference] = {}
    for conference in heard:
        found.setdefault(conference.round.period, conference)
    return [found[period] for period in sorted(found, reverse=True)]
