"""Reading the register, the drafts, and a paper's file with its integrity checked, as far as a person may."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from giaoban.domain.accounts.queries import Standing
from giaoban.domain.documents.models import Draft, Organ, Paper
from giaoban.domain.documents.permissions import visible_drafts, visible_papers
from giaoban.lib.text import fold


class BrokenFile(RuntimeError):
    """A stored file no longer has the hash it was registered with: it must not be handed out."""


@dataclass(frozen=True)
class PaperFilter:
    """What the register is narrowed to; empty values narrow nothing. Days are days of issue, both inclusive."""

    text: str = ""
    direction: str = ""
    paper_type: str = ""
    first_day: date | None = None
    last_day: date | None = None


def register(standing: Standing, wanted: PaperFilter | None = None) -> QuerySet[Paper]:
    """Return the papers the person may read, newest first, without file bytes (1 query when read).

    Words are searched folded (no marks, đ as d) in symbol, type, abstract and organ; every word must occur.
    """
    found = visible_papers(standing).select_related("organ", "replaced_by")
    if wanted is None:
        return found
    for word in fold(wanted.text).split():
        found = found.filter(search_text__contains=word)
    conditions = Q()
    if wanted.direction:
        conditions &= Q(direction=wanted.direction)
    if wanted.paper_type:
        conditions &= Q(paper_type=wanted.paper_type)
    if wanted.first_day:
        conditions &= Q(issued_on__gte=wanted.first_day)
    if wanted.last_day:
        conditions &= Q(issued_on__lte=wanted.last_day)
    return found.filter(conditions)


def papers_from(origin: str) -> QuerySet[Paper]:
    """Return the papers that came of one thing, e.g. "conferences.conference:3", oldest first (1 query)."""
    return Paper.objects.light().filter(origin=origin).select_related("organ").order_by("recorded_at", "pk")


def file_of(paper: Paper) -> bytes:
    """Return the file's bytes (1 query) after checking them against the stored hash. Raises BrokenFile."""
    content = bytes(Paper.objects.values_list("content", flat=True).get(pk=paper.pk) or b"")
    if hashlib.sha256(content).hexdigest() != paper.sha256:
        raise BrokenFile(f"Tệp của văn bản {paper.symbol} không còn khớp mã băm khi vào sổ")
    return content


def organs_for(standing: Standing) -> QuerySet[Organ]:
    """Return the organs of the units in which the person holds a post (1 query)."""
    return Organ.objects.filter(unit_id__in=[post.unit_id for post in standing.posts]).select_related("unit")


def drafts_for(standing: Standing) -> QuerySet[Draft]:
    """Return the drafts the person may read, newest first, versions prefetched (2 queries)."""
    return visible_drafts(standing).select_related("issued_as").prefetch_related("versions").order_by("-created_at")
