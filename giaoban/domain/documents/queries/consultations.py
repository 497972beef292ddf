"""Reading drafts open for public comment: what anybody sees, what the office sees."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.queries import Standing
from giaoban.domain.documents.models import Consultation, Draft, PublicComment, Reply
from giaoban.domain.documents.permissions import OFFICE

SHOWN = (Reply.TAKEN, Reply.EXPLAINED)


@dataclass(frozen=True)
class Heard:
    """A consultation with its counts: how many comments came, how many wait for an answer, how many are shown."""

    consultation: Consultation
    is_open: bool
    received: int
    waiting: int
    shown: int


def public_consultations(day: date) -> QuerySet[Consultation]:
    """Return the consultations that have begun, the last to open first (1 query when read)."""
    return _whole().begun(day)  # type: ignore[attr-defined,no-any-return]


def public_consultation(consultation_id: int, day: date) -> Heard | None:
    """Return one that has begun, or None (1 query)."""
    found = _counted(_whole().filter(opens_on__lte=day, pk=consultation_id)).first()
    return heard(found, day) if found else None


def answered_comments(consultation: Consultation) -> QuerySet[PublicComment]:
    """Return the comments the public sees: answered, not set aside, in the order they came, without contacts."""
    return consultation.comments.filter(reply__in=SHOWN).defer("contact")


def consultations_for(standing: Standing) -> list[Heard]:
    """Return the consultations of the organs for which the person answers comments (1 query)."""
    return [heard(one, standing.day) for one in _counted(_whole().filter(_own(standing, "version__draft__")))]


def consultation_for(standing: Standing, consultation_id: int) -> Heard | None:
    """Return one of them with its comments and who answered, or None (2 queries)."""
    comments = Prefetch("comments", PublicComment.objects.select_related("answered_by"))
    own = _whole().filter(_own(standing, "version__draft__"), pk=consultation_id).prefetch_related(comments)
    found = _counted(own).first()
    return heard(found, standing.day) if found else None


def drafts_to_open(standing: Standing) -> QuerySet[Draft]:
    """Return the drafts the person may open for comment: not issued, none of their consultations running."""
    running = Consultation.objects.filter(closed_at__isnull=True, closes_on__gte=standing.day)
    drafts = Draft.objects.filter(_own(standing, ""), issued_as__isnull=True)
    return drafts.exclude(pk__in=running.values("version__draft_id")).select_related("organ").order_by("-created_at")


def heard(consultation: Consultation, day: date) -> Heard:
    """Return a consultation read by `_counted` with its counts."""
    return Heard(
        consultation, consultation.is_open_on(day),
        consultation.received, consultation.waiting, consultation.shown,  # type: ignore[attr-defined]
    )  # fmt: skip


def _whole() -> QuerySet[Consultation]:
    return Consultation.objects.select_related("version__draft__organ", "version__draft__issued_as").defer(
        "version__draft__issued_as__content", "version__draft__issued_as__facts"
    )


def _counted(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    return rows.annotate(
        received=Count("comments"),
        waiting=Count("comments", filter=Q(comments__reply=Reply.OPEN)),
        shown=Count("comments", filter=Q(comments__reply__in=SHOWN)),
    )


def _own(standing: Standing, path: str) -> Q:
    units = standing.units_with(*OFFICE, Role.EDITOR)
    return Q(**{f"{path}organ__unit_id__in": units})
