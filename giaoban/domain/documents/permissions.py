"""Who may issue, register and read papers."""

from django.db.models import Q, QuerySet

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.queries import Standing
from giaoban.domain.documents.models import Direction, Draft, Organ, Paper
from giaoban.domain.orgs.models import BlocMembership, valid_on

OFFICE = (Role.SECRETARY, Role.CHAIR)


def can_issue(standing: Standing, organ: Organ) -> bool:
    """Return whether the person may issue papers of the organ: its secretary and its head."""
    return standing.has_in(organ.unit_id, *OFFICE)


def can_register(standing: Standing, organ: Organ) -> bool:
    """Return whether the person may enter incoming papers into the organ's register."""
    return standing.has_in(organ.unit_id, *OFFICE, Role.CLERK)


def can_publish(standing: Standing, organ: Organ) -> bool:
    """Return whether the person may open papers of the organ's register to the public, and close them again."""
    return standing.has_in(organ.unit_id, *OFFICE)


def can_draft(standing: Standing, organ: Organ) -> bool:
    """Return whether the person may write drafts of the organ's papers."""
    return standing.has_in(organ.unit_id, *OFFICE)


def can_consult(standing: Standing, organ: Organ) -> bool:
    """Return whether the person may open drafts for public comment, read and answer what comes: office and editor."""
    return standing.has_in(organ.unit_id, *OFFICE, Role.EDITOR)


def can_set_up(standing: Standing, organ_unit_id: int) -> bool:
    """Return whether the person may set an organ up, open a term, or state where a series stands."""
    return standing.has(Role.ADMINISTRATOR) or standing.has_in(organ_unit_id, *OFFICE)


def visible_papers(standing: Standing) -> QuerySet[Paper]:
    """Return the papers a person may read (no content loaded).

    People of the organ see its whole register; members of a bloc it leads and superiors see what it issued;
    everybody signed in sees what is public.
    """
    own = [post.unit_id for post in standing.posts]
    led_by = BlocMembership.objects.filter(valid_on(standing.day), unit_id__in=own).values("bloc__coordinator_id")
    issued = Q(direction=Direction.OUT)
    readable = Q(organ__unit_id__in=own) | (issued & Q(organ__unit_id__in=led_by)) | (issued & Q(is_public=True))
    if standing.has(Role.SUPERIOR):
        readable |= issued
    if not own:
        return Paper.objects.none()
    return Paper.objects.light().filter(readable)


def visible_drafts(standing: Standing) -> QuerySet[Draft]:
    """Return the drafts a person may read: those of organs in whose unit the person holds a post, or leads it."""
    own = [post.unit_id for post in standing.posts]
    led_by = BlocMembership.objects.filter(valid_on(standing.day), unit_id__in=own).values("bloc__coordinator_id")
    drafts = Draft.objects.select_related("organ")
    if standing.has(Role.SUPERIOR):
        return drafts
    return drafts.filter(Q(organ__unit_id__in=own) | Q(organ__unit_id__in=led_by))
