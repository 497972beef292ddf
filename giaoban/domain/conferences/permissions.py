"""Who prepares, runs, concludes and sees a conference."""

from django.db.models import Q, QuerySet

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.queries import Standing
from giaoban.domain.conferences.models import Conference, Delegate
from giaoban.domain.orgs.models import Bloc


def can_plan(standing: Standing, bloc: Bloc) -> bool:
    """Return whether the person may plan a conference of the bloc: the coordinating body's secretary or chair."""
    return standing.has_in(bloc.coordinator_id, Role.SECRETARY, Role.CHAIR)


def can_run(standing: Standing, conference: Conference) -> bool:
    """Return whether the person runs the conference: its coordinating body's secretary."""
    return standing.has_in(conference.bloc.coordinator_id, Role.SECRETARY)


def can_write_conclusions(standing: Standing, conference: Conference) -> bool:
    """Return whether the person may word conclusions: secretary and chair."""
    return standing.has_in(conference.bloc.coordinator_id, Role.SECRETARY, Role.CHAIR)


def can_conclude(standing: Standing, conference: Conference) -> bool:
    """Return whether the person may conclude the conference and sign its papers: the chair."""
    return standing.has_in(conference.bloc.coordinator_id, Role.CHAIR)


def visible_conferences(standing: Standing) -> QuerySet[Conference]:
    """Return the conferences a person may see: of bodies where a post is held, where the unit has a seat, superiors'.

    One query when read.
    """
    conferences = Conference.objects.select_related("bloc__coordinator", "round")
    own = [post.unit_id for post in standing.posts]
    if standing.has(Role.SUPERIOR):
        return conferences
    seated = Delegate.objects.filter(unit_id__in=own).values("conference_id")
    return conferences.filter(Q(bloc__coordinator_id__in=own) | Q(pk__in=seated))


def can_see(standing: Standing, conference: Conference) -> bool:
    """Return whether the person may see the conference (1 query)."""
    return visible_conferences(standing).filter(pk=conference.pk).exists()
