"""What the desk's lists offer: units, papers, people, rounds. Reads only."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.queries import Standing
from giaoban.domain.conferences.models import Conference
from giaoban.domain.conferences.permissions import can_plan
from giaoban.domain.documents.models import Draft, Paper
from giaoban.domain.documents.permissions import visible_drafts, visible_papers
from giaoban.domain.orgs.models import Unit, valid_on
from giaoban.domain.reports.models import Round
from giaoban.domain.tasks.queries import posts_on


def seated_units(conference: Conference) -> QuerySet[Unit]:
    """Return the units that have a seat (1 query)."""
    return Unit.objects.filter(pk__in=conference.delegates.values("unit_id"))


def answering_units(conference: Conference) -> QuerySet[Unit]:
    """Return the units that may answer an opinion: the seated ones and the coordinating body (1 query)."""
    seated = conference.delegates.values("unit_id")
    return Unit.objects.filter(Q(pk__in=seated) | Q(pk=conference.bloc.coordinator_id))


def bloc_units(conference: Conference) -> QuerySet[Unit]:
    """Return the units that may be seated: the bloc's, its coordinator, those with a superior (1 query)."""
    day = conference.starts_at.date()
    bloc = valid_on(day, "bloc_memberships__") & Q(bloc_memberships__bloc=conference.bloc_id)
    superior = Q(posts__role=Role.SUPERIOR)
    return Unit.objects.filter(bloc | superior | Q(pk=conference.bloc.coordinator_id)).distinct()


def papers(standing: Standing) -> QuerySet[Paper]:
    """Return the papers that may be put on an item (1 query)."""
    return visible_papers(standing).order_by("-issued_on", "-pk")


def drafts(standing: Standing) -> QuerySet[Draft]:
    """Return the drafts not issued yet (1 query)."""
    return visible_drafts(standing).filter(issued_as__isnull=True)


def doers(units: QuerySet[Unit], standing: Standing) -> tuple[QuerySet[User], dict[int, str]]:
    """Return the heads and clerks of the units, and how each is shown (by post)."""
    people = User.objects.filter(
        valid_on(standing.day, "posts__"), posts__unit__in=units, posts__role__in=[Role.HEAD, Role.CLERK]
    ).distinct()
    return people, posts_on(people, standing.day)


def plannable_rounds(standing: Standing) -> list[Round]:
    """Return the rounds of the blocs this person plans for, newest first (1 query)."""
    rounds: Iterable[Round] = Round.objects.select_related("regime__bloc").order_by("-opened_at")
    return [one for one in rounds if can_plan(standing, one.regime.bloc)]
